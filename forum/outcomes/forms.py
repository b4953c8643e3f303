"""What became of a topic, in words."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forum.outcomes import services
from forum.outcomes.enums import Result
from forum.topics.models import Post, Topic

LONGEST_SUMMARY = 2_000

CHOICES = (
    (Result.ANSWERED, _("It is answered")),
    (Result.AGREED, _("We found something together: sum it up below")),
    (Result.DISAGREED, _("We agree to disagree: both views stand below, side by side")),
    (Result.PARKED, _("It is parked for now")),
)


class SettleForm(forms.Form):
    """``answer`` is the message that was chosen in the topic, or None."""

    result = forms.ChoiceField(
        label=_("What became of it?"),
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one.")},
    )
    summary = forms.CharField(
        label=_("In a few sentences"),
        help_text=_(
            "What was found, one of the two views, or why it is parked. Write so that it helps "
            "somebody who has not read the messages, and name nobody."
        ),
        required=False,
        max_length=LONGEST_SUMMARY,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    other_summary = forms.CharField(
        label=_("The other view"),
        help_text=_("Only where you agree to disagree. As fairly as its own people would say it."),
        required=False,
        max_length=LONGEST_SUMMARY,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, topic: Topic, answer: Post | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topic, self.answer = topic, answer

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        result = said.get("result")
        if result in (Result.AGREED, Result.DISAGREED) and not said.get("summary"):
            self.add_error("summary", _("Please write it down in a sentence or two."))
        if result == Result.DISAGREED and not said.get("other_summary"):
            self.add_error("other_summary", _("Please write down the other view too."))
        return said

    def save(self, by: Any) -> None:
        """Raises ValidationError as ``services.settle`` does."""
        services.settle(topic=self.topic, by=by, answer=self.answer, **self.cleaned_data)


class SignForm(forms.Form):
    """Which of a topic's ends is signed: it may have been said anew since it was read."""

    read = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, topic: Topic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topic = topic
        if settled_at := self.initial.get("read"):
            self.initial["read"] = settled_at.isoformat()

    def clean_read(self) -> datetime:
        try:
            return datetime.fromisoformat(self.cleaned_data["read"])
        except ValueError:
            raise ValidationError(services.CHANGED) from None

    def save(self, by: Any) -> None:
        """Raises ValidationError as ``services.sign`` does."""
        services.sign(topic=self.topic, by=by, settled_at=self.cleaned_data["read"])
