"""What editors see of letters."""

from notifications.mail import overdue
from work.screen import Beside, also_shown

also_shown(
    Beside(
        "letters",
        template="notifications/admin/_overdue.html",
        told=overdue.waiting,
        try_again=overdue.try_again,
    )
)
