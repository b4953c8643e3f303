"""Whatever is typed, a header is one line and a body can be encoded."""

import pytest
from django.core.mail import EmailMultiAlternatives, send_mail
from hypothesis import given
from hypothesis import strategies as st

from core.headers import LONGEST_SUBJECT, body_text, one_line, subject_line

HOSTILE = {
    "vertical tab": ("Hui\vWhen: Friday", "Hui When: Friday"),
    "carriage return": ("Hi\rBcc: x@example.org", "Hi Bcc: x@example.org"),
    "line feed": ("Hi\nBcc: x@example.org", "Hi Bcc: x@example.org"),
    "both": ("Hi\r\n\r\nBody", "Hi Body"),
    "folded": ("Hi\r\n folded", "Hi folded"),
    "line separator": ("Hi\u2028Bcc: x", "Hi Bcc: x"),
    "paragraph separator": ("Hi\u2029Bcc: x", "Hi Bcc: x"),
    "next line": ("Hi\x85Bcc: x", "Hi Bcc: x"),
    "form feed": ("Hi\fBcc: x", "Hi Bcc: x"),
    "file separator": ("Hi\x1cBcc: x", "Hi Bcc: x"),
    "nothing": ("Hi\x00Bcc: x", "Hi Bcc: x"),
    "half a character": ("Hi \ud800 there", "Hi � there"),
    "two halves": ("Hi \ud83d\ude00", "Hi 😀"),
    "turned round": ("Hi \u202egnp.exe", "Hi gnp.exe"),
    "macrons": ("Hui ā Māori", "Hui ā Māori"),
    "joined": ("👩\u200d⚕️", "👩\u200d⚕️"),
    "only controls": ("\r\n\v", ""),
}
each_hostile = pytest.mark.parametrize(("typed", "line"), HOSTILE.values(), ids=HOSTILE.keys())


def as_bytes(subject: str, text: str = "x", sender: str = "a@example.org") -> bytes:
    message = EmailMultiAlternatives(subject, text, sender, ["b@example.org"])
    message.attach_alternative(text, "text/html")
    return message.message().as_bytes(linesep="\r\n")


@each_hostile
def test_one_line_is_one_line(typed, line):
    assert one_line(typed) == line


@each_hostile
def test_a_mail_can_be_made_of_it(typed, line):
    raw = as_bytes(subject_line(typed), body_text(typed), f"{one_line(typed)} <a@example.org>")

    head = raw.partition(b"\r\n\r\n")[0].lower()
    assert b"\r\nbcc:" not in head
    assert b"\r\nwhen:" not in head
    assert b"\r" not in raw.replace(b"\r\n", b"")


@given(st.text())
def test_any_text_makes_a_mail(typed):
    line = subject_line(typed)

    assert len(line) <= LONGEST_SUBJECT
    assert line.splitlines() in ([], [line])
    assert as_bytes(line, body_text(typed))


def test_a_title_of_five_thousand_characters_is_cut_between_letters():
    assert subject_line("x" * 5_000) == "x" * 149 + "…"
    cut = subject_line("e\u0301" * 2_500)
    assert cut.endswith("…")
    assert not cut.removesuffix("…").endswith("e")
    assert subject_line("x" * 150) == "x" * 150


@pytest.mark.django_db
@each_hostile
def test_a_mail_about_an_account_leaves_with_it(
    typed, line, settings, mailoutbox, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "core.email.QueuedEmailBackend"

    with django_capture_on_commit_callbacks(execute=True):
        send_mail(typed, f"Kia ora {typed}", None, ["b@example.org"], html_message=typed)

    (sent,) = mailoutbox
    assert sent.subject == line
    assert sent.message().as_bytes()
