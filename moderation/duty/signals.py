"""What happened to duty items. All are sent inside the transaction that stores it."""

from django.dispatch import Signal

item_climbed = Signal()
"""People are to be told that an item waits, ``told`` says who they are. Sender: DutyItem.
Arguments: item, people (their keys), cover_is_over (whether duty ended before somebody took it)."""

item_settled = Signal()
"""Nobody else has to look at an item: it is taken or over. Sender: DutyItem. Argument: item."""

somebody_named = Signal()
"""Somebody is asked to take an item over, or named as its second person. Sender: DutyItem.
Arguments: item, person."""

asker_answered = Signal()
"""Somebody has what was asked for, or has closed it. Sender: DutyItem. Argument: item."""

talk_over_asked = Signal()
"""Somebody who had a high item is asked whether they have talked it over. Sender: TalkedOver.
Argument: asked."""
