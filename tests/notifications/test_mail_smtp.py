"""Letters as a real mail server gets them, read with the standard library."""

import email.policy
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.test import Client
from django.utils import timezone

from members.models import User
from notifications.mail.sending import send_letters
from notifications.models import Choice, Preferences
from notifications.models.letters import Letter, Letterbox
from notifications.services import notify
from tests.factories.members import UserFactory
from tests.notifications.letters import html_of, parse, post_all, text_of
from tests.shared import shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("words")]


class MailServer:
    """Takes every mail, but for those who are ``refused``."""

    def __init__(self) -> None:
        self.envelopes: list[Any] = []
        self.refused: dict[str, str] = {}

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.envelopes.append(envelope)
        return "250 OK"

    @property
    def mails(self) -> list:
        return [parse(envelope.content) for envelope in self.envelopes]


@pytest.fixture
def server(settings) -> Iterator[MailServer]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    handler = MailServer()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.SITE_URL = "https://alongside.example.org"
    settings.DEFAULT_FROM_EMAIL = "Alongside <kia.ora@alongside.example.org>"
    yield handler
    controller.stop()


@shared
def reader() -> User:
    reader = UserFactory(email="reader@example.org")
    Choice.objects.create(member=reader, kind="waved", reach="at_once")
    return reader


def wave(*readers: User) -> None:
    notify(
        readers,
        kind="waved",
        about=UserFactory(display_name="Tāne " + "tū " * 25),
        actor=UserFactory(display_name="Māia"),
    )


def once(mail, name: str) -> str:
    """The header's value; it must stand there exactly once."""
    (value,) = mail.get_all(name, [])
    return str(value).strip()


@pytest.mark.parametrize("details", [False, True])
def test_the_headers_are_what_the_standards_say(kind, server, reader, details):
    Preferences.objects.create(member=reader, mail_details=details)
    wave(reader)

    post_all()

    (mail,) = server.mails
    key = Letter.objects.get().key
    # RFC 5322: one each, and a thread that does not name itself.
    assert once(mail, "From") == "Alongside <kia.ora@alongside.example.org>"
    assert once(mail, "To") == "reader@example.org"
    assert once(mail, "Message-ID") == f"<{key}@alongside.example.org>"
    assert once(mail, "In-Reply-To") == once(mail, "References") != once(mail, "Message-ID")
    assert once(mail, "Date")
    # RFC 8058: one https address, and a header that says it takes a POST.
    address = once(mail, "List-Unsubscribe")
    assert address.startswith("<https://alongside.example.org/notifications/stop/")
    assert (address.count("<"), address.count(">"), address[-1]) == (1, 1, ">")
    assert once(mail, "List-Unsubscribe-Post") == "List-Unsubscribe=One-Click"
    # RFC 2919, for the site as a whole.
    assert once(mail, "List-Id") == "Alongside <notifications.alongside.example.org>"
    # RFC 3834: nobody's machine answers it.
    assert once(mail, "Auto-Submitted") == "auto-generated"
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


def test_the_mailbox_can_do_what_the_headers_say(kind, server, reader):
    wave(reader)
    post_all()
    (mail,) = server.mails
    name, _equals, value = once(mail, "List-Unsubscribe-Post").partition("=")
    path = once(mail, "List-Unsubscribe").strip("<>").removeprefix("https://alongside.example.org")

    answer = Client(enforce_csrf_checks=True).post(path, {name: value})

    assert answer.status_code == 200
    assert Choice.objects.get(member=reader, kind="waved").reach == "site"


def test_lines_are_no_longer_than_the_standard_allows(kind, server, reader):
    Preferences.objects.create(member=reader, mail_details=True)
    wave(reader)

    post_all()

    (envelope,) = server.envelopes
    assert max(map(len, envelope.content.split(b"\r\n"))) <= 998
    assert email.message_from_bytes(envelope.content, policy=email.policy.strict)
    assert "Māia waved at Tāne" in str(server.mails[0]["Subject"])


def test_nothing_in_a_letter_comes_from_elsewhere_or_counts(kind, server, reader):
    wave(reader)

    post_all()

    html = html_of(server.mails[0])
    for sign in ("<img", "src=", "url(", "<link", "<script", "@import", "utm_"):
        assert sign not in html
    key = Letter.objects.get().key
    assert f'href="https://alongside.example.org/notifications/open/{key}/"' in html
    assert "There is 1 new thing for you." in html
    assert "There is 1 new thing for you." in text_of(server.mails[0])


def test_mail_about_the_account_has_no_way_to_stop_it(alarm, server, reader):
    notify([reader], kind="alarm", about=reader)

    post_all()

    (mail,) = server.mails
    assert not [name for name in mail.keys() if name.startswith("List-")]  # noqa: SIM118
    assert once(mail, "Auto-Submitted") == "auto-generated"
    assert once(mail, "Subject") == "Your password was changed"


def test_a_mailbox_that_is_gone_is_paused_and_one_that_is_busy_is_tried_again(kind, server, reader):
    busy, well = UserFactory(email="busy@example.org"), UserFactory(email="well@example.org")
    server.refused = {
        "reader@example.org": "550 5.1.1 No such mailbox",
        "busy@example.org": "451 4.7.1 Try again later",
    }
    for person in (busy, well):
        Choice.objects.create(member=person, kind="waved", reach="at_once")
    wave(reader, busy, well)

    post_all()

    assert [mail["To"] for mail in server.mails] == ["well@example.org"]
    paused = Letterbox.objects.exclude(paused_at=None)
    assert [(box.member, box.trouble) for box in paused] == [(reader, "bounced")]
    server.refused = {}
    Letter.objects.filter(sent_at=None).update(next_at=timezone.now())
    send_letters.enqueue()
    assert [mail["To"] for mail in server.mails] == ["well@example.org", "busy@example.org"]
