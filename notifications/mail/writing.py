"""What letters say, found out when they leave: to each member what they may see by then."""

from collections.abc import Iterable
from dataclasses import replace
from enum import Enum, auto
from typing import Any

from django.core.mail import EmailMultiAlternatives
from wagtail.models import Page

from core.headers import body_text
from notifications.catching_up import News, news_of
from notifications.choices import mailed_of
from notifications.enums import Reach
from notifications.kinds import essential_kinds, kinds
from notifications.mail import headers, tokens
from notifications.mail.bodies import bodies
from notifications.mail.words import Words, as_list, in_detail, in_numbers
from notifications.models import Notification
from notifications.models.letters import Letter
from notifications.reading import Shown, visible
from work.each import aside, together


class Left(Enum):
    """Why a letter has no message: there is nothing (any more) to tell, or something broke."""

    EMPTY = auto()
    UNWRITTEN = auto()


Written = EmailMultiAlternatives | Left


def written(letters: Iterable[Letter]) -> list[tuple[Letter, Written]]:
    """Each letter with its message.

    Letters should come with ``member``, ``member__letterbox`` and
    ``member__notification_preferences``. The number of queries is that of the kinds, and for each
    digest with details that of its member's list.
    """
    parts, failed = together(list(letters), _written, what="Writing")
    return [pair for part in parts for pair in part] + [(each, Left.UNWRITTEN) for each in failed]


def _written(letters: list[Letter]) -> list[tuple[Letter, Written]]:
    shown: dict[int, list[Shown]] = {letter.pk: [] for letter in letters}
    found = contents(letters)
    places = {row.pk: letter.pk for row, letter in found}
    failed: list[Notification] = []
    for each in visible((row for row, _letter in found), failed):
        shown[places[each.notification.pk]].append(each)
    in_part = {places[row.pk] for row in failed}
    names = _communities(letters, shown)
    return [
        (letter, _safely(letter, shown[letter.pk], names, in_part=letter.pk in in_part))
        for letter in letters
    ]


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


def _safely(
    letter: Letter, shown: list[Shown], communities: dict[int, str], *, in_part: bool
) -> Written:
    """The message; a try later, of a letter that something is wrong with, what can be said of it.

    That is in numbers, and without the things of which it cannot be found out who may see them.
    """
    if in_part and not (shown and letter.tries):
        return Left.UNWRITTEN
    with aside("Writing letter", letter):
        return message(letter, shown, communities)
    if letter.tries:
        with aside("Writing in numbers letter", letter):
            return message(letter, shown, communities, detailed=False)
    return Left.UNWRITTEN


def message(
    letter: Letter, shown: list[Shown], communities: dict[int, str], *, detailed: bool = True
) -> Written:
    """One letter about those of the things that its member has not seen on the site; it says what
    happened where it may and is ``detailed``. What nobody can switch off names no community."""
    if not letter.essential:
        shown = [each for each in shown if each.notification.is_unread]
    if not shown or not may_leave(letter):
        return Left.EMPTY
    detailed = detailed and says_what(letter)
    words = _words(letter, shown, communities) if detailed else in_numbers(letter, len(shown))
    stop = _stop_token(letter, shown)
    text, html = bodies(words, key=letter.key, stop=stop)
    mail = EmailMultiAlternatives(
        subject=words.subject,
        body=body_text(text),
        to=[letter.member.email],
        headers=headers.of_letter(
            key=letter.key, thread=_thread(letter, shown, detailed), stop_token=stop
        ),
    )
    mail.attach_alternative(body_text(html), "text/html")
    return mail


def _words(letter: Letter, shown: list[Shown], communities: dict[int, str]) -> Words:
    """What happened: at once, what this letter tells of; in a digest, the list that stands on the
    site, as far as its member wants that by mail."""
    if letter.essential:
        return in_detail(letter, shown, {})
    if letter.is_at_once:
        return in_detail(letter, shown, communities)
    news = by_mail(letter.member, news_of(letter.member))
    waiting = [each for each in shown if each.kind.look]
    if news.sections or waiting:
        return as_list(letter, news, waiting)
    return in_numbers(letter, len(shown))


def by_mail(member: Any, news: News) -> News:
    """The list without what this member wants to find on the site alone."""
    followed = [kind for kind in kinds() if kind.is_followed]
    places = [(line.community, line.topic) for line in news.lines]
    mailed = dict(zip(places, mailed_of(member, followed, places), strict=True))
    sections = []
    for section in news.sections:
        lines = [
            line
            for line in section.lines
            if (
                Reach(line.shown.notification.how).by_mail
                if line.shown
                else line.topic is None or mailed[line.community, line.topic]
            )
        ]
        if lines:
            sections.append(replace(section, lines=lines))
    return News(sections, news.is_all and len(sections) == len(news.sections))


def may_leave(letter: Letter) -> bool:
    """Whether the letter's member can and wants to get it, as of now."""
    member, box = letter.member, letter.member.letterbox
    if not member.is_active or box.is_paused_for(member.email):
        return False
    return letter.essential or box.stopped_at is None


def says_what(letter: Letter) -> bool:
    """Whether the letter may say what happened: about the account always, else by choice."""
    chosen = getattr(letter.member, "notification_preferences", None)
    return letter.essential or (chosen is not None and chosen.mail_details)


def _stop_token(letter: Letter, shown: list[Shown]) -> str:
    """The token that stops “mails like this one”: those of its kind, or of its rhythm where it is a
    digest or tells of several kinds."""
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
