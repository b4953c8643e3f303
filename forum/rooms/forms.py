"""What a coordinator fills in to open or change a room."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from forum.rooms import services
from forum.rooms.enums import Audience
from forum.rooms.models import Forum, Room


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
        return cleaned

    def save(self, commit: bool = True) -> Room:
        """Open the room, or change it, with the permissions that follow."""
        if self.instance.pk:
            room = services.update_room(room=self.instance, **self.cleaned_data)
        else:
            room = services.open_room(**self.cleaned_data)
        self.instance = room
        return room
