"""Setting mail aside that was waiting when a backup was made: it may have left since."""

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from notifications.models import Notification
from notifications.models.letters import Letter
from work.tasks import deliver_email

SET_ASIDE = "SetAside"
"""Stands in place of an error's kind, in the list of work that failed."""


@transaction.atomic
def set_mail_aside(*, count_only: bool = False) -> dict[str, int]:
    """Keep waiting mails, letters and notifications from leaving; how many of each there are.

    What it told stays on the site. Single mails (codes, invitations) stand among the work
    that failed, to be tried again or dropped. Again it finds nothing.
    """
    now = timezone.now()
    waiting = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    mail = DBTaskResult.objects.filter(task_path=deliver_email.module_path, status__in=waiting)
    letters = Letter.objects.waiting()
    unwritten = Notification.objects.filter(mailed_at=None, mail_due_at__lte=now)
    found = {
        "single mails": mail.count(),
        "letters": letters.count(),
        "notices for a letter": unwritten.count(),
    }
    if not count_only:
        mail.order_by().update(
            status=TaskResultStatus.FAILED, finished_at=now, exception_class_path=SET_ASIDE
        )
        letters.update(next_at=None)
        unwritten.update(mail_due_at=None)
    return found
