"""What letters say, found out when they leave: to each member what they may see by then."""

import logging
from collections.abc import Iterable
from enum import Enum, auto
from typing import Any

from django.core.mail import EmailMultiAlternatives
from wagtail.models import Page

from notifications.kinds import essential_kinds
from notifications.mail import headers, tokens
from notifications.mail.bodies import bodies
from notifications.mail.models import Letter
from notifications.mail.words import in_detail, in_numbers
from notifications.models import Notification
from notifications.reading import Shown, visible

logger = logging.getLogger(__name__)


class Left(Enum):
    """Why a letter has no message: there is nothing (any more) to tell, or something broke."""

    EMPTY = auto()
    UNWRITTEN = auto()


Written = EmailMultiAlternatives | Left


def written(letters: Iterable[Letter]) -> list[tuple[Letter, Written]]:
    """Each letter with its message.

    Letters should come with ``member``, ``member__letterbox`` and
    ``member__notification_preferences``. The number of queries is that of the kinds.
    """
    letters = list(letters)
    shown: dict[int, list[Shown]] = {}
    found = contents(letters)
    places = {row.pk: letter.pk for row, letter in found}
    for each in visible(row for row, _letter in found):
        shown.setdefault(places[each.notification.pk], []).append(each)
    names = _communities(letters, shown)
    return [(letter, _safely(letter, shown.get(letter.pk, []), names)) for letter in letters]


def contents(letters: Iterable[Letter]) -> list[tuple[Notification, Letter]]:
    """The notifications in these letters, each with its letter."""
    essential = essential_kinds()
    by_place = {_place(letter): letter for letter in letters}
    rows = Notification.objects.filter(
        recipient__in={letter.member_id for letter in by_place.values()},
        mailed_at__in={letter.made_at for letter in by_place.values()},
    )
    found = []
    rows = rows.defer("created_at", "mail_due_at")
    for row in rows.order_by("pk").prefetch_related("actor"):
        place = (row.recipient_id, row.mailed_at, row.how, row.kind in essential)
        if letter := by_place.get(place):
            row.recipient = letter.member
            found.append((row, letter))
    return found


def _place(letter: Letter) -> tuple[Any, ...]:
    return letter.member_id, letter.made_at, letter.rhythm, letter.essential


def _safely(letter: Letter, shown: list[Shown], communities: dict[int, str]) -> Written:
    try:
        return message(letter, shown, communities)
    except Exception:
        # Whatever is wrong with one kind's template: the other members' letters must leave.
        logger.exception("A letter could not be written")
        return Left.UNWRITTEN


def message(letter: Letter, shown: list[Shown], communities: dict[int, str]) -> Written:
    """One letter about those of the things that its member has not seen on the site."""
    if not letter.essential:
        shown = [each for each in shown if each.notification.is_unread]
    if not shown or not may_leave(letter):
        return Left.EMPTY
    detailed = says_what(letter)
    words = in_detail(letter, shown, communities) if detailed else in_numbers(letter, len(shown))
    stop = _stop_token(letter, shown)
    text, html = bodies(words, key=letter.key, stop=stop)
    mail = EmailMultiAlternatives(
        subject=words.subject,
        body=text,
        to=[letter.member.email],
        headers=headers.of_letter(
            key=letter.key, thread=_thread(letter, shown, detailed), stop_token=stop
        ),
    )
    mail.attach_alternative(html, "text/html")
    return mail


def may_leave(letter: Letter) -> bool:
    """Whether its member can and wants to get it, as of now."""
    member, box = letter.member, letter.member.letterbox
    if not member.is_active or box.is_paused_for(member.email):
        return False
    return letter.essential or box.stopped_at is None


def says_what(letter: Letter) -> bool:
    """Whether it may tell what happened: about the account always, else if its member chose so."""
    chosen = getattr(letter.member, "notification_preferences", None)
    return letter.essential or (chosen is not None and chosen.mail_details)


def _stop_token(letter: Letter, shown: list[Shown]) -> str:
    """For what "mails like this one" are: of its kind, or for one of several kinds and for a
    digest, of its rhythm."""
    if letter.essential:
        return ""
    names = {each.kind.name for each in shown}
    one_kind = letter.is_at_once and len(names) == 1
    scope = tokens.of_kind(names.pop()) if one_kind else letter.rhythm
    return tokens.token(letter.member.letterbox.key, scope)


def _thread(letter: Letter, shown: list[Shown], detailed: bool) -> str:
    """Letters about one topic belong together, where they may tell so; else those of a rhythm."""
    topics = {each.notification.topic_id for each in shown}
    topic = topics.pop() if detailed and len(topics) == 1 else None
    return headers.thread_id(letter.member_id, letter.rhythm if topic is None else topic)


def _communities(letters: list[Letter], shown: dict[int, list[Shown]]) -> dict[int, str]:
    named = {
        each.notification.community_id
        for letter in letters
        if says_what(letter)
        for each in shown.get(letter.pk, [])
        if each.notification.community_id
    }
    return dict(Page.objects.filter(pk__in=named).values_list("pk", "title")) if named else {}
