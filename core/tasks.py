"""Background work that belongs to no app in particular."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django_tasks import task


@task(queue_name="mail")
def deliver_email(
    *, subject: str, text: str, html: str, sender: str, to: list[str], headers: dict[str, str]
) -> None:
    """Send one message through the delivery backend of this deployment."""
    connection = get_connection(settings.DELIVERY_BACKEND)
    message = EmailMultiAlternatives(
        subject, text, sender, to, headers=headers, connection=connection
    )
    if html:
        message.attach_alternative(html, "text/html")
    message.send()
