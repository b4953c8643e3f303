"""How long something takes."""

import time
from typing import Self


class Watch:
    """``seconds``, once the block is over."""

    def __enter__(self) -> Self:
        self.began = time.monotonic()
        return self

    def __exit__(self, *error: object) -> None:
        self.seconds = time.monotonic() - self.began
