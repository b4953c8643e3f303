"""Asking for somebody to get in touch, and what facilitators do with what came to them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import CommunityPage
from moderation.duty import climbing
from moderation.duty.access import carers_of, others_for
from moderation.duty.enums import Deed, Level, State
from moderation.duty.models import DutyItem, DutyStep, TalkedOver
from moderation.duty.signals import (
    asker_answered,
    item_settled,
    somebody_named,
    talk_over_asked,
)

WITH_SOMEBODY = _("Somebody else has it already. Please choose another one.")
NOT_YOURS = _("You do not have this any more. Please look at it again.")
IS_OVER = _("This is closed already, or was taken back.")
NO_SECOND = _("Nobody is alone with a high one: please name a second person first.")
NOT_THEM = _("Please choose somebody who can look after this with you.")
NOT_ASKED = _("You are not asked to take this over any more.")


@transaction.atomic
def ask(
    *,
    community: CommunityPage,
    member: Any,
    entry: str = "",
    list_version: int | None = None,
    reach: str = "",
) -> DutyItem:
    """Ask whoever is on duty to get in touch with the member; asked again it is the item there is.

    ``entry`` is what of the list stood in what they were writing: it makes the item a high one.
    Whether they may ask here is asked before.
    """
    said: dict[str, Any] = {"reach": reach.strip()} if reach.strip() else {}
    if entry:
        said |= {"entry": entry[:200], "list_version": list_version}
    live = DutyItem.objects.live().asked_by(member).filter(community=community)
    item = live.first()
    if item is None:
        try:
            with transaction.atomic():
                level = Level.HIGH if entry else Level.MEDIUM
                item = DutyItem.objects.create(
                    community=community, subject=member, asked=True, level=level, **said
                )
        except IntegrityError:
            item = live.get()
        else:
            _note(item, Deed.ASKED, member)
            climbing.begin(item)
            return item
    if said:
        live.filter(pk=item.pk).update(**said)
    if entry:
        _raise(item, Level.HIGH, None)
    return live.get(pk=item.pk)


@transaction.atomic
def open_item(
    *,
    community: CommunityPage,
    by: Any,
    level: int,
    words: str,
    subject: Any = None,
    post: Any = None,
    report: Any = None,
) -> DutyItem:
    """Open an item with a note, about a message, a report or neither. Whether ``by`` facilitates
    there, and may see what it is about, is asked before."""
    item = DutyItem.objects.create(
        community=community,
        opened_by=by,
        asked=False,
        level=level,
        subject=subject,
        post=post,
        report=report,
    )
    _note(item, Deed.OPENED, by, words=words)
    climbing.begin(item)
    return item


@transaction.atomic
def take(*, item: DutyItem, by: Any) -> DutyItem:
    """Take an item: of two at once, one has it.

    One that somebody has is taken over only when it does not fall to them any more. Taking one's
    own again changes nothing. Raises ValidationError when somebody else has it, and DutyItem's
    DoesNotExist when it does not fall to this person.
    """
    item = _live(item, by)
    if item.state == State.TAKEN:
        if item.taken_by_id == by.pk:
            return item
        if has_carer(item):
            raise ValidationError(WITH_SOMEBODY)
    _move(item, State.TAKEN, taken_by=by, offered_to=None, due_at=None, **_not_second(item, by))
    _note(item, Deed.TAKEN, by)
    item_settled.send(sender=DutyItem, item=item)
    asker_answered.send(sender=DutyItem, item=item)
    return item


@transaction.atomic
def put_back(*, item: DutyItem, by: Any) -> DutyItem:
    """Give an item back to all to whom it falls; it begins to wait anew."""
    item = _in_hand(item, by)
    _move(item, State.OPEN, taken_by=None, offered_to=None)
    _note(item, Deed.PUT_BACK, by)
    climbing.begin(item)
    return item


@transaction.atomic
def note(*, item: DutyItem, by: Any, words: str) -> DutyItem:
    """Keep a note with an item that is not over, for all to whom it falls."""
    item = _live(item, by)
    _note(item, Deed.NOTED, by, words=words)
    return item


@transaction.atomic
def offer(*, item: DutyItem, by: Any, to: Any) -> DutyItem:
    """Ask somebody to take an item over; until they say yes, ``by`` has it."""
    item = _in_hand(item, by)
    _check(item, to)
    if item.offered_to_id != to.pk:
        _move(item, State.TAKEN, offered_to=to)
        _note(item, Deed.OFFERED, by, to=to)
        somebody_named.send(sender=DutyItem, item=item, person=to)
    return item


@transaction.atomic
def accept(*, item: DutyItem, by: Any) -> DutyItem:
    """Take over what one was asked to. A second person who takes it over is its second no more."""
    item = _live(item, by)
    if item.taken_by_id == by.pk:
        return item
    if item.offered_to_id != by.pk:
        raise ValidationError(NOT_ASKED)
    _move(item, State.TAKEN, taken_by=by, offered_to=None, **_not_second(item, by))
    _note(item, Deed.ACCEPTED, by)
    return item


@transaction.atomic
def decline(*, item: DutyItem, by: Any) -> DutyItem:
    """Leave an item with who has it: said by who was asked, or called off by who has it."""
    item = _live(item, by)
    if item.offered_to_id is None:
        return item
    if by.pk not in (item.offered_to_id, item.taken_by_id):
        raise ValidationError(NOT_ASKED)
    _move(item, State.TAKEN, offered_to=None)
    _note(item, Deed.DECLINED, by)
    return item


@transaction.atomic
def name_second(*, item: DutyItem, by: Any, second: Any) -> DutyItem:
    """Name who looks after an item too; they are told. Another one may be named later."""
    item = _in_hand(item, by)
    _check(item, second)
    if item.second_id != second.pk:
        _move(item, State.TAKEN, second=second)
        _note(item, Deed.SECOND, by, to=second)
        somebody_named.send(sender=DutyItem, item=item, person=second)
    return item


@transaction.atomic
def raise_level(*, item: DutyItem, by: Any, level: int) -> DutyItem:
    """Say that an item is graver than it was held for; it is never lowered."""
    item = _live(item, by)
    _raise(item, level, by)
    return item


@transaction.atomic
def close(*, item: DutyItem, by: Any, words: str = "", to_subject: str = "") -> DutyItem:
    """Close an item that ``by`` has. Who asked for it reads ``to_subject``; those who had a high
    one are asked once whether they have talked it over.

    Raises ValidationError for a high one in which no second person is named.
    """
    item = _in_hand(item, by)
    if item.is_high and item.second_id not in carers_of([item])[item.pk]:
        raise ValidationError(NO_SECOND)
    _move(
        item,
        State.CLOSED,
        offered_to=None,
        closed_at=timezone.now(),
        to_subject=to_subject.strip() if item.asked else "",
    )
    _note(item, Deed.CLOSED, by, words=words)
    item_settled.send(sender=DutyItem, item=item)
    asker_answered.send(sender=DutyItem, item=item)
    if item.is_high:
        _ask_to_talk_it_over(item)
    return item


@transaction.atomic
def withdraw(*, item: DutyItem, by: Any) -> DutyItem:
    """Take back what one asked for; what is over already stays as it is."""
    item = DutyItem.objects.asked_by(by).select_for_update(of=("self",)).get(pk=item.pk)
    if item.is_over:
        return item
    _move(item, State.WITHDRAWN, offered_to=None, due_at=None, closed_at=timezone.now())
    _note(item, Deed.WITHDRAWN, by)
    item_settled.send(sender=DutyItem, item=item)
    return item


@transaction.atomic
def change_reach(*, item: DutyItem, by: Any, reach: str) -> None:
    """Say how one wants to be reached about what one asked for, while it is not over."""
    DutyItem.objects.live().asked_by(by).filter(pk=item.pk).update(reach=reach.strip())


def answer_talked_over(*, asked: TalkedOver) -> None:
    """Note that somebody answered; what they said is kept nowhere."""
    TalkedOver.objects.filter(pk=asked.pk, answered_at=None).update(answered_at=timezone.now())


@transaction.atomic
def forget(*, member: Any, withdraws_words: bool = False) -> None:
    """Take somebody out whose account closes: what was about them goes altogether, what they had
    waits for others; with their wish the words that they wrote go too."""
    for item in DutyItem.objects.filter(subject=member):
        item_settled.send(sender=DutyItem, item=item)
        item.delete()
    TalkedOver.objects.filter(person=member).delete()
    held = DutyItem.objects.filter(taken_by=member, state=State.TAKEN)
    for item in held.select_for_update(of=("self",)).order_by("pk"):
        _move(item, State.OPEN, taken_by=None, offered_to=None)
        climbing.begin(item)
    if withdraws_words:
        DutyStep.objects.filter(by=member).update(words="")
        DutyItem.objects.filter(taken_by=member).update(to_subject="")
    for name in ("opened_by", "taken_by", "offered_to", "second"):
        DutyItem.objects.filter(**{name: member}).update(**{name: None})
    for name in ("by", "to"):
        DutyStep.objects.filter(**{name: member}).update(**{name: None})


def has_carer(item: DutyItem) -> bool:
    """Whether whoever has the item may still act on it."""
    return item.taken_by_id in carers_of([item])[item.pk]


def _ask_to_talk_it_over(item: DutyItem) -> None:
    had_it = item.steps.filter(deed__in=(Deed.TAKEN, Deed.ACCEPTED), by__isnull=False)
    for person in sorted(set(had_it.order_by().values_list("by", flat=True))):
        asked, is_new = TalkedOver.objects.get_or_create(item=item, person_id=person)
        if is_new:
            talk_over_asked.send(sender=TalkedOver, asked=asked)


def _check(item: DutyItem, person: Any) -> None:
    if person is None or not others_for(item).filter(pk=person.pk).exists():
        raise ValidationError(NOT_THEM)


def _not_second(item: DutyItem, by: Any) -> dict[str, Any]:
    return {"second": None} if item.second_id == by.pk else {}


def _raise(item: DutyItem, level: int, by: Any) -> None:
    """Raise it, once; what waits is told anew, as what it is now."""
    if not DutyItem.objects.live().filter(pk=item.pk, level__lt=level).update(level=level):
        return
    item.level = level
    _note(item, Deed.RAISED, by)
    if item.state == State.OPEN:
        climbing.anew(item)


def _locked(item: DutyItem, by: Any) -> DutyItem:
    """The item as it is now, locked, if it falls to this person."""
    found = DutyItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if not DutyItem.objects.falling_to(by).filter(pk=found.pk).exists():
        raise DutyItem.DoesNotExist
    return found


def _live(item: DutyItem, by: Any) -> DutyItem:
    found = _locked(item, by)
    if found.is_over:
        raise ValidationError(IS_OVER)
    return found


def _in_hand(item: DutyItem, by: Any) -> DutyItem:
    found = _live(item, by)
    if found.state != State.TAKEN or found.taken_by_id != by.pk:
        raise ValidationError(NOT_YOURS)
    return found


def _move(item: DutyItem, state: str, **values: Any) -> None:
    """Write the step if the item stands where it was read: SQLite locks no rows."""
    before = DutyItem.objects.filter(pk=item.pk, state=item.state, taken_by=item.taken_by_id)
    if not before.update(state=state, **values):
        raise ValidationError(WITH_SOMEBODY if state == State.TAKEN else NOT_YOURS)
    for name, value in {"state": state, **values}.items():
        setattr(item, name, value)


def _note(item: DutyItem, deed: Deed, by: Any, *, to: Any = None, words: str = "") -> None:
    DutyStep.objects.create(item=item, deed=deed, by=by, to=to, words=words.strip())
