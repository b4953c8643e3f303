"""Page querysets that know who is asking."""

from typing import Any, Self

from django.db.models import Q, QuerySet
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction
from wagtail.models import PageQuerySet as WagtailPageQuerySet
from wagtail.query import TreeQuerySet


class PageQuerySet(WagtailPageQuerySet):
    """Pages of one kind, with Wagtail's privacy settings as the only rule of who sees them."""

    def visible_to(self, user: Any) -> Self:
        """Published pages that Wagtail's privacy settings open to this person.

        Two queries however many restrictions there are: the restrictions with
        their groups. Shared page passwords are switched off for the whole site.
        """
        return exclude_restricted(self.live(), user)


def exclude_restricted(pages: TreeQuerySet, user: Any) -> TreeQuerySet:
    """Leave out whatever lies under a view restriction that this person does not meet."""
    if user.is_authenticated and user.is_superuser:
        return pages
    restrictions = PageViewRestriction.objects.select_related("page").prefetch_related("groups")
    own_groups: set[int] | None = None
    for restriction in restrictions:
        kind = restriction.restriction_type
        if user.is_authenticated and kind == PageViewRestriction.LOGIN:
            continue
        if user.is_authenticated and kind == PageViewRestriction.GROUPS:
            if own_groups is None:
                own_groups = set(user.groups.values_list("pk", flat=True))
            if own_groups.intersection(group.pk for group in restriction.groups.all()):
                continue
        pages = pages.not_descendant_of(restriction.page, inclusive=True)
    return pages


def collections_closed_to(user: Any) -> QuerySet[Collection]:
    """The collections whose documents Wagtail's privacy settings keep from this person."""
    if user.is_authenticated and user.is_superuser:
        return Collection.objects.none()
    restrictions = CollectionViewRestriction.objects.select_related("collection")
    if user.is_authenticated:
        restrictions = restrictions.exclude(restriction_type=CollectionViewRestriction.LOGIN)
        restrictions = restrictions.exclude(groups__in=user.groups.all())
    closed = Q(pk__in=[])
    for restriction in restrictions:
        closed |= Q(path__startswith=restriction.collection.path)
    return Collection.objects.filter(closed)
