"""Sending one mail, which is ordered like any other work."""

from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from work.delivery import Delivery
from work.retries import GiveUp, retry
from work.words import called


@called(_("Sending a mail"))
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
    """Whether the server said no for ever (5xx), rather than not now (4xx)."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    return isinstance(error, SMTPResponseException) and error.smtp_code >= 500
