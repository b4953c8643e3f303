"""Whose a duty item is to look at: the one rule, as a queryset (docs/adr/0040)."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from communities.access import is_coordinator
from communities.models import Membership
from forum.signing.seals import sealed_posts_of, seals_of
from moderation.duty.enums import LIVE, State, Told
from moderation.enums import What


class DutyItemQuerySet(models.QuerySet):
    def falling_to(self, person: Any) -> Self:
        """Items that this person may see and act on.

        They fall to the community's facilitators. To coordinators fall those for which no
        facilitator is free, those of which they were told because nobody had taken them, and those
        in which they are named. Whom an item is about never finds it here, whatever else they may
        do.
        """
        if not (person.is_authenticated and person.is_active) or person.rights_withheld:
            return self.none()
        here = facilitators_free()
        falls: Any = Exists(here.filter(member=person))
        if is_coordinator(person):
            named = Q(taken_by=person) | Q(offered_to=person) | Q(second=person)
            falls = Q(falls) | ~Exists(here) | Q(told=Told.COORDINATORS) | named
        sealed = sealed_posts_of(person)
        own = Q(subject=person) | Q(post__in=sealed)
        own |= Q(report__what=What.POST, report__about_id__in=sealed)
        return self.filter(falls).exclude(own)

    def live(self) -> Self:
        """Items that somebody still has to look after."""
        return self.filter(state__in=LIVE)

    def over(self) -> Self:
        return self.exclude(state__in=LIVE)

    def due(self, now: Any) -> Self:
        """Items that nobody has taken in the time there was."""
        return self.filter(state=State.OPEN, due_at__lte=now)

    def waiting_for(self, person: Any) -> Self:
        """Of these, what the person has to do something about: nobody has it, or they have."""
        named = Q(taken_by=person) | Q(offered_to=person)
        return self.filter(Q(state=State.OPEN) | (Q(state=State.TAKEN) & named))

    def asked_by(self, person: Any) -> Self:
        return self.filter(asked=True, subject=person)

    def in_rows(self) -> Self:
        """With what a row shows: open first, the gravest and then the longest waiting first; what
        is over, the latest first."""
        return self.select_related("subject", "taken_by", "community").order_by(
            models.F("closed_at").desc(nulls_first=True),
            models.Case(models.When(state=State.OPEN, then=0), default=1),
            "-level",
            "opened_at",
            "pk",
        )


def facilitators_free() -> QuerySet[Membership]:
    """Facilitators of the community of the item around them who are not the one it is about."""
    here = Membership.objects.facilitators().filter(member__is_active=True)
    free = here.filter(community=OuterRef("community")).exclude(
        member=Coalesce(OuterRef("subject_id"), Value(0))
    )
    return free.exclude(Exists(seals_of(OuterRef("member"), OuterRef(OuterRef("post_id")))))
