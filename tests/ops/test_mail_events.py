"""What a provider may tell of our mail, and who may tell it."""

import base64
import json

import pytest
from django.test import RequestFactory

from cop_site.mail_events import addresses
from notifications.models.letters import Letterbox
from tests.factories.members import UserFactory
from tests.ops.test_settings import example_environment, manage

pytestmark = pytest.mark.django_db

BOUNCE = {
    "RecordType": "Bounce",
    "Type": "HardBounce",
    "ID": 42,
    "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
    "Email": "reader@example.org",
    "BouncedAt": "2026-11-22T10:00:00Z",
}


def tell(settings, *, name_and_secret: str) -> int:
    settings.ANYMAIL = {"WEBHOOK_SECRET": "postmark:long-random-text"}
    (pattern,) = addresses("postmark")
    credentials = base64.b64encode(name_and_secret.encode()).decode()
    request = RequestFactory().post(
        "/mail-events/postmark/tracking/",
        json.dumps(BOUNCE),
        content_type="application/json",
        headers={"Authorization": f"Basic {credentials}"},
    )
    return pattern.callback(request).status_code


def test_a_provider_that_knows_the_secret_pauses_mail(settings):
    reader = UserFactory(email="reader@example.org")

    assert tell(settings, name_and_secret="postmark:long-random-text") == 200

    assert Letterbox.objects.get(member=reader).trouble == "bounced"


@pytest.mark.filterwarnings("ignore:Internal Server Error")
def test_nobody_else_does(settings):
    UserFactory(email="reader@example.org")

    try:
        status = tell(settings, name_and_secret="postmark:guessed")
    except Exception as error:
        status = type(error).__name__

    assert status in (400, "AnymailWebhookValidationFailure")
    assert not Letterbox.objects.exists()


@pytest.mark.parametrize(
    ("provider", "number"), [("postmark", 1), ("amazon_ses", 1), ("mandrill", 1), ("", 0)]
)
def test_one_address_for_the_one_provider(provider, number):
    assert len(addresses(provider)) == number


ADDRESS = "from django.urls import resolve; resolve('/mail-events/postmark/tracking/')"


@pytest.mark.parametrize(("secret", "known"), [("", False), ("name:secret", True)])
def test_without_a_secret_nobody_is_heard(secret, known):
    variables = example_environment()
    del variables["EMAIL_URL"]
    options = {"POSTMARK_SERVER_TOKEN": "x", "WEBHOOK_SECRET": secret}

    done = manage(
        *("shell", "--no-imports", "-c"),
        "from django.conf import settings; print(settings.MAIL_EVENTS_FROM, settings.ANYMAIL)",
        **variables,
        EMAIL_PROVIDER="postmark",
        EMAIL_PROVIDER_OPTIONS=json.dumps(options),
    )

    assert done.stdout.startswith("postmark " if known else " "), done.stderr
    assert "'track_opens': False" in done.stdout
