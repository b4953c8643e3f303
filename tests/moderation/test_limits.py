"""For a while a member reads in a community's rooms and does not write there."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from communities import services as communities
from forum.rooms.enums import Audience
from forum.topics.held import DeclinedPost
from forum.topics.models import Post
from members.models import Look
from members.services import close_account
from moderation import services
from moderation.enums import Length
from moderation.limiting import IS_LIMITED, lift_limit, set_limit
from moderation.models import Limit
from notifications.models import Notification
from tests.factories.communities import CommunityFactory
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.factories.moderation import ReportFactory, decided
from tests.forum.addresses import edit_url, reply_url, start_url, topic_url
from tests.moderation.conftest import client_of, room_of
from tests.shared import shared

pytestmark = pytest.mark.django_db
WHY = "Please give the others room."


@shared
def limit(harbour, author, facilitator) -> Limit:
    return set_limit(member=author, community=harbour, by=facilitator, length=Length.WEEK, why=WHY)


def around(community, person):
    return reverse("moderation:history", args=[community.pk, person.public_id])


def lift(limit):
    return reverse("moderation:lift", args=[limit.key])


# Where they would write


def test_they_read_on_and_are_told_why_and_until_when_where_they_would_write(
    limit, post, author, reporter
):
    client, topic = client_of(author), post.topic

    page = client.get(topic_url(topic)).text
    room = client.get(reverse("forum:forum", args=[topic.forum.slug, topic.forum_id])).text

    for html in (page, room):
        assert "In the rooms of Harbour you may not write until" in html
        assert f"The facilitators say: {WHY}" in html
    assert 'id="reply"' not in page
    assert edit_url(post) not in page
    assert "Mrs Brown" in page
    other = client_of(reporter).get(topic_url(topic)).text
    assert 'id="reply"' in other
    assert WHY not in other
    for address in (reply_url(topic), start_url(topic.forum.room), edit_url(post)):
        refused = client.get(address)
        assert refused.status_code == 403
        assert WHY in refused.text
        assert client_of(reporter).get(reply_url(topic)).status_code == 200


def test_what_they_had_typed_already_is_kept_and_not_stored(limit, post, author):
    client, topic = client_of(author), post.topic
    posts = Post.objects.count()
    typed = {"content": "What I was about to say", "subject": "A title"}

    for address in (reply_url(topic), start_url(topic.forum.room), edit_url(post)):
        response = client.post(address, typed)

        assert response.status_code == 200
        assert WHY in response.text
        assert "What I was about to say</textarea>" in response.text
    post.refresh_from_db()
    assert Post.objects.count() == posts
    assert "Mrs Brown" in post.content.raw


def test_their_own_words_they_may_still_withdraw(limit, post, author):
    response = client_of(author).post(topic_url(post.topic, None, "post_delete", post.pk))

    assert response.status_code == 302
    assert post.__class__.objects.filter(pk=post.pk, removal__withdrawn=True).exists()


def test_it_holds_in_rooms_of_that_community_and_nowhere_else(limit, harbour, author):
    inland = CommunityFactory(title="Inland", parent=harbour.get_parent(), members=[author])
    rooms = {
        "own": room_of(harbour),
        "shared": room_of(harbour, inland),
        "other": room_of(inland),
        "everybody's": RoomFactory(audience=Audience.MEMBERS),
    }

    may = {
        name for name, room in rooms.items()
        if client_of(author).get(start_url(room)).status_code == 200
    }  # fmt: skip

    assert may == {"other", "everybody's"}


def test_it_ends_by_itself(limit, post, author):
    Limit.objects.update(
        set_at=timezone.now() - timedelta(days=8), until=timezone.now() - timedelta(days=1)
    )

    assert client_of(author).get(reply_url(post.topic)).status_code == 200
    assert "You can write in" in client_of(author).get(
        reverse("moderation:limit", args=[limit.key])
    ).text  # fmt: skip


def test_a_facilitator_by_now_is_not_kept_from_writing(limit, harbour, post, author):
    communities.appoint_facilitator(community=harbour, member=author)

    assert client_of(author).get(reply_url(post.topic)).status_code == 200


def test_they_are_told_once_and_nobody_else_reads_it(limit, author, reporter, facilitator):
    address = reverse("moderation:limit", args=[limit.key])

    assert [(row.recipient, row.kind) for row in Notification.objects.all()] == [
        (author, "limit_set")
    ]
    assert "for a while" in client_of(author).get(reverse("notifications:index")).text
    assert WHY in client_of(author).get(address).text
    assert "Hinemoa" not in client_of(author).get(address).text
    for other in (reporter, facilitator):
        assert client_of(other).get(address).status_code == 404


@pytest.mark.parametrize("many", [0, 3])
def test_who_has_no_limit_costs_no_query(many, harbour, post, reporter, queries_of, facilitator):
    for member in UserFactory.create_batch(many):
        communities.join(community=harbour, member=member)
        set_limit(member=member, community=harbour, by=facilitator, length="day", why=WHY)
    client = client_of(reporter)
    queries_of(client, topic_url(post.topic))

    queries_of(client, topic_url(post.topic))

    asked = [sql for sql in queries_of.statements if "moderation_limit" in sql]
    assert len(asked) == 1
    assert "members_user" in asked[0]


# Setting and lifting


def test_a_facilitator_sets_and_lifts_a_limit_from_what_happened_around_a_member(
    harbour, author, facilitator, second, post
):
    client, address = client_of(facilitator), around(harbour, author)
    assert address in client.get(reverse("communities:looking_after", args=[harbour.pk])).text
    empty = client.post(address, {"length": "day", "why": " "})
    assert "Please say why" in empty.text

    client.post(address, {"length": "week", "why": WHY})

    limit = Limit.objects.get()
    assert (limit.member, limit.community, limit.set_by) == (author, harbour, facilitator)
    assert limit.until - limit.set_at == timedelta(days=7)
    again = client.post(address, {"length": "month", "why": "More"})
    assert str(IS_LIMITED) in again.text
    assert "More</textarea>" in again.text
    html = client_of(second).get(address).text
    assert WHY in html
    client_of(second).post(lift(limit))
    client_of(facilitator).post(lift(limit))
    limit.refresh_from_db()
    assert limit.lifted_by == second
    assert "lifted by" in client.get(address).text
    assert client_of(author).get(reply_url(post.topic)).status_code == 200
    assert Notification.objects.get(kind="limit_set").read_at is not None
    assert Look.objects.filter(by=facilitator, about=author, what="history").exists()


def test_who_finds_what_happened_around_a_member(harbour, author, reporter, facilitator, elsewhere):
    address = around(harbour, author)
    people = (author, reporter, facilitator, elsewhere)

    assert [client_of(one).get(address).status_code for one in people] == [404, 404, 200, 404]
    assert client_of(facilitator).get(around(harbour, facilitator)).status_code == 404
    assert client_of(facilitator).get(around(harbour, UserFactory())).status_code == 404


def test_nobody_limits_themself_or_who_looks_after_the_place_with_them(
    harbour, author, facilitator, second, elsewhere
):
    coordinator, admin = UserFactory(is_superuser=True), UserFactory(is_superuser=True)
    communities.join(community=harbour, member=coordinator)
    may_not = [
        (facilitator, facilitator), (facilitator, second), (author, author), (author, facilitator),
        (elsewhere, author), (facilitator, coordinator), (coordinator, coordinator),
        (admin, coordinator), (facilitator, elsewhere),
    ]  # fmt: skip
    for by, member in may_not:
        with pytest.raises(ValidationError):
            set_limit(member=member, community=harbour, by=by, length="day", why=WHY)

    set_limit(member=second, community=harbour, by=coordinator, length="day", why=WHY)

    assert Limit.objects.get().member == second


def test_nobody_acts_on_a_limit_on_themself(limit, harbour, author, elsewhere):
    communities.appoint_facilitator(community=harbour, member=author)
    author.is_superuser = True
    author.save()

    assert not Limit.objects.of_carer(author).exists()
    assert client_of(author).post(lift(limit)).status_code == 404
    for person in (author, elsewhere):
        with pytest.raises(Limit.DoesNotExist):
            lift_limit(limit=limit, by=person)
    limit.refresh_from_db()
    assert limit.lifted_at is None


# With a report


def test_deciding_on_a_report_sets_a_limit_and_undoing_lifts_that_one_alone(
    sent, harbour, author, facilitator, limit
):
    services.take(report=sent, by=facilitator)
    client = client_of(facilitator)
    address = reverse("moderation:decide", args=[sent.key])
    said = {"to_reporter": "Thank you.", "to_author": "Names hurt.", "limit": "month"}
    assert "May they go on writing here?" in client.get(address).text
    wrong = client.post(address, said | {"decision": "disagreed:within"})
    assert "That is only for a report that you agree with." in wrong.text

    client.post(address, said | {"decision": "agreed:private"})

    caused = Limit.objects.get(report=sent)
    assert (caused.member, caused.community, caused.why) == (author, harbour, "Names hurt.")
    assert "Limits that it caused" in client.get(sent.get_absolute_url()).text
    client.post(reverse("moderation:undo", args=[sent.key]))
    caused.refresh_from_db()
    limit.refresh_from_db()
    assert caused.lifted_by == facilitator
    assert limit.lifted_at is None


def test_of_somebody_who_looks_after_the_place_no_limit_is_offered(harbour, second, facilitator):
    report = ReportFactory(about=PostFactory(topic__room=room_of(harbour), author=second))
    services.take(report=report, by=facilitator)

    html = client_of(facilitator).get(reverse("moderation:decide", args=[report.key])).text

    assert "May they go on writing here?" not in html


def test_undoing_does_not_lift_what_somebody_lifted_before(sent, harbour, facilitator, second):
    services.take(report=sent, by=facilitator)
    services.decide(
        report=sent, by=facilitator, outcome="agreed", why="private", to_reporter="x",
        to_author="y", limit="day", community=harbour,
    )  # fmt: skip
    caused = Limit.objects.get()
    lift_limit(limit=caused, by=second)

    services.undo(report=sent, by=facilitator)

    caused.refresh_from_db()
    assert caused.lifted_by == second


def test_a_report_that_goes_leaves_its_limit(sent, limit, facilitator):
    decided(sent, facilitator)
    Limit.objects.update(report=sent)

    sent.delete()

    assert Limit.objects.get().report is None


# How long


def test_it_goes_a_year_after_it_ended(limit, harbour, reporter, facilitator):
    beside = set_limit(member=reporter, community=harbour, by=facilitator, length="day", why=WHY)
    long_ago = timezone.now() - timedelta(days=400)
    Limit.objects.filter(pk=limit.pk).update(set_at=long_ago - timedelta(days=7), until=long_ago)

    call_command("purge")

    assert list(Limit.objects.all()) == [beside]


def test_it_goes_with_the_account_and_stays_when_who_set_it_goes(
    limit, harbour, reporter, author, facilitator
):
    beside = set_limit(member=reporter, community=harbour, by=facilitator, length="day", why=WHY)

    close_account(user=facilitator, by=facilitator)
    close_account(user=author, by=author)

    assert [(row.pk, row.set_by, row.why) for row in Limit.objects.all()] == [
        (beside.pk, None, WHY)
    ]
    assert not DeclinedPost.objects.exists()


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_asks_as_much_for_many(many, harbour, author, facilitator, queries_of):
    topic = TopicFactory(room=room_of(harbour))
    for _ in range(many):
        set_limit(member=author, community=harbour, by=facilitator, length="day", why=WHY)
        Limit.objects.update(lifted_at=timezone.now(), lifted_by=facilitator)
        ReportFactory(about=PostFactory(topic=topic, author=author))
    client = client_of(facilitator)
    queries_of(client, around(harbour, author))

    assert queries_of(client, around(harbour, author)) == 10
