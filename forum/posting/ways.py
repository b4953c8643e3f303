"""Choosing how a message is signed, while it is written."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.posting.labels import offer
from forum.posting.unsent import remember_way, seal_up
from forum.quoting.forms import QuotingForm
from forum.signing.enums import Way
from forum.signing.models import Unsent, UsualWay

NO_FILES = _(
    "Files can tell who made them, so none go with a message without your name. Please take them "
    "away, or sign with your name."
)


READ_FIRST = _(
    "A facilitator reads this before others do, because you are new here, or have said the same "
    "before. To whom that applies must not be told of a message without a name: please sign it "
    "with yours."
)


class SignedForm(QuotingForm):
    """A form for a new post that asks how it is signed, where there is a choice.

    Whoever signed last here without their name is asked anew by a form that does not say how: no
    name stands under a message by mistake.
    """

    user: Any
    forum: Any
    topic: Any
    why_no_way = ""

    def add_ways(self) -> None:
        sent = self.data.get("way") if self.is_bound else None
        usual = usual_way(self.user, self.forum)
        if self.is_bound and sent is None and usual == Way.NAME:
            return
        found = offer(author=self.user, forum=self.forum, topic=self.topic)
        self.labels, self.why_no_way = found.labels, found.why_not
        if len(self.labels) < 2 and sent in (None, "", Way.NAME):
            return
        self.fields["way"] = forms.ChoiceField(
            label=_("How do you want to sign this?"),
            choices=list(self.labels.items()),
            widget=forms.RadioSelect,
            initial=usual if usual in self.labels else Way.NAME.value,
            error_messages={
                "required": _(
                    "Please choose how you sign this: last time it was without your name."
                ),
                "invalid_choice": _(
                    "Too few people here would sign this way just now, so it could tell who you "
                    "are. Please choose again."
                ),
            },
        )

    @property
    def chosen_way(self) -> str:
        return self.cleaned_data.get("way") or Way.NAME.value

    @property
    def names_author(self) -> bool:
        """Whether the message stands under its author's name, as every change to one does."""
        return self.chosen_way == Way.NAME

    def keep_way(self) -> None:
        if "way" in self.fields:
            remember_way(author=self.user, forum=self.forum, way=self.chosen_way)

    def seal(self, poll: dict[str, Any] | None = None) -> Unsent:
        """Keep the message until it can be sent without its author's name."""
        said = self.cleaned_data
        return seal_up(
            author=self.user,
            forum=self.forum,
            topic=self.topic,
            way=self.chosen_way,
            subject=said.get("subject") or "",
            text=said["content"],
            notes=said["notes"],
            is_question=said.get("is_question", False),
            is_case=getattr(self, "begins_case", False),
            peers_first_hours=int(said.get("peers_first_hours") or 0),
            poll=poll,
            **self.answered,
        )


def usual_way(person: Any, forum: Any) -> str:
    """How this person signed last in the room."""
    kept = UsualWay.objects.filter(author=person, forum=forum)
    return kept.values_list("way", flat=True).first() or Way.NAME.value
