"""The end of what was out of view: its own words go for good, and nobody else's with them."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from forum import services
from forum.history.models import EarlierVersion, Removal
from forum.posting.letting_go import HIDDEN, WITHDRAWN, let_go
from forum.topics.counters import find_drift
from forum.topics.models import Post, Topic
from members.export import parts
from members.leaving import ask_to_leave
from members.services import close_account
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory, pdf
from tests.factories.members import UserFactory
from tests.shared import shared

pytestmark = pytest.mark.django_db(transaction=True)


@shared
def author(db):
    return UserFactory()


@shared
def facilitator(db):
    return UserFactory()


@shared
def topic(db, author):
    """The author's, with a poll and a file, answered by somebody else."""
    topic = TopicFactory(
        room=RoomFactory(),
        author=author,
        subject="Behind the kettle",
        text="Whispered",
        poll={"question": "Tea?", "options": ["Yes", "No"]},
        attachments=[pdf()],
    )
    PostFactory(topic=topic, text="An answer")
    return topic


def aged(removal, days):
    Removal.objects.filter(pk=removal.pk).update(at=timezone.now() - timedelta(days=days))
    return removal


def withdraw(post):
    return services.withdraw_post(post=post)


def hide(post, by):
    return services.hide_post(post=post, by=by, reason="It names somebody")


def test_a_reply_is_deleted_when_its_time_is_over_and_not_before(topic, author, facilitator):
    gone, young, hidden, old = PostFactory.create_batch(4, topic=topic, author=author)
    aged(withdraw(gone), 31)
    aged(withdraw(young), 29)
    aged(hide(hidden, facilitator), 89)
    aged(hide(old, facilitator), 91)

    call_command("purge")

    left = set(topic.posts.filter(poster=author).values_list("pk", flat=True))
    assert left == {topic.first_post_id, young.pk, hidden.pk}
    assert set(Removal.objects.values_list("post", flat=True)) == {young.pk, hidden.pk}
    assert list(find_drift()) == []


def test_a_topic_in_which_nobody_else_wrote_is_deleted(author):
    topic = TopicFactory(author=author)
    other = TopicFactory(room=topic.forum.room, author=author)
    PostFactory(topic=topic, author=author)

    let_go(removal=withdraw(topic.first_post))

    assert list(Topic.objects.all()) == [other]
    assert list(find_drift()) == []


def test_a_withdrawn_topic_comes_back_for_its_answers_with_a_mark_in_place_of_it(topic):
    [file] = [attachment.file.name for attachment in topic.first_post.attachments.all()]
    services.edit_post(
        post=topic.first_post, by=topic.poster, subject="Behind the kettle", text="Whispered again"
    )

    let_go(removal=withdraw(topic.first_post))

    found = Topic.objects.get(pk=topic.pk)
    first, answer = found.posts.order_by("pk")
    assert (found.approved, found.subject, found.slug) == (
        True,
        WITHDRAWN,
        "withdrawn-by-its-author",
    )
    assert (first.subject, first.content.raw) == (WITHDRAWN, WITHDRAWN)
    assert (answer.subject, answer.content.raw) == (f"Re: {WITHDRAWN}", "An answer")
    assert found.poll.question == WITHDRAWN
    assert {option.text for option in found.poll.options.all()} == {WITHDRAWN}
    assert not default_storage.exists(file)
    assert not Removal.objects.exists()
    assert not EarlierVersion.objects.exists()
    assert list(find_drift()) == []


def test_a_hidden_topic_stays_hidden_and_its_answers_can_still_be_put_back(topic, facilitator):
    removal = hide(topic.first_post, facilitator)

    let_go(removal=removal)
    call_command("purge")

    found = Topic.objects.get(pk=topic.pk)
    assert (found.approved, found.subject) == (False, HIDDEN)
    removal.refresh_from_db()
    assert removal.words_gone
    services.restore_post(removal=removal, by=facilitator)
    assert Topic.objects.get(pk=topic.pk).approved
    assert list(find_drift()) == []


def test_it_is_let_go_once(topic):
    removal = withdraw(topic.first_post)
    services.restore_post(removal=removal, by=topic.poster)

    let_go(removal=removal)

    assert Topic.objects.get(pk=topic.pk).subject == "Behind the kettle"


def test_what_somebody_withdrew_goes_with_their_account(topic, author, facilitator):
    withdrawn, hidden, stays = PostFactory.create_batch(3, topic=topic, author=author)
    other = PostFactory(topic=topic)
    withdraw(withdrawn)
    withdraw(other)
    hide(hidden, facilitator)

    close_account(user=author, by=author)

    assert not Post.objects.filter(pk=withdrawn.pk).exists()
    assert set(Removal.objects.values_list("post", flat=True)) == {hidden.pk, other.pk}
    assert Post.objects.get(pk=stays.pk).approved
    assert list(find_drift()) == []


def test_words_that_are_withdrawn_on_leaving_leave_no_earlier_ones(topic, author):
    other = PostFactory(topic=topic, text="Theirs")
    for post in (topic.first_post, other):
        services.edit_post(post=post, by=post.poster, subject=post.subject, text="New")

    ask_to_leave(user=author, withdraws_words=True)
    close_account(user=author, by=author)

    assert [version.post for version in EarlierVersion.objects.all()] == [other]


def test_ones_own_copy_says_what_is_out_of_view_and_what_was_said_before(
    topic, author, facilitator
):
    services.edit_post(
        post=topic.first_post, by=author, subject=topic.subject, text="Better", reason="Typo"
    )
    withdrawn, hidden = PostFactory.create_batch(2, topic=topic, author=author)
    withdraw(withdrawn)
    hide(hidden, facilitator)
    told = {part.name: part.rows for part in parts()}

    first, second, third = told["posts"](author)
    [before] = told["earlier_words"](author)
    [did] = told["hidden"](facilitator)

    assert first["out_of_view"] is None
    assert second["out_of_view"].startswith("Withdrawn by you, kept until")
    assert third["out_of_view"].endswith("It names somebody")
    assert [row["waits_for_approval"] for row in (first, second, third)] == [False] * 3
    assert (before["title"], before["text"], before["reason"]) == (
        "Behind the kettle",
        "Whispered",
        "Typo",
    )
    assert did["reason"] == "It names somebody"
    assert list(told["hidden"](author)) == []
