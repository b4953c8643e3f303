"""Sending a report, and what those do with it to whom it falls."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import CommunityPage
from moderation import things
from moderation.access import carers_of, whom_it_concerns
from moderation.enums import REASONS_OF, Deed, Reason, State, What, Why
from moderation.limiting import lift_caused_by, set_limit
from moderation.models import Limit, Report, Step
from moderation.querysets import about_words_of
from moderation.signals import report_decided, report_opened, report_settled
from moderation.things import Thing

OWN = _("This is yours. You can change it or take it away yourself.")
LOOKED_AT = _(
    "Somebody has looked at this for that reason already, and decided. If it is changed, it can be "
    "reported again."
)
WITH_SOMEBODY = _("Somebody else has it already. Please choose another one.")
NOT_YOURS = _("You do not have this report any more. Please look at it again.")
ANSWERED = _("This report is decided already.")
NOT_DECIDED = _("This decision is undone already.")
STILL_THERE = _("It is still there: its author has not withdrawn it.")


@transaction.atomic
def send_report(*, reporter: Any, thing: Thing, reason: str, words: str = "") -> Report:
    """Put a thing, as it stands now, before those who look after it.

    Sent again by the same person, for the same reason and about the same words, it is the report
    that is there. Raises ValidationError about one's own, and when these words were decided on for
    this reason. Whether the reporter may read the thing is asked before.
    """
    if thing.is_of(reporter):
        raise ValidationError(OWN)
    if reason == Reason.OTHER and not words.strip():
        raise ValidationError({"words": _("Please say in a few words what it is.")})
    same: dict[str, Any] = {
        "what": thing.what,
        "about_id": thing.about.pk,
        "version": thing.version,
        "reason": reason,
    }
    sent = Report.objects.filter(**same)
    if own := sent.filter(reporter=reporter).first():
        return own
    if sent.decided().exists():
        raise ValidationError(LOOKED_AT)
    said = {
        "title": thing.title[:255],
        "excerpt": thing.excerpt,
        "address": thing.address[:500],
        "subject": thing.subject,
        "words": words.strip(),
    }
    report, is_new = Report.objects.get_or_create(**same, reporter=reporter, defaults=said)
    if is_new:
        report.communities.set(thing.communities)
        _note(report, Deed.SENT, reporter)
        report_opened.send(sender=Report, report=report)
    return report


@transaction.atomic
def take(*, report: Report, by: Any) -> Report:
    """Take a report to look at: of two at once, one has it.

    One that somebody has is taken over only when it does not fall to them any more. Taking one's
    own again changes nothing. Raises ValidationError when somebody else has it, and Report's
    DoesNotExist when it does not fall to this person.
    """
    report = _locked(report, by)
    if report.is_closed:
        raise ValidationError(ANSWERED)
    if report.state == State.TAKEN:
        if report.taken_by_id == by.pk:
            return report
        if has_carer(report):
            raise ValidationError(WITH_SOMEBODY)
    _move(report, State.TAKEN, taken_by=by)
    _note(report, Deed.TAKEN, by)
    report_settled.send(sender=Report, report=report)
    return report


@transaction.atomic
def hand_back(*, report: Report, by: Any) -> Report:
    """Give a report back to all to whom it falls. Raises ValidationError when ``by`` has it not."""
    report = _in_hand(report, by)
    _move(report, State.OPEN, taken_by=None)
    _note(report, Deed.HANDED_BACK, by)
    report_opened.send(sender=Report, report=report)
    return report


@transaction.atomic
def decide(
    *,
    report: Report,
    by: Any,
    outcome: str,
    why: str,
    to_reporter: str,
    to_author: str = "",
    limit: str = "",
    community: CommunityPage | None = None,
) -> Report:
    """Close a report that ``by`` has taken, with a reason from the list of this outcome.

    Both sides read what is said to them; an author to whom nothing is said learns nothing of it.
    With a ``limit`` (a ``Length``) they may not write in that ``community`` for so long. Raises
    ValidationError when ``by`` has not taken it, or the reason does not fit.
    """
    report = _in_hand(report, by)
    if outcome not in REASONS_OF or why not in REASONS_OF[State(outcome)]:
        raise ValidationError({"why": _("Please choose a reason that fits your decision.")})
    if why == Why.WITHDRAWN and things.exists(report):
        raise ValidationError({"why": STILL_THERE})
    _move(
        report,
        outcome,
        why=why,
        to_reporter=to_reporter.strip(),
        to_author=to_author.strip() if whom_it_concerns([report])[report.pk] else "",
        closed_at=timezone.now(),
    )
    _note(report, Deed(outcome), by)
    if limit and community and report.subject and outcome == State.AGREED:
        set_limit(
            member=report.subject,
            community=community,
            by=by,
            length=limit,
            why=report.to_author,
            report=report,
        )
    report_decided.send(sender=Report, report=report, by=by)
    return report


@transaction.atomic
def undo(*, report: Report, by: Any) -> Report:
    """Take a decision back: whoever does so has the report then, what was said is not said any
    more, and a limit that it caused is lifted. Raises ValidationError when there is no decision."""
    report = _locked(report, by)
    if not report.is_closed:
        raise ValidationError(NOT_DECIDED)
    cleared = {"why": "", "to_reporter": "", "to_author": "", "closed_at": None}
    _move(report, State.TAKEN, taken_by=by, **cleared)
    _note(report, Deed.UNDONE, by)
    lift_caused_by(report=report, by=by)
    report_settled.send(sender=Report, report=report)
    return report


@transaction.atomic
def forget(*, member: Any, withdraws_words: bool = False) -> None:
    """Take somebody out whose account closes: what they had taken waits for others; with their
    wish, the words that they wrote go too, reported or sent."""
    held = Report.objects.filter(taken_by=member, state=State.TAKEN)
    for report in held.select_for_update().order_by("pk"):
        _move(report, State.OPEN, taken_by=None)
        report_opened.send(sender=Report, report=report)
    if withdraws_words:
        Report.objects.filter(about_words_of(member)).update(title="", excerpt="")
        Report.objects.filter(reporter=member).update(words="")
        Report.objects.filter(taken_by=member).update(to_reporter="", to_author="")
        Limit.objects.filter(set_by=member).update(why="")
    of_a_page = Q(subject=member, what=What.PERSON)
    Report.objects.filter(of_a_page).update(title="", excerpt="", address="")
    for name in ("subject", "reporter", "taken_by"):
        Report.objects.filter(**{name: member}).update(**{name: None})
    Step.objects.filter(by=member).update(by=None)
    Limit.objects.filter(member=member).delete()
    for name in ("set_by", "lifted_by"):
        Limit.objects.filter(**{name: member}).update(**{name: None})


def has_carer(report: Report) -> bool:
    """Whether whoever has taken the report may still decide it."""
    return report.taken_by_id in carers_of([report])[report.pk]


def _locked(report: Report, by: Any) -> Report:
    """The report as it is now, locked, if it falls to this person."""
    mine = Report.objects.select_for_update(of=("self",)).filter(pk=report.pk)
    found = mine.get()
    if not Report.objects.falling_to(by).filter(pk=found.pk).exists():
        raise Report.DoesNotExist
    return found


def _in_hand(report: Report, by: Any) -> Report:
    report = _locked(report, by)
    if report.is_closed:
        raise ValidationError(ANSWERED)
    if report.state != State.TAKEN or report.taken_by_id != by.pk:
        raise ValidationError(NOT_YOURS)
    return report


def _move(report: Report, state: str, **values: Any) -> None:
    """Write the step if the report stands where it was read: SQLite locks no rows."""
    before = Report.objects.filter(pk=report.pk, state=report.state, taken_by=report.taken_by_id)
    if not before.update(state=state, **values):
        raise ValidationError(WITH_SOMEBODY if state == State.TAKEN else NOT_YOURS)
    for name, value in {"state": state, **values}.items():
        setattr(report, name, value)


def _note(report: Report, deed: Deed, by: Any) -> None:
    Step.objects.create(report=report, deed=deed, by=by)
