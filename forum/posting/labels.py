"""How somebody may sign in a room without being known: labels that at least six would carry."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from communities.models import Membership
from forum.rooms.models import Room
from forum.signing.enums import Way
from forum.signing.models import TopicNumber
from forum.signing.numbers import next_number
from members.models import User
from people.enums import JobRole
from people.models import Area, Profile

FEWEST = 6
"""People who would carry a label: with fewer, it names somebody."""


@dataclass(frozen=True)
class Offer:
    """The ways in which one person may sign here, each with what will be read; and why not more."""

    labels: dict[str, str]
    why_not: str = ""


def offer(*, author: Any, forum: Any, topic: Any = None) -> Offer:
    """How this person may sign here; their name alone where the room asks for names.

    ``topic`` None stands for a new one.
    """
    labels = {Way.NAME.value: author.get_full_name()}
    room = Room.objects.filter(forum=forum).annotate(is_shut=_has_communities()).first()
    if room is None or not room.without_names:
        return Offer(labels)
    here = writers(room)
    if here.count() < FEWEST:
        return Offer(labels, _("Fewer than six people write here, so a message cannot hide one."))
    role = role_label(author=author, writers=here)
    if role:
        labels[Way.ROLE.value] = role
    number = number_label(author=author, writers=here, topic=topic)
    if number:
        labels[Way.NUMBER.value] = number
    return Offer(labels, "" if role and number else _why_not_more(author))


def writers(room: Any) -> QuerySet[User]:
    """Whose message it could be: the active members of the room's communities, or of the site."""
    people = User.objects.active()
    if not room.is_shut:
        return people
    belonging = Membership.objects.active().filter(community__rooms=room)
    return people.filter(pk__in=belonging.order_by().values("member"))


def _has_communities() -> Exists:
    return Exists(Room.communities.through.objects.filter(room=OuterRef("pk")))


def role_label(*, author: Any, writers: QuerySet[User]) -> str:
    """What this person does and where, as widely as six of the writers would say it; "" if never.

    Everybody carries the narrowest label that six carry, and nobody counts for a wider one: else
    that would single out those who are left over. Whoever works in several areas counts in one.
    """
    profiles = Profile.objects.annotate(area=_one_area())
    said = profiles.filter(user=author).values("role", "area").first()
    if said is None or not said["role"]:
        return ""
    alike = profiles.filter(user__in=writers.order_by().values("pk"), role=said["role"])
    counted = dict(alike.order_by().values("area").annotate(n=Count("pk")).values_list("area", "n"))
    role = str(JobRole(said["role"]).label)
    tree = {area.pk: area for area in Area.objects.all()}
    place = _where_six_are(said["area"], counted, tree)
    if place is None:
        return ""
    where = tree[place].name if place else "Aotearoa"
    return f"{role}, {where}"


def _one_area() -> Subquery:
    """The area in which a profile counts: always the same one of its areas."""
    areas = Profile.areas.through.objects.filter(profile=OuterRef("pk")).order_by("area")
    return Subquery(areas.values("area")[:1])


def _where_six_are(own: int | None, counted: dict, tree: dict[int, Area]) -> int | None:
    """The area under which this person's label stands: 0 is the whole country, None is none."""
    inside: dict[int, list[int]] = {}
    for area in tree.values():
        inside.setdefault(area.parent_id or 0, []).append(area.pk)
    found: dict[int, int] = {}

    def left_over(area: int) -> tuple[int, list[int]]:
        """How many have no label yet in this area, and from which areas they are."""
        people, places = counted.get(area or None, 0), [area]
        for part in inside.get(area, []):
            more, from_there = left_over(part)
            people, places = people + more, places + from_there
        if people < FEWEST:
            return people, places
        found.update(dict.fromkeys(places, area))
        return 0, []

    left_over(0)
    return found.get(own or 0)


def number_label(*, author: Any, writers: QuerySet[User], topic: Any) -> str:
    """The label of this person in this topic: theirs already, or the next one.

    Where all but a few are peer workers it says so, and is not for those few: "" for them.
    """
    profiles = Profile.objects.filter(user__in=writers.order_by().values("pk"))
    counted = profiles.aggregate(
        peers=Count("pk", filter=Q(role=JobRole.PEER)),
        others=Count("pk", filter=~Q(role__in=("", JobRole.PEER))),
    )
    among_peers = counted["peers"] >= FEWEST > counted["others"]
    if among_peers and _role_of(author) not in ("", JobRole.PEER):
        return ""
    given = TopicNumber.objects.filter(topic=topic) if topic else TopicNumber.objects.none()
    known = dict(given.order_by("number").values_list("author", "number"))
    number = known.get(author.pk) or (next_number(topic, topic.posts) if topic else 1)
    words = _("Peer %(number)s") if among_peers else _("Member %(number)s")
    return words % {"number": number}


def _role_of(person: Any) -> str:
    return Profile.objects.filter(user=person).values_list("role", flat=True).first() or ""


def give_number(topic: Any, author: Any, *, begins: bool = False) -> int:
    """Keep the number of this person in this topic, the next one when they have none yet; the
    first when they have just begun it, where they are read under it already."""
    known = TopicNumber.objects.filter(topic=topic)
    given = known.filter(author=author).values_list("number", flat=True).first()
    if given is not None:
        return given
    number = 1 if begins else next_number(topic, topic.posts)
    TopicNumber.objects.create(topic=topic, author=author, number=number)
    return number


def _why_not_more(author: Any) -> str:
    if not _role_of(author):
        return ""
    return _(
        "What you do is not among these: fewer than six people here would sign that way, so it "
        "could tell who you are."
    )
