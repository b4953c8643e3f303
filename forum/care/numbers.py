"""Telephone numbers and e-mail addresses, as people in Aotearoa write them."""

import re
from collections.abc import Iterator

_DIGITS = re.compile(r"[0-9]+")
_BETWEEN = frozenset(" ().-")
_MOST_BETWEEN = 3
_LANDLINES = "34679"
_MAILBOXES = """
admin contact enquiries feedback hello help info kiaora office privacy reception support team
"""
_OF_AN_OFFICE = frozenset(_MAILBOXES.split())


def telephones(text: str) -> Iterator[str]:
    """The mobile and landline numbers in a plain text, as they were typed.

    Not 1737, 111 and 0800 numbers, which nobody has at home. A number without its area could be
    anything, and is passed over.
    """
    groups = list(_DIGITS.finditer(text))
    at = 0
    while at < len(groups):
        found = _telephone(text, groups, at)
        if found is None:
            at += 1
            continue
        end, said = found
        yield said
        at = end


def _telephone(text: str, groups: list[re.Match[str]], at: int) -> tuple[int, str] | None:
    """The longest number that begins with this group of digits, and the group after it."""
    start = groups[at].start()
    before = text[start - 1 : start]
    if before.isalnum() or before == "_":
        return None
    found, digits = None, ""
    for end in range(at, min(at + 8, len(groups))):
        if end > at and not _goes_on(text[groups[end - 1].end() : groups[end].start()]):
            break
        digits += groups[end][0]
        after = groups[end].end()
        if _is_number(digits, from_abroad=before == "+") and not text[after : after + 1].isalpha():
            found = end + 1, text[start - (before in ("+", "(")) : after]
        if len(digits) > 14:
            break
    return found


def _goes_on(between: str) -> bool:
    return len(between) <= _MOST_BETWEEN and all(sign in _BETWEEN for sign in between)


def _is_number(digits: str, *, from_abroad: bool) -> bool:
    if from_abroad or digits.startswith("0064"):
        digits = digits.removeprefix("00")
        if not digits.startswith("64"):
            return False
        at_home = digits[2:].removeprefix("0")
    elif digits.startswith("0"):
        at_home = digits[1:]
    else:
        return False
    if at_home.startswith("2"):
        return 8 <= len(at_home) <= 10
    return len(at_home) == 8 and at_home[0] in _LANDLINES and at_home[1] >= "2"


def addresses(text: str, own: str = "") -> Iterator[str]:
    """The e-mail addresses of people in a plain text: not ``own``, nor an office's."""
    at = text.find("@")
    while at != -1:
        start, end = at, at + 1
        while start and (text[start - 1].isalnum() or text[start - 1] in "._+-'%"):
            start -= 1
        while end < len(text) and (text[end].isalnum() or text[end] in ".-"):
            end += 1
        name = text[start:at].lstrip(".'-")
        host = text[at + 1 : end].rstrip(".-")
        last = host.rpartition(".")[2]
        if name and "." in host and len(last) > 1 and last.isalpha():
            address = f"{name}@{host}"
            is_own = address.casefold() == own.casefold()
            if not is_own and name.casefold() not in _OF_AN_OFFICE:
                yield address
        at = text.find("@", at + 1)
