"""What happened to accounts."""

from django.dispatch import Signal

account_closed = Signal()
"""Sent inside the transaction that closes an account, once, when it bears no name any more.
Sender: User. Arguments: user, by (who closed it; the user, when it was themselves), withdraws_words
(whether the person wished that the text of what they wrote goes too), addresses (the e-mail
addresses that the account had). Receivers take out of their own app what says who the person was.
What the person said to others stays, unless they wished it away."""

role_requested = Signal()
"""Sent inside the transaction that stores a request for a role. Sender: Attestation. Argument:
attestation."""

role_answered = Signal()
"""Sent inside the transaction in which somebody confirms, renews, declines or takes back a role.
Sender: Attestation. Arguments: attestation, by (the person themself, when they gave it up)."""

role_verified = Signal()
"""Sent inside the transaction that confirms or renews a role. Sender: Attestation. Argument:
attestation, in force from now until its last day."""

role_ended = Signal()
"""Sent inside the transaction that takes a confirmed role back, and once for each that a daily task
finds past its last day: its rights ended with the day, not with the signal. The member may hold the
same role by another row. Sender: Attestation. Argument: attestation, not in force any more (when an
account is closed, its row is about to be deleted)."""

invitation_accepted = Signal()
"""Sent inside the transaction in which somebody makes an account with an invitation. Sender:
Invitation. Arguments: invitation, user."""

role_ends_soon = Signal()
"""Sent inside the transaction that writes down that a role's person is reminded of its last day.
Sender: Attestation. Argument: attestation."""

account_waits = Signal()
"""Sent inside the transaction that locks a new account until a coordinator lets it in. Sender:
Application. Argument: application."""

account_let_in = Signal()
"""Sent inside the transaction that opens an account that waited. Sender: User. Arguments: user,
application_id (the key of the application, which is gone)."""
