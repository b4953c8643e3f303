"""Whose a report, or a limit, is to look at: each rule once, as a queryset (docs/adr/0035)."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import (
    CharField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Coalesce

from communities.access import coordinating, is_coordinator
from communities.models import Membership
from forum.signing.seals import sealed_posts_of, seals_of
from moderation.enums import CLOSED, DECIDED, State, What


class ReportQuerySet(models.QuerySet):
    def falling_to(self, person: Any) -> Self:
        """Reports that this person may see and decide.

        They fall to the facilitators of the communities in whose room it stands; where none of
        them is free, or it stands in none, to the coordinators and administrators; where none of
        those is free, to whoever facilitates anywhere. Free is nobody whose words or page it is,
        and nobody who sent it: they never find it here, whatever else they may do.
        """
        if not (person.is_authenticated and person.is_active) or person.rights_withheld:
            return self.none()
        here = _free(_facilitators().filter(community__reports=OuterRef("pk")))
        anywhere = _facilitators().filter(member=person)
        falls: Any = Exists(here.filter(member=person))
        if is_coordinator(person):
            falls = Q(falls) | ~Exists(here)
        else:
            others = _free(coordinating(), "pk")
            falls = Q(falls) | (~Exists(here) & ~Exists(others) & Exists(anywhere))
        return self.filter(falls).exclude(about_words_of(person)).exclude(reporter=person)

    def waiting(self) -> Self:
        """Reports that nobody has decided, whether or not somebody has taken them."""
        return self.exclude(state__in=CLOSED)

    def untaken(self) -> Self:
        return self.filter(state=State.OPEN)

    def closed(self) -> Self:
        return self.filter(state__in=CLOSED)

    def decided(self) -> Self:
        return self.filter(state__in=DECIDED)

    def about(self, report: Any) -> Self:
        """Other reports about the same thing, whatever it said then."""
        return self.filter(what=report.what, about_id=report.about_id).exclude(pk=report.pk)

    def in_rows(self) -> Self:
        """With what a row shows, the longest waiting first and then the latest decided."""
        return self.select_related("subject", "taken_by").order_by(
            models.F("closed_at").desc(nulls_first=True), "sent_at", "pk"
        )


class LimitQuerySet(models.QuerySet):
    def in_force(self, now: datetime) -> Self:
        return self.filter(lifted_at=None, until__gt=now)

    def of_carer(self, person: Any) -> Self:
        """Limits that this person may see and lift: of the communities that they look after, and
        never one on themselves, whatever they may do here."""
        if not (person.is_authenticated and person.is_active) or person.rights_withheld:
            return self.none()
        limits = self.exclude(member=person)
        if is_coordinator(person):
            return limits
        here = Membership.objects.facilitators().filter(member=person)
        return limits.filter(Exists(here.filter(community=OuterRef("community"))))

    def in_rows(self) -> Self:
        return self.select_related("set_by", "lifted_by").order_by("-set_at", "-pk")


def _facilitators() -> QuerySet[Membership]:
    return Membership.objects.facilitators().filter(member__is_active=True)


def _free(people: QuerySet, key: str = "member") -> QuerySet:
    """Those of the people who are not concerned in the report around them; with no author or
    sender, everybody."""
    for concerned in ("subject_id", "reporter_id"):
        people = people.exclude(**{key: Coalesce(OuterRef(concerned), Value(0))})
    what = ExpressionWrapper(OuterRef(OuterRef("what")), output_field=CharField())
    sealed = seals_of(OuterRef(key), OuterRef(OuterRef("about_id")))
    return people.exclude(Exists(sealed.annotate(what=what).filter(what=What.POST)))


def about_words_of(person: Any) -> Q:
    """A condition on reports: they are about this person, or words of theirs, named or sealed."""
    return Q(subject=person) | Q(what=What.POST, about_id__in=sealed_posts_of(person))
