"""When an account is closed: the words stay, what says who wrote them goes."""

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from machina.core.db.models import get_model

from forum import services
from forum.authors import author_address, author_name
from forum.overrides.forum.models import Forum
from forum.overrides.forum_conversation.models import Post, Topic
from members.models import User
from members.services import close_account
from tests.factories.forum import PostFactory, pdf
from tests.factories.members import UserFactory
from tests.forum.addresses import reply_url, topic_url
from tests.forum.conftest import client_of

pytestmark = pytest.mark.django_db
ForumProfile = get_model("forum_member", "ForumProfile")
ForumReadTrack = get_model("forum_tracking", "ForumReadTrack")
TopicReadTrack = get_model("forum_tracking", "TopicReadTrack")
TopicPollVote = get_model("forum_polls", "TopicPollVote")


@pytest.fixture
def ngaire(db):
    return UserFactory(display_name="Ngaire")


@pytest.fixture
def topic(members_room, ngaire):
    """Started by Ngaire, with a poll and a file; answered by two others and by her."""
    topic = services.start_topic(
        room=members_room,
        author=ngaire,
        subject="Gifts",
        text="What do you do?",
        attachments=[pdf()],
        poll={"question": "Take it?", "options": ["Yes", "No"]},
    )
    PostFactory.create_batch(2, topic=topic)
    PostFactory(topic=topic, author=ngaire, text="Thank you both.")
    return topic


def words():
    return list(Post.objects.order_by("pk").values_list("pk", "poster", "content", "topic"))


def test_posts_topics_and_the_replies_of_others_stay_and_counters_too(topic, ngaire, coordinator):
    before = words(), Topic.objects.values().get(), Forum.objects.values().get()

    close_account(user=ngaire, by=coordinator)

    assert (words(), Topic.objects.values().get(), Forum.objects.values().get()) == before
    assert topic.first_post.attachments.count() == 1


def test_they_are_shown_as_by_a_former_member_without_a_profile(
    topic, ngaire, coordinator, member, member_client
):
    profile = author_address(topic.first_post, member)
    assert member_client.get(profile).status_code == 200

    close_account(user=ngaire, by=coordinator)

    post = Post.objects.get(pk=topic.first_post_id)
    assert author_name(post, member) == "Former member"
    assert author_address(post, member) == ""
    for url in (topic_url(topic), reply_url(topic), "/forum/"):
        page = member_client.get(url).content.decode()
        assert "Ngaire" not in page, url
    assert "Former member" in member_client.get(topic_url(topic)).content.decode()
    assert member_client.get(profile).status_code == 404


def test_signature_subscriptions_and_what_was_read_are_forgotten(topic, ngaire, coordinator):
    other = UserFactory()
    for user in (ngaire, other):
        ForumProfile.objects.create(user=user, signature="Walk gently")
        topic.subscribers.add(user)
        client_of(user).get(topic_url(topic))
        client_of(user).post("/forum/tracking/mark/forums/")
    option = topic.poll.options.first()
    services.vote(poll=topic.poll, member=ngaire, options=[option])

    close_account(user=ngaire, by=coordinator)

    assert list(ForumProfile.objects.values_list("user", flat=True)) == [other.pk]
    assert list(topic.subscribers.all()) == [other]
    assert not TopicReadTrack.objects.filter(user=ngaire).exists()
    assert list(ForumReadTrack.objects.values_list("user", flat=True).distinct()) == [other.pk]
    assert TopicPollVote.objects.filter(poll_option=option).count() == 1


def test_no_route_of_the_admin_takes_a_word_along(topic, ngaire, coordinator_client):
    root = UserFactory(is_superuser=True)
    before = words()
    for client in (coordinator_client, client_of(root)):
        for address in (
            f"/admin/users/delete/{ngaire.pk}/",
            f"/admin/bulk/members/user/delete/?id={ngaire.pk}",
            f"/admin/snippets/members/user/delete/{ngaire.pk}/",
            f"/django-admin/members/user/{ngaire.pk}/delete/",
        ):
            assert client.post(address, {"post": "yes"}).status_code == 404, address
        client.post(f"/admin/users/close/{ngaire.pk}/")

    assert words() == before
    assert User.objects.get(pk=ngaire.pk).is_closed


def test_not_even_by_hand(topic, ngaire):
    before = words()
    for delete in (ngaire.delete, User.objects.filter(pk=ngaire.pk).delete):
        with pytest.raises(ProtectedError, match="closed, never deleted"), transaction.atomic():
            delete()
    UserFactory().delete()

    assert words() == before
