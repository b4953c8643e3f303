"""Links in mail are the site's own, whatever address the request was sent to."""

import re
from pathlib import Path

import allauth
import pytest
from allauth.account.adapter import get_adapter
from allauth.core import context
from django.conf import settings
from django.core import mail
from django.test import Client, RequestFactory

from communities import services as communities
from members import leaving
from members.joining import invitations
from notifications.kinds import kinds
from notifications.models import Choice, Preferences
from notifications.services import notify
from tests.factories.communities import CommunityFactory
from tests.factories.events import EventPageFactory, InterestFactory
from tests.factories.members import PASSWORD
from tests.notifications.letters import everything_in, post_all

pytestmark = pytest.mark.django_db

SITE = "https://alongside.example.org"
OTHER = "evil.example.com"
HOSTILE = {
    "HTTP_HOST": OTHER,
    "HTTP_X_FORWARDED_HOST": OTHER,
    "HTTP_FORWARDED": f"host={OTHER};proto=http",
    "HTTP_X_FORWARDED_PROTO": "http",
    "HTTP_REFERER": f"http://{OTHER}/",
    "HTTP_ORIGIN": f"http://{OTHER}",
}
PASSPHRASE = "seven kererū on a wire"
LINK = re.compile(r"https?://[^\s\"'<>]+")
ROOTS = (settings.BASE_DIR / "templates", Path(allauth.__file__).parent / "templates")
WRITTEN = sorted(
    {
        str(path.relative_to(root)).removesuffix("_message.txt")
        for root in ROOTS
        for path in root.glob("*/email/*_message.txt")
    }
    - {"account/email/base"}
)
"""Every mail about an account that we or allauth have a template for."""


@pytest.fixture(autouse=True)
def _a_host_that_is_allowed_and_hostile(settings):
    settings.SITE_URL = settings.WAGTAILADMIN_BASE_URL = SITE
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, OTHER]


def assert_all_ours(number: int = 1) -> None:
    assert len(mail.outbox) == number
    for message in mail.outbox:
        said = f"{message.subject}\n{message.body}\n{dict(message.extra_headers)}"
        assert OTHER not in said
        links = LINK.findall(said)
        assert links
        assert {link[: len(SITE)] for link in links} == {SITE}


FORMS = {
    "a new password": ("/accounts/password/reset/", {"email": "aroha@example.org"}),
    "a new password for nobody": ("/accounts/password/reset/", {"email": "no@example.org"}),
    "a new account": (
        "/accounts/signup/",
        {
            "display_name": "Hemi",
            "email": "hemi@example.org",
            "password1": "seven kererū on a wire",
        },
    ),
    "an account that is there": (
        "/accounts/signup/",
        {
            "display_name": "Hemi",
            "email": "aroha@example.org",
            "password1": "seven kererū on a wire",
        },
    ),
}


@pytest.mark.parametrize(("address", "data"), FORMS.values(), ids=FORMS.keys())
def test_forms_that_anybody_may_post(client, peer, post, address, data):
    post(client, address, data, **HOSTILE)

    assert_all_ours()


def test_the_link_to_a_new_password_works(client, peer, post, sign_in):
    post(client, "/accounts/password/reset/", {"email": peer.email}, **HOSTILE)
    link = next(each for each in LINK.findall(mail.outbox[0].body) if "/key/" in each)

    answer = client.get(link.removeprefix(SITE), follow=False)
    post(client, answer.url, {"password1": "a new and longer password"})

    assert sign_in(Client(), peer.email, "a new and longer password").status_code == 302


def test_another_address_and_closing_the_account(client, peer, post):
    client.force_login(peer)
    post(client, "/accounts/reauthenticate/", {"password": PASSWORD}, **HOSTILE)
    post(client, "/accounts/email/", {"email": "new@example.org", "action_add": "1"}, **HOSTILE)
    assert_all_ours()

    leaving.ask_to_leave(user=peer)
    leaving.keep_account(user=peer)
    assert_all_ours(3)


def test_an_account_that_a_coordinator_makes(coordinator_client, post):
    post(
        coordinator_client,
        "/admin/users/new/",
        {"email": "new@example.org", "display_name": "New", "is_active": "on"},
        **HOSTILE,
    )

    assert_all_ours()
    assert "/accounts/password/reset/key/" in mail.outbox[0].body


def test_invitations(coordinator, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), hostile_request():
        invitations.invite(email="new@example.org", by=coordinator, name=f"http://{OTHER}/")
        communities.invite_address(
            community=CommunityFactory(), email="other@example.org", by=coordinator
        )

    bodies = [message.body for message in mail.outbox]
    assert len(bodies) == 2
    mail.outbox = [message for message in mail.outbox if message.to == ["other@example.org"]]
    assert_all_ours()


def hostile_request():
    return context.request_context(RequestFactory().get("/", **HOSTILE))


@pytest.mark.parametrize("written", WRITTEN)
def test_every_mail_about_an_account(written, peer, django_capture_on_commit_callbacks):
    """With the links that allauth gives its own templates, made of the request."""
    bad = f"http://{OTHER}/accounts/"
    given = dict.fromkeys(
        ("activate_url", "password_reset_url", "signup_url", "sign_in_url", "keep_url", "url"), bad
    )
    with django_capture_on_commit_callbacks(execute=True), hostile_request():
        get_adapter().send_mail(written, peer.email, {"user": peer, "code": "ABC", **given})

    (message,) = mail.outbox
    assert OTHER not in message.subject + message.body


def test_letters_about_what_is_new(django_capture_on_commit_callbacks):
    event = EventPageFactory()
    reader = InterestFactory(event=event).member
    Preferences.objects.create(member=reader, mail_details=True)
    for kind in kinds():
        Choice.objects.create(member=reader, kind=kind.name, reach="daily")
    with hostile_request():
        notify([reader], kind="event_changed", about=event)
        notify([reader], kind="welcome", about=reader)
        (letter,) = post_all()

    said = everything_in(letter)
    assert OTHER not in said
    links = [link for link in LINK.findall(said) if "www.w3.org" not in link]
    assert len(links) > 4
    assert {link[: len(SITE)] for link in links} == {SITE}


def test_no_template_of_a_mail_asks_the_request():
    folders = [path for path in ROOTS[0].glob("**/*.txt") if "robots" not in path.name]
    assert len(folders) > 60
    for path in [*folders, *ROOTS[0].glob("notifications/mail/*.html")]:
        assert not re.search(r"\brequest\.|current_site|absolute|full_url", path.read_text()), path
