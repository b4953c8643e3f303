"""What a coordinator fills in to open or change a room."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from forum.rooms import services
from forum.rooms.enums import Audience
from forum.rooms.models import Forum, Room
from forum.rooms.peers_first import CHOICES


def first_hours_field(room: Room) -> forms.TypedChoiceField:
    """Who may answer a new topic first, in a room that peers share; as the room has it unless
    chosen otherwise."""
    choices: list[tuple[int, Any]] = list(CHOICES)
    if room.peers_first_hours not in dict(CHOICES):
        words = _("Peers, for %(n)s hours") % {"n": room.peers_first_hours}
        choices.append((room.peers_first_hours, words))
    return forms.TypedChoiceField(
        label=_("Who may answer first?"),
        help_text=_("Peers are the members of the peers' community. Everybody reads along."),
        choices=sorted(choices),
        coerce=int,
        empty_value=str(room.peers_first_hours),
        required=False,
        initial=room.peers_first_hours,
    )


class ParentField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Forum) -> str:
        return f"{'– ' * obj.level}{obj.name}"


class FirstRoomForm(forms.Form):
    """What a facilitator says of a first room; for whom it is, its community says."""

    name = forms.CharField(
        label=_("What it is called"),
        max_length=Forum._meta.get_field("name").max_length,
        help_text=_("A few words, so that people know at once what to talk about here."),
    )
    description = forms.CharField(
        label=_("What it is for"),
        required=False,
        max_length=200,
        help_text=_("One line under the name, if you like."),
    )


class RoomForm(forms.ModelForm):
    name = forms.CharField(
        max_length=Forum._meta.get_field("name").max_length,
        help_text="A few words, so that people know at once what to talk about here.",
    )
    description = forms.CharField(
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One or two sentences under the name: what this room is for.",
    )
    parent = ParentField(
        queryset=None,
        required=False,
        label="inside of",
        empty_label="(stands by itself)",
        help_text="Only people who may read that room will see this one.",
    )

    class Meta:
        model = Room
        fields = (
            "name",
            "description",
            "audience",
            "communities",
            "pre_moderated",
            "without_names",
            "minutes_to_undo",
            "shows_history",
            "peers",
            "peers_first_hours",
            "parent",
        )
        widgets = {
            "audience": forms.RadioSelect,
            "communities": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent: Any = self.fields["parent"]
        parent.queryset = self.possible_parents()
        if self.instance.pk:
            forum = self.instance.forum
            self.initial.update(
                name=forum.name,
                description=forum.description.raw if forum.description else "",
                parent=forum.parent_id,
            )

    def possible_parents(self) -> QuerySet[Forum]:
        """Any room that is neither this one nor inside it."""
        forums = Forum.objects.filter(room__isnull=False)
        if not self.instance.pk:
            return forums
        inside = self.instance.forum.get_descendants(include_self=True)
        return forums.exclude(pk__in=inside.values("pk"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for_communities = cleaned.get("audience") == Audience.COMMUNITIES
        if for_communities and not cleaned.get("communities"):
            self.add_error("communities", "Name the communities this room is for.")
        hours = cleaned["peers_first_hours"] = cleaned.get("peers_first_hours") or 0
        communities = list(cleaned.get("communities") or ())
        try:
            services.require_shared(cleaned.get("peers"), hours, communities)
        except ValidationError as error:
            self.add_error(None, error)
        return cleaned

    def save(self, commit: bool = True) -> Room:
        """Open the room, or change it, with the permissions that follow."""
        if self.instance.pk:
            room = services.update_room(room=self.instance, **self.cleaned_data)
        else:
            room = services.open_room(**self.cleaned_data)
        self.instance = room
        return room
