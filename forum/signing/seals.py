"""Whose a message is, where it does not say: the one place that follows a seal.

Asked for the author's own rights, for what is told to them and for their own copy. Nothing that
is shown to anybody else may come from here.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from forum.signing.models import Seal, TopicNumber, Unsent, UsualWay

_OWNER = "_is_own_by"


def is_sealed(post: Any) -> bool:
    """Whether the message has a label in place of an author; nobody's words have neither."""
    return post.poster_id is None and bool(post.username)


def told(moment: datetime, *, sealed: bool) -> datetime:
    """When something was said, as all are told it: of a sealed message the hour alone."""
    return moment.replace(minute=0, second=0, microsecond=0) if sealed else moment


def is_by(post: Any, person: Any) -> bool:
    """Whether this person wrote the message, under whatever label."""
    if not person.is_authenticated:
        return False
    if not is_sealed(post):
        return post.poster_id == person.pk
    known = post.__dict__.setdefault(_OWNER, {})
    if person.pk not in known:
        known[person.pk] = Seal.objects.filter(post=post.pk, author=person.pk).exists()
    return known[person.pk]


def note_own(posts: Iterable[Any], person: Any) -> None:
    """Find out for a page of posts which are this person's: one query, none without a seal."""
    sealed = [post for post in posts if is_sealed(post)] if person.is_authenticated else []
    if not sealed:
        return
    keys = [post.pk for post in sealed]
    own = set(Seal.objects.filter(author=person.pk, post__in=keys).values_list("post", flat=True))
    for post in sealed:
        post.__dict__.setdefault(_OWNER, {})[person.pk] = post.pk in own


def author_of(post: Any) -> int | None:
    """The key of whoever wrote the message, to tell them something; None when nobody is left."""
    if not is_sealed(post):
        return post.poster_id
    return Seal.objects.filter(post=post.pk).values_list("author", flat=True).first()


def has_begun(topic: Any, person: Any) -> bool:
    """Whether this person began the topic."""
    if not person.is_authenticated:
        return False
    if topic.poster_id is not None:
        return topic.poster_id == person.pk
    known = topic.__dict__.setdefault(_OWNER, {})
    if person.pk not in known:
        known[person.pk] = author_of_topic(topic) == person.pk
    return known[person.pk]


def author_of_topic(topic: Any) -> int | None:
    """The key of whoever began the topic."""
    if topic.poster_id is not None or topic.first_post_id is None:
        return topic.poster_id
    return Seal.objects.filter(post=topic.first_post_id).values_list("author", flat=True).first()


def sealed_by(person: Any, post: str = "pk") -> Exists:
    """A condition: the message whose key is in this column is a sealed one of this person's."""
    return Exists(seals_of(person, OuterRef(post)))


def seals_of(person: Any, post: Any) -> QuerySet:
    """The seal that this person put on this message, for conditions."""
    return Seal.objects.filter(post=post, author=person).order_by()


def written_by(person: Any, post: str = "") -> Q:
    """A condition on posts, or on what points to one: this person wrote it, under any label."""
    path = f"{post}__" if post else ""
    return Q(**{f"{path}poster": person}) | Q(sealed_by(person, f"{path}pk"))


def begun_by(person: Any, topic: str = "") -> Q:
    """A condition on topics, or on what points to one: this person began it."""
    path = f"{topic}__" if topic else ""
    return Q(**{f"{path}poster": person}) | Q(sealed_by(person, f"{path}first_post"))


def sealed_posts_of(*people: Any) -> QuerySet:
    """The keys of these people's sealed messages, for a condition: ``__in``."""
    return Seal.objects.filter(author__in=people).order_by().values("post")


def authors_of(posts: Iterable[int]) -> dict[int, int]:
    """Who wrote those of the messages with these keys that are sealed, by the keys."""
    return dict(Seal.objects.filter(post__in=posts).values_list("post", "author"))


def authors_in(topic: Any) -> QuerySet:
    """The keys of those who wrote sealed messages that are read in this topic, to tell them
    something: for a condition, ``__in``."""
    read = Seal.objects.filter(post__topic=topic, post__approved=True)
    return read.order_by().values("author")


def way_in(forum: str, person: Any) -> Subquery:
    """How this person signed last in the forum in this column; None with their name."""
    usual = UsualWay.objects.filter(forum=OuterRef(forum), author=person).order_by()
    return Subquery(usual.values("way")[:1])


def put_on(post: Any, author: Any) -> None:
    """Seal a new message: from now on this is all that says who wrote it."""
    Seal.objects.create(post=post, author=author)


def forget(*, member: Any) -> None:
    """Break this person's seals: their messages stay, and nothing says any more whose they are."""
    for model in (Seal, TopicNumber, UsualWay, Unsent):
        model.objects.filter(author=member).delete()
