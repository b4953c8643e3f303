"""The forms with which posts are brought to another place."""

import re
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.text import title
from forum.history.forms import LONGEST_REASON
from forum.moving.models import UNDO_FOR
from forum.rooms.models import Forum
from forum.topics.models import LONGEST_TITLE, Topic

OFFERED = 20
"""Topics that are offered at once to merge into."""
_IN_ADDRESS = re.compile(r"/topic/[^/\s]*-(\d+)(?:/|$|\?|#)")


class RoomChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{'– ' * obj.level}{obj.name}"


class TopicChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return _("%(title)s, in %(room)s") % {"title": obj.subject, "room": obj.forum.name}


class WithReason(forms.Form):
    """Asks why, where others wrote what is moved."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("This reaches those who wrote these messages, and nobody else."),
        error_messages={"required": _("Please say why: those who wrote it will want to know.")},
    )

    def __init__(self, *args: Any, asks_why: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_why:
            del self.fields["reason"]

    @property
    def why(self) -> str:
        return self.cleaned_data.get("reason", "")

    @property
    def as_read(self) -> str:
        """What was chosen, to know again that this is what was shown."""
        chosen = (str(self.cleaned_data[name]) for name in self.fields if name != "reason")
        return "|".join(chosen)


class SplitForm(WithReason):
    """What the new topic is called, and in which room it is."""

    title = forms.CharField(
        label=_("Title of the new topic"),
        max_length=LONGEST_TITLE,
        error_messages={"required": _("Please give the new topic a title.")},
    )
    forum = RoomChoiceField(label=_("Its room"), queryset=None, empty_label=None)
    field_order = ("title", "forum", "reason")

    def __init__(self, *args: Any, rooms: QuerySet[Forum], topic: Topic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        room: Any = self.fields["forum"]
        room.queryset, room.initial = rooms, topic.forum_id

    def clean_title(self) -> str:
        return title(self.cleaned_data["title"])


class MoveForm(WithReason):
    """The room into which a topic goes."""

    forum = RoomChoiceField(label=_("Move it to"), queryset=None, empty_label=_("Choose a room"))
    lock_topic = forms.BooleanField(label=_("Close it to replies as well"), required=False)
    field_order = ("forum", "lock_topic", "reason")

    def __init__(self, *args: Any, rooms: QuerySet[Forum], topic: Topic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        room: Any = self.fields["forum"]
        room.queryset = rooms.exclude(pk=topic.forum_id)
        self.fields["lock_topic"].initial = topic.is_locked


class MergeForm(WithReason):
    """The earlier topic into which all messages go."""

    into = TopicChoiceField(
        label=_("They go into"),
        queryset=None,
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a topic.")},
    )
    field_order = ("into", "reason")

    def __init__(self, *args: Any, topics: QuerySet[Topic], words: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        into: Any = self.fields["into"]
        into.queryset = topics
        found = topics
        if key := _IN_ADDRESS.search(words):
            found = topics.filter(pk=int(key[1][:18]))
        elif words:
            found = topics.filter(subject__icontains=words)
        offered = list(found[:OFFERED])
        into.choices = [(topic.pk, into.label_from_instance(topic)) for topic in offered]
        self.has_none = not offered


def earlier_topics(topic: Topic, rooms: Any) -> QuerySet[Topic]:
    """Topics of these rooms that began before this one, those first where somebody spoke last."""
    first = topic.first_post
    began_before = Q(first_post__created__lt=first.created) | Q(
        first_post__created=first.created, first_post__lt=first.pk
    )
    found = Topic.objects.filter(began_before, approved=True, forum__in=rooms)
    return found.select_related("forum").order_by(F("last_post_on").desc(), "-pk")


class ChosenForm(forms.Form):
    """Which messages were chosen: ticked on this page or others, or all from one on."""

    chosen = forms.CharField(required=False, max_length=40_000)
    shown = forms.CharField(required=False, max_length=2_000)

    def ticked(self) -> set[int]:
        """Those chosen on other pages, without what this page shows, and what is ticked here."""
        self.full_clean()
        here = _numbers(self.data.getlist("post")) if hasattr(self.data, "getlist") else set()
        kept = _numbers(self.cleaned_data.get("chosen", "").split(","))
        shown = _numbers(self.cleaned_data.get("shown", "").split(","))
        return (kept - shown) | here


def _numbers(said: list[str]) -> set[int]:
    return {int(one) for one in said if one.isascii() and one.isdigit() and len(one) < 18}


DAYS_TO_UNDO = UNDO_FOR.days
