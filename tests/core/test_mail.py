import re

import pytest
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from core.email import as_fields
from tests.queues import in_the_database, work_off
from work.attempts import perform
from work.reaper import put_back_of
from work.tasks import deliver_email


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
    assert set(sent.extra_headers) == {"Auto-Submitted", "Message-ID"}
    assert sent.extra_headers["Auto-Submitted"] == "yes"
    assert [(part.content, part.mimetype) for part in sent.alternatives] == [
        ("<p>text</p>", "text/html")
    ]


@pytest.mark.django_db
def test_attachments_are_refused_rather_than_lost():
    message = EmailMultiAlternatives("Kia ora", "text", None, ["b@example.org"])
    message.attach("a.txt", "text")

    with pytest.raises(ValueError, match="link to the file"):
        message.send()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("headers", "sender", "identity"),
    [
        ({}, "Alongside <kia.ora@alongside.example.org>", r"<[\d.]+@alongside\.example\.org>"),
        ({"Message-Id": "<7@here>"}, "a@example.org", r"<7@here>"),
    ],
    ids=["made", "given"],
)
def test_a_mail_has_its_message_id_before_it_waits(headers, sender, identity):
    waiting = as_fields(EmailMessage("Kia ora", "text", sender, ["b@example.org"], headers=headers))

    found = [value for name, value in waiting["headers"].items() if name.lower() == "message-id"]
    assert len(found) == 1
    assert re.fullmatch(identity, found[0])
    assert mail.outbox == []
    deliver_email.call(**waiting)
    assert mail.outbox[0].message()["Message-ID"] == found[0]


@pytest.mark.django_db
def test_in_the_databases_queue_the_order_to_send_is_part_of_the_transaction(settings):
    with in_the_database(settings):
        with transaction.atomic():
            send_mail("Your code", "123456", None, ["somebody@example.org"])
            assert DBTaskResult.objects.count() == 1
            transaction.set_rollback(True)

        assert DBTaskResult.objects.count() == 0


@pytest.mark.django_db
def test_killed_after_the_mail_servers_yes_it_is_sent_again_as_the_same_mail(settings, mailoutbox):
    with in_the_database(settings):
        send_mail("Your code", "123456", None, ["somebody@example.org"])
        row = DBTaskResult.objects.get()
        row.claim("killed")
        perform(row)

        put_back_of("killed")
        work_off()

    first, second = (message.message() for message in mailoutbox)
    assert first["Message-ID"] == second["Message-ID"]
