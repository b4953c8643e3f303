"""How one asks in a poll, its options, and voting: none of it can be taken from another's poll."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.models import BaseModelFormSet, modelformset_factory
from django.utils.translation import gettext_lazy as _
from machina.conf import settings as machina_settings
from machina.core.db.models import get_model

from forum.polls.enums import Kind, Shows
from forum.polls.models import HasVoted, PollRules

TopicPoll = get_model("forum_polls", "TopicPoll")
TopicPollOption = get_model("forum_polls", "TopicPollOption")

MOST_DAYS = 366


def poll_fields(poll: Any = None) -> dict[str, forms.Field]:
    """What is asked of a poll besides its choices, with what this one has."""
    rules = poll.rules if poll else PollRules()
    longest = TopicPoll._meta.get_field("question").max_length
    most = machina_settings.POLL_MAX_OPTIONS_PER_USER
    several = poll.max_options if poll and rules.kind == Kind.SEVERAL else None
    return {
        "poll_question": forms.CharField(
            label=_("Question of the poll"),
            required=False,
            max_length=longest,
            initial=poll.question if poll else "",
        ),
        "poll_kind": forms.ChoiceField(
            label=_("How do people answer?"),
            choices=Kind.choices,
            widget=forms.RadioSelect,
            required=False,
            initial=rules.kind,
        ),
        "poll_max_options": forms.IntegerField(
            label=_("How many choices may each person pick?"),
            help_text=_("Where several may be picked. Leave it empty for as many as they like."),
            required=False,
            validators=[MinValueValidator(1), MaxValueValidator(most)],
            initial=several,
        ),
        "poll_low": forms.CharField(
            label=_("What does 1 mean?"),
            help_text=_("For a scale: two or three words for its lower end."),
            required=False,
            max_length=PollRules._meta.get_field("low").max_length,
            initial=rules.low,
        ),
        "poll_high": forms.CharField(
            label=_("What does 5 mean?"),
            help_text=_("For a scale: two or three words for its upper end."),
            required=False,
            max_length=PollRules._meta.get_field("high").max_length,
            initial=rules.high,
        ),
        "poll_duration": forms.IntegerField(
            label=_("For how many days is it open?"),
            help_text=_("Empty: until the topic is closed."),
            required=False,
            min_value=0,
            max_value=MOST_DAYS,
            initial=poll.duration if poll else None,
        ),
        "poll_shows": forms.ChoiceField(
            label=_("When is it seen what came out?"),
            help_text=_("Never before six have voted."),
            choices=Shows.choices,
            widget=forms.RadioSelect,
            required=False,
            initial=rules.shows,
        ),
        "poll_result_only": forms.BooleanField(
            label=_("Show only what came out, without figures"),
            required=False,
            initial=rules.result_only,
        ),
        "poll_with_names": forms.BooleanField(
            label=_("With names"),
            help_text=_(
                "Members who read this see who voted for what. Without it nobody can find that "
                "out, you and the coordinators neither."
            ),
            required=False,
            initial=rules.with_names,
        ),
    }


def told(said: dict[str, Any]) -> dict[str, Any]:
    """What ``set_poll`` is told, by what was said in these fields, but for the choices."""
    return {
        "question": said["poll_question"],
        "kind": said["poll_kind"] or Kind.SINGLE.value,
        "max_options": said["poll_max_options"],
        "duration": said["poll_duration"] or None,
        "shows": said["poll_shows"] or Shows.FROM_SIX.value,
        "result_only": said["poll_result_only"],
        "with_names": said["poll_with_names"] and not said["poll_result_only"],
        "low": said["poll_low"],
        "high": said["poll_high"],
    }


def may_be_changed(poll: Any) -> bool:
    """Whether nobody has voted: then what they voted on stays what it was."""
    return poll is None or not HasVoted.objects.filter(poll=poll).exists()


def options_of(topic: Any) -> Any:
    """The choices of the topic's poll that can be written: those of a scale are given."""
    options = TopicPollOption.objects.order_by("pk")
    if topic is None:
        return options.none()
    return options.filter(poll__topic=topic).exclude(poll__rules__kind=Kind.SCALE)


