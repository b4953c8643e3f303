"""Which reports stand in which queue: one for each community, one for what is everybody's."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from communities.access import is_coordinator
from communities.models import CommunityPage
from moderation.models import Report


def looked_after(person: Any) -> QuerySet[CommunityPage]:
    """The communities whose queues the person has; none while their rights are withheld."""
    if person.rights_withheld:
        return CommunityPage.objects.none()
    live = CommunityPage.objects.live()
    return live if is_coordinator(person) else live.falling_to(person, coordinates=False)


def of_community(person: Any, community: CommunityPage) -> QuerySet[Report]:
    return Report.objects.falling_to(person).filter(communities=community)


def of_the_site(person: Any) -> QuerySet[Report]:
    """Those that stand in no community that the person looks after: what falls to somebody from
    another community, because nobody else is free, names it nowhere."""
    through = Report.communities.through._default_manager
    here = through.filter(
        report=OuterRef("pk"), communitypage__in=looked_after(person).values("pk")
    )
    return Report.objects.falling_to(person).exclude(Exists(here))


def beside(person: Any, report: Report) -> QuerySet[Report]:
    """Reports that stand in a queue with this one: in a community of its that the person looks
    after, or like it in none."""
    shared = looked_after(person).filter(reports=report).values("pk")
    if shared.exists():
        return Report.objects.falling_to(person).filter(communities__in=shared).distinct()
    return of_the_site(person)


def address_of(community: int | None) -> str:
    """Where the queue of the community with this key is; of the site without."""
    if community is None:
        return reverse("moderation:site")
    return reverse("moderation:community", args=[community])
