"""When an account is closed: the words stay, what says who wrote them goes."""

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from machina.core.db.models import get_model

from forum import services
from forum.authors import author_address, author_name
from forum.polls.models import Tally
from forum.posting.leaving import WITHDRAWN
from forum.reading.search import search_posts
from forum.rooms.models import Forum
from forum.topics.models import Post, Topic
from members.leaving import ask_to_leave, keep_account
from members.models import User
from members.services import close_account
from tests.factories.forum import PostFactory, pdf
from tests.factories.members import UserFactory
from tests.forum.addresses import reply_url, topic_url
from tests.forum.conftest import client_of
from tests.shared import shared

pytestmark = pytest.mark.django_db
ForumProfile = get_model("forum_member", "ForumProfile")
ForumReadTrack = get_model("forum_tracking", "ForumReadTrack")
TopicReadTrack = get_model("forum_tracking", "TopicReadTrack")


@shared
def ngaire(db):
    return UserFactory(display_name="Ngaire")


@shared
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
    assert Tally.objects.get(option=option).points == 1


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


def close_and_withdraw(user):
    ask_to_leave(user=user, withdraws_words=True)
    close_account(user=user, by=user)


def test_words_are_withdrawn_when_their_author_wished_it(topic, ngaire):
    option = topic.poll.options.first()
    services.vote(poll=topic.poll, member=UserFactory(), options=[option])
    services.edit_post(
        post=topic.first_post, by=ngaire, subject="Gifts", text="?", reason="My reason"
    )
    own_reply = topic.posts.get(poster=ngaire, subject__startswith="Re:")
    others = list(topic.posts.exclude(poster=ngaire).values_list("pk", "content"))
    attached = topic.first_post.attachments.get().file
    counters = Forum.objects.values_list("direct_posts_count", "direct_topics_count").get()

    close_and_withdraw(ngaire)

    topic.refresh_from_db()
    assert (topic.subject, topic.slug) == (WITHDRAWN, "withdrawn-by-its-author")
    for post in (topic.first_post, Post.objects.get(pk=own_reply.pk)):
        assert (post.subject, post.content.raw) == (WITHDRAWN, WITHDRAWN)
        assert post.content.rendered.split("-->")[-1] == f"<p>{WITHDRAWN}</p>\n"
        assert post.update_reason is None
    replies = topic.posts.exclude(poster=ngaire)
    assert list(replies.values_list("pk", "content")) == others
    assert set(replies.values_list("subject", flat=True)) == {f"Re: {WITHDRAWN}"}
    assert not topic.first_post.attachments.exists()
    assert topic.poll.__class__.objects.get().question == WITHDRAWN
    assert set(topic.poll.options.values_list("text", flat=True)) == {WITHDRAWN}
    assert option.tally.points == 1
    assert Forum.objects.values_list("direct_posts_count", "direct_topics_count").get() == counters
    assert attached.storage.exists(attached.name)


