"""Where an error happened, without a word of what it says: that may quote somebody."""

from traceback import format_tb


def trace_of(error: BaseException) -> str:
    """Like a traceback, with files, lines and kinds of errors, the first cause first."""
    told: list[str] = []
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        kind = type(cause)
        told.insert(
            0, f"{''.join(format_tb(cause.__traceback__))}{kind.__module__}.{kind.__qualname__}"
        )
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "\n\n".join(told)
