"""What members see of each other, and subscriptions."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from machina.core.db.models import get_model

from forum import services
from forum.authors import author_address, author_name
from people.models import Profile
from tests.factories.forum import PostFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import topic_url
from tests.forum.conftest import client_of

ForumProfile = get_model("forum_member", "ForumProfile")

pytestmark = pytest.mark.django_db
EDIT = reverse("forum_member:profile_update")
SUBSCRIPTIONS = reverse("forum_member:user_subscriptions")


def pages_of(user):
    return [
        reverse(f"forum_member:{name}", args=[user.public_id]) for name in ("profile", "user_posts")
    ]


def test_a_member_is_shown_with_what_the_viewer_may_read(members_room, private_room, member_client):
    author = UserFactory(display_name="Hemi", email="hemi@secret.example")
    open_topic = TopicFactory(room=members_room, author=author, text="For all")
    PostFactory(topic=open_topic, author=author, text="Still waiting", approved=False)
    TopicFactory(room=members_room, author=author, text="Waiting topic", approved=False)
    TopicFactory(room=private_room, author=author, text="For peers")

    for url in pages_of(author):
        page = member_client.get(url).content.decode()
        assert "Hemi" in page
        assert "For all" in page or open_topic.subject in page
        for hidden in ("Still waiting", "Waiting topic", "For peers", "hemi@secret.example"):
            assert hidden not in page
    context = member_client.get(pages_of(author)[0]).context
    assert (context["posts_count"], context["topics_count"]) == (1, 1)


def test_members_pages_are_for_members(member):
    for url in pages_of(member):
        assert Client().get(url).url.startswith("/accounts/login/")


@pytest.mark.parametrize("name", ["1", "abc", "²", "edit2", "x" * 300])
def test_a_number_or_a_guess_is_no_address_of_anybody(member_client, name):
    for view in ("profile", "user_posts"):
        url = reverse(f"forum_member:{view}", args=[name])
        assert member_client.get(url).status_code == 404


def test_somebody_who_left_has_no_page(member_client):
    gone = UserFactory(is_active=False)
    assert [member_client.get(url).status_code for url in pages_of(gone)] == [404, 404]


def test_looking_at_people_stores_nothing(member, member_client):
    for url in (*pages_of(UserFactory()), *pages_of(member), reverse("people:me")):
        assert member_client.get(url).status_code == 200
    assert not ForumProfile.objects.exists()
    assert not Profile.objects.exists()


def test_posting_stores_no_profile(members_room, member):
    services.start_topic(room=members_room, author=member, subject="a", text="b")
    assert not ForumProfile.objects.exists()


def test_machinas_own_profile_leads_to_the_one_there_is(member_client):
    assert member_client.get(EDIT).url == reverse("people:me")


def test_a_topic_is_subscribed_to_and_unsubscribed_from(members_room, member, member_client):
    topic = TopicFactory(room=members_room)

    member_client.post(reverse("forum_member:topic_subscribe", args=[topic.pk]))
    assert list(member_client.get(SUBSCRIPTIONS).context["topics"]) == [topic]

    response = member_client.post(reverse("forum_member:topic_unsubscribe", args=[topic.pk]))
    assert response.url == topic_url(topic)
    assert list(member_client.get(SUBSCRIPTIONS).context["topics"]) == []


def test_a_topic_that_may_not_be_read_cannot_be_subscribed_to(private_room, member_client):
    topic = TopicFactory(room=private_room)
    for name in ("topic_subscribe", "topic_unsubscribe"):
        url = reverse(f"forum_member:{name}", args=[topic.pk])
        assert member_client.get(url).status_code == 404
        assert member_client.post(url).status_code == 404


def test_subscriptions_do_not_tell_of_rooms_that_closed(peers, peer, private_room):
    from communities.services import leave

    topic = TopicFactory(room=private_room, subject="For peers alone")
    client = client_of(peer)
    client.post(reverse("forum_member:topic_subscribe", args=[topic.pk]))

    leave(community=peers, member=peer)

    assert "For peers alone" not in client.get(SUBSCRIPTIONS).content.decode()


def test_an_author_is_shown_by_name_and_linked_for_members_alone(members_room):
    author, viewer = UserFactory(display_name="Hemi"), UserFactory()
    post = TopicFactory(room=members_room, author=author).first_post

    assert author_name(post, viewer) == "Hemi"
    assert author_name(post, AnonymousUser()) == author_name(post) == "A member"
    assert author_address(post, viewer) == pages_of(author)[0]
    assert author_address(post, AnonymousUser()) == author_address(post) == ""


def test_an_author_who_left_is_not_linked_and_one_who_is_gone_has_no_name(members_room):
    post = TopicFactory(room=members_room).first_post
    post.poster.is_active = False
    assert author_address(post, UserFactory()) == ""

    post.poster = None
    assert author_name(post, UserFactory()) == "A former member"
    assert author_address(post, UserFactory()) == ""