def test_the_files_and_the_search_index_follow(
    topic, ngaire, member, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        PostFactory(topic=topic, author=ngaire, text="A kererū sat on the fence.")
        PostFactory(topic=topic, text="Nobody else's kererū.")
    assert len(search_posts("kererū", member)) == 2
    assert search_posts("Gifts", member)
    file = topic.first_post.attachments.get().file

    with django_capture_on_commit_callbacks(execute=True):
        close_and_withdraw(ngaire)

    assert [post.content.raw for post in search_posts("kererū", member)] == [
        "Nobody else's kererū."
    ]
    assert not search_posts("Gifts", member)
    assert not file.storage.exists(file.name)


def test_a_withdrawn_topic_is_read_and_answered_like_any_other(topic, ngaire, member_client):
    close_and_withdraw(ngaire)
    topic.refresh_from_db()

    page = member_client.get(topic_url(topic))

    assert page.status_code == 200
    assert page.content.decode().count(WITHDRAWN) > 1
    assert "Gifts" not in page.content.decode()
    answer = member_client.post(reply_url(topic), {"subject": "x", "content": "Go well."})
    assert answer.status_code == 302


def test_the_words_of_somebody_who_did_not_wish_it_stay_and_others_always(topic, ngaire):
    other = UserFactory()
    theirs = PostFactory(topic=topic, author=other, text="Mine")
    ask_to_leave(user=ngaire)
    close_account(user=ngaire, by=ngaire)
    assert topic.first_post.__class__.objects.get(pk=topic.first_post_id).content.raw != WITHDRAWN

    close_and_withdraw(other)

    assert list(Post.objects.filter(content=WITHDRAWN)) == [theirs]


@pytest.mark.parametrize(
    "title",
    ["Re: my own garden", "Re: Gifts I gave", "Re: gifts", "Re: ", "Gifts", "RE: Gifts", "Mine"],
)
def test_a_title_that_somebody_else_gave_stays(topic, ngaire, title):
    theirs = PostFactory(topic=topic, subject=title, text="Look what I grew")
    called_after = PostFactory(topic=topic)

    close_and_withdraw(ngaire)

    assert Post.objects.get(pk=theirs.pk).subject == title
    assert Post.objects.get(pk=called_after.pk).subject == f"Re: {WITHDRAWN}"


@pytest.mark.parametrize("title", ["Kōrero 🌿", "100 % _ yes", "x" * 255, "Re: Re: tea", "'\"\\"])
def test_what_the_site_called_after_any_title_is_withdrawn_with_it(members_room, ngaire, title):
    topic = services.start_topic(room=members_room, author=ngaire, subject="First", text="?")
    early = PostFactory(topic=topic)
    head = topic.first_post
    services.edit_post(post=head, by=ngaire, subject=title, text="?")
    late = PostFactory(topic=Topic.objects.get(pk=topic.pk))

    close_and_withdraw(ngaire)

    subjects = set(
        Post.objects.filter(pk__in=[early.pk, late.pk]).values_list("subject", flat=True)
    )
    assert subjects == {f"Re: {WITHDRAWN}"}


def test_the_same_title_in_somebody_elses_topic_stays(topic, members_room, ngaire):
    other = services.start_topic(
        room=members_room, author=UserFactory(), subject="Gifts", text="Mine"
    )
    reply = PostFactory(topic=other)
    own_reply = PostFactory(topic=other, author=ngaire)

    close_and_withdraw(ngaire)

    other.refresh_from_db()
    assert (other.subject, other.slug) == ("Gifts", "gifts")
    assert Post.objects.get(pk=reply.pk).subject == "Re: Gifts"
    assert Post.objects.get(pk=own_reply.pk).subject == WITHDRAWN


def test_a_topic_without_its_first_post_bears_the_title_of_whoever_gave_it(members_room, ngaire):
    """Who is first after a deletion may call the topic otherwise; until then it keeps its title."""
    other = UserFactory()
    topics = [
        services.start_topic(room=members_room, author=starter, subject=title, text="?")
        for starter, title in ((ngaire, "Hers"), (ngaire, "Hers once"), (other, "Theirs once"))
    ]
    for topic, second in zip(topics, (other, other, ngaire), strict=True):
        PostFactory(topic=topic, author=second, text="Second")
        PostFactory(topic=topic, text="Third")
        Post.objects.get(pk=topic.first_post_id).delete()
    for topic, title in zip(topics, ("", "Now mine", "Now hers"), strict=True):
        second = Post.objects.get(topic=topic, content="Second")
        services.edit_post(
            post=second, by=second.poster, subject=title or second.subject, text="Second"
        )
    titles = Topic.objects.order_by("pk").values_list("subject", flat=True)
    assert list(titles) == ["Hers", "Now mine", "Now hers"]

    close_and_withdraw(ngaire)

    assert list(titles.all()) == [WITHDRAWN, "Now mine", WITHDRAWN]
    thirds = Post.objects.filter(content="Third").order_by("pk").values_list("subject", flat=True)
    assert list(thirds) == [f"Re: {WITHDRAWN}", "Re: Now mine", f"Re: {WITHDRAWN}"]


def test_undone_in_time_no_word_is_touched(topic, ngaire):
    before = words()
    ask_to_leave(user=ngaire, withdraws_words=True)
    keep_account(user=ngaire)

    assert words() == before
