"""What happened at events."""

from django.dispatch import Signal

interest_registered = Signal()
"""Sent inside the transaction that stores an interest. Sender: Interest. Argument: interest."""

interest_withdrawn = Signal()
"""Sent inside the transaction that removes it. Sender: Interest. Arguments: event, member."""
