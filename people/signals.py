"""What happened to confirmed roles."""

from django.dispatch import Signal

role_requested = Signal()
"""Sent inside the transaction that stores a request for a role. Sender: ConfirmedRole. Argument:
confirmed_role."""

role_answered = Signal()
"""Sent inside the transaction in which somebody confirms, renews, declines or takes back a role.
Sender: ConfirmedRole. Arguments: confirmed_role, by (the person themself, when they gave it up)."""

role_verified = Signal()
"""Sent inside the transaction that confirms or renews a role. Sender: ConfirmedRole. Argument:
confirmed_role, in force from now until its last day."""

role_ended = Signal()
"""Sent inside the transaction that takes a confirmed role back, and once for each that a daily task
finds past its last day: its rights ended with the day, not with the signal. The member may hold the
same role by another row. Sender: ConfirmedRole. Argument: confirmed_role, not in force any more
(when an account is closed, its row is about to be deleted)."""

role_ends_soon = Signal()
"""Sent inside the transaction that writes down that a role's person is reminded of its last day.
Sender: ConfirmedRole. Argument: confirmed_role."""
