"""What is told of duty items: that something waits, and never of whom, where or in which words."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.duty.access import who_looks_at
from moderation.duty.enums import LIVE, Level, State, Told
from moderation.duty.models import DutyItem, TalkedOver
from notifications.enums import Group, Reach
from notifications.kinds import Kind, Pair, each, register, who_holds_rights
from notifications.services import mark_read, notify, settle

NOW = "duty_now"
WAITS = "duty_waits"
NAMED = "duty_named"
ANSWER = "duty_answer"
TALK = "duty_talk"
FOR_CARERS = (NOW, WAITS, NAMED)


def _items(keys: Collection[int]) -> dict[int, DutyItem]:
    return DutyItem.objects.in_bulk(keys)


def _may_take(pairs: Sequence[Pair]) -> list[bool]:
    """Those to whom it falls see it while nobody has taken it."""
    return [
        may and item.state == State.OPEN
        for may, (_person, item) in zip(who_looks_at(pairs), pairs, strict=True)
    ]


def _is_named(pairs: Sequence[Pair]) -> list[bool]:
    return [
        may and item.state in LIVE and person.pk in (item.offered_to_id, item.second_id)
        for may, (person, item) in zip(who_looks_at(pairs), pairs, strict=True)
    ]


def _asked(person: Any, item: DutyItem) -> bool:
    return item.asked and item.subject_id == person.pk


for _name, _title, _switch, _rule in (
    (NOW, _("Somebody on duty is needed now"), False, _may_take),
    (WAITS, _("Something waits for whoever is on duty"), True, _may_take),
    (NAMED, _("I am asked to take something over, or to be a second person"), False, _is_named),
):
    register(
        Kind(
            name=_name,
            title=_title,
            group=Group.COMMUNITIES,
            default=Reach.AT_ONCE,
            find=_items,
            may_see=_rule,
            link=lambda item: item.get_absolute_url(),
            can_switch_off=_switch,
            offered_to=who_holds_rights,
        )
    )
register(
    Kind(
        name=ANSWER,
        title=_("What became of my asking for somebody to get in touch"),
        group=Group.TALK,
        default=Reach.AT_ONCE,
        breaks_silence=True,
        find=_items,
        may_see=each(_asked),
        link=lambda item: reverse("duty:asked", args=[item.key]),
    )
)
register(
    Kind(
        name=TALK,
        title=_("A question to me after something hard on duty"),
        group=Group.COMMUNITIES,
        default=Reach.AT_ONCE,
        find=lambda keys: TalkedOver.objects.select_related("item").in_bulk(keys),
        may_see=each(lambda person, asked: asked.person_id == person.pk),
        link=lambda asked: reverse("duty:talk", args=[asked.item.key]),
        offered_to=who_holds_rights,
    )
)


def tell_waits(item: DutyItem, people: Iterable[int]) -> None:
    """Tell these people that an item waits; who is off duty is called for a high one alone."""
    is_called = item.told == Told.ON_DUTY or (item.level == Level.HIGH and item.told > Told.ON_DUTY)
    told = set(people) - {item.opened_by_id}
    notify(told, kind=NOW if is_called else WAITS, about=item, occasion=_now())


def tell_named(item: DutyItem, person: Any) -> None:
    notify([person], kind=NAMED, about=item, occasion=_now())


def tell_asker(item: DutyItem) -> None:
    """Tell who asked that there is something to read; nobody, where nobody asked."""
    if item.asked and item.subject_id:
        notify([item.subject_id], kind=ANSWER, about=item, occasion=_now())


def tell_to_talk(asked: TalkedOver) -> None:
    notify([asked.person_id], kind=TALK, about=asked)


def settled(item: DutyItem) -> None:
    """Note that nobody else has to look; of one that is over, that nobody is named in it."""
    for kind in FOR_CARERS if item.is_over else (NOW, WAITS):
        settle(kind=kind, about_id=item.pk)


def seen(kinds: Iterable[str], about: Any, reader: Any) -> None:
    """Note that the reader has it before them; the count in the header is right at once."""
    if getattr(reader, "unread_notifications", None):
        reader.unread_notifications -= mark_read(
            member=reader, kind__in=list(kinds), about_id=about.pk
        )


def _now() -> str:
    return f"{timezone.now():%Y-%m-%dT%H:%M:%S.%f}"
