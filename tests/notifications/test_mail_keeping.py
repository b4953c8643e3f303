"""What is kept of somebody's mail, how long, and what they see of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import retention
from members.export import parts
from members.services import close_account
from notifications.mail.stopping import pause, stop
from notifications.models import Notification
from notifications.models.letters import Letter, Letterbox
from notifications.services import notify
from tests.factories.members import UserFactory
from tests.notifications.letters import post_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("words")]


def test_letters_go_after_thirty_days_and_what_they_told_stays(kind, member):
    now = timezone.now()
    notify([member], kind="waved", about=UserFactory())
    post_all()
    rule = retention.rule("letters")

    assert rule.remove(now + timedelta(days=29)) == 0
    assert rule.remove(now + timedelta(days=31)) == 1
    assert Notification.objects.count() == 1


def test_closing_an_account_takes_letters_and_links_along(kind, member):
    notify([member], kind="waved", about=UserFactory())
    post_all()

    close_account(user=member, by=member)

    assert not Letter.objects.exists()
    assert not Letterbox.objects.exists()


def test_the_copy_of_ones_data_tells_of_letters_but_not_the_key(kind, member):
    notify([member], kind="waved", about=UserFactory())
    post_all()
    pause(address=member.email, trouble="bounced")

    told = {
        part.name: list(part.rows(member)) for part in parts() if part.name.startswith("letter")
    }

    assert [row["sent"] for row in told["letters"]] == [Letter.objects.get().sent_at]
    (box,) = told["letterbox"]
    assert box["paused_for"] == member.email
    assert Letterbox.objects.get().key not in str(told)


PAGES = ["/notifications/", "/notifications/choices/"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("trouble", "said"), [("bounced", "came back"), ("complained", "was reported as unwanted")]
)
def test_paused_mail_is_told_on_the_site_with_the_way_back(
    member, member_client, page, trouble, said
):
    pause(address=member.email, trouble=trouble)

    told = member_client.get(page).content.decode()

    assert f"Mail to {member.email} {said}" in told
    assert 'action="/notifications/mail/address/"' in told
    member_client.post("/notifications/mail/address/")
    assert "came back" not in member_client.get(page).content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_stopped_mail_is_told_with_the_way_back(member, member_client, page):
    stop(member=member, scope="all")

    assert 'action="/notifications/mail/again/"' in member_client.get(page).content.decode()
    member_client.post("/notifications/mail/again/")
    assert "You stopped all mail" not in member_client.get(page).content.decode()
