"""What members said to messages with a button, for their own copy."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from forum.own_data import BATCH, places_for
from forum.reactions.models import Reaction
from members.export import Row, exported


@exported("reactions", _("Words that you said to messages with a button"))
def reactions(user: Any) -> Iterator[Row]:
    """Without the messages, which are others'."""
    place = places_for(user)
    rows = Reaction.objects.filter(member=user).select_related("post__topic__forum").order_by("pk")
    for reaction in rows.iterator(chunk_size=BATCH):
        yield place(reaction.post.topic) | {"said": reaction.get_word_display()}
