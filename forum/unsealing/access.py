"""Who may ask for a seal to be opened, and who may agree: never one person alone."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from communities.access import coordinating
from communities.models import CommunityPage, Membership
from forum.rooms.models import Room
from forum.signing import seals
from forum.signing.models import Opening
from members.models import User


def can_ask(handler: Any, post: Any, person: Any) -> bool:
    """Whoever looks after the room of a sealed message, but its author."""
    return (
        seals.is_sealed(post)
        and handler.can_read_post(post, person)
        and handler.can_approve_posts(post.topic.forum, person)
        and not seals.is_by(post, person)
    )


def can_see_opening(opening: Opening, person: Any) -> bool:
    """The two who open it, whoever may agree, and its author once it is open."""
    if person.pk == opening.author_id:
        return True
    if person.rights_withheld:
        return False
    return person.pk in (opening.asked_by_id, opening.agreed_by_id) or can_agree(opening, person)


def can_agree(opening: Opening, person: Any) -> bool:
    return not person.rights_withheld and who_agrees(opening).filter(pk=person.pk).exists()


def may_agree(pairs: Sequence[tuple[Any, Opening]]) -> list[bool]:
    return [can_agree(opening, person) for person, opening in pairs]


def who_agrees(opening: Opening) -> QuerySet[User]:
    """Who may be the second: somebody else, and one of the two facilitates a community of the
    author's own, of those whose room it is. Nobody, where it is settled or nobody is behind it."""
    post = opening.post
    author = seals.author_of(post) if post and not opening.settled_at else None
    if post is None or author is None:
        return User.objects.none()
    room = Room.objects.filter(forum=post.topic.forum_id).first()
    of_the_room = CommunityPage.objects.filter(rooms=room)
    own = CommunityPage.objects.of_member(author)
    if room and of_the_room.exists():
        own = own.filter(rooms=room)
    their_own = _facilitators(own)
    people = User.objects.active().exclude(pk__in=[author, opening.asked_by_id or 0])
    if not their_own.filter(member=opening.asked_by_id).exists():
        return people.filter(pk__in=their_own.values("member"))
    others = _facilitators(of_the_room).values("member")
    return people.filter(
        Q(pk__in=their_own.values("member"))
        | Q(pk__in=others)
        | Q(pk__in=coordinating().order_by().values("pk"))
    )


def _facilitators(communities: QuerySet) -> QuerySet[Membership]:
    return Membership.objects.facilitators().filter(community__in=communities).order_by()
