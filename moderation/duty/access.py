"""Who may see and act on duty items, for many at once: the rule of ``falling_to``; who may ask."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from communities.access import coordinating, is_coordinator
from communities.models import CommunityPage, Membership
from forum.signing.seals import authors_of
from members.models import User
from moderation.duty.enums import Told
from moderation.duty.models import DutyItem
from moderation.duty.querysets import DutyItemQuerySet
from moderation.enums import What


def can_look_at_item(person: Any, item: DutyItem) -> bool:
    return DutyItem.objects.falling_to(person).filter(pk=item.pk).exists()


def on_duty_in(person: Any) -> QuerySet[CommunityPage]:
    """The communities whose duty page is the person's: those that they facilitate, and no other."""
    if not person.is_authenticated or not person.is_active or person.rights_withheld:
        return CommunityPage.objects.none()
    return CommunityPage.objects.live().falling_to(person, coordinates=False)


def elsewhere_for(person: Any) -> DutyItemQuerySet:
    """Items that fall to the person in communities that they do not facilitate: coordinators'."""
    here = on_duty_in(person).values("pk")
    return DutyItem.objects.falling_to(person).exclude(community__in=here)


def may_open_in(person: Any, communities: QuerySet[CommunityPage]) -> QuerySet[CommunityPage]:
    """In which of these the person may open an item: coordinators may in each."""
    if is_coordinator(person) and not person.rights_withheld:
        return communities.live()  # type: ignore[attr-defined]
    return communities.filter(pk__in=on_duty_in(person).values("pk"))


def may_ask_in(person: Any) -> QuerySet[CommunityPage]:
    """The communities whose facilitators the person may ask to get in touch: their own."""
    if not person.is_authenticated:
        return CommunityPage.objects.none()
    return CommunityPage.objects.live().of_member(person)


def free_facilitators(item: DutyItem) -> set[int]:
    """Keys of the community's facilitators who are not whom the item is about."""
    rows = Membership.objects.facilitators().filter(
        community=item.community_id, member__is_active=True
    )
    return set(rows.order_by().values_list("member", flat=True)) - whom_it_is_about(item)


def free_coordinators(item: DutyItem) -> set[int]:
    return set(coordinating().order_by().values_list("pk", flat=True)) - whom_it_is_about(item)


def whom_it_is_about(item: DutyItem) -> set[int]:
    """The keys of those whom an item concerns: its subject, or whose sealed message it is."""
    return _concerned([item])[item.pk]


def _concerned(items: Iterable[DutyItem]) -> dict[int, set[int]]:
    items = list(items)
    posts = {item.pk: key for item in items if (key := _sealed_post(item))}
    authors = authors_of(posts.values()) if posts else {}
    found: dict[int, set[int]] = {}
    for item in items:
        keys = {item.subject_id, authors.get(posts.get(item.pk, 0))}
        found[item.pk] = {key for key in keys if key}
    return found


def _sealed_post(item: DutyItem) -> int | None:
    """The key of the message that an item about nobody is about: it may be a sealed one."""
    if item.subject_id is not None:
        return None
    if item.post_id:
        return item.post_id
    report = item.report if item.report_id else None
    return report.about_id if report and report.what == What.POST else None


def carers_of(items: Iterable[DutyItem]) -> dict[int, Collection[int]]:
    """To whom each of these items falls, keys of people by the items' keys.

    Two queries for any number of them. A second step is nobody's to know from here.
    """
    items = list(items)
    facilitating: dict[int, set[int]] = {}
    rows = Membership.objects.facilitators().filter(
        member__is_active=True, community__in={item.community_id for item in items}
    )
    for community, member in rows.order_by().values_list("community", "member"):
        facilitating.setdefault(community, set()).add(member)
    coordinators = set(coordinating().order_by().values_list("pk", flat=True))
    found: dict[int, Collection[int]] = {}
    concerned = _concerned(items)
    for item in items:
        about = concerned[item.pk]
        here = facilitating.get(item.community_id, set()) - about
        named = {item.taken_by_id, item.offered_to_id, item.second_id}
        more = coordinators if not here or item.told == Told.COORDINATORS else coordinators & named
        found[item.pk] = (here | more) - about
    return found


def who_looks_at(pairs: Sequence[tuple[Any, DutyItem]]) -> list[bool]:
    """``can_look_at_item`` of each pair, in as many queries for a thousand as for one."""
    carers = carers_of({item.pk: item for _person, item in pairs}.values())
    return [
        person.is_active and not person.rights_withheld and person.pk in carers[item.pk]
        for person, item in pairs
    ]


def others_for(item: DutyItem) -> QuerySet[User]:
    """Who may be named beside the one who has it: the other facilitators who are free, and where
    there is none, the coordinators."""
    named = free_facilitators(item) - {item.taken_by_id}
    named = named or free_coordinators(item) - {item.taken_by_id}
    return User.objects.active().filter(pk__in=named).order_by("folded_name", "pk")
