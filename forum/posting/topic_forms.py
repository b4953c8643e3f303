"""The form of a topic: its first post, what it is, and a poll."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from machina.core.db.models import get_model

from core.text import title
from forum.cases.forms import promise_field, words_of_case
from forum.cases.services import begin_case
from forum.outcomes.models import standing_of
from forum.outcomes.services import let_peers_first, set_question
from forum.polls.enums import Kind
from forum.polls.forms import may_be_changed, poll_fields, told
from forum.polls.services import set_poll
from forum.posting import services
from forum.posting.forms import PostForm
from forum.rooms.forms import first_hours_field
from forum.topics.services import set_topic_type

Topic = get_model("forum_conversation", "Topic")
TopicPoll = get_model("forum_polls", "TopicPoll")

KINDS = {
    Topic.TOPIC_POST: _("With the other topics"),
    Topic.TOPIC_STICKY: _("Pinned to the top"),
    Topic.TOPIC_ANNOUNCE: _("As an announcement"),
}


class TopicForm(PostForm):
    """A new topic, or a change to its first post; with a poll, if wanted."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.begins_case = kwargs.pop("is_case", False)
        super().__init__(*args, **kwargs)
        self.fields["subject"].label, self.fields["subject"].required = _("Title"), True
        self.fields["subject"].error_messages["required"] = _("Please give your topic a title.")
        standing = standing_of(self.topic) if self.topic else None
        if self.begins_case:
            self.fields["promise"] = promise_field()
        elif not (standing and standing.is_case):
            self.fields["is_question"] = forms.BooleanField(
                label=_("I am asking something"),
                help_text=_("It then stands among the questions until somebody has answered it."),
                required=False,
                initial=bool(standing and standing.is_question),
            )
        room = getattr(self.forum, "room", None) if self.is_new else None
        if room and room.is_shared:
            self.fields["peers_first_hours"] = first_hours_field(room)
        self._add_kinds()
        poll = getattr(self.topic, "poll", None) if self.topic else None
        may_poll = self.perm_handler.can_create_polls(self.forum, self.user)
        self.can_create_polls = may_poll and not self.waits and may_be_changed(poll)
        if self.can_create_polls:
            self.fields |= poll_fields(poll)

    def clean_content(self) -> str:
        if self.begins_case:
            nothing = self.fields["content"].error_messages["required"]
            self.cleaned_data["content"] = words_of_case(self.cleaned_data["content"], nothing)
        return super().clean_content()

    def _add_kinds(self) -> None:
        """Ask those who may choose for a place in the list. What others pinned stays pinned."""
        allowed = {Topic.TOPIC_POST}
        if self.perm_handler.can_add_stickies(self.forum, self.user):
            allowed.add(Topic.TOPIC_STICKY)
        if self.perm_handler.can_add_announcements(self.forum, self.user):
            allowed.add(Topic.TOPIC_ANNOUNCE)
        current = self.topic.type if self.topic else Topic.TOPIC_POST
        if len(allowed) == 1 or current not in allowed:
            return
        self.fields["topic_type"] = forms.TypedChoiceField(
            label=_("Where in the list"),
            choices=[(kind, label) for kind, label in KINDS.items() if kind in allowed],
            coerce=int,
            empty_value=current,
            required=False,
            initial=current,
        )

    @property
    def wants_poll(self) -> bool:
        """Whether a question was typed, so that the choices matter."""
        return self.can_create_polls and bool(title(self["poll_question"].value() or ""))

    def store_new(self) -> Any:
        self.topic = services.start_topic(
            room=self.forum,
            author=self.user,
            subject=self.cleaned_data["subject"],
            text=self.cleaned_data["content"],
            approved=self.posts_at_once,
            opens_at=self.cleaned_data.get("opens_at"),
        )
        self._store_kind()
        return self.topic.first_post

    def store_change(self) -> Any:
        post = super().store_change()
        self._store_kind()
        return post

    def _store_kind(self) -> None:
        if hours := int(self.cleaned_data.get("peers_first_hours") or 0):
            let_peers_first(topic=self.topic, hours=hours)
        if self.begins_case:
            begin_case(topic=self.topic)
        elif "is_question" in self.changed_data:
            set_question(topic=self.topic, asks=self.cleaned_data["is_question"])
        kind = self.cleaned_data.get("topic_type")
        if kind is not None and kind != self.topic.type:
            set_topic_type(topic=self.topic, type=kind)

    @property
    def wants_scale(self) -> bool:
        return self.wants_poll and self["poll_kind"].value() == Kind.SCALE

    def store_poll(self) -> Any:
        """The poll of the topic as asked for, without its choices."""
        return set_poll(topic=self.topic, **self.poll_told)

    @property
    def poll_told(self) -> dict[str, Any]:
        """What ``set_poll`` is told of the poll, but for its choices."""
        return told(self.cleaned_data)
