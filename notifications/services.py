"""Telling people: the one write, and what they do with it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from members.models import User
from notifications.choices import due_at, hours_of, reach_of
from notifications.enums import Reach
from notifications.kinds import Kind, kind_named
from notifications.models import Choice, Letter, Letterbox, Notification, Preferences
from work.each import together
from work.moment import database_now


def notify(recipients: Iterable[Any], *, failed: list[int] | None = None, **said: Any) -> int:
    """Tell each of these people (or of the people with these keys) once; says how many it is for.

    Told are those who may sign in, may see the thing, did not do it themselves and did not
    switch it off; who was told of this occasion before is counted, and not told again. As many
    queries for a thousand people as for one. More than that, or people who have to be found first,
    are for ``tasks.tell_audience``. Whoever cannot be told holds up no other: their keys are put
    into ``failed``. What is ``said`` is that of ``tell``.
    """
    keys = sorted({getattr(person, "pk", person) for person in recipients})
    told, put_aside = together(keys, lambda some: tell(some, **said), what="Telling person")
    if failed is not None:
        failed += put_aside
    return sum(told)


@transaction.atomic
def tell(
    people: Collection[int],
    *,
    kind: str,
    about: Any,
    actor: Any = None,
    community: int | None = None,
    topic: int | None = None,
    occasion: str = "",
    now: datetime | None = None,
) -> int:
    """Tell all the people with these keys, or nobody; at the database's time: others mail it."""
    chosen = kind_named(kind)
    keys = set(people) - {getattr(actor, "pk", actor)}
    active = list(User.objects.active().filter(pk__in=keys)) if keys else []
    if not active:
        return 0
    seeing = chosen.may_see([(person, about) for person in active])
    told = [person.pk for person, sees in zip(active, seeing, strict=True) if sees]
    reach = reach_of(told, chosen, community=community, topic=topic)
    told = [pk for pk in told if reach[pk] != Reach.OFF]
    now = now or database_now()
    due = _due(told, chosen, reach, now)
    rows = [
        Notification(
            recipient_id=pk,
            kind=kind,
            about_id=about.pk,
            occasion=occasion,
            actor_id=getattr(actor, "pk", actor),
            community_id=community,
            topic_id=topic,
            created_at=now,
            how=reach[pk],
            mail_due_at=due.get(pk),
        )
        for pk in told
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _due(
    people: list[int], kind: Kind, reach: dict[int, Reach], now: datetime
) -> dict[int, datetime | None]:
    """When each one's mail leaves, for those who get any."""
    mailed = [pk for pk in people if reach[pk].by_mail]
    if not kind.can_switch_off:
        return dict.fromkeys(mailed, now)
    hours = hours_of(mailed) if mailed else {}
    return {pk: due_at(hours[pk], now, reach[pk]) for pk in mailed}


@transaction.atomic
def mark_read(*, member: Any, **which: Any) -> int:
    """Note that this person has seen their unread notifications (those ``which`` names, else
    all); says how many there were."""
    unread = Notification.objects.unread().filter(recipient=member, **which)
    return unread.update(read_at=timezone.now())


@transaction.atomic
def settle(*, kind: str, about_id: int) -> int:
    """Note that what a notification asked for is done, by whomever: nobody has to read it now."""
    return quieten(kind=kind, about_id=about_id)


@transaction.atomic
def quieten(**which: Any) -> int:
    """Let nobody be told any more, by page, count or mail, what these unread ones say; says how
    many there were."""
    rows = Notification.objects.filter(**which)
    rows.filter(mailed_at=None).update(mail_due_at=None)
    return rows.unread().update(read_at=timezone.now())


@transaction.atomic
def choose(*, member: Any, choices: Mapping[tuple[str, str], str]) -> None:
    """Keep where things reach this person, by scope and kind; "" forgets what was chosen there."""
    scopes = {scope for scope, _kind in choices}
    known = {
        (row.scope, row.kind): row
        for row in Choice.objects.select_for_update().filter(member=member, scope__in=scopes)
    }
    gone = [known[place].pk for place, reach in choices.items() if not reach and place in known]
    Choice.objects.filter(pk__in=gone).delete()
    Choice.objects.bulk_create(
        [
            Choice(member=member, scope=scope, kind=kind, reach=reach)
            for (scope, kind), reach in choices.items()
            if reach and ((scope, kind) not in known or known[scope, kind].reach != reach)
        ],
        update_conflicts=True,
        unique_fields=["member", "scope", "kind"],
        update_fields=["reach"],
    )


@transaction.atomic
def choose_alike(*, members: Collection[int], like: str, scope: str) -> None:
    """Let what these people chose for one scope hold for another, where they chose nothing."""
    chosen = set(Choice.objects.filter(scope=scope).values_list("member", flat=True))
    rows = Choice.objects.filter(member__in=members, scope=like).exclude(member__in=chosen)
    Choice.objects.bulk_create(
        Choice(member_id=row.member_id, scope=scope, kind=row.kind, reach=row.reach) for row in rows
    )


def forget_choices(*, members: Collection[int], scope: str) -> None:
    """Forget what these people chose for a scope."""
    Choice.objects.filter(member__in=members, scope=scope).delete()


def lead_on(*, kinds: Collection[str], about: Collection[int], topic: int, to: int) -> None:
    """Let what was told of these things in one topic belong to another: what is seen with that is
    read."""
    told = Notification.objects.filter(kind__in=kinds, about_id__in=about, topic_id=topic)
    told.update(topic_id=to)


def catch_up(*, member: Any) -> None:
    """Note that this person knows what happened until now."""
    now = timezone.now()
    Preferences.objects.update_or_create(member=member, defaults={"caught_up_at": now})


@transaction.atomic
def forget(*, member: Any) -> None:
    """Delete somebody's notifications, choices and letters; those of others lose them as actor."""
    Notification.objects.filter(recipient=member).delete()
    Choice.objects.filter(member=member).delete()
    Preferences.objects.filter(member=member).delete()
    Letter.objects.filter(member=member).delete()
    Letterbox.objects.filter(member=member).delete()
    Notification.objects.filter(actor=member).update(actor=None)
