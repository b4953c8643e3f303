"""Django's PostgreSQL with an end to each wait (the engine is this package: ``base``)."""

PAGES = 25.0
"""Seconds that a statement of the web server, or of a clock, may take."""

within: list[float] = []


def answers_within(seconds: float) -> None:
    """Let no statement of this process take longer, on connections made from now on.

    Without it a statement may take what it takes: commands migrate, count and fill.
    """
    within[:] = [seconds]
