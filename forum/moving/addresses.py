"""Where the addresses of emptied topics, and of posts that were moved, lead."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.utils.cache import add_never_cache_headers

from forum.moving.models import EmptiedTopic, Move
from forum.topics.models import Topic

FURTHEST = 50
"""Topics that were merged one into the other, at most: a circle cannot be, and would end here."""


def where_it_leads(key: int) -> int | None:
    """The key of the topic that holds what was in this one; None where it leads nowhere."""
    found = None
    for _step in range(FURTHEST):
        ahead = EmptiedTopic.objects.filter(topic_key=found or key)
        following = ahead.values_list("leads_to", flat=True).first()
        if following is None:
            break
        found = following
    return found


def topic_instead(key: int, *related: str) -> Any:
    """The topic that holds what was in this one; None where it is not emptied, or gone."""
    instead = where_it_leads(key)
    if instead is None:
        return None
    return Topic.objects.select_related("forum", *related).filter(pk=instead).first()


def leading_on(
    address: str, request: HttpRequest, *, permanent: bool = False
) -> HttpResponseRedirect | HttpResponsePermanentRedirect:
    """An answer that leads to this address, with what else was asked for. No browser keeps it: it
    may be undone, and is for who may read there alone."""
    kind = HttpResponsePermanentRedirect if permanent else HttpResponseRedirect
    query = request.META.get("QUERY_STRING")
    response = kind(f"{address}?{query}" if query else address)
    add_never_cache_headers(response)
    return response


def topic_of_address(key: int, post: int | None, forum: int) -> Any:
    """The topic that the address of a form means: the one named, or, where its posts or this one
    were moved since, the one where they are. 404 where the parts never belonged together."""
    topics = Topic.objects.select_related("forum", "poll__rules", "first_post__poster", "standing")
    found = topics.filter(pk=key).first()
    if found is None or found.first_post_id is None:
        found = topics.filter(pk=where_it_leads(key)).first()
    moved = Move.objects.standing()
    if post is not None and found is not None:
        went = moved.filter(source=key, moved__post=post).order_by("-pk")
        found = topics.filter(pk=went.values("target")[:1]).first() or found
    if found is None:
        raise Http404
    if found.forum_id != forum and not moved.filter(Q(from_forum=forum) & _of(found, key)).exists():
        raise Http404
    return found


def _of(topic: Topic, key: int) -> Q:
    return Q(source=key) | Q(target=topic)
