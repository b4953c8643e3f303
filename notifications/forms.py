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

SUGGESTED = "suggested"
PACES: list[tuple[str, Any]] = [
    (SUGGESTED, _("As we suggest: what is for you at once, the rest once a day or once a week")),
    (Reach.WEEKLY.value, _("One mail a week")),
    (Reach.SITE.value, _("No mail: I look here")),
]
"""How much reaches somebody, whatever happens; everything finer can wait."""

EVERYTHING = ("", "")
"""The place of the choice for every kind, everywhere."""

NEAR = ("Pacific/", "Australia/", "Antarctica/McMurdo")
"""Zones that are offered; whoever lives elsewhere keeps the one they have."""


@dataclass(frozen=True)
class Part:
    """A heading of the table, its rows, and what reaches everybody anyhow."""

    title: Any
    rows: list[forms.BoundField]
    always: list[Kind]


class PaceField(forms.ChoiceField):
    """One of the paces; "" is as we suggest."""

    widget = forms.RadioSelect

    def __init__(self) -> None:
        super().__init__(label=_("How we reach you"), choices=PACES)

    def prepare_value(self, value: Any) -> Any:
        return value or SUGGESTED

    def clean(self, value: Any) -> str:
        pace = super().clean(value)
        return "" if pace == SUGGESTED else pace


class ChoicesForm(forms.Form):
    """The pace first; then one choice for each kind, and one for each community and topic, that
    go before it where they are made."""

    pace = PaceField()

    def __init__(self, *args: Any, member: Any, **kwargs: Any) -> None:
        said = {(row.scope, row.kind): row.reach for row in Choice.objects.filter(member=member)}
        pace = said.pop(EVERYTHING, "")
        super().__init__(*args, initial={"pace": pace}, **kwargs)
        self.member = member
        self.places: dict[str, tuple[str, str]] = {"pace": EVERYTHING}
        self.kinds = [kind for kind in kinds() if kind.offered_to(member)]
        for kind in self.kinds:
            if kind.can_switch_off:
                anyhow = Reach(pace) if pace else kind.default
                self._add(("", kind.name), kind.title, said, _as_above(anyhow.label))
        self.scoped: list[tuple[Any, list[str]]] = []
        for source in sources():
            names = [
                self._add((scope, ""), title, said, _("As chosen above"))
                for scope, title in source.found(member)
            ]
            if names:
                self.scoped.append((source.title, names))
        self.chosen_apart = sum(place in said for place in self.places.values())

    def _add(
        self, place: tuple[str, str], label: Any, said: dict[tuple[str, str], str], else_: Any
    ) -> str:
        name = "-".join(filter(None, place)).replace(":", "-")
        self.fields[name] = forms.ChoiceField(
            label=label,
            choices=[("", else_), *Reach.choices],
            initial=said.get(place, ""),
            required=False,
        )
        self.places[name] = place
        return name

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

    @property
    def fine_is_wrong(self) -> bool:
        """Whether a mistake is among the choices that are folded."""
        return bool(self.errors.keys() - {"pace"})

    def save(self) -> None:
        choose(
            member=self.member,
            choices={place: self.cleaned_data[name] for name, place in self.places.items()},
        )


def _as_above(reach: Any) -> str:
    return _("As above: %(reach)s") % {"reach": reach}


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

    pace = PaceField()

    def __init__(self, *args: Any, member: Any, **kwargs: Any) -> None:
        self.member = member
        said = Choice.objects.filter(member=member, scope="", kind="").first()
        super().__init__(*args, initial={"pace": said.reach if said else ""}, **kwargs)

    def save(self) -> None:
        choose(member=self.member, choices={EVERYTHING: self.cleaned_data["pace"]})
