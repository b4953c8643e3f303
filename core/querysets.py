"""Page querysets that know who is asking."""

from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Q, QuerySet
from wagtail.models import (
    BaseViewRestriction,
    Collection,
    CollectionViewRestriction,
    PageViewRestriction,
)
from wagtail.models import PageQuerySet as WagtailPageQuerySet
from wagtail.query import TreeQuerySet

from core.memo import once


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
        """Whether it opens to somebody who is signed in and in these groups."""
        if self.kind == BaseViewRestriction.GROUPS:
            return not self.groups.isdisjoint(own_groups)
        return self.kind == BaseViewRestriction.LOGIN


def exclude_restricted(pages: TreeQuerySet, user: Any) -> TreeQuerySet:
    """Leave out whatever lies under a view restriction that this person does not meet.

    Two queries in a request, however often it asks and however many restrictions
    there are. Shared page passwords are switched off for the whole site.
    """
    return pages.exclude(_closed_paths(user, page_restrictions()))


def collections_closed_to(user: Any) -> QuerySet[Collection]:
    """The collections whose documents Wagtail's privacy settings keep from this person."""
    closed = _closed_paths(user, collection_restrictions())
    return Collection.objects.filter(closed)


def groups_of(user: Any) -> frozenset[int]:
    """The keys of the groups this person is in."""
    return once(("groups", user.pk), lambda: frozenset(user.groups.values_list("pk", flat=True)))


def page_restrictions() -> list[Restriction]:
    return once("page restrictions", lambda: _read(PageViewRestriction, "page__path"))


def collection_restrictions() -> list[Restriction]:
    return once("file restrictions", lambda: _read(CollectionViewRestriction, "collection__path"))


def _read(model: type[BaseViewRestriction], path: str) -> list[Restriction]:
    """Every restriction with its groups, in one query."""
    rows: dict[int, tuple[str, str, set[int]]] = {}
    for pk, where, kind, group in model.objects.values_list(
        "pk", path, "restriction_type", "groups"
    ):
        rows.setdefault(pk, (where, kind, set()))[2].add(group)
    return [Restriction(where, kind, frozenset(groups)) for where, kind, groups in rows.values()]


def _closed_paths(user: Any, restrictions: list[Restriction]) -> Q:
    closed = Q(pk__in=[])
    if not restrictions or (user.is_authenticated and user.is_superuser):
        return closed
    own_groups = groups_of(user) if user.is_authenticated else frozenset()
    for restriction in restrictions:
        if not (user.is_authenticated and restriction.lets_in(own_groups)):
            closed |= Q(path__startswith=restriction.path)
    return closed