class TopicPollOptionForm(forms.ModelForm):
    class Meta:
        model = TopicPollOption
        fields = ("text",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Choice")
        self.fields["text"].required = False


class BaseTopicPollOptionFormset(BaseModelFormSet):
    """``queryset`` has to be the options of the topic's own poll; others are refused."""

    is_scale = False
    """Whether the choices are the steps of a scale: then none need be written."""

    def kept_forms(self) -> list[forms.ModelForm]:
        """The rows that hold a choice and are not to be deleted."""
        if self.is_scale:
            return []
        return [
            form
            for form in self.forms
            if form.cleaned_data.get("text") and not form.cleaned_data.get("DELETE")
        ]

    def clean(self) -> None:
        super().clean()
        if any(self.errors) or self.is_scale:
            return
        if len(self.kept_forms()) < 2:
            raise forms.ValidationError(_("A poll needs at least two choices."))

    def save_options(self, poll: Any) -> None:
        """Store the rows as this poll's choices; an emptied or deleted row is taken away."""
        if self.is_scale:
            return
        kept = self.kept_forms()
        for form in self.forms:
            if form in kept:
                form.instance.poll = poll
                form.save()
            elif form.instance.pk:
                form.instance.delete()


TopicPollOptionFormset = modelformset_factory(
    TopicPollOption,
    TopicPollOptionForm,
    formset=BaseTopicPollOptionFormset,
    can_delete=True,
    extra=4,
    max_num=machina_settings.POLL_MAX_OPTIONS_PER_POLL,
    absolute_max=machina_settings.POLL_MAX_OPTIONS_PER_POLL * 2,
    validate_max=True,
)


class TopicPollVoteForm(forms.Form):
    """The choices of one poll, and no more of them than it allows.

    ``cleaned_data["options"]`` are those that were chosen: where they are ranked, in their order.
    """

    def __init__(self, poll: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.poll = poll
        self.offered = {
            option.pk: option for option in TopicPollOption.objects.filter(poll=poll).order_by("pk")
        }
        if self.is_ranked:
            for key, option in self.offered.items():
                places = [("", "–"), *((n, n) for n in range(1, len(self.offered) + 1))]
                self.fields[f"place-{key}"] = forms.TypedChoiceField(
                    label=option.text, choices=places, coerce=int, required=False
                )
        else:
            self.fields["options"] = forms.TypedMultipleChoiceField(
                choices=[(key, option.text) for key, option in self.offered.items()],
                coerce=int,
                required=False,
            )

    @property
    def is_ranked(self) -> bool:
        return self.poll.rules.kind == Kind.RANKED

    def clean(self) -> dict[str, Any]:
        chosen = self._ranked() if self.is_ranked else self.cleaned_data.get("options", [])
        if not chosen and not self.errors:
            raise forms.ValidationError(_("Please pick a choice before you vote."))
        if not self.is_ranked and len(chosen) > self.poll.max_options:
            raise forms.ValidationError(
                _("Please pick at most %(n)s choices.") % {"n": self.poll.max_options}
            )
        self.cleaned_data["options"] = [self.offered[key] for key in chosen]
        return self.cleaned_data

    def _ranked(self) -> list[int]:
        places = {key: self.cleaned_data.get(f"place-{key}") for key in self.offered}
        given = [place for place in places.values() if place]
        if len(set(given)) < len(given):
            raise forms.ValidationError(_("Please give each place to one choice only."))
        return sorted((key for key in places if places[key]), key=lambda key: places[key] or 0)

    def show_picked(self, stand: Any) -> None:
        """Show what was chosen in the lines of this standing, to look at again."""
        sent: Any = self.data
        picked = sent.getlist("options")
        for line in stand.lines:
            line.picked = str(line.pk) in picked
            line.place = sent.get(f"place-{line.pk}", "")
