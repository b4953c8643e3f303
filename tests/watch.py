"""How long something takes, and how much work it is."""

import time
from typing import Self


class Watch:
    """``seconds``, once the block is over."""

    def __enter__(self) -> Self:
        self.began = time.monotonic()
        return self

    def __exit__(self, *error: object) -> None:
        self.seconds = time.monotonic() - self.began


class Effort:
    """``yardsticks``, once the block is over: its work as a multiple of a known loop.

    The loop runs right after the block, so that a slow or busy machine is slow for both. A
    yardstick is about a hundredth of a second on an ordinary machine.
    """

    def __enter__(self) -> Self:
        self.began = time.process_time()
        return self

    def __exit__(self, *error: object) -> None:
        taken = time.process_time() - self.began
        self.yardsticks = taken / min(_yardstick() for _ in range(3))


def _yardstick() -> float:
    began, total = time.process_time(), 0
    for number in range(100_000):
        total += number * number % 7
    return time.process_time() - began
