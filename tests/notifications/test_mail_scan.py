"""Over every kind and every choice: what somebody reads who looks over a shoulder."""

from urllib.parse import unquote

import pytest
from django.utils import timezone

from communities.models import CommunityPage
from notifications.kinds import kind_named
from notifications.models import Notification, Preferences
from tests.factories.notices import ABOUT, tell
from tests.notifications.letters import everything_in, html_of, post_all, text_of

pytestmark = pytest.mark.django_db

MARKER = "Zqxw"
"""In the names of people, rooms, communities, topics, events …, and in every text."""

NAMELESS = {
    *("quotation_asked", "welcome", "password_changed", "email_changed", "second_step_changed"),
    *("role_request", "role_answer", "role_ends_soon", "account_waits"),
    *("report_waits", "report_answer", "limit_set", "messages_moved"),
    *("seal_asked", "seal_answered", "seal_opened"),
    *("duty_now", "duty_waits", "duty_named", "duty_answer", "duty_talk"),
}
"""Kinds that name nobody and nothing even with details."""

GENERAL = {
    "Something new for you on Alongside",
    "What is new for you on Alongside",
    "About your account on Alongside",
}


def mail_of(kind: str, reach: str, *, details: bool):
    """The mail about one notification whose every field is marked."""
    row = tell(kind, marker=MARKER)
    community = CommunityPage.objects.values_list("pk", flat=True).first()
    Notification.objects.exclude(pk=row.pk).delete()
    Notification.objects.filter(pk=row.pk).update(
        how=reach, mail_due_at=timezone.now(), community_id=community, read_at=None
    )
    Preferences.objects.create(member=row.recipient, mail_details=details)
    (mail,) = post_all()
    return mail


def is_marked(words: str) -> bool:
    return MARKER.lower() in unquote(words).lower()


@pytest.mark.parametrize("reach", ["at_once", "daily", "weekly"])
@pytest.mark.parametrize("kind", sorted(ABOUT))
def test_by_default_no_mail_says_who_where_or_what(kind, reach):
    mail = mail_of(kind, reach, details=False)

    assert not is_marked(everything_in(mail))
    assert not is_marked(mail.as_string())
    if kind_named(kind).can_switch_off:
        assert mail["Subject"] in GENERAL
        assert str(kind_named(kind).title) not in everything_in(mail)
        assert kind not in everything_in(mail)
    elif reach == "at_once":
        assert mail["Subject"] not in GENERAL


@pytest.mark.parametrize("reach", ["at_once", "daily"])
@pytest.mark.parametrize("kind", sorted(ABOUT))
def test_with_details_names_stand_in_the_subject_and_the_words_alone(kind, reach):
    mail = mail_of(kind, reach, details=True)

    headers = [f"{name}: {value}" for name, value in mail.items() if name != "Subject"]
    assert not [header for header in headers if is_marked(header)]
    words = (text_of(mail), html_of(mail))
    named = kind not in NAMELESS
    marked = [is_marked(part) for part in words]
    if named or reach == "at_once":
        assert marked == [named, named]
    else:
        # Of what is new in one's rooms, the list around it says where it is.
        assert marked[0] == marked[1]
