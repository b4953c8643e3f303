"""Finding people by what they show: the search and the filters of the directory."""

from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from core.filters import Filters
from core.folding import folded
from core.search import clean_query
from members.models import User
from people.enums import JobRole, Perspective
from people.facts import FACTS
from people.models import Area, Organisation, Profile
from people.visibility import closeness, showing


class DirectoryFilters(Filters):
    """What narrows the directory, besides the ``words`` looked for."""

    form_id = "find"

    role = forms.ChoiceField(
        label=_("What they do"), required=False, choices=[("", _("Anything")), *JobRole.choices]
    )
    perspective = forms.ChoiceField(
        label=_("What they speak from"),
        required=False,
        choices=[("", _("Anything")), *Perspective.choices],
    )
    area = forms.TypedChoiceField(label=_("Area"), required=False, coerce=int, empty_value=None)
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(),
        label=_("Organisation"),
        required=False,
        empty_label=_("Any"),
    )

    def __init__(self, data: Any) -> None:
        self.words = clean_query(data.get("q"))
        super().__init__(data, kept={"q": self.words})
        self.tree = Area.objects.as_tree()
        self.fields["area"].choices = [
            ("", _("Anywhere")),
            *((area.pk, "– " * area.depth + area.name) for area in self.tree),
        ]


def listed() -> QuerySet[User]:
    """Members who asked to be listed, have a confirmed address and may sign in."""
    confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    return User.objects.active().filter(Exists(confirmed), profile__in_directory=True)


def find(viewer: Any, filters: DirectoryFilters) -> QuerySet[User]:
    """The people to whom everything asked for applies, as far as this viewer may see, by name."""
    people = listed().alias(closeness=closeness(viewer))
    chosen = filters.chosen
    for word in folded(filters.words).split():
        people = people.filter(_said(word))
    if role := chosen.get("role"):
        people = people.filter(showing("role", Q(profile__role=role)))
    if perspective := chosen.get("perspective"):
        people = people.alias(words=Cast("profile__perspectives", TextField())).filter(
            showing("perspectives", Q(words__contains=f'"{perspective}"'))
        )
    if organisation := chosen.get("organisation"):
        people = people.filter(
            showing("employer", Q(profile__employer=organisation))
            | showing("host", Q(profile__host=organisation))
        )
    if chosen.get("area"):
        area = next(each for each in filters.tree if each.pk == chosen["area"])
        there = Profile.areas.through.objects.filter(area__in=area.within(filters.tree))
        people = people.filter(showing("areas", Q(profile__in=there.values("profile"))))
    return people.order_by("folded_name", "pk")


def _said(word: str) -> Q:
    """Users whose name, or something they show the viewer, holds the folded word."""
    found = Q(folded_name__contains=word)
    for fact in FACTS:
        for field in fact.searched:
            found |= showing(fact.name, Q(**{f"profile__{field}__contains": word}))
    return found
