"""Changes of readable posts in rooms that check first: held, let through, sent back."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.care import services as care
from forum.care.notes import lines, names
from forum.checking.rules import checks_changes
from forum.checking.services import note_why_held
from forum.history.services import in_place
from forum.posting import services
from forum.signals import change_answered, change_held
from forum.signing import seals
from forum.topics.held import HeldChange
from forum.topics.models import Post
from members.models import User

ANSWERED = _("This change does not wait any more: it was answered, or its author took it back.")
CHANGED = _("Its author has changed these words again meanwhile. Please read them once more.")


def must_wait(handler: Any, post: Post, person: Any) -> bool:
    """Whether a change that this author makes waits: others can read the post already, in a room
    where a facilitator reads first. A post that waits itself is changed at once."""
    forum = post.topic.forum
    if not (post.approved and post.topic.approved):
        return False
    return not handler.can_post_without_approval(forum, person) and checks_changes(forum.pk)


@transaction.atomic
def hold_change(
    *, post: Post, subject: str, text: str, reason: str = "", notes: Iterable[str] | None = None
) -> HeldChange | None:
    """Keep what the author wants the post to say, in place of what they wanted before.

    Where that is what it says already, nothing waits any more, and None is returned. Raises
    ``Gone`` when the post is deleted, and ValidationError when it has gone out of view.
    """
    if not Post.objects.filter(pk=post.pk).exists():
        raise services.Gone
    now = in_place(post)
    is_first = now.is_topic_head
    is_other = now.content.raw != text or (is_first and now.subject != subject)
    if not is_other and notes is None:
        HeldChange.objects.filter(post=now).delete()
        return None
    wanted: dict[str, Any] = {
        "title": subject if is_first else "",
        "text": text,
        "notes": None if notes is None else lines(notes),
        "reason": reason,
        "state": HeldChange.State.WAITING,
        "because": "",
        "at": timezone.now(),
    }
    before = HeldChange.objects.filter(post=now).values_list("version", flat=True).first() or 0
    change, _is_new = HeldChange.objects.update_or_create(
        post=now, defaults={**wanted, "version": before + 1}
    )
    change_held.send(sender=Post, post=now, change=change)
    return change


@transaction.atomic
def let_change_through(*, change: HeldChange, by: Any, read: int | None = None) -> Post:
    """Let the post say what its author wants it to say.

    Raises ValidationError when it was answered or taken back meanwhile, when the post has gone
    out of view, and when its author has changed it since that ``version`` was read.
    """
    post, found = _waiting_now(change, read)
    title = found.title or post.subject
    author = User.objects.get(pk=seals.author_of(post))
    services.edit_post(post=post, by=author, subject=title, text=found.text, reason=found.reason)
    if found.notes is not None:
        care.note_own(post=post, names=names(found.notes))
    change_answered.send(sender=Post, post=post, by=by, let_through=True)
    return post


@transaction.atomic
def send_change_back(
    *, change: HeldChange, by: Any, because: str, read: int | None = None
) -> HeldChange:
    """Leave the post as it is, and give the words back to their author, with the reason.

    Raises ValidationError as ``let_change_through`` does.
    """
    post, found = _waiting_now(change, read)
    found.state, found.because, found.at = HeldChange.State.SENT_BACK, because, timezone.now()
    found.save(update_fields=["state", "because", "at"])
    change_answered.send(sender=Post, post=post, by=by, let_through=False)
    return found


@transaction.atomic
def forget_change(*, post: Post) -> None:
    """Delete the words of a change; the post stays as it is. Again, it changes nothing."""
    HeldChange.objects.filter(post=post).delete()
    note_why_held(post=post, found=None)


def _waiting_now(change: HeldChange, read: int | None) -> tuple[Post, HeldChange]:
    """The post and its change as they are now, the post locked until it is answered.

    ``hold_change`` locks the post, too, so that nobody changes the words between.
    """
    post = in_place(change.post)
    found = HeldChange.objects.filter(pk=change.pk, state=HeldChange.State.WAITING).first()
    if found is None or seals.author_of(post) is None:
        raise ValidationError(ANSWERED)
    if read not in (None, found.version):
        raise ValidationError(CHANGED)
    return post, found
