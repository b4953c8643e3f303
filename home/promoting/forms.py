"""What a coordinator says of a resource that is made of a topic."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text import words_of
from forum.outcomes.models import standing_of
from forum.topics.models import Post, Topic
from home.promoting import services
from resources.enums import Kind
from resources.models import ResourcePage

LONGEST_QUOTE = 1_000
LONGEST_TEXT = 5_000
QUOTE = "quote_"


def _text(label: Any, *, required: bool = False, initial: str = "", help_text: Any = "") -> Any:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        initial=initial,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class PromoteForm(forms.Form):
    """``posts`` are those whose authors can be asked; each has a field for words of it."""

    def __init__(self, *args: Any, topic: Topic, posts: list[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topic, self.posts = topic, posts
        standing: Any = standing_of(topic)
        self.is_case = standing.is_case
        self.fields["title"] = forms.CharField(
            label=_("Title"),
            max_length=ResourcePage._meta.get_field("title").max_length,
            help_text=_("One of its own: the topic's title is its author's."),
        )
        if self.is_case:
            self._ask_for_a_scenario(standing)
        else:
            self._ask_for_a_resource(standing)
        for post in posts:
            self.fields[f"{QUOTE}{post.pk}"] = forms.CharField(
                label=_("Words to quote from it"),
                required=False,
                max_length=LONGEST_QUOTE,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def _ask_for_a_resource(self, standing: Any) -> None:
        both = [view for view in (standing.summary, standing.other_summary) if view]
        self.fields["kind"] = forms.ChoiceField(
            label=_("What it is"),
            choices=[choice for choice in Kind.choices if choice[0] != Kind.SCENARIO],
            initial=Kind.PRACTICE_GUIDE,
        )
        self.fields["summary"] = _text(
            _("What was found"), required=True, initial="\n\n".join(both)
        )

    def _ask_for_a_scenario(self, standing: Any) -> None:
        self.fields["dilemma"] = _text(
            _("The dilemma"),
            required=True,
            help_text=_(
                "In a few sentences, so that nobody can be recognised. The case's author is asked "
                "about exactly these words; without their yes it cannot be published."
            ),
        )
        self.fields["one_view"] = _text(_("One view"), initial=standing.summary)
        self.fields["another_view"] = _text(_("Another view"), initial=standing.other_summary)
        self.fields["what_people_did"] = _text(_("What people did"))
        self.fields["supervision_questions"] = _text(
            _("Questions for supervision"), help_text=_("One question a line.")
        )

    @property
    def of_the_page(self) -> list[Any]:
        """The fields of the resource itself."""
        return [self[name] for name in self.fields if not name.startswith(QUOTE)]

    @property
    def to_quote(self) -> list[tuple[Post, Any]]:
        """The messages, each with the field for words of it."""
        return [(post, self[f"{QUOTE}{post.pk}"]) for post in self.posts]

    @property
    def has_quotes(self) -> bool:
        return any(field.value() for _post, field in self.to_quote)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for post in self.posts:
            name = f"{QUOTE}{post.pk}"
            words = said.get(name)
            if words and not stands_in(words, post):
                self.add_error(name, _("These words do not stand in this message, one by one."))
        return said

    def save(self, by: Any) -> ResourcePage:
        said = dict(self.cleaned_data)
        quotes = [(post, said.pop(f"{QUOTE}{post.pk}")) for post in self.posts]
        return services.promote_topic(
            topic=self.topic,
            by=by,
            kind=said.pop("kind", Kind.SCENARIO),
            quotes=[(post, words) for post, words in quotes if words],
            **said,
        )


def stands_in(words: str, post: Post) -> bool:
    """Whether a message says these words, whatever stands between them in space and lines."""
    wanted = " ".join(words.split())
    said = (post.content.raw, words_of(post.content.rendered))
    return any(wanted in " ".join(text.split()) for text in said)
