"""Background work that belongs to no app in particular."""

from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.core.files.storage import default_storage
from django.core.mail import EmailMultiAlternatives
from django_tasks import task

from core.delivery import Delivery
from core.work.retries import GiveUp, retry


@retry(times=8)
@task(queue_name="mail")
def deliver_email(
    *, subject: str, text: str, html: str, sender: str, to: list[str], headers: dict[str, str]
) -> None:
    """Send one message through the delivery backend of this deployment.

    Done twice when a kill falls between the mail server's yes and our commit, and
    then with the same Message-ID, by which mailboxes know that it is the same mail.
    """
    connection = Delivery()
    message = EmailMultiAlternatives(
        subject, text, sender, to, headers=headers, connection=connection
    )
    if html:
        message.attach_alternative(html, "text/html")
    try:
        message.send()
    except SMTPException as error:
        if is_final(error):
            raise GiveUp from error
        raise
    except (ValueError, TypeError) as error:
        # No mail can be made of it, such as for an address with a line end.
        raise GiveUp from error


def is_final(error: SMTPException) -> bool:
    """The server said no for ever (5xx), rather than not now (4xx)."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    return isinstance(error, SMTPResponseException) and error.smtp_code >= 500


@retry(times=12)
@task()
def delete_from_the_store(name: str) -> None:
    """Delete a file that could not be deleted while the store was away; again, it is gone."""
    getattr(default_storage, "delete_now", default_storage.delete)(name)
