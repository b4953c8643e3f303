"""Two thousand messages in forty topics: the page recalls what is for its reader, and ends."""

import gzip
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from forum.following.enums import Level
from forum.following.services import hear_of_community, hear_of_topic
from forum.topics.models import Post
from notifications.catching_up import MOST, news_of
from notifications.kinds import kind_named
from notifications.models import Choice, Notification, Preferences
from notifications.services import notify
from tests.factories.communities import CommunityFactory
from tests.factories.forum import RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import topic_url
from tests.notifications.letters import post_all, text_of

pytestmark = pytest.mark.django_db

PAGE = "/notifications/catch-up/"
TOPICS, POSTS = 40, 2_000
SAID = "What we say when somebody leaves, and what we do not say. " * 8


def busy_topics(member):
    """Forty topics of four rooms with 2,000 new posts; the reader began the first three."""
    community, others = CommunityFactory(members=[member]), UserFactory.create_batch(3)
    rooms = [RoomFactory(communities=[community]) for _room in range(4)]
    topics = []
    for n in range(TOPICS):
        author = member if n < 3 else others[0]
        then = timezone.now() - timedelta(days=20)
        topic = TopicFactory(room=rooms[n % 4], author=author, subject=f"Topic {n}", at=then)
        topics.append(topic)
    Post.objects.bulk_create(
        Post(topic=topic, poster=others[n % 3], subject="x", content=SAID, approved=True)
        for n, topic in enumerate(topics)
        for _post in range(31 + n)
    )
    for topic in topics:
        topic.update_trackers()
    return topics


def told_of(member, kind, posts):
    for post in posts:
        where = {"topic": post.topic_id}
        notify([member], kind=kind, about=post, actor=post.poster, **where)


def test_everything_for_me_within_twenty_rows_ten_queries_and_25_kilobytes(
    member, member_client, queries_of
):
    topics = busy_topics(member)
    replies = list(Post.objects.filter(topic__in=topics[:3]).select_related("topic")[5:60:9])
    told_of(member, "reply_to_me", replies)
    for topic in topics[3:10]:
        hear_of_topic(member=member, topic=topic, level=Level.WATCHING)
    followed = Post.objects.filter(topic__in=topics[3:10])
    Notification.objects.bulk_create(
        Notification(recipient=member, kind="reply_in_topic", about_id=pk, topic_id=topic,
                     actor=None, how="daily", mail_due_at=timezone.now())
        for pk, topic in followed.values_list("pk", "topic")
    )  # fmt: skip

    page = member_client.get(PAGE)
    for_me, talk = (page.context["news"].sections[n].lines for n in range(2))

    assert Post.objects.count() >= POSTS
    assert {line.topic for line in for_me} == {post.topic_id for post in replies}
    assert len(for_me) + len(talk) == MOST
    assert [line.topic for line in talk[:7]] == [each.pk for each in reversed(topics[3:10])]
    assert "You follow this" in talk[6].meta
    assert "You follow this" not in talk[7].meta
    assert len(gzip.compress(page.content, 6)) <= 25_000
    assert queries_of(member_client, PAGE) <= 10
    assert "That is the most important of it." in page.text


def test_the_digest_holds_what_the_page_holds(member, member_client):
    topics = busy_topics(member)
    told_of(member, "reply_to_me", Post.objects.filter(topic__in=topics[:3])[:40:9])
    Notification.objects.update(how="daily")
    Preferences.objects.create(member=member, mail_details=True)

    lines = member_client.get(PAGE).context["news"].lines
    (mail,) = post_all()

    found = re.findall(r"^  (http\S+)$", text_of(mail), re.MULTILINE)
    assert [f"{urlsplit(one).path}?{urlsplit(one).query}" for one in found[: len(lines)]] == [
        line.url.partition("#")[0] for line in lines
    ]
    assert len(lines) == MOST
    assert "About " in text_of(mail)
    assert "leaves" not in text_of(mail)


def test_what_one_chose_to_have_on_the_site_alone_is_in_no_digest(member):
    open_to_mail, closed = CommunityFactory(members=[member]), None
    closed = CommunityFactory(parent=open_to_mail.get_parent().specific, members=[member])
    for community, name in ((open_to_mail, "Told"), (closed, "Kept here")):
        TopicFactory(room=RoomFactory(communities=[community]), subject=name)
    own = TopicFactory(author=member)
    Preferences.objects.create(member=member, mail_details=True)
    Choice.objects.create(member=member, scope=f"community:{closed.pk}", reach="site")
    notify([member], kind="post_approved", about=own.first_post, topic=own.pk)
    Notification.objects.update(how="daily")

    (mail,) = post_all()

    assert {"Told", "Kept here"} <= {line.title for line in news_of(member).lines}
    assert "Told" in text_of(mail)
    assert "Kept here" not in text_of(mail)


def test_what_is_followed_comes_first_and_what_is_read_is_not_there(member, member_client):
    community = CommunityFactory(members=[member])
    room = RoomFactory(communities=[community])
    loud = TopicFactory(subject="Loud")
    Post.objects.bulk_create(
        Post(topic=loud, subject="x", content="a b c", approved=True) for _ in range(3)
    )  # fmt: skip
    loud.update_trackers()
    quiet = TopicFactory(room=room, subject="Quiet")
    hear_of_community(member=member, community=community, level=Level.WATCHING)
    assert [line.title for line in news_of(member).lines] == ["Quiet", "Loud"]

    member_client.get(topic_url(quiet))
    news = news_of(member)
    assert [line.title for line in news.lines] == ["Loud"]
    assert (news.minutes, news.is_all) == (1, True)
    member_client.get(topic_url(loud))
    assert "You are up to date." in member_client.get(PAGE).text
    assert "You are up to date." in member_client.get("/").text


def test_only_what_goes_on_in_what_is_followed_is_told_by_its_topic():
    followed = {"reply_in_topic", "new_topic"}
    assert {name for name in followed if kind_named(name).is_followed} == followed
    assert not kind_named("reply_to_me").is_followed
