"""Telling many people, in pieces."""

from typing import Any

from django_tasks import task

from notifications.kinds import kind_named
from notifications.services import notify, tell
from work.retries import retry

AT_ONCE = 1_000
"""People told by one run of a task, so that its memory does not grow with the audience."""


@retry(times=5)
@task()
def tell_audience(
    kind: str,
    about_id: int,
    *,
    actor: int | None = None,
    community: int | None = None,
    topic: int | None = None,
    occasion: str = "",
    after: int = 0,
) -> None:
    """Tell all whom the kind's ``audience`` finds, in the order of their keys, beginning behind
    ``after``. What is gone is told to nobody. Safe to run again: nobody is told twice."""
    chosen = kind_named(kind)
    about = chosen.find([about_id]).get(about_id)
    if about is None or chosen.audience is None:
        return
    found = chosen.audience(about).filter(pk__gt=after).order_by("pk")
    people = list(found.values_list("pk", flat=True)[:AT_ONCE])
    said: dict[str, Any] = {
        "actor": actor,
        "community": community,
        "topic": topic,
        "occasion": occasion,
    }
    failed: list[int] = []
    notify(people, kind=kind, about=about, failed=failed, **said)
    for person in failed:
        tell_person.enqueue(kind, about_id, person, **said)
    if len(people) == AT_ONCE:
        tell_audience.enqueue(kind, about_id, after=people[-1], **said)
    elif chosen.when_all_are_told is not None:
        chosen.when_all_are_told(about)


@retry(times=5)
@task()
def tell_person(kind: str, about_id: int, person: int, **said: Any) -> None:
    """Tell somebody whom telling all did not reach; what fails fails for them alone. Safe to run
    again: nobody is told twice."""
    about = kind_named(kind).find([about_id]).get(about_id)
    if about is not None:
        tell([person], kind=kind, about=about, **said)
