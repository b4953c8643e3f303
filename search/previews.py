"""How a message is found, shown to its author before it is sent."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from forum.care.notes import noted
from forum.posting.previews import channel, in_rows
from forum.reading.models import SearchablePost
from forum.reading.search import FoundTopic


@channel(order=30, title=_("When somebody searches for words of it"))
def in_the_search(request: Any, post: Any) -> str:
    found = noted(SearchablePost.objects).select_related("topic__forum").get(pk=post.pk)
    rows = [FoundTopic(found.topic, [found], 0)]
    context = {"key": "discussions", "rows": rows, "q": "", "request": request}
    return in_rows(render_to_string("search/_rows.html", context))
