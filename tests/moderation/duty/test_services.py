"""What each step of a duty item does, tells and leaves alone."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from communities import services as communities
from communities.models import Membership
from core.retention import rule
from members.services import close_account
from members.signals import account_closed
from moderation.duty import services
from moderation.duty.access import others_for
from moderation.duty.enums import Deed, Level, State
from moderation.duty.models import DayHours, DutyItem, DutyStep, TalkedOver, WeeklyHours
from notifications.models import Notification
from tests.factories.communities import CommunityFactory
from tests.factories.duty import AskedFactory, OpenedFactory, high_closed, on_duty
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db


def unread(person) -> list[str]:
    rows = Notification.objects.unread().filter(recipient=person)
    return list(rows.order_by("pk").values_list("kind", flat=True))


def test_a_word_of_the_list_makes_it_high_and_is_kept_with_the_version_of_the_list(
    asked, beside, author
):
    assert (asked.level, asked.entry, asked.list_version) == (Level.HIGH, "can't go on", 3)
    assert (asked.subject, asked.asked, asked.post, asked.report) == (author, True, None, None)
    assert (beside.level, beside.entry, beside.list_version) == (Level.MEDIUM, "", None)


def test_asked_again_it_is_the_item_there_is(harbour, asked, beside, author, reporter):
    again = AskedFactory(community=harbour, member=author, reach=" 021 555 000 ")
    graver = AskedFactory(community=harbour, member=reporter, entry="suicide", list_version=4)

    assert (again, again.reach, again.entry) == (asked, "021 555 000", "can't go on")
    assert (graver, graver.level, graver.entry, graver.list_version) == (
        *(beside, Level.HIGH, "suicide"),
        4,
    )
    assert DutyItem.objects.count() == 2
    assert graver.steps.filter(deed=Deed.RAISED, by=None).count() == 1
    assert not again.steps.filter(deed=Deed.RAISED).exists()


def test_in_another_community_and_when_it_is_over_it_is_another_one(harbour, asked, author):
    inland = CommunityFactory(parent=harbour.get_parent(), members=[author])
    elsewhere = AskedFactory(community=inland, member=author)
    services.withdraw(item=asked, by=author)
    anew = AskedFactory(community=harbour, member=author)

    assert len({asked.pk, elsewhere.pk, anew.pk}) == 3


def test_taken_the_others_are_left_in_peace_and_who_asked_is_told(
    asked, beside, facilitator, second, author, reporter
):
    assert unread(second).count("duty_now") == 1
    services.take(item=asked, by=facilitator)

    assert unread(second) == unread(facilitator) == ["duty_waits"]
    assert unread(author) == ["duty_answer"]
    assert unread(reporter) == []
    services.take(item=asked, by=facilitator)
    assert asked.steps.filter(deed=Deed.TAKEN).count() == 1


def test_whoever_has_it_no_more_holds_up_nobody(asked, facilitator, second):
    services.take(item=asked, by=facilitator)
    with pytest.raises(ValidationError):
        services.take(item=asked, by=second)
    Membership.objects.filter(member=facilitator).update(facilitator_until="2020-01-01")

    assert services.take(item=asked, by=second).taken_by == second


def test_handed_over_it_is_theirs_when_they_say_yes(asked, beside, facilitator, second):
    services.take(item=asked, by=facilitator)
    services.take(item=beside, by=facilitator)

    offered = services.offer(item=asked, by=facilitator, to=second)
    assert (offered.taken_by, offered.offered_to) == (facilitator, second)
    assert "duty_named" in unread(second)
    assert services.note(item=asked, by=facilitator, words="Called.").taken_by == facilitator
    accepted = services.accept(item=asked, by=second)

    assert (accepted.taken_by, accepted.offered_to) == (second, None)
    beside.refresh_from_db()
    assert (beside.taken_by, beside.offered_to) == (facilitator, None)
    with pytest.raises(ValidationError):
        services.close(item=asked, by=facilitator)


def test_nobody_is_alone_with_a_high_one(asked, beside, facilitator, second, author):
    services.take(item=asked, by=facilitator)
    services.take(item=beside, by=facilitator)
    with pytest.raises(ValidationError):
        services.close(item=asked, by=facilitator)
    for nobody in (facilitator, author, UserFactory()):
        with pytest.raises(ValidationError):
            services.name_second(item=asked, by=facilitator, second=nobody)
    assert services.close(item=beside, by=facilitator).state == State.CLOSED

    services.name_second(item=asked, by=facilitator, second=second)

    assert unread(second).count("duty_named") == 1
    closed = services.close(item=asked, by=facilitator, to_subject=" Take care. ")
    assert (closed.state, closed.second, closed.to_subject) == (
        *(State.CLOSED, second),
        "Take care.",
    )


def test_a_second_person_who_has_gone_is_no_second(asked, facilitator, second, coordinator):
    services.take(item=asked, by=facilitator)
    item = services.name_second(item=asked, by=facilitator, second=second)
    Membership.objects.filter(member=second).update(is_facilitator=False)

    with pytest.raises(ValidationError):
        services.close(item=asked, by=facilitator)
    assert list(others_for(item)) == [coordinator]
    services.name_second(item=asked, by=facilitator, second=coordinator)
    assert services.close(item=asked, by=facilitator).state == State.CLOSED


def test_after_a_high_one_each_who_had_it_is_asked_once(
    asked, beside, facilitator, second, harbour
):
    third = UserFactory()
    communities.appoint_facilitator(community=harbour, member=third)
    services.take(item=asked, by=facilitator)
    services.offer(item=asked, by=facilitator, to=second)
    services.accept(item=asked, by=second)
    services.name_second(item=asked, by=second, second=third)
    services.close(item=asked, by=second)
    services.take(item=beside, by=third)
    services.close(item=beside, by=third)

    assert {(row.item, row.person) for row in TalkedOver.objects.all()} == {
        (asked, facilitator),
        (asked, second),
    }
    for person, times in ((facilitator, 1), (second, 1), (third, 0)):
        assert unread(person).count("duty_talk") == times
    [mine, other] = TalkedOver.objects.order_by("person")
    services.answer_talked_over(asked=mine)
    mine.refresh_from_db()
    other.refresh_from_db()
    first = mine.answered_at
    assert first
    assert other.answered_at is None
    services.answer_talked_over(asked=mine)
    mine.refresh_from_db()
    assert mine.answered_at == first


def test_taken_back_it_is_over_for_all_and_only_by_who_asked(
    asked, beside, author, reporter, facilitator, second
):
    services.take(item=asked, by=facilitator)
    services.offer(item=asked, by=facilitator, to=second)
    with pytest.raises(DutyItem.DoesNotExist):
        services.withdraw(item=asked, by=reporter)

    services.withdraw(item=asked, by=author)

    asked.refresh_from_db()
    beside.refresh_from_db()
    assert (asked.state, asked.offered_to) == (State.WITHDRAWN, None)
    assert beside.state == State.OPEN
    assert "duty_named" not in unread(second)
    with pytest.raises(ValidationError):
        services.note(item=asked, by=facilitator, words="Too late.")
    services.withdraw(item=asked, by=author)
    assert asked.steps.filter(deed=Deed.WITHDRAWN).count() == 1


def test_how_to_reach_somebody_is_theirs_to_say_while_it_is_not_over(
    asked, beside, author, facilitator
):
    services.change_reach(item=asked, by=author, reach=" After five. ")
    services.change_reach(item=beside, by=author, reach="Not mine.")
    services.withdraw(item=asked, by=author)
    services.change_reach(item=asked, by=author, reach="Later.")

    asked.refresh_from_db()
    beside.refresh_from_db()
    assert (asked.reach, beside.reach) == ("After five.", "")


def test_closing_says_nothing_to_whom_it_is_about_unless_they_asked(
    harbour, facilitator, second, author
):
    item = OpenedFactory(community=harbour, by=facilitator, subject=author)
    services.take(item=item, by=second)

    closed = services.close(item=item, by=second, to_subject="Words.", words="Done.")

    assert closed.to_subject == ""
    assert unread(author) == []


def test_with_an_account_goes_what_was_about_it_and_what_it_had_waits_anew(
    harbour, asked, beside, author, facilitator, second
):
    on_duty(harbour, facilitator, second)
    services.take(item=beside, by=facilitator)
    services.name_second(item=beside, by=facilitator, second=second)
    services.note(item=beside, by=facilitator, words="Kept.")
    closed = AskedFactory(community=harbour)
    high_closed(closed, facilitator, second)

    by = UserFactory(is_superuser=True)
    for person in (author, facilitator):
        close_account(user=person, by=by)

    assert not DutyItem.objects.filter(pk=asked.pk).exists()
    assert not Notification.objects.unread().filter(kind="duty_now", about_id=asked.pk).exists()
    beside.refresh_from_db()
    closed.refresh_from_db()
    assert (beside.state, beside.taken_by, beside.second) == (State.OPEN, None, second)
    assert (closed.state, closed.taken_by) == (State.CLOSED, None)
    assert not DutyStep.objects.filter(by__in=(author, facilitator)).exists()
    assert DutyStep.objects.filter(item=beside, words="Kept.").exists()
    assert not TalkedOver.objects.filter(person=facilitator).exists()
    assert set(WeeklyHours.objects.values_list("facilitator", flat=True)) == {second.pk}


def test_with_their_wish_the_words_somebody_wrote_on_duty_go_too(
    harbour, asked, beside, facilitator, second
):
    for item in (asked, beside):
        services.take(item=item, by=facilitator)
        services.note(item=item, by=facilitator, words="Mine.")
        services.note(item=item, by=second, words="Theirs.")
    services.close(item=beside, by=facilitator, to_subject="To them.")

    account_closed.send(
        sender=type(facilitator),
        user=facilitator,
        by=facilitator,
        withdraws_words=True,
        addresses=(),
    )

    said = DutyStep.objects.exclude(words="").values_list("words", flat=True)
    assert set(said) == {"Theirs."}
    beside.refresh_from_db()
    assert beside.to_subject == ""


def test_what_is_over_goes_after_ninety_days_with_its_notes(
    harbour, asked, beside, facilitator, second
):
    now = timezone.now()
    for item, days in ((asked, 91), (beside, 89)):
        high_closed(item, facilitator, second)
        DutyItem.objects.filter(pk=item.pk).update(closed_at=now - timedelta(days=days))
    open_one = AskedFactory(community=harbour)
    DutyItem.objects.filter(pk=open_one.pk).update(opened_at=now - timedelta(days=400))

    assert rule("duty").remove(now) == 1

    assert set(DutyItem.objects.all()) == {beside, open_one}
    assert not DutyStep.objects.filter(item=asked.pk).exists()


def test_a_date_goes_a_week_after_it_is_over(harbour, facilitator):
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    for days in (8, 7, -3):
        DayHours.objects.create(
            community=harbour, facilitator=facilitator, day=today - timedelta(days=days)
        )

    assert rule("duty-days").remove(timezone.now()) == 1

    assert DayHours.objects.count() == 2
