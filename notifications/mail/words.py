"""The words of a letter: numbers alone, or what happened."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.headers import body_text, one_line, subject_line
from notifications.catching_up import Line as NewsLine
from notifications.catching_up import News, minutes_to_read
from notifications.models.letters import Letter
from notifications.reading import Shown

LONGEST = 40
"""Lines in one letter; what is over is on the site."""


@dataclass(frozen=True)
class Line:
    text: str
    address: str


@dataclass(frozen=True)
class Section:
    title: str
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Words:
    subject: str
    paragraphs: tuple[str, ...]
    sections: tuple[Section, ...] = ()
    tells_nothing: bool = False
    """Whether anybody's letter may say the same."""


def in_numbers(letter: Letter, number: int) -> Words:
    """How much is new, and nothing of who, where or what."""
    site = settings.WAGTAIL_SITE_NAME
    return _in_numbers(number, letter.essential, letter.is_at_once, site, get_language())


@lru_cache(maxsize=500)
def _in_numbers(number: int, essential: bool, at_once: bool, site: str, language: str) -> Words:
    """Words in numbers, found once: most letters of a morning say the same."""
    where = _("So that nobody else reads it here, we do not say more. Sign in to see what it is.")
    subject = _subject(essential=essential, at_once=at_once)
    return Words(subject, (_how_many(number), where), tells_nothing=True)


def in_detail(letter: Letter, shown: Sequence[Shown], communities: dict[int, str]) -> Words:
    """What happened: one thing at length, several in a line each, by community and kind."""
    usual = _subject(essential=letter.essential, at_once=letter.is_at_once)
    if len(shown) == 1 and letter.is_at_once:
        said = body_text(_plain(shown[0].say("mail.txt"))).strip()
        subject, _blank_line, text = said.partition("\n\n")
        parts = (part.strip() for part in text.split("\n\n"))
        return Words(subject_line(subject) or usual, tuple(filter(None, parts)))
    paragraphs = [_how_many(len(shown))]
    if len(shown) > LONGEST:
        more = _("These are the first %(n)d. The others are on the site.")
        paragraphs.append(more % {"n": LONGEST})
    sections = _sections(shown[:LONGEST], communities)
    return Words(usual, tuple(paragraphs), tuple(sections))


def as_list(letter: Letter, news: News, waiting: Sequence[Shown] = ()) -> Words:
    """The list of what is new as it stands on the site, in a line each; of what is new and was
    not told, no words of anybody's but the title. What is ``waiting`` for who looks after
    something, and stands in another list there, comes last."""
    paragraphs = [_how_many(len(news.lines) + len(waiting))]
    if news.minutes:
        paragraphs.append(minutes_to_read(news.minutes))
    if not news.is_all:
        paragraphs.append(_("There is more on the site."))
    sections = [
        Section(one_line(section.title), [_listed(line) for line in section.lines])
        for section in news.sections
    ]
    sections += _sections(waiting, {})
    return Words(_subject(essential=False, at_once=False), tuple(paragraphs), tuple(sections))


def _listed(line: NewsLine) -> Line:
    if line.shown:
        text = one_line(_plain(line.shown.say("digest.txt")))
    else:
        text = " · ".join(filter(None, (one_line(line.title), one_line(line.meta))))
    return Line(text, urljoin(settings.SITE_URL, line.url))


def _sections(shown: Sequence[Shown], communities: dict[int, str]) -> list[Section]:
    sections: dict[tuple[str, str], Section] = {}
    for each in shown:
        community = communities.get(each.notification.community_id or 0, "")
        named = ": ".join(part for part in (community, str(each.kind.title)) if part)
        title = one_line(named)
        section = sections.setdefault((community, each.kind.name), Section(title))
        words = one_line(_plain(each.say("digest.txt")))
        section.lines.append(Line(words, urljoin(settings.SITE_URL, each.link)))
    return [sections[place] for place in sorted(sections)]


def _subject(*, essential: bool, at_once: bool) -> str:
    if essential:
        subject = _("About your account on %(site)s")
    elif at_once:
        subject = _("Something new for you on %(site)s")
    else:
        subject = _("What is new for you on %(site)s")
    return subject % {"site": settings.WAGTAIL_SITE_NAME}


def _how_many(number: int) -> str:
    text = ngettext(
        "There is %(n)d new thing for you.", "There are %(n)d new things for you.", number
    )
    return text % {"n": number}


def _plain(words: Any) -> str:
    """The words as text, no longer as HTML that is safe: where they stand in HTML they are
    escaped."""
    return words + ""
