"""Messages without a name: kept until their minutes are over, and sent then."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from secrets import SystemRandom
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from machina.core.loading import get_class

from forum.care import services as care
from forum.care.notes import lines, names
from forum.cases.services import begin_case
from forum.checking.rules import rules_in, watched_word
from forum.checking.services import note_why_held
from forum.outcomes.services import let_peers_first, set_question
from forum.posting import services as posting
from forum.posting.labels import give_number, offer
from forum.quoting.services import still_said
from forum.rooms.models import Room
from forum.signals import post_not_sent
from forum.signing.enums import Way
from forum.signing.models import Unsent, UsualWay
from forum.topics.models import Topic, reply_title

GONE = gettext_lazy("This message is sent already, or deleted.")
chance = SystemRandom()


@transaction.atomic
def seal_up(
    *,
    author: Any,
    forum: Any,
    way: str,
    text: str,
    topic: Any = None,
    subject: str = "",
    notes: Iterable[str] = (),
    is_question: bool = False,
    is_case: bool = False,
    peers_first_hours: int = 0,
    poll: Mapping[str, Any] | None = None,
    source: Any = None,
    quoted: str = "",
) -> Unsent:
    """Keep a message that will not name its author, until it can be sent.

    Raises ValidationError when the way is not open to them: a label may have become too rare.
    """
    place = Topic.objects.select_for_update(of=("self",)).get(pk=topic.pk) if topic else None
    label = offer(author=author, forum=forum, topic=place).labels.get(way)
    if label is None or way == Way.NAME:
        raise ValidationError(_too_rare())
    if place and way == Way.NUMBER:
        give_number(place, author)
    remember_way(author=author, forum=forum, way=way)
    return Unsent.objects.create(
        author=author,
        forum=forum,
        topic=place,
        starts_topic=topic is None,
        way=way,
        label=label,
        subject=subject or reply_title(topic.subject),
        text=text,
        notes=lines(notes),
        is_question=is_question,
        is_case=is_case,
        peers_first_hours=peers_first_hours,
        poll=dict(poll or {}),
        source=source,
        quoted=quoted,
        goes_at=_some_time_from_now(forum),
    )


def remember_way(*, author: Any, forum: Any, way: str) -> None:
    """Let this way of signing be chosen when the author writes here again."""
    if way == Way.NAME:
        UsualWay.objects.filter(author=author, forum=forum).delete()
        return
    UsualWay.objects.update_or_create(author=author, forum=forum, defaults={"way": way})


@transaction.atomic
def take_back(*, unsent: Unsent) -> None:
    """Do not send it; the words stay with their author. Raises ValidationError when it is sent."""
    if not Unsent.objects.filter(pk=unsent.pk).update(goes_at=None, reason="", at=timezone.now()):
        raise ValidationError(GONE)


@transaction.atomic
def send(*, unsent: Unsent, at: datetime | None = None) -> Any:
    """Put the message among the others, as if it had been written now; gives its post. ``at`` is
    for what was said earlier.

    None when it is not due, and when it cannot be sent any more: then its author is told why, and
    keeps the words.
    """
    waits = Unsent.objects.select_for_update(of=("self",)).select_related("author", "forum")
    found = waits.filter(pk=unsent.pk, goes_at__lte=timezone.now()).first()
    if found is None:
        return None
    topic = found.topic
    reason = _why_not(found, topic)
    if reason:
        found.goes_at, found.reason = None, reason
        found.save(update_fields=["goes_at", "reason"])
        post_not_sent.send(sender=Unsent, unsent=found)
        return None
    found.delete()
    said = f"{found.subject}\n{found.text}" if found.starts_topic else found.text
    word = watched_word(rules_in(found.forum_id), said)
    approved = False if word else None
    post = _answer(found, at, approved) if topic else _begin(found, at, approved)
    if word and not post.approved:
        note_why_held(post=post, found=word)
    if found.notes:
        care.note_own(post=post, names=names(found.notes))
    return post


def _answer(unsent: Any, at: datetime | None, approved: bool | None) -> Any:
    return posting.reply(
        topic=unsent.topic,
        author=unsent.author,
        text=unsent.text,
        label=unsent.label,
        approved=approved,
        at=at,
        source=unsent.source,
        quoted=still_said(unsent.source, unsent.quoted),
    )


def _begin(unsent: Unsent, at: datetime | None, approved: bool | None) -> Any:
    topic = posting.start_topic(
        forum=unsent.forum,
        author=unsent.author,
        subject=unsent.subject,
        text=unsent.text,
        poll=unsent.poll or None,
        label=unsent.label,
        approved=approved,
        at=at,
    )
    if unsent.way == Way.NUMBER:
        give_number(topic, unsent.author, begins=True)
    if unsent.peers_first_hours:
        let_peers_first(topic=topic, hours=unsent.peers_first_hours)
    if unsent.is_case:
        begin_case(topic=topic)
    elif unsent.is_question:
        set_question(topic=topic, asks=True)
    return topic.first_post


def _why_not(unsent: Unsent, topic: Any) -> str:
    """Why it cannot be sent as its author was told; "" when it can."""
    handler = get_class("forum_permission.handler", "PermissionHandler")()
    if unsent.starts_topic:
        may = handler.can_add_topic(unsent.forum, unsent.author)
    else:
        may = topic is not None and handler.can_add_post(topic, unsent.author)
    if not may:
        return _("There is no room for it there any more: the place is closed or gone.")
    said = offer(author=unsent.author, forum=unsent.forum, topic=topic)
    return "" if said.labels.get(unsent.way) == unsent.label else _too_rare()


def _too_rare() -> str:
    return _(
        "Too few people here would sign this way just now, so it could tell who you are. Please "
        "choose again how you sign."
    )


def _some_time_from_now(forum: Any) -> datetime:
    """When it goes: after the room's minutes, and by chance up to as many more."""
    kept = Room.objects.filter(forum=forum).values_list("minutes_to_undo", flat=True).first()
    minutes = kept or Room._meta.get_field("minutes_to_undo").default
    return timezone.now() + timedelta(minutes=minutes * (1 + chance.random()))
