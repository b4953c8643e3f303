"""A sealed message where a community has rules of writing, duty, cases and signed outcomes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communities import services as communities
from forum import services
from forum.checking.models import WhyHeld
from forum.checking.services import choose_rules
from forum.posting import changes
from forum.posting.details import take_out_details
from forum.signing.models import Unsent
from forum.topics.held import HeldChange
from forum.topics.models import Post, Topic
from moderation.duty.models import DutyItem
from moderation.models import Report
from moderation.services import send_report
from moderation.things import of_post
from notifications.models import Notification
from tests.factories.forum import PostFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import edit_url, reply_url, start_url, topic_url
from tests.forum.conftest import client_of
from tests.forum.signing.conftest import joined, sealed

pytestmark = pytest.mark.django_db
WORDS = "I was afraid too, and said so."


def reply(author, topic, **more):
    data = {"content": WORDS, "way": "number", **more}
    return client_of(author).post(reply_url(topic), data)


@pytest.fixture
def free(circle):
    """Nothing of a message makes it wait in the community."""
    choose_rules(community=circle, newcomers=0, holds_links=False, holds_repeats=False)


def test_a_watched_word_makes_it_wait_and_says_nothing_of_its_author(
    circle, free, author, topic, send_due
):
    choose_rules(community=circle, watched="afraid")
    reply(author, topic)

    send_due()

    post = Post.objects.get(username="Peer 1")
    assert not post.approved
    assert (post.why_held.why, post.why_held.entry) == (WhyHeld.Why.WATCHED, "afraid")


def test_who_is_new_is_asked_for_their_name_and_nobody_learns_that(circle, author, topic):
    choose_rules(community=circle, newcomers=1)

    response = reply(author, topic)

    assert "please sign it with yours" in response.text
    assert WORDS in response.text
    assert not Unsent.objects.exists()
    reply(author, topic, way="name")
    assert Post.objects.get(poster=author).why_held.why == WhyHeld.Why.NEWCOMER


def test_a_slow_room_is_slow_for_it_too(circle, free, author, many, topic, send_due):
    choose_rules(community=circle, slow=10)
    reply(author, topic)

    response = reply(author, topic, content="And once more")

    assert "This room goes slowly just now" in response.text
    assert Unsent.objects.count() == 1
    send_due()
    assert "This room goes slowly" in reply(author, topic, content="And once more").text
    assert reply(many[2], topic).status_code == 302


def test_its_authors_change_waits_and_is_let_through_without_a_name(
    circle, free, author, carer, room, topic, django_capture_on_commit_callbacks
):
    post = sealed(author, room, topic)
    room.pre_moderated = True
    room.save()
    from forum.rooms.permissions import sync_room

    sync_room(room)

    client_of(author).post(edit_url(post), {"content": "Other words", "subject": post.subject})
    change = HeldChange.objects.get()
    queue = client_of(carer).get(reverse("forum_moderation:queue")).text
    assert author.display_name not in queue
    with django_capture_on_commit_callbacks(execute=True):
        changes.let_change_through(change=change, by=carer)

    post.refresh_from_db()
    assert post.content.raw == "Other words"
    assert (post.poster_id, post.updated_by_id) == (None, None)
    told = Notification.objects.exclude(kind="messages_wait")
    assert [each.recipient for each in told] == [author]


def test_details_are_taken_out_by_others_and_its_author_is_told(
    circle, author, carer, room, topic, django_capture_on_commit_callbacks
):
    post = sealed(author, room, topic, text="Janet said so.")
    with django_capture_on_commit_callbacks(execute=True):
        take_out_details(post=post, by=carer, pieces=["Janet"], reason="A name")

    assert [each.recipient for each in Notification.objects.all()] == [author]
    communities.appoint_facilitator(community=circle, member=author)
    own = client_of(author)
    assert own.get(reverse("take_out_details", args=[post.pk])).status_code in (403, 404)


def test_a_report_about_it_never_falls_to_its_author(circle, author, carer, colleague, room, topic):
    communities.appoint_facilitator(community=circle, member=author)
    post = sealed(author, room, topic)
    named = PostFactory(topic=topic, author=colleague, text="Named")

    reports = [
        send_report(reporter=UserFactory(), thing=of_post(each), reason="unkind")
        for each in (post, named)
    ]

    assert reports[0].subject_id is None
    assert set(Report.objects.falling_to(author)) == {reports[1]}
    assert set(Report.objects.falling_to(carer)) == set(reports)


def test_what_is_opened_for_duty_never_falls_to_its_author(
    circle, author, carer, colleague, room, topic
):
    communities.appoint_facilitator(community=circle, member=author)
    post = sealed(author, room, topic)
    named = PostFactory(topic=topic, author=colleague, text="Named")
    for each in (post, named):
        url = reverse("duty:from_message", args=[each.pk])
        client_of(carer).post(url, {"level": 2, "words": "Please look", "community": circle.pk})

    assert DutyItem.objects.count() == 2
    assert [each.post for each in DutyItem.objects.falling_to(author)] == [named]
    assert DutyItem.objects.falling_to(carer).count() == 2


def test_a_case_is_begun_without_a_name_and_gets_its_number(free, author, room, send_due):
    data = {
        "subject": "A case",
        "content": WORDS,
        "way": "number",
        "promise": "on",
    }
    response = client_of(author).post(f"{start_url(room)}?kind=case", data)
    assert response.status_code == 302, response.text
    assert not Topic.objects.filter(subject="A case").exists()

    send_due()

    begun = Topic.objects.get(subject="A case")
    assert begun.standing.case_number == 1
    assert begun.poster_id is None


def test_its_author_settles_it_and_nothing_says_who(author, colleague, room):
    begun = sealed(author, room, subject="Mine").topic
    answer = PostFactory(topic=begun, author=colleague)

    services.settle(topic=begun, by=author, result="answered", answer=answer)

    begun.standing.refresh_from_db()
    standing = begun.standing
    assert standing.settled_by_id is None
    assert standing.settled_at.minute == 0
    assert not standing.signatures.exists()
    assert author.display_name not in client_of(colleague).get(topic_url(begun)).text


def test_its_authors_tell_followers_of_the_end_without_a_name(
    author, colleague, room, django_capture_on_commit_callbacks
):
    begun = sealed(author, room, subject="Mine").topic
    begun.subscribers.add(colleague)
    answer = PostFactory(topic=begun, author=colleague)
    with django_capture_on_commit_callbacks(execute=True):
        services.settle(topic=begun, by=author, result="answered", answer=answer)

    told = Notification.objects.filter(kind="topic_settled")
    assert told.exists()
    assert set(told.values_list("actor", flat=True)) == {None}


def test_somebody_who_left_the_community_is_not_heard_after(circle, author, topic, send_due):
    reply(author, topic)
    communities.leave(community=circle, member=author)

    send_due()

    assert topic.posts.count() == 1
    kept = Unsent.objects.get()
    assert kept.goes_at is None
    assert kept.at <= timezone.now() + timedelta(seconds=1)


def test_two_who_write_at_once_have_two_numbers(author, colleague, room, many):
    topic = TopicFactory(room=room, author=joined(room.communities.get(), "Host"))
    for person in (author, colleague, many[2]):
        reply(person, topic)

    labels = sorted(Unsent.objects.values_list("label", flat=True))
    assert labels == ["Peer 1", "Peer 2", "Peer 3"]
