"""Page querysets that know who is asking."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.contrib.auth import get_user_model
from django.db.models import OuterRef, Q, QuerySet, Value
from wagtail.models import (
    BaseViewRestriction,
    Collection,
    CollectionViewRestriction,
    PageViewRestriction,
)
from wagtail.models import PageQuerySet as WagtailPageQuerySet
from wagtail.query import TreeQuerySet

from core.belonging import groups_today, still
from core.memo import remembered
from core.prepared import prepared


class PageQuerySet(WagtailPageQuerySet):
    """Pages of one kind, with Wagtail's privacy settings as the only rule of who sees them."""

    def visible_to(self, user: Any) -> Self:
        """Published pages that Wagtail's privacy settings open to this person."""
        return exclude_restricted(self.live(), user)


@dataclass(frozen=True)
class Restriction:
    """One privacy setting: whom it lets in, and the tree path that lies under it."""

    path: str
    kind: str
    groups: frozenset[int]

    def lets_in(self, own_groups: frozenset[int]) -> bool:
        """Whether the setting lets in somebody who is signed in and in these groups."""
        if self.kind == BaseViewRestriction.GROUPS:
            return not self.groups.isdisjoint(own_groups)
        return self.kind == BaseViewRestriction.LOGIN


def exclude_restricted(pages: TreeQuerySet, user: Any) -> TreeQuerySet:
    """Leave out whatever lies under a view restriction that this person does not meet.

    Two queries in a request, however often it asks and however many restrictions
    there are. Shared page passwords are switched off for the whole site.
    """
    return pages.exclude(under_paths_closed_to(user))


def under_paths_closed_to(user: Any) -> Q:
    """The pages that lie under a view restriction which this person does not meet."""
    return _under(page_paths_closed_to(user))


def page_paths_closed_to(user: Any) -> list[str]:
    """The paths of the page tree that are closed to this person, with all that lies under them."""
    return _closed_paths(user, page_restrictions())


def sees_page(pairs: Sequence[tuple[Any, Any]]) -> list[bool]:
    """Of each person and page, whether Wagtail's privacy settings open the page to the person.

    At most two queries, however many pairs. Whether the page is published is asked elsewhere.
    """
    restrictions = page_restrictions()
    above = {
        page.path: [each for each in restrictions if page.path.startswith(each.path)]
        for _person, page in pairs
    }
    groups = groups_of_each([person for person, page in pairs if above[page.path]])
    return [
        person.is_superuser or all(each.lets_in(groups[person.pk]) for each in above[page.path])
        for person, page in pairs
    ]


def collections_closed_to(user: Any) -> QuerySet[Collection]:
    """The collections whose documents Wagtail's privacy settings keep from this person."""
    closed = _closed_paths(user, collection_restrictions())
    return Collection.objects.filter(_under(closed))


def groups_of(user: Any) -> frozenset[int]:
    """The keys of the groups this person is in today."""
    return remembered(
        ("groups", user.pk), lambda: frozenset(groups_today(user).values_list("pk", flat=True))
    )


def groups_of_each(people: Iterable[Any]) -> dict[int, frozenset[int]]:
    """The groups of each person today, by keys; a query more for each whose rights are withheld."""
    people = {person.pk: person for person in people}
    groups: dict[int, set[int]] = {
        pk: set() for pk, each in people.items() if not each.rights_withheld
    }
    if groups:
        rows = get_user_model().groups.through._default_manager.filter(
            *still(OuterRef("user"), OuterRef("group")), user__in=groups
        )
        for person_id, group in rows.values_list("user", "group"):
            groups[person_id].add(group)
    return {
        pk: frozenset(groups[pk]) if pk in groups else groups_of(person)
        for pk, person in people.items()
    }


def page_restrictions() -> list[Restriction]:
    return _restrictions()["page"]


def collection_restrictions() -> list[Restriction]:
    return _restrictions()["collection"]


def _restrictions() -> dict[str, list[Restriction]]:
    """Every privacy setting of pages and of collections, with its groups, in one query."""
    return remembered("restrictions", _read_restrictions)


def _read_restrictions() -> dict[str, list[Restriction]]:
    rows: dict[tuple[str, int], tuple[str, str, set[int]]] = {}
    for on, pk, path, kind, group in _rows_of_restrictions():
        rows.setdefault((on, pk), (path, kind, set()))[2].add(group)
    found: dict[str, list[Restriction]] = {"page": [], "collection": []}
    for (on, _pk), (path, kind, groups) in rows.items():
        found[on].append(Restriction(path, kind, frozenset(groups)))
    return found


@prepared()
def _rows_of_restrictions() -> QuerySet:
    pages, collections = (
        model.objects.values_list(
            Value(on), "pk", f"{on}__path", "restriction_type", "groups"
        ).order_by()
        for on, model in (("page", PageViewRestriction), ("collection", CollectionViewRestriction))
    )
    return pages.union(collections)


def _closed_paths(user: Any, restrictions: list[Restriction]) -> list[str]:
    if not restrictions or (user.is_authenticated and user.is_superuser):
        return []
    own_groups = groups_of(user) if user.is_authenticated else frozenset()
    return [
        restriction.path
        for restriction in restrictions
        if not (user.is_authenticated and restriction.lets_in(own_groups))
    ]


def _under(paths: list[str]) -> Q:
    under = Q(pk__in=[])
    for path in paths:
        under |= Q(path__startswith=path)
    return under
