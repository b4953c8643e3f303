"""The form of a post, and what is answered to one."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from machina.core.db.models import get_model

from forum.care import services as care
from forum.care.forms import notes_field
from forum.care.models import PostNotes
from forum.care.notes import names, offered_in
from forum.checking.rules import Found, rules_in, watched_word, why_held
from forum.checking.services import note_why_held
from forum.history.forms import LONGEST_REASON
from forum.posting import changes, details, markup, services
from forum.posting.ways import SignedForm
from forum.signing.seals import is_sealed
from forum.topics.held import DeclinedPost, HeldChange
from forum.topics.models import LONGEST_TITLE
from forum.topics.services import lock_topic

Post = get_model("forum_conversation", "Post")
SAID_BESIDE = ("question", "text", "comment", "low", "high")


class PostForm(SignedForm):
    """A reply, or a change to a post.

    The view hands over ``perm_handler``, the request's, so that rules are asked
    for once, and says with ``forum`` and ``topic`` where the post belongs.
    """

    class Meta:
        model = Post
        fields = ("subject", "content", "update_reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.user = kwargs.pop("user")
        self.forum = kwargs.pop("forum")
        self.topic = kwargs.pop("topic")
        self.perm_handler = kwargs.pop("perm_handler")
        super().__init__(*args, **kwargs)
        self.fields["content"].label = _("Your words")
        self.fields["content"].error_messages["required"] = _("Please write something first.")
        self.is_new = self.instance.pk is None
        self.change: HeldChange | None = None
        self.waits = False
        if self.is_new:
            del self.fields["update_reason"]
            self.add_ways()
        else:
            self.waits = changes.must_wait(self.perm_handler, self.instance, self.user)
            self._take_up_change()
        self.fields["notes"] = notes_field(offered_in(self.forum), self._own_notes())
        self.fields["subject"].required = False
        if self.topic and self.perm_handler.can_lock_topics(self.forum, self.user):
            self.fields["lock_topic"] = forms.BooleanField(
                label=_("Close the topic to replies"),
                required=False,
                initial=self.topic.is_locked,
            )

    def _take_up_change(self) -> None:
        """Begin with the words that wait, or were sent back, and not with those they change."""
        self.change = HeldChange.objects.filter(post=self.instance.pk).first()
        if self.change:
            self.initial["content"] = self.change.text
            self.initial["update_reason"] = self.change.reason
            self.initial["subject"] = self.change.title or self.initial.get("subject", "")

    def _own_notes(self) -> list[str]:
        """The notes that stand on the post by its author's choice, or are to stand there."""
        if self.is_new:
            return []
        if self.change and self.change.notes is not None:
            return names(self.change.notes)
        kept = PostNotes.objects.filter(post=self.instance.pk)
        return names(kept.values_list("by_author", flat=True).first())

    @property
    def starts_topic(self) -> bool:
        """Whether the post is the first of its topic, and so carries the title."""
        return self.topic is None or (
            self.instance.pk is not None and self.topic.first_post_id == self.instance.pk
        )

    def clean_content(self) -> str:
        content = self.cleaned_data["content"]
        if len(content) > markup.MAX_LENGTH:
            raise forms.ValidationError(
                _(
                    "This is longer than one post can be: %(length)s characters, and there is "
                    "room for %(limit)s. Please shorten it, or make two posts of it."
                ),
                params={"length": f"{len(content):,}", "limit": f"{markup.MAX_LENGTH:,}"},
                code="max_length",
            )
        if not markup.shows(content):
            raise forms.ValidationError(
                _("Nothing of this would be seen by those who read it. Please add a few words."),
                code="shows_nothing",
            )
        return content

    def _post_clean(self) -> None:
        """Leave the model's own rules to the services: here they would ask for an author."""

    def save(self, commit: bool = True) -> Any:
        """Store what was said; returns the post."""
        post = self.store_new() if self.is_new else self.store_change()
        if self.is_new and self.found:
            note_why_held(post=post, found=self.found)
        if "notes" in self.changed_data and not self.waits:
            care.note_own(post=post, names=self.cleaned_data["notes"])
        if "lock_topic" in self.fields and "lock_topic" in self.changed_data:
            lock_topic(topic=post.topic, locked=self.cleaned_data["lock_topic"])
        return post

    def store_new(self) -> Any:
        return services.reply(
            topic=self.topic,
            author=self.user,
            subject=self.cleaned_data["subject"],
            text=self.cleaned_data["content"],
            approved=self.posts_at_once,
            **self.answered,
        )

    def store_change(self) -> Any:
        said = {
            "subject": self.cleaned_data["subject"] or self.instance.subject,
            "text": self.cleaned_data["content"],
            "reason": self.cleaned_data.get("update_reason") or "",
        }
        self.waits = self.waits or self.found is not None
        if not self.waits:
            return services.edit_post(post=self.instance, by=self.user, **said)
        keeps = self.change is None or self.change.notes is None
        notes = None if keeps and "notes" not in self.changed_data else self.cleaned_data["notes"]
        self.change = changes.hold_change(post=self.instance, notes=notes, **said)
        if self.change:
            note_why_held(post=self.instance, found=self.found)
        return self.instance

    @property
    def posts_at_once(self) -> bool:
        """Whether it is read without waiting; what is found in it is looked for before it is
        stored, as it would else be found to repeat itself."""
        nothing_found = self.found is None
        return nothing_found and self.perm_handler.can_post_without_approval(self.forum, self.user)

    def _beside(self) -> list[str]:
        """What is typed beside a new post: a poll's words, and what files are said to be."""
        if not self.is_new:
            return []
        names = [name for name in self.data if name.startswith(("poll", "attachment-"))]
        said = [self.data[name] for name in names if name.endswith(SAID_BESIDE)]
        return [one for one in said if isinstance(one, str)]

    @cached_property
    def found(self) -> Found | None:
        """Why what was said waits, by the choices of the room's communities; a post that waits
        already, and what those write who look after the room, is not looked through."""
        if self.perm_handler.can_approve_posts(self.forum, self.user):
            return None
        before = None
        if not self.is_new:
            if not (self.instance.approved and self.instance.topic.approved):
                return None
            before = f"{self.instance.subject}\n{self.instance.content.raw}"
        title = self.cleaned_data["subject"] if self.starts_topic else ""
        text = "\n".join([title, self.cleaned_data["content"], *self._beside()])
        if not self.is_new and is_sealed(self.instance):
            return watched_word(rules_in(self.forum.pk), text)
        return why_held(rules_in(self.forum.pk), author=self.user, text=text, before=before)


