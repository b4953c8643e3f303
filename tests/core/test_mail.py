import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives, send_mail
from django.db import transaction


@pytest.fixture(autouse=True)
def _through_the_queue(settings):
    settings.EMAIL_BACKEND = "core.email.QueuedEmailBackend"


@pytest.mark.django_db
def test_mail_leaves_only_when_its_transaction_has_committed(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        send_mail("Your code", "123456", None, ["somebody@example.org"])
        assert mail.outbox == []

    assert [(m.subject, m.body, m.to) for m in mail.outbox] == [
        ("Your code", "123456", ["somebody@example.org"])
    ]


@pytest.mark.django_db
def test_headers_and_the_html_part_arrive(django_capture_on_commit_callbacks):
    message = EmailMultiAlternatives(
        "Kia ora", "text", "a@example.org", ["b@example.org"], headers={"Auto-Submitted": "yes"}
    )
    message.attach_alternative("<p>text</p>", "text/html")

    with django_capture_on_commit_callbacks(execute=True):
        message.send()

    (sent,) = mail.outbox
    assert sent.extra_headers == {"Auto-Submitted": "yes"}
    assert [(part.content, part.mimetype) for part in sent.alternatives] == [
        ("<p>text</p>", "text/html")
    ]


@pytest.mark.django_db
def test_attachments_are_refused_rather_than_lost():
    message = EmailMultiAlternatives("Kia ora", "text", None, ["b@example.org"])
    message.attach("a.txt", "text")

    with pytest.raises(ValueError, match="link to the file"):
        message.send()
