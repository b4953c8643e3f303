"""What may this viewer see of this person? The one place that answers.

Profile pages, photos, the directory and whatever else shows people ask it. A fact
that the viewer may not see is not there, as if its person had never told it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import (
    Case,
    Exists,
    Expression,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.urls import reverse

from core.days import site_today
from core.prepared import prepared
from core.text import isolated
from members import audit
from members.models import User
from people.enums import Audience
from people.facts import BY_NAME, FACTS, Fact
from people.models import ConfirmedRole, Profile
from work.parts import only_reads

Fellows = Callable[[Any], QuerySet]
_fellows: list[Fellows] = []


def fellows(function: Fellows) -> Fellows:
    """Register who shares a community with somebody: a queryset of one column, their keys.

    Communities lie above people, so they tell of themselves.
    """
    _fellows.append(function)
    return function


@dataclass(frozen=True)
class Seen:
    """One person as one viewer may see them: ``facts`` by name, none that is hidden or empty."""

    person: User
    facts: dict[str, Any]
    role_confirmed: bool = False
    """Whether somebody else confirmed the role that is shown; never for one that is hidden."""
    audiences: dict[str, Audience] = field(default_factory=dict)
    """Whom each fact is for, by name; of one's own facts alone."""

    @property
    def address(self) -> str:
        return reverse("forum_member:profile", args=[self.person.public_id])

    @property
    def photo_url(self) -> str:
        if "photo" not in self.facts:
            return ""
        return reverse("people:photo", args=[self.person.public_id])

    @property
    def in_row(self) -> list[str]:
        """What a line about the person says beside name and story: how to speak of them, what
        they do, where, and what they care for."""
        said = [self.facts.get(name) for name in ("pronouns", "role", "host", "employer")]
        lists = (self.facts.get(name, []) for name in ("areas", "interests"))
        said += [", ".join(map(isolated, each)) for each in lists]
        return [str(each) for each in said if each]

    @property
    def told(self) -> list[tuple[str, str, bool]]:
        """The facts that fit a list: label, words, and whether it is confirmed.

        Photo, tags and story are shown elsewhere.
        """
        apart = ("photo", "about", "interests")
        return [
            (
                BY_NAME[name].label,
                value if isinstance(value, str) else ", ".join(value),
                name == "role" and self.role_confirmed,
            )
            for name, value in self.facts.items()
            if name not in apart
        ]


def seen_by(
    viewer: Any,
    people: Iterable[User],
    *,
    as_if: Audience | None = None,
    facts: Sequence[Fact] = FACTS,
) -> list[Seen]:
    """What this viewer may see of each of these people, in their order; two queries in all.

    ``as_if`` shows no more than that audience sees, for people who want to know how
    they look to others. It never shows more than the viewer may see anyhow. Of ``facts``
    alone is read, shown and noted; without areas among them it is one query. What a
    coordinator sees and would not see as a member is noted: one statement more, for them alone.
    """
    people = list(people)
    coordinates = sees_by_right(viewer)
    profiles: list[Any] = people and _profiles(
        tuple(fact.name for fact in facts),
        is_member(viewer),
        coordinates,
        viewer=viewer.pk if viewer else None,
        people=[person.pk for person in people],
        today=site_today(),
    )
    by_user = {profile.user_id: profile for profile in profiles}
    by_right = [
        each for each in people if coordinates and _shows_more_by_right(by_user.get(each.pk), facts)
    ]
    if by_right:
        try:
            with transaction.atomic():
                audit.note(by=viewer, about=by_right, what=audit.FACTS)
        except DatabaseError as error:
            if not only_reads(error):
                raise
            # What cannot be noted is not shown: a coordinator sees what a member sees.
            for profile in by_user.values():
                profile.closeness = profile.as_member  # type: ignore[attr-defined]
    return [_seen(person, by_user.get(person.pk), as_if, facts) for person in people]


def may_know_of(viewer: Any, person: User) -> bool:
    """Whether there is a page about this person for this viewer."""
    return is_member(viewer) and person.is_active


def is_member(viewer: Any) -> bool:
    return bool(viewer and viewer.is_authenticated and viewer.is_active)


