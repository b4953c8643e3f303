"""Each minute: letters for what is due, and their sending."""

from datetime import timedelta

from django_tasks import task

from core.moment import database_now
from core.schedule import repeat
from notifications.mail.gathering import begin_digests, make_letters_at_once
from notifications.mail.models import Letter
from notifications.mail.sending import send_letters


@task()
def post_what_is_due() -> None:
    """Make the letters that are due and have them sent, with those left from a failed try.

    Safe to run at any time, again and by several workers: what one has claimed the others leave.
    """
    now = database_now()
    make_letters_at_once(now)
    begin_digests(now)
    if Letter.objects.due(database_now()).exists():
        send_letters.enqueue()


repeat(post_what_is_due, every=timedelta(minutes=1))
