"""What people say of themselves, each fact with those it is for."""

import secrets
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from core.folding import FoldedField, FoldedModel, FoldedQuerySet
from people.enums import Audience, JobRole, Perspective, Weekday
from people.models.places import Area, Organisation


def photo_path(profile: "Profile", filename: str) -> str:
    """A name that nobody can guess, outside the folders that are served to all."""
    return f"people/{secrets.token_urlsafe(16)}.jpg"


def are_perspectives(value: Any) -> None:
    _are_among(Perspective.values, value)


def are_weekdays(value: Any) -> None:
    _are_among(Weekday.values, value)


def _are_among(known: list[str], value: Any) -> None:
    if not isinstance(value, list) or not all(each in known for each in value):
        raise ValidationError("Choose from the list.", code="unknown")


def shown_to(audience: Audience) -> models.PositiveSmallIntegerField:
    """A column of whom a fact is shown to: this audience, until its person chooses."""
    return models.PositiveSmallIntegerField(choices=Audience, default=audience)


class Profile(FoldedModel):
    """Facts about one person, all of them optional.

    Nobody reads these fields to show them: ``people.visibility`` does, because each
    fact is only for its own audience. Written by ``people.services``.
    """

    wagtail_reference_index_ignore = True
    """Wagtail would list everybody who works for an organisation beside it (docs/adr/0015)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="profile",
        editable=False,
    )
    in_directory = models.BooleanField("list me among the people", default=False)

    role = models.CharField("what I do", max_length=20, choices=JobRole, blank=True)
    role_audience = shown_to(Audience.COMMUNITIES)
    perspectives = models.JSONField(
        "what I speak from", default=list, blank=True, validators=[are_perspectives]
    )
    perspective_words = models.CharField("or in my own words", max_length=200, blank=True)
    perspectives_audience = shown_to(Audience.COMMUNITIES)
    employer = models.ForeignKey(
        Organisation,
        verbose_name="who employs me",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    employer_audience = shown_to(Audience.COMMUNITIES)
    host = models.ForeignKey(
        Organisation,
        verbose_name="where I do the work",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    team = models.CharField("service or team", max_length=120, blank=True)
    host_audience = shown_to(Audience.COMMUNITIES)
    areas = models.ManyToManyField(Area, verbose_name="areas", blank=True, related_name="+")
    areas_audience = shown_to(Audience.MEMBERS)
    pronouns = models.CharField(max_length=40, blank=True)
    pronouns_audience = shown_to(Audience.MEMBERS)
    interests = models.CharField(max_length=300, blank=True)
    interests_audience = shown_to(Audience.MEMBERS)
    about = models.TextField("about me", max_length=2000, blank=True)
    about_audience = shown_to(Audience.MEMBERS)
    photo = models.FileField(upload_to=photo_path, max_length=80, blank=True)
    photo_audience = shown_to(Audience.MEMBERS)
    working_days = models.JSONField(default=list, blank=True, validators=[are_weekdays])
    working_days_audience = shown_to(Audience.COMMUNITIES)

    folded_perspective_words = FoldedField(of="perspective_words")
    folded_team = FoldedField(of="team")
    folded_interests = FoldedField(of="interests")
    folded_about = FoldedField(of="about")

    objects = FoldedQuerySet.as_manager()

    class Meta:
        permissions = [
            ("see_facts_for_coordinators", "Can see what people show to coordinators"),
        ]

    def __str__(self) -> str:
        """The profile's key alone: it may stand in a log or an error."""
        return f"profile {self.pk}"
