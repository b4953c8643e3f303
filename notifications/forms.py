"""What somebody chooses to hear, where, and when."""

from dataclasses import dataclass
from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from notifications.enums import Group, Reach
from notifications.kinds import Kind, kinds
from notifications.models import Choice, Preferences
from notifications.scopes import sources
from notifications.services import choose

AS_ABOVE = ("", _("As chosen above"))
NEAR = ("Pacific/", "Australia/", "Antarctica/McMurdo")
"""Zones that are offered; whoever lives elsewhere keeps the one they have."""


@dataclass(frozen=True)
class Part:
    """A heading of the table, its rows, and what reaches everybody anyhow."""

    title: Any
    rows: list[forms.BoundField]
    always: list[Kind]


class ChoicesForm(forms.Form):
    """One choice for each kind; and for each community and topic one that goes before them."""

    def __init__(self, *args: Any, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        self.said = {
            (row.scope, row.kind): row.reach for row in Choice.objects.filter(member=member)
        }
        self.places: dict[str, tuple[str, str]] = {}
        self.kinds = [kind for kind in kinds() if kind.offered_to(member)]
        for kind in self.kinds:
            if kind.can_switch_off:
                self._add(("", kind.name), kind.title, Reach.choices, self._as_it_is(kind))
        self.scoped: list[tuple[Any, list[str]]] = []
        for source in sources():
            names = [
                self._add(
                    (scope, ""),
                    title,
                    [AS_ABOVE, *Reach.choices],
                    self.said.get((scope, ""), ""),
                )
                for scope, title in source.found(member)
            ]
            if names:
                self.scoped.append((source.title, names))

    def _add(self, place: tuple[str, str], label: Any, choices: Any, initial: str) -> str:
        name = "-".join(filter(None, place)).replace(":", "-")
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, initial=initial, required=choices[0] != AS_ABOVE
        )
        self.places[name] = place
        return name

    def _as_it_is(self, kind: Kind) -> str:
        return self.said.get(("", kind.name)) or self._for_all_kinds(kind)

    def _for_all_kinds(self, kind: Kind) -> str:
        return self.said.get(("", "")) or kind.default.value

    @property
    def parts(self) -> list[Part]:
        parts = {group: Part(group.label, [], []) for group in Group}
        for kind in self.kinds:
            if kind.can_switch_off:
                parts[kind.group].rows.append(self[kind.name])
            else:
                parts[kind.group].always.append(kind)
        return [part for part in parts.values() if part.rows or part.always]

    @property
    def scoped_parts(self) -> list[Part]:
        return [Part(title, [self[name] for name in names], []) for title, names in self.scoped]

    def save(self) -> None:
        """Keep what differs from what would be anyhow; the rest follows when that changes."""
        anyhow = {kind.name: self._for_all_kinds(kind) for kind in self.kinds}
        choose(
            member=self.member,
            choices={
                place: "" if reach == anyhow.get(place[1]) else reach
                for name, place in self.places.items()
                if (reach := self.cleaned_data[name]) is not None
            },
        )


class HoursForm(forms.ModelForm):
    """When mail may come, and how much it says."""

    time_zone = forms.ChoiceField(label=_("Your time zone"), required=False)

    class Meta:
        model = Preferences
        fields: ClassVar[list[str]] = [
            "quiet_from",
            "quiet_until",
            "time_zone",
            "waits_for_working_days",
            "mail_details",
        ]
        labels: ClassVar[dict[str, Any]] = {
            "quiet_from": _("No mail after"),
            "quiet_until": _("No mail before"),
            "waits_for_working_days": _("On a day off, wait for my next working day"),
            "mail_details": _("Say in mail what happened, and where"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "quiet_until": _("Daily and weekly mail comes at this time."),
            "mail_details": _(
                "Without it, mail only says that something is new for you: no room, no name, no "
                "words. Think of who else may see your inbox."
            ),
        }
        widgets: ClassVar[dict[str, Any]] = {
            "quiet_from": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "quiet_until": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def __init__(self, *args: Any, member: Any, **kwargs: Any) -> None:
        self.member = member
        found = Preferences.objects.filter(member=member).first()
        super().__init__(*args, instance=found or Preferences(member=member), **kwargs)
        site = settings.TIME_ZONE.replace("_", " ")
        self.fields["time_zone"].choices = [
            ("", _("The site’s: %(zone)s") % {"zone": site}),
            *((zone, zone.replace("_", " ")) for zone in self.zones),
        ]

    @cached_property
    def zones(self) -> list[str]:
        near = {zone for zone in available_timezones() if zone.startswith(NEAR)}
        return sorted(near | {self.instance.time_zone} - {""})


class PaceForm(forms.Form):
    """The one question of the welcome; everything finer can wait."""

    PACES: ClassVar[list[tuple[str, Any]]] = [
        ("", _("As we suggest: what is for you at once, the rest once a day or once a week")),
        (Reach.WEEKLY.value, _("One mail a week")),
        (Reach.SITE.value, _("No mail: I look here")),
    ]

    pace = forms.ChoiceField(
        label=_("How we reach you"), choices=PACES, widget=forms.RadioSelect, required=False
    )

    def __init__(self, *args: Any, member: Any, **kwargs: Any) -> None:
        self.member = member
        said = Choice.objects.filter(member=member, scope="", kind="").first()
        super().__init__(*args, initial={"pace": said.reach if said else ""}, **kwargs)

    def save(self) -> None:
        choose(member=self.member, choices={("", ""): self.cleaned_data["pace"]})
