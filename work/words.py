"""Background work in plain words: what it does, and what kind of thing went wrong."""

from collections.abc import Callable
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_tasks.base import Task

_WORK: dict[str, str | Promise] = {
    "modelsearch.tasks.insert_or_update_object_task": _("Bringing the search up to date"),
    "wagtail.tasks.update_reference_index_task": _("Noting which page uses what"),
}
ERRORS: dict[str, str | Promise] = {
    "SomeFailed": _("It failed for some and was done for all others: see the log"),
    "SetAside": _("It was set aside, after a backup was restored"),
    "WorkerLostError": _("Its process was killed, each time"),
    "OSError": _("The other machine did not answer"),
    "ConnectionRefusedError": _("The other machine did not answer"),
    "TimeoutError": _("The other machine took too long"),
    "SMTPServerDisconnected": _("The mail server hung up"),
    "SMTPConnectError": _("The mail server did not answer"),
    "SMTPAuthenticationError": _("The mail server does not accept our password"),
    "SMTPRecipientsRefused": _("The mail server does not take mail for this address"),
    "SMTPSenderRefused": _("The mail server does not take mail from our address"),
    "SMTPDataError": _("The mail server did not take the mail"),
    "OperationalError": _("The database did not answer"),
}


T = TypeVar("T", bound=Task)


def called(words: str | Promise) -> Callable[[T], T]:
    """Above ``@task``: what the task does, in words for coordinators."""

    def register(task: T) -> T:
        _WORK[task.module_path] = words
        return task

    return register


def of_work(task_path: str) -> str:
    """What the task does; for one that has no words here, its name spelled out."""
    plain = task_path.rpartition(".")[2].removesuffix("_task").replace("_", " ").capitalize()
    return str(_WORK.get(task_path, plain))


def of_error(class_path: str) -> str:
    """The kind of error alone: what it says may quote somebody."""
    kind = class_path.rpartition(".")[2]
    return str(ERRORS.get(kind, kind))
