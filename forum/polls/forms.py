"""A poll's options, none of which can be taken from another topic's poll."""

from typing import Any

from django import forms
from django.forms.models import BaseModelFormSet, modelformset_factory
from django.utils.translation import gettext_lazy as _
from machina.apps.forum_conversation.forum_polls.forms import (
    TopicPollVoteForm as MachinaTopicPollVoteForm,
)
from machina.conf import settings as machina_settings
from machina.core.db.models import get_model

TopicPollOption = get_model("forum_polls", "TopicPollOption")


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

    def kept_forms(self) -> list[forms.ModelForm]:
        """The rows that hold a choice and are not to be deleted."""
        return [
            form
            for form in self.forms
            if form.cleaned_data.get("text") and not form.cleaned_data.get("DELETE")
        ]

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        if len(self.kept_forms()) < 2:
            raise forms.ValidationError(_("A poll needs at least two choices."))

    def save_options(self, poll: Any) -> None:
        """Store the rows as this poll's choices; an emptied or deleted row is taken away."""
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


class TopicPollVoteForm(MachinaTopicPollVoteForm):
    """The choices of one poll, and no more of them than it allows."""

    def clean(self) -> dict[str, Any]:
        if "options" not in self.cleaned_data:
            raise forms.ValidationError(_("Please pick a choice before you vote."))
        if len(self.cleaned_data["options"]) > self.poll.max_options:
            raise forms.ValidationError(
                _("Please pick at most %(n)s choices.") % {"n": self.poll.max_options}
            )
        return self.cleaned_data
