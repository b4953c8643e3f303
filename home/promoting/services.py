"""Making a draft for the library of what was found in a topic."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from forum.topics.models import Post, Topic
from resources.enums import Kind, Place
from resources.models import ResourceIndexPage, ResourcePage
from resources.services import ask_to_quote


@transaction.atomic
def promote_topic(
    *,
    topic: Topic,
    by: Any,
    title: str,
    kind: str,
    dilemma: str = "",
    quotes: Iterable[tuple[Post, str]] = (),
    **said: str,
) -> ResourcePage:
    """A draft in the library, which nobody reads until it is published.

    ``said`` are texts of the page. Whose words are in ``quotes``, and whose case is told in
    ``dilemma``, is asked: until they agree these words stand nowhere.
    """
    library = ResourceIndexPage.objects.live().get()
    page = ResourcePage(title=title, kind=Kind(kind), live=False, owner=by, **said)
    library.add_child(instance=page)
    page.save_revision(user=by)
    if dilemma:
        first = topic.first_post
        ask_to_quote(
            page=page,
            member=first.poster,
            source=first.pk,
            words=dilemma,
            by=by,
            place=Place.DILEMMA,
        )
    for post, words in quotes:
        ask_to_quote(page=page, member=post.poster, source=post.pk, words=words, by=by)
    return page
