"""Where people work: organisations and areas, kept by coordinators."""

from typing import ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower

from core.folding import FoldedField, FoldedModel, FoldedQuerySet
from people.enums import OrganisationType


class Organisation(FoldedModel):
    """Somebody's employer, or the place where they do the work."""

    name = models.CharField(max_length=120)
    folded_name = FoldedField(of="name", max_length=240)
    type = models.CharField(max_length=20, choices=OrganisationType)
    contacts = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name="contacts",
        blank=True,
        related_name="contact_for",
        help_text="Members who may confirm the roles of this organisation's own people.",
    )

    objects = FoldedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["folded_name", "name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                Lower("name"),
                name="people_organisation_name_ci",
                violation_error_message="There is an organisation with this name already.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AreaQuerySet(FoldedQuerySet["Area"]):
    def as_tree(self) -> list["Area"]:
        """All areas, each after the one it lies in, with their ``depth`` (0 at the top)."""
        inside: dict[int | None, list[Area]] = {}
        for area in self.order_by("folded_name", "name"):
            inside.setdefault(area.parent_id, []).append(area)
        found: list[Area] = []

        def walk(parent: int | None, depth: int) -> None:
            for area in inside.get(parent, []):
                area.depth = depth
                found.append(area)
                walk(area.pk, depth + 1)

        walk(None, 0)
        return found


class Area(FoldedModel):
    """A region, or a part of one. The tree is small: it is read whole, in one query."""

    name = models.CharField(max_length=80)
    folded_name = FoldedField(of="name", max_length=160)
    parent = models.ForeignKey(
        "self",
        verbose_name="lies in",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        help_text="Leave empty for a region.",
    )

    objects = AreaQuerySet.as_manager()

    depth = 0
    """How far down the tree; set by ``as_tree``."""

    class Meta:
        ordering: ClassVar[list[str]] = ["folded_name", "name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                Lower("name"),
                "parent",
                name="people_area_name_ci",
                violation_error_message="There is an area with this name here already.",
            ),
            models.UniqueConstraint(
                Lower("name"),
                condition=models.Q(parent=None),
                name="people_region_name_ci",
                violation_error_message="There is a region with this name already.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.parent_id and self.pk and self.parent_id in self.within():
            raise ValidationError({"parent": "It cannot lie in itself or in one of its parts."})

    def within(self, tree: list[Self] | None = None) -> set[int]:
        """The keys of this area and of all that lie in it; ``tree`` saves reading it again."""
        keys = {self.pk}
        for area in Area.objects.as_tree() if tree is None else tree:
            if area.parent_id in keys:
                keys.add(area.pk)
        return keys
