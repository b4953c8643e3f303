"""What tests of loops share."""

import pytest

from work.each import SomeFailed

SECRET = "zqsecret"
"""Stands in what every error says, and may stand in no log."""


def fails(do, *args, **kwargs) -> None:
    with pytest.raises(SomeFailed, match=r"1 put aside, [2-9] done"):
        do(*args, **kwargs)
