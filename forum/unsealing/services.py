"""Opening a seal: two people, a reason from a list, its author told, and kept for good."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.signals import seal_asked, seal_settled
from forum.signing import seals
from forum.signing.models import Opening
from forum.unsealing.access import can_agree
from members import audit
from members.models import User

ASKED = _("Somebody asks for this already.")
ANSWERED = _("This is answered already, or the message is gone.")
OPENED = audit.noted_as("seal", _("learned that a message without your name is yours"))


@transaction.atomic
def ask(*, post: Any, by: Any, reason: str, words: str) -> Opening:
    """Ask another person to open the seal of this message with one. Asked again by the same
    person it is the request that is there. Raises ValidationError when somebody else asks."""
    waiting = Opening.objects.select_for_update().filter(post=post, settled_at=None).first()
    if waiting:
        if waiting.asked_by_id != by.pk:
            raise ValidationError(ASKED)
        return waiting
    opening = Opening.objects.create(
        post=post, room=post.topic.forum.name, reason=reason, words=words.strip(), asked_by=by
    )
    seal_asked.send(sender=Opening, opening=opening)
    return opening


@transaction.atomic
def agree(*, opening: Opening, by: Any) -> Opening:
    """Open the seal to these two. Its author is told by whom and why."""
    opening = _waiting(opening, by)
    author = User.objects.get(pk=seals.author_of(opening.post))
    opening.agreed_by, opening.author, opening.settled_at = by, author, timezone.now()
    opening.save(update_fields=["agreed_by", "author", "settled_at"])
    for person in (opening.asked_by, by):
        if person:
            audit.note(by=person, about=author, what=OPENED)
    seal_settled.send(sender=Opening, opening=opening)
    return opening


@transaction.atomic
def refuse(*, opening: Opening, by: Any) -> Opening:
    """Leave the seal as it is; nobody learns whose it is, and its author of nothing."""
    opening = _waiting(opening, by)
    opening.agreed_by, opening.refused, opening.settled_at = by, True, timezone.now()
    opening.save(update_fields=["agreed_by", "refused", "settled_at"])
    seal_settled.send(sender=Opening, opening=opening)
    return opening


def _waiting(opening: Opening, by: Any) -> Opening:
    """The request as it is now, locked, if it is this person's to answer."""
    found = Opening.objects.select_for_update(of=("self",)).filter(pk=opening.pk).first()
    if found is None or not can_agree(found, by):
        raise ValidationError(ANSWERED)
    return found
