"""Telling many people, in pieces."""

from typing import Any

from django.db.models import QuerySet
from django.utils.crypto import get_random_string
from django_tasks import task

from members.models import User
from notifications.kinds import kind_named
from notifications.services import notify, tell
from work.chunks import chunked, start
from work.queue import enqueue
from work.retries import retry

BATCH = 1_000
"""People told in one piece, so that memory does not grow with the audience."""


def tell_audience(
    kind: str,
    about_id: int,
    *,
    actor: int | None = None,
    community: int | None = None,
    topic: int | None = None,
    occasion: str = "",
) -> None:
    """Tell all whom the kind's ``audience`` finds, in the order of their keys, as background work
    that is part of the transaction. What is gone is told to nobody, and nobody is told twice."""
    said = {"actor": actor, "community": community, "topic": topic, "occasion": occasion}
    key = f"{kind} {about_id} {get_random_string(8)}"
    start("telling", key=key, kind=kind, about_id=about_id, said=said)


def audience_of(*, kind: str, about_id: int, said: dict[str, Any]) -> QuerySet[User]:
    find_audience, about = kind_named(kind).audience, _found(kind, about_id)
    if about is None or find_audience is None:
        return User.objects.none()
    return find_audience(about)


def all_are_told(*, kind: str, about_id: int, said: dict[str, Any]) -> None:
    then, about = kind_named(kind).when_all_are_told, _found(kind, about_id)
    if about is not None and then is not None:
        then(about)


@chunked("telling", rows=audience_of, size=BATCH, when_done=all_are_told, is_kept=False, priority=0)
def tell_some(people: list[User], *, kind: str, about_id: int, said: dict[str, Any]) -> None:
    """Tell these people; whoever cannot be told holds up no other, and is tried apart."""
    failed: list[int] = []
    notify(people, kind=kind, about=_found(kind, about_id), failed=failed, **said)
    for person in failed:
        enqueue(tell_person, kind, about_id, person, **said)


@retry(times=5)
@task()
def tell_person(kind: str, about_id: int, person: int, **said: Any) -> None:
    """Tell somebody whom telling all did not reach; what fails fails for them alone. Safe to run
    again: nobody is told twice."""
    about = _found(kind, about_id)
    if about is not None:
        tell([person], kind=kind, about=about, **said)


def _found(kind: str, about_id: int) -> Any:
    return kind_named(kind).find([about_id]).get(about_id)
