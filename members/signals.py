"""What happened to accounts."""

from django.dispatch import Signal

account_closed = Signal()
"""Sent inside the transaction that closes an account, once, when it bears no name any more.
Sender: User. Arguments: user, by (who closed it; the user, when it was themselves), withdraws_words
(whether the person wished that the text of what they wrote goes too), addresses (the e-mail
addresses that the account had). Receivers take out of their own app what says who the person was.
What the person said to others stays, unless they wished it away."""

invitation_accepted = Signal()
"""Sent inside the transaction in which somebody makes an account with an invitation. Sender:
Invitation. Arguments: invitation, user."""

account_waits = Signal()
"""Sent inside the transaction that locks a new account until a coordinator lets it in. Sender:
Application. Argument: application."""

account_let_in = Signal()
"""Sent inside the transaction that opens an account that waited. Sender: User. Arguments: user,
application_id (the key of the application, which is gone)."""
