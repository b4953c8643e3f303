"""Sending, taking, deciding, undoing: each step by whom it falls to, and once."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from forum import services as forum
from members.services import close_account
from members.signals import account_closed
from moderation import retention, services
from moderation.enums import Deed, State
from moderation.models import Report
from notifications.models import Notification
from notifications.reading import visible
from tests.factories.forum import PostFactory
from tests.factories.members import UserFactory
from tests.factories.moderation import ReportFactory, decided, thing_of

pytestmark = pytest.mark.django_db
SAID = {"to_reporter": "Thank you.", "to_author": "Please leave names out."}


def heard(person) -> list[tuple[str, Report]]:
    """What the person is told and may see now, unread."""
    rows = Notification.objects.unread().filter(recipient=person, kind__startswith="report")
    return [(each.notification.kind, each.about) for each in visible(rows.order_by("pk"))]


def deeds(report) -> list[str]:
    return list(report.steps.values_list("deed", flat=True))


def edited(post):
    forum.edit_post(post=post, by=post.poster, subject=post.subject, text="Somebody said so.")
    return post


def test_a_report_keeps_what_was_said_and_tells_those_to_whom_it_falls(
    sent, post, harbour, reporter, author, facilitator, second, elsewhere, coordinator
):
    assert (sent.state, sent.subject, sent.reporter) == (State.OPEN, author, reporter)
    assert (sent.about_id, sent.version, sent.title) == (post.pk, 0, "Re: Gifts")
    assert sent.excerpt == "Mrs Brown of Hill Street said so."
    assert list(sent.communities.all()) == [harbour]
    assert heard(facilitator) == heard(second) == [("report_waits", sent)]
    for person in (elsewhere, coordinator, author, reporter):
        assert heard(person) == []


def test_sent_twice_it_is_one_report(sent, post, reporter):
    again = ReportFactory(about=post, reporter=reporter, words="Once more.")
    other = ReportFactory(about=post, reporter=reporter, reason="advert")

    assert again == sent
    assert set(Report.objects.all()) == {sent, other}


def test_nobody_reports_what_is_their_own(post, author):
    with pytest.raises(ValidationError, match="This is yours"):
        ReportFactory(about=post, reporter=author)


def test_something_else_needs_words(post):
    with pytest.raises(ValidationError, match="few words"):
        ReportFactory(about=post, reason="other", words=" ")


@pytest.mark.parametrize(
    ("outcome", "why", "can_be_again"),
    [("agreed", "private", False), ("disagreed", "within", False), ("deferred", "asking", True)],
)
def test_what_is_decided_cannot_be_reported_again_for_that_reason(
    sent, post, facilitator, outcome, why, can_be_again
):
    decided(sent, facilitator, outcome, why)

    for reason, is_sent in (("hurts", can_be_again), ("advert", True)):
        try:
            ReportFactory(about=post, reason=reason)
        except ValidationError:
            assert not is_sent
        else:
            assert is_sent


def test_an_edit_makes_it_possible_again(sent, post, facilitator):
    decided(sent, facilitator)

    again = ReportFactory(about=edited(post))

    assert (again.version, again.excerpt) == (1, "Somebody said so.")


def test_an_undone_decision_makes_it_possible_again(sent, post, facilitator):
    services.undo(report=decided(sent, facilitator), by=facilitator)

    assert ReportFactory(about=post) != sent


def test_who_takes_it_has_it_and_nobody_else_has_to_look(sent, facilitator, second, coordinator):
    other = ReportFactory(about=UserFactory())
    services.take(report=sent, by=facilitator)
    services.take(report=sent, by=facilitator)

    sent.refresh_from_db()
    other.refresh_from_db()
    assert (sent.state, sent.taken_by, deeds(sent)) == (
        State.TAKEN, facilitator, [Deed.SENT, Deed.TAKEN],
    )  # fmt: skip
    assert (other.state, other.taken_by) == (State.OPEN, None)
    assert heard(second) == []
    with pytest.raises(ValidationError, match="Somebody else has it"):
        services.take(report=sent, by=second)


def test_it_is_handed_back_to_all(sent, facilitator, second):
    services.take(report=sent, by=facilitator)
    with pytest.raises(ValidationError, match="do not have"):
        services.hand_back(report=sent, by=second)

    services.hand_back(report=sent, by=facilitator)

    sent.refresh_from_db()
    assert (sent.state, sent.taken_by) == (State.OPEN, None)
    assert heard(second) == [("report_waits", sent)]
    assert services.take(report=sent, by=second).taken_by == second


def test_it_is_taken_over_from_who_does_not_look_after_it_any_more(
    sent, facilitator, second, harbour
):
    services.take(report=sent, by=facilitator)
    harbour.memberships.filter(member=facilitator).update(is_facilitator=False)

    assert services.take(report=sent, by=second).taken_by == second


@pytest.mark.parametrize("step", ["take", "hand_back", "decide", "undo"])
def test_whom_it_concerns_or_does_not_fall_to_takes_no_step(
    sent, author, reporter, elsewhere, coordinator, facilitator, step
):
    if step in ("hand_back", "decide"):
        services.take(report=sent, by=facilitator)
    elif step == "undo":
        decided(sent, facilitator)
    said = {"outcome": "agreed", "why": "private", **SAID} if step == "decide" else {}
    sent.refresh_from_db()
    state = sent.state

    for person in (author, reporter, elsewhere, coordinator):
        with pytest.raises(Report.DoesNotExist):
            getattr(services, step)(report=sent, by=person, **said)

    sent.refresh_from_db()
    assert sent.state == state


def test_both_sides_are_told_and_the_author_only_if_something_is_said(
    sent, post, facilitator, author, reporter
):
    quiet = ReportFactory(about=post, reason="advert")
    services.take(report=quiet, by=facilitator)
    services.decide(
        report=quiet, by=facilitator, outcome="disagreed", why="opinion", to_reporter="Thank you."
    )
    assert heard(author) == []
    assert heard(quiet.reporter) == [("report_answer", quiet)]

    decided(sent, facilitator)

    assert heard(author) == heard(reporter) == [("report_answer", sent)]
    rows = Notification.objects.filter(kind="report_answer")
    assert set(rows.values_list("actor", flat=True)) == {None}


def test_a_decision_is_undone_by_anybody_to_whom_it_falls(
    sent, facilitator, second, author, reporter
):
    decided(sent, facilitator)

    services.undo(report=sent, by=second)

    sent.refresh_from_db()
    assert (sent.state, sent.taken_by, sent.why, sent.to_reporter, sent.to_author) == (
        State.TAKEN, second, "", "", "",
    )  # fmt: skip
    assert sent.closed_at is None
    assert heard(author) == heard(reporter) == []
    with pytest.raises(ValidationError, match="undone already"):
        services.undo(report=sent, by=second)


@pytest.mark.parametrize(
    ("outcome", "why"), [("agreed", "within"), ("open", "private"), ("agreed", "withdrawn")]
)
def test_a_reason_has_to_fit(sent, facilitator, outcome, why):
    services.take(report=sent, by=facilitator)
    with pytest.raises(ValidationError):
        services.decide(report=sent, by=facilitator, outcome=outcome, why=why, **SAID)

    sent.refresh_from_db()
    assert sent.state == State.TAKEN


def test_a_report_outlives_its_post(sent, post, facilitator, author):
    services.take(report=sent, by=facilitator)
    post.delete()

    services.decide(report=sent, by=facilitator, outcome="agreed", why="withdrawn", **SAID)

    sent.refresh_from_db()
    assert (sent.state, sent.excerpt) == (State.AGREED, "Mrs Brown of Hill Street said so.")
    assert heard(author) == [("report_answer", sent)]


def test_nothing_is_decided_twice(sent, facilitator):
    decided(sent, facilitator)

    for step in (services.take, services.hand_back):
        with pytest.raises(ValidationError, match="decided already"):
            step(report=sent, by=facilitator)


@pytest.mark.parametrize(
    "values",
    [
        {"state": "agreed"},
        {"state": "agreed", "why": "private"},
        {"why": "private"},
        {"closed_at": "2026-01-01T00:00Z"},
    ],
)
def test_the_database_refuses_a_row_that_makes_no_sense(sent, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.update(**values)


def test_a_report_is_kept_for_a_year_after_it_was_decided(sent, post, facilitator):
    decided(sent, facilitator)
    open_one = ReportFactory(about=post, reason="advert")
    now = timezone.now()

    assert retention.remove(now + timedelta(days=364)) == 0
    assert retention.remove(now + timedelta(days=366)) == 1

    assert list(Report.objects.all()) == [open_one]


@pytest.mark.parametrize("withdraws", [False, True], ids=["words stay", "words go"])
def test_a_closed_account_leaves_no_name_and_holds_up_nothing(
    sent, post, author, reporter, facilitator, second, withdraws
):
    held = services.take(report=ReportFactory(about=post, reason="advert"), by=facilitator)
    by = UserFactory(is_superuser=True)
    for person in (author, reporter, facilitator):
        if withdraws:
            account_closed.send(
                sender=type(person), user=person, by=person, withdraws_words=True, addresses=()
            )
        else:
            close_account(user=person, by=by)

    sent.refresh_from_db()
    held.refresh_from_db()
    assert (sent.subject, sent.reporter) == (None, None)
    assert (held.state, held.taken_by) == (State.OPEN, None)
    assert not sent.steps.exclude(by=None).exists()
    expected = ("", "") if withdraws else (post.content.raw, "It hurts me to read this.")
    assert (sent.excerpt, sent.words) == expected


def test_a_person_who_leaves_takes_their_page_with_them(author, member, coordinator):
    report = ReportFactory(about=author, reporter=member)

    close_account(user=author, by=coordinator)

    report.refresh_from_db()
    assert (report.title, report.excerpt, report.address) == ("", "", "")


def test_a_mail_of_it_says_nothing(sent, facilitator, author):
    decided(sent, facilitator)
    rows = Notification.objects.filter(kind__startswith="report").select_related("recipient")
    other = PostFactory()

    ReportFactory(about=other, reporter=author)
    for shown in visible(rows):
        for form in ("mail.txt", "digest.txt"):
            words = shown.say(form)
            for said in ("Gifts", "Harbour", "Ana", "Rewi", "Hinemoa", "names out", "Brown"):
                assert said not in words


def test_the_thing_is_taken_as_it_is_when_it_is_sent(post):
    thing = thing_of(post)
    edited(post)

    report = services.send_report(reporter=UserFactory(), thing=thing, reason="advert")

    assert (report.version, report.excerpt) == (0, "Mrs Brown of Hill Street said so.")
