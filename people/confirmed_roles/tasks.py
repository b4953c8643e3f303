"""The daily task of confirmed roles."""

from datetime import timedelta

from django_tasks import task

from people.confirmed_roles import services as confirmed_roles
from work.each import each
from work.schedule import repeat


@task()
def look_after_roles() -> None:
    """Remind of roles that end within a month, and announce those that have ended.

    Each reminder and each end is written down with its mail, and not done again.
    """
    each(
        (confirmed_roles.remind, confirmed_roles.end_what_expired),
        lambda look_after: look_after(),
        what="Looking after roles:",
    )


repeat(look_after_roles, every=timedelta(days=1))