class DeclineForm(forms.Form):
    """Why a waiting post is sent back."""

    reason = forms.CharField(
        label=_("Why you send it back"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("This reaches the author. Kindly: what is good, and what would let it in."),
        error_messages={"required": _("Please say why: it helps them to try again.")},
    )


class TakeOutForm(forms.Form):
    """Which words of somebody's post tell of somebody else, and what its author is told."""

    words = forms.CharField(
        label=_("Words to take out, one piece a line"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "A name, a street, a number, exactly as it stands in the message. Each is taken out "
            "wherever it stands."
        ),
        error_messages={"required": _("Please type or paste the words to take out.")},
    )
    reason = forms.CharField(
        label=_("To its author"),
        required=False,
        max_length=255,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("They are told that somebody else’s details were taken out, and this."),
    )

    def __init__(self, *args: Any, post: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.post = post

    def clean_words(self) -> list[str]:
        pieces = details.pieces_of(self.cleaned_data["words"])
        title = self.post.subject if self.post.is_topic_head else ""
        there = f"{title}\n{self.post.content.raw}"
        if missing := [piece for piece in pieces if not details.stands_in(piece, there)]:
            raise forms.ValidationError(
                _("This does not stand in the message: %(missing)s")
                % {"missing": " · ".join(missing[:5])[:300]}
            )
        return pieces


class SendChangeBackForm(DeclineForm):
    """Why a change is sent back."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "This reaches the author. Kindly: what is good, and what would let it through."
        )


class KeptWordsForm(forms.Form):
    """A change to a post that has been sent back: what was typed becomes what is kept."""

    subject = forms.CharField(required=False)
    content = forms.CharField(required=False, widget=forms.Textarea)

    def keep(self, kept: DeclinedPost) -> None:
        """Keep the words as they were typed, however long; what was left empty stays as it was."""
        self.full_clean()
        kept.text = self.cleaned_data["content"] or kept.text
        if kept.starts_topic:
            kept.subject = self.cleaned_data["subject"][:LONGEST_TITLE] or kept.subject
        kept.had_files = kept.had_files or bool(self.files)
        kept.save(update_fields=["text", "subject", "had_files"])
