"""Background work in plain words: what it does, and what kind of thing went wrong."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORK: dict[str, str | Promise] = {
    "core.tasks.deliver_email": _("Sending a mail"),
    "core.tasks.delete_from_the_store": _("Taking a file away from the store"),
    "core.chunks.advance": _("A part of long work"),
    "cop_site.tasks.publish_scheduled_pages": _("Publishing at a set time"),
    "cop_site.tasks.purge": _("Removing what was kept long enough"),
    "cop_site.tasks.purge_kind": _("Removing what was kept long enough"),
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


def of_work(task_path: str) -> str:
    """What the task does; for one that has no words here, its name spelled out."""
    plain = task_path.rpartition(".")[2].removesuffix("_task").replace("_", " ").capitalize()
    return str(WORK.get(task_path, plain))


def of_error(class_path: str) -> str:
    """The kind of error alone: what it says may quote somebody."""
    kind = class_path.rpartition(".")[2]
    return str(ERRORS.get(kind, kind))
