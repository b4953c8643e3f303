"""What letters say, to whom, and what they do not say."""

import re

import pytest
from django.utils import timezone

from members.models import User
from notifications.mail.gathering import make_letters
from notifications.models import Choice, Notification, Preferences
from notifications.models.letters import Letter, Letterbox
from notifications.services import mark_read, notify
from tests.factories.members import UserFactory
from tests.notifications.letters import everything_in, html_of, make_due, post_all, text_of
from tests.shared import shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("words")]


@shared
def reader() -> User:
    return UserFactory(display_name="Reader", email="reader@example.org")


def wave(*readers, about="Te Kāhu", actor="Māia <b>O’Neil</b>", occasion="", **where):
    names = {"display_name": about}, {"display_name": actor}
    notify(
        readers,
        kind="waved",
        about=UserFactory(**names[0]),
        actor=UserFactory(**names[1]),
        occasion=occasion,
        **where,
    )


def wants(reader, reach="at_once", *, details=False):
    Choice.objects.create(member=reader, kind="waved", reach=reach)
    Preferences.objects.create(member=reader, mail_details=details)


def test_a_letter_tells_a_stranger_nothing(kind, reader):
    wants(reader)
    wave(reader)

    (mail,) = post_all()

    assert mail["To"] == "reader@example.org"
    assert mail["Subject"] == "Something new for you on Alongside"
    key = Letter.objects.get().key
    box = Letterbox.objects.get()
    stop = re.search(r"/notifications/stop/([\w.]+)/", mail["List-Unsubscribe"])[1]
    assert stop.startswith(f"{box.key}.")
    assert text_of(mail) == (
        "Kia ora,\n\n"
        "There is 1 new thing for you.\n\n"
        "So that nobody else reads it here, we do not say more. Sign in to see what it is.\n\n"
        "Read it on the site:\n"
        f"http://localhost:8000/notifications/open/{key}/\n\n"
        "-- \n"
        "You get this because you are a member of Alongside. Choose what you hear of, and how:\n"
        "http://localhost:8000/notifications/choices/\n"
        "Stop mails like this one:\n"
        f"http://localhost:8000/notifications/stop/{stop}/\n"
    )


def test_a_letter_with_details_says_what_happened_as_text_and_as_html(kind, reader):
    wants(reader, details=True)
    wave(reader)

    (mail,) = post_all()

    assert mail["Subject"] == "Māia <b>O’Neil</b> waved at Te Kāhu"
    assert "They waved at Te Kāhu.\n\nThat is all.\n" in text_of(mail)
    assert '<p dir="auto">They waved at Te Kāhu.</p>' in html_of(mail)
    assert "<b>O" not in html_of(mail)


def test_a_digest_counts_what_is_new(kind, reader):
    wants(reader, "daily")
    for number in range(3):
        wave(reader, occasion=str(number))

    (mail,) = post_all()

    assert mail["Subject"] == "What is new for you on Alongside"
    assert "There are 3 new things for you." in text_of(mail)
    assert "waved" not in everything_in(mail)


def test_a_digest_with_details_is_the_list_of_the_site(kind, reader, two_communities):
    first, second = two_communities
    wants(reader, "weekly", details=True)
    wave(reader, about="One", actor="Ana", community=second.pk)
    wave(reader, about="Two", actor="Ana", community=first.pk)
    wave(reader, about="Three", actor="Ana", community=second.pk)
    wave(reader, about="Four", actor="Ana")

    (mail,) = post_all()

    lines = [line for line in text_of(mail).splitlines() if "waved" in line]
    assert lines == [f"- Ana waved at {name}" for name in ("Four", "Three", "Two", "One")]
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", html_of(mail)) == ["For you"]


def test_a_digest_says_nothing_of_what_is_wanted_on_the_site_alone(kind, reader):
    wants(reader, "daily", details=True)
    wave(reader, about="One", actor="Ana")
    wave(reader, about="Two", actor="Ana")
    Notification.objects.filter(pk=Notification.objects.latest("pk").pk).update(
        how="site", mail_due_at=None
    )

    (mail,) = post_all()

    assert "Ana waved at One" in text_of(mail)
    assert "Ana waved at Two" not in text_of(mail)