def sees_by_right(viewer: Any) -> bool:
    """Whether the viewer sees facts that people show to coordinators."""
    return is_member(viewer) and viewer.has_perm("people.see_facts_for_coordinators")


def closeness(viewer: Any, person: str = "pk", *, by_right: bool = True) -> Expression:
    """The narrowest audience that the viewer belongs to, for each row's person.

    ``person`` names the field that holds the person's key. Without ``by_right`` a
    coordinator is taken for the member that they are too.
    """
    if not is_member(viewer):
        return Value(Audience.EVERYONE.value, output_field=IntegerField())
    return _closeness_of_member(viewer.pk, person, by_right and sees_by_right(viewer))


def _closeness_of_member(viewer: Any, person: str, coordinates: bool) -> Expression:
    cases = [When(**{person: viewer}, then=Value(Audience.ONLY_ME.value))]
    if coordinates:
        others = Audience.COORDINATORS
    else:
        others = Audience.MEMBERS
        cases += [
            When(**{f"{person}__in": find(viewer)}, then=Value(Audience.COMMUNITIES.value))
            for find in _fellows
        ]
    return Case(*cases, default=Value(others.value), output_field=IntegerField())


def showing(fact: str, condition: Q) -> Q:
    """Users of whom the condition holds and the viewer may see the fact that it asks for.

    For querysets of users annotated with ``closeness``: a condition on a hidden fact is
    as false for its person as for somebody who told nothing.
    """
    return condition & Q(**{f"profile__{BY_NAME[fact].audience}__lte": F("closeness")})


@prepared(viewer=int, people=list, today=date)
def _profiles(
    names: tuple[str, ...], known: bool, coordinates: bool, *, viewer: Any, people: Any, today: Any
) -> QuerySet:
    """The profiles of these people, with what decides how much of them the viewer sees."""
    confirmed = ConfirmedRole.objects.in_force(today).filter(
        member=OuterRef("user"), role=OuterRef("role")
    )
    profiles: QuerySet[Any] = _reading([BY_NAME[name] for name in names]).filter(user__in=people)
    profiles = profiles.annotate(
        closeness=_closeness_of_member(viewer, "user", coordinates) if known else closeness(None),
        role_confirmed=Exists(confirmed),
    )
    if coordinates:
        profiles = profiles.annotate(as_member=_closeness_of_member(viewer, "user", False))
    return profiles


def _reading(facts: Sequence[Fact]) -> QuerySet[Profile]:
    """Profiles with the columns of these facts, and no others, at hand."""
    names = [name for fact in facts for name in fact.fields]
    fields = {name: Profile._meta.get_field(name) for name in names}
    lists = [name for name, field in fields.items() if field.many_to_many]
    columns = [name for name in names if name not in lists]
    others = [name for name in columns if fields[name].many_to_one]
    profiles = Profile.objects.only(*columns, *(fact.audience for fact in facts))
    if others:  # with no names Django would follow every key
        profiles = profiles.select_related(*others)
    return profiles.prefetch_related(*lists)


def _seen(
    person: User, profile: Profile | None, as_if: Audience | None, facts: Sequence[Fact]
) -> Seen:
    if profile is None:
        return Seen(person, {})
    near: Any = profile.closeness  # type: ignore[attr-defined]
    told = _facts(profile, near if as_if is None else min(near, as_if), facts)
    own = told if near == Audience.ONLY_ME else ()
    return Seen(
        person,
        told,
        role_confirmed="role" in told and profile.role_confirmed,  # type: ignore[attr-defined]
        audiences={name: Audience(getattr(profile, BY_NAME[name].audience)) for name in own},
    )


def _shows_more_by_right(profile: Any, facts: Sequence[Fact]) -> bool:
    return profile is not None and any(
        profile.as_member < getattr(profile, fact.audience) <= profile.closeness
        and fact.say(profile)
        for fact in facts
    )


def _facts(profile: Profile, near: int, facts: Sequence[Fact]) -> dict[str, Any]:
    visible = (fact for fact in facts if getattr(profile, fact.audience) <= near)
    return {fact.name: told for fact in visible if (told := fact.say(profile))}
