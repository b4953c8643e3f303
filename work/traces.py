"""Where an error happened, without a word of what it says: that may quote somebody."""

from traceback import format_tb

SPEAK_OF_MACHINES = frozenset(
    {"OperationalError", "InterfaceError", "ImproperlyConfigured", "CommandError"}
)
"""Kinds of errors whose words quote nobody, and without which no operator knows what to do."""


def named(error: BaseException) -> str:
    """The kind of an error, with its words when they can be nobody's."""
    kind = type(error).__name__
    words = " ".join(str(error).split())
    return f"{kind}: {words}" if kind in SPEAK_OF_MACHINES and words else kind


def trace_of(error: BaseException) -> str:
    """Like a traceback, with files, lines and kinds of errors, the first cause first."""
    told: list[str] = []
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        where = "".join(format_tb(cause.__traceback__))
        told.insert(0, f"{where}{type(cause).__module__}.{named(cause)}")
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "\n\n".join(told)
