"""The form to move a topic."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from machina.core.loading import get_class

PermissionHandler = get_class("forum_permission.handler", "PermissionHandler")


class RoomChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{'– ' * obj.level}{obj.name}"


class TopicMoveForm(forms.Form):
    """The rooms into which this person may move topics, without the one it is in."""

    forum = RoomChoiceField(label=_("Move it to"), queryset=None, empty_label=_("Choose a room"))
    lock_topic = forms.BooleanField(label=_("Close it to replies as well"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        topic, user = kwargs.pop("topic"), kwargs.pop("user")
        handler = kwargs.pop("perm_handler", None) or PermissionHandler()
        super().__init__(*args, **kwargs)
        rooms = handler.get_target_forums_for_moved_topics(user)
        room: Any = self.fields["forum"]
        room.queryset = rooms.exclude(pk=topic.forum_id)
        self.fields["lock_topic"].initial = topic.is_locked
