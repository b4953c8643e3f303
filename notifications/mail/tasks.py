"""Each minute: letters for what is due, and their sending. Each hour: whether they leave."""

from datetime import datetime, timedelta

from django_tasks import task

from notifications.mail.gathering import begin_digests, make_letters_at_once, pull_back
from notifications.mail.overdue import tell_the_log
from notifications.mail.sending import give_up_killers, send_letters
from notifications.models.letters import Letter
from work.each import each
from work.moment import database_now
from work.queue import enqueue
from work.schedule import repeat


@task()
def post_what_is_due() -> None:
    """Make the letters that are due and have them sent, with those left from a failed try.

    Safe to run at any time, again and by several workers: what one has claimed the others leave.
    """
    now = database_now()
    each(
        (pull_back, make_letters_at_once, begin_digests, give_up_killers, _send),
        lambda step: step(now),
        what="Posting:",
    )


def _send(now: datetime) -> None:
    if Letter.objects.due(database_now()).exists():
        enqueue(send_letters)


@task()
def watch_letters() -> None:
    """Tell the log of letters that wait for long: once an hour, not for each. Again it says so
    again."""
    tell_the_log()


repeat(post_what_is_due, every=timedelta(minutes=1))
repeat(watch_letters, every=timedelta(hours=1))
