"""What the author of a sealed message keeps, and nobody else has."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.templatetags.ui import nz_datetime
from forum import services
from forum.history.models import EarlierVersion, Removal
from forum.history.services import hide_post
from forum.posting import unsent
from forum.rooms.services import update_room
from forum.signing.models import Seal, TopicNumber
from forum.topics.held import DeclinedPost
from forum.topics.models import Post
from members.leaving import ask_to_leave
from members.services import close_account
from notifications.models import Notification
from tests.factories.communities import CommunityFactory
from tests.factories.forum import PostFactory, TopicFactory
from tests.forum.addresses import edit_url, room_url, topic_url
from tests.forum.conftest import client_of
from tests.forum.signing.conftest import sealed

pytestmark = pytest.mark.django_db
WORDS = "I was afraid too, and said so."


def page(who, url):
    return client_of(who).get(url).text


@pytest.fixture
def post(author, room, topic):
    return sealed(author, room, topic, text=WORDS)


def test_its_author_edits_it_and_nothing_names_them(author, colleague, post, topic):
    assert (
        "Edit"
        not in page(colleague, topic_url(topic)).partition(WORDS)[2].partition("</article>")[0]
    )

    data = {"content": "Other words", "subject": post.subject}
    assert client_of(author).post(edit_url(post), data).status_code == 302

    post.refresh_from_db()
    assert post.content.raw == "Other words"
    assert (post.poster_id, post.updated_by_id) == (None, None)
    assert EarlierVersion.objects.get().by_id is None
    assert client_of(colleague).get(edit_url(post)).status_code == 403
    html = page(colleague, topic_url(topic))
    assert "Edited by a facilitator" not in html


def test_its_author_withdraws_it_and_puts_it_back(author, colleague, post, topic):
    url = topic_url(topic, None, "post_delete", post.pk)
    assert client_of(colleague).post(url).status_code == 403

    client_of(author).post(url)

    removal = Removal.objects.get()
    assert (removal.withdrawn, removal.by_id) == (True, None)
    assert WORDS in page(author, reverse("removed", args=[post.pk]))
    assert client_of(colleague).get(reverse("removed", args=[post.pk])).status_code == 404
    client_of(author).post(reverse("restore", args=[post.pk]))
    assert WORDS in page(colleague, topic_url(topic))


def test_hidden_its_author_is_told_why(author, carer, post):
    hide_post(post=post, by=carer, reason="A name stands in it")

    told = Notification.objects.get(kind="post_hidden")
    assert told.recipient == author
    assert "A name stands in it" in page(author, reverse("removed", args=[post.pk]))


def test_followers_are_told_without_a_name_and_its_author_is_not(
    author, colleague, many, carer, room, topic, send_due
):
    topic.subscribers.add(author, many[2])
    unsent.seal_up(author=author, forum=room.forum, topic=topic, way="number", text=WORDS)
    assert not Notification.objects.exists()

    send_due()

    told = dict(Notification.objects.values_list("recipient", "kind"))
    assert told == {colleague.pk: "reply_to_me", many[2].pk: "reply_in_topic"}
    assert set(Notification.objects.values_list("actor", flat=True)) == {None}
    assert "Peer 1" in page(many[2], reverse("notifications:index"))


def test_the_author_of_a_sealed_topic_is_told_of_replies_and_not_of_their_own(
    author, colleague, room, send_due, django_capture_on_commit_callbacks
):
    begun = sealed(author, room, subject="Mine").topic
    begun.subscribers.add(author)
    with django_capture_on_commit_callbacks(execute=True):
        PostFactory(topic=begun, author=colleague)
    assert [each.recipient for each in Notification.objects.all()] == [author]

    unsent.seal_up(author=author, forum=room.forum, topic=begun, way="number", text=WORDS)
    send_due()

    assert Notification.objects.count() == 1


def test_one_that_waits_for_approval_is_answered_to_its_author(author, carer, room, topic):
    update_room(
        room=room,
        name="Grey areas",
        audience=room.audience,
        communities=room.communities.all(),
        pre_moderated=True,
    )
    posts = [sealed(author, room, topic, text=f"Words {n}") for n in range(2)]

    queue = page(carer, reverse("forum_moderation:queue"))
    assert "Peer 1" in queue
    assert author.display_name not in queue
    services.approve_post(post=posts[0], by=carer)
    kept = services.disapprove_post(post=posts[1], by=carer, reason="Too much detail")

    assert kept.author == author
    assert DeclinedPost.objects.get().text == "Words 1"
    assert Seal.objects.get().post == posts[0]


def test_it_is_not_among_what_its_author_wrote(author, colleague, post):
    profile = page(colleague, reverse("forum_member:profile", args=[author.public_id]))
    listed = page(author, reverse("forum_member:user_posts", args=[author.public_id]))

    assert WORDS not in profile
    assert WORDS not in listed


def test_its_author_finds_it_in_their_own_copy_and_nobody_else(author, colleague, post):
    from forum.own_data import posts

    own = [row for row in posts(author) if row["text"] == WORDS]
    assert [row["signed"] for row in own] == ["Peer 1"]
    assert not [row for row in posts(colleague) if row["text"] == WORDS]


def test_closing_the_account_breaks_the_seal_and_leaves_the_words(author, colleague, post, room):
    other = sealed(colleague, room, TopicFactory(room=room))

    close_account(user=author, by=author)

    assert [seal.post for seal in Seal.objects.all()] == [other]
    assert not TopicNumber.objects.filter(author=author).exists()
    post.refresh_from_db()
    assert (post.content.raw, post.username) == (WORDS, "Peer 1")


def test_with_the_account_its_words_go_too_when_wished(author, colleague, post, room):
    other = sealed(colleague, room, TopicFactory(room=room), text="Mine stays")

    ask_to_leave(user=author, withdraws_words=True)
    close_account(user=author, by=author)

    post.refresh_from_db()
    assert post.content.raw == "[withdrawn by its author]"
    other.refresh_from_db()
    assert other.content.raw == "Mine stays"


def test_its_time_is_told_by_the_hour(author, colleague, room, topic):
    post = sealed(author, room, topic)
    at = (timezone.now() - timedelta(days=1)).replace(minute=47, second=11)
    Post.objects.filter(pk=post.pk).update(created=at, updated=at, updates_count=1)
    topic.refresh_from_db()
    topic.update_trackers()

    feed = reverse("forum_feeds:latest_topics")
    told = {nz_datetime(at)}
    for moment in (at, timezone.localtime(at)):
        told |= {f"{moment:%Y-%m-%dT%H:%M}", f"{moment:%d %b %Y %H:%M}"}
    for url in (topic_url(topic), room_url(room), reverse("forum:index"), feed):
        html = page(colleague, url)
        assert [form for form in told if form in html] == [], url


def test_no_setting_changes_what_stands_there(author, colleague, post, room, topic, circle):
    """The article is the same, byte for byte, whatever the room says later and whoever leaves."""

    def shown():
        html = page(colleague, topic_url(topic))
        return html.partition(f'<article class="post" id="{post.pk}"')[2].partition("</article>")[0]

    before = shown()
    assert WORDS in before
    for change in (
        {"without_names": False},
        {"pre_moderated": True},
        {"shows_history": True},
        {"minutes_to_undo": 60},
        {"communities": [circle, CommunityFactory(parent=circle.get_parent())]},
    ):
        said = {"name": room.name, "audience": room.audience, "communities": room.communities.all()}
        update_room(room=room, **(said | change))
        assert shown() == before, change
    close_account(user=author, by=author)
    assert shown() == before
