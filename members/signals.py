"""What happened to accounts."""

from django.dispatch import Signal

account_closed = Signal()
"""Sent inside the transaction that closes an account, once, when it bears no name any more.
Sender: User. Arguments: user, by (who closed it; the user, when it was themselves), withdraws_words
(whether the person wished that the text of what they wrote goes too). Receivers take out of their
own app what says who the person was. What the person said to others stays, unless they wished it
away."""
