"""One password, however a keyboard writes it (NIST SP 800-63B-4, 3.1.1.2: NFKC before hashing).

A Mac may send ``ā`` as two characters and Windows as one, a Japanese keyboard ``Ａ`` for
``A``. What is hashed is the same for all, and so is what is counted.
"""

import unicodedata
from typing import Any

LONGEST = 1000
"""Characters that are normalised: no password is as long, and it takes time by the square."""


def normalised(password: str) -> str:
    return unicodedata.normalize("NFKC", password) if len(password) <= LONGEST else password


def spellings(password: str) -> list[str]:
    """The spellings to compare with a stored hash: normalised, then as typed, for older hashes."""
    return list(dict.fromkeys((normalised(password), password)))


class Normalises:
    """An account whose password is normalised when it is set and when it is checked."""

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password and normalised(raw_password))  # type: ignore[misc]

    def check_password(self, raw_password: str | None) -> bool:
        check = super().check_password  # type: ignore[misc]
        return any(check(each) for each in spellings(raw_password or ""))

    async def acheck_password(self, raw_password: str | None) -> bool:
        check = super().acheck_password  # type: ignore[misc]
        for each in spellings(raw_password or ""):
            if await check(each):
                return True
        return False


class Counted:
    """A rule of Django's that looks at the password as it will be hashed."""

    def validate(self, password: str, user: Any = None) -> None:
        super().validate(normalised(password), user)  # type: ignore[misc]