def test_a_long_digest_ends_with_what_is_left(kind, reader):
    wants(reader, "daily", details=True)
    about, actor = UserFactory(), UserFactory()
    for number in range(23):
        notify([reader], kind="waved", about=about, actor=actor, occasion=str(number))

    (mail,) = post_all()

    assert text_of(mail).count("\n- ") == 20
    assert "There is more on the site." in text_of(mail)


def test_about_the_account_is_always_said_and_cannot_be_stopped(alarm, reader):
    Letterbox.objects.create(member=reader, stopped_at=timezone.now())
    notify([reader], kind="alarm", about=reader)

    (mail,) = post_all()

    assert mail["Subject"] == "Your password was changed"
    assert "If this was not you, write to us." in text_of(mail)
    assert "so it cannot be switched off" in text_of(mail)
    assert {"List-Unsubscribe", "List-Unsubscribe-Post", "List-Id"} & set(mail.keys()) == set()


def test_what_is_due_together_comes_in_one_letter_but_for_the_account(kind, alarm, reader):
    wants(reader)
    wave(reader, occasion="1")
    wave(reader, occasion="2")
    notify([reader], kind="alarm", about=reader)

    mails = post_all()

    assert sorted(mail["Subject"] for mail in mails) == [
        "Something new for you on Alongside",
        "Your password was changed",
    ]


def leave(reader, shut_out):
    shut_out.add(reader.pk)


def see_on_site(reader, shut_out):
    mark_read(member=reader)


def lock(reader, shut_out):
    User.objects.filter(pk=reader.pk).update(is_active=False)


def stop(reader, shut_out):
    Letterbox.objects.filter(member=reader).update(stopped_at=timezone.now())


def bounce(reader, shut_out):
    now = timezone.now()
    Letterbox.objects.filter(member=reader).update(
        paused_at=now, paused_address="Reader@example.org"
    )


@pytest.mark.parametrize("happens", [leave, see_on_site, lock, stop, bounce])
@pytest.mark.parametrize("reach", ["at_once", "daily"])
def test_what_happens_before_the_letter_leaves_counts(kind, reader, shut_out, happens, reach):
    wants(reader, reach)
    wave(reader)
    make_due()
    make_letters([reader.pk], [reach], timezone.now())

    happens(reader, shut_out)

    assert post_all() == []
    assert not Letter.objects.exists()


def test_only_what_they_may_see_is_counted(kind, alarm, reader):
    wants(reader, "daily")
    wave(reader)
    wave(reader)
    Notification.objects.filter(pk=Notification.objects.first().pk).update(about_id=0)

    (mail,) = post_all()

    assert "There is 1 new thing for you." in text_of(mail)


def test_another_address_is_not_paused(kind, reader):
    wants(reader)
    wave(reader)
    Letterbox.objects.create(
        member=reader, paused_at=timezone.now(), paused_address="old@example.org"
    )

    assert [mail["To"] for mail in post_all()] == ["reader@example.org"]


def test_nothing_is_mailed_before_its_time_or_twice(kind, reader):
    wants(reader, "weekly")
    wave(reader)

    make_letters([reader.pk], ["weekly"], timezone.now())
    assert not Letter.objects.exists()

    assert len(post_all()) == 1
    assert post_all() == []


@pytest.mark.parametrize("details", [False, True])
def test_threads_tell_what_belongs_together_only_with_details(kind, reader, details):
    wants(reader, details=details)
    wave(reader, topic=7)
    (first,) = post_all()
    wave(reader, topic=8)
    (second,) = post_all()
    wave(reader, topic=7)
    (third,) = post_all()

    ids = [mail["In-Reply-To"] for mail in (first, second, third)]
    assert ids == [mail["References"] for mail in (first, second, third)]
    assert (ids[0] == ids[2], ids[0] == ids[1]) == (True, not details)
    assert len({mail["Message-ID"] for mail in (first, second, third)}) == 3


def test_threads_of_two_members_cannot_be_compared(kind):
    readers = UserFactory.create_batch(2)
    for reader in readers:
        wants(reader, details=True)
    wave(*readers, topic=7)

    first, second = post_all()

    assert first["In-Reply-To"] != second["In-Reply-To"]
