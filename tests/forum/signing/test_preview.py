"""Before it is sent, its author sees a message as others will, and nothing of that is kept."""

import random
import re
from datetime import datetime

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from communities import services as communities
from forum.posting import previews, unsent
from forum.reading.search import FoundTopics
from forum.reading.tasks import index_posts
from forum.rooms.permissions import sync_room
from forum.signing.models import Unsent
from forum.topics.models import Post
from members.models import User
from notifications.models import Notification
from notifications.reading import visible
from tests.factories.forum import TopicFactory
from tests.forum.addresses import reply_url, room_url, start_url, topic_url
from tests.forum.conftest import client_of
from tests.forum.signing.conftest import due, joined
from work.models import LongJob

pytestmark = pytest.mark.django_db
PLACES = [
    "In the topic",
    "In the list of topics",
    "When somebody searches for words of it",
    "In a mail, for those who want to read there what happened",
    "In the mail of the day or the week",
]
TOPIC, LIST, SEARCH, MAIL, DIGEST = PLACES
WAITS = "For whoever looks after the room, until they let it through"
NOW = datetime(2026, 5, 6, 7, 38, tzinfo=timezone.get_default_timezone())


def seen_before(author, url, **data):
    response = client_of(author).post(url, {"preview": "1", **data})
    return {each.title: str(each.html) for each in response.context["previews"]}


@pytest.mark.parametrize("way", ["number", "role", "name"])
def test_it_is_shown_in_each_place_and_nothing_is_kept(author, topic, way):
    before = (Post.objects.count(), User.objects.count(), LongJob.objects.count())
    topic.refresh_from_db()
    counted = topic.posts_count

    shown = seen_before(author, reply_url(topic), content="I was **afraid** too.", way=way)

    assert list(shown) == PLACES
    for title, html in shown.items():
        assert (author.display_name in html) == (way == "name" and title in _named()), title
    after = (Post.objects.count(), User.objects.count(), LongJob.objects.count())
    assert after == before
    assert not Unsent.objects.exists()
    assert not Notification.objects.exists()
    topic.refresh_from_db()
    assert topic.posts_count == counted


def _named():
    return (PLACES[0], PLACES[1], PLACES[3], PLACES[4])


def test_where_it_waits_one_sees_what_a_facilitator_reads(author, room, topic):
    room.pre_moderated = True
    room.save()
    sync_room(room)

    shown = seen_before(author, reply_url(topic), content="I was afraid too.", way="number")

    assert list(shown) == [*PLACES, WAITS]
    assert "Peer 1" in shown[WAITS]
    assert author.display_name not in shown[WAITS]


def test_nothing_in_it_can_be_followed_or_pressed(author, room, topic):
    room.pre_moderated = True
    room.save()
    sync_room(room)
    data = {"preview": "1", "content": "See https://example.org & go.", "way": "number"}
    response = client_of(author).post(reply_url(topic), data)

    for each in response.context["previews"]:
        assert not re.search(r"<(a|button|form|input)\b|href=|action=", each.still), each.title
        assert "example.org" in each.still or each.title in (LIST, MAIL, DIGEST)


def test_a_change_has_no_places(author, topic):
    from tests.factories.forum import PostFactory
    from tests.forum.addresses import edit_url

    post = PostFactory(topic=topic, author=author)
    response = client_of(author).post(edit_url(post), {"preview": "1", "content": "Other"})

    assert not response.context.get("previews")


MARKS = (
    *("**afraid**", "_so_", "`x < y`", "> said", "\n- one\n- two\n"),
    *("\n\n", "[a](b", "&amp;", "<b>"),
)
NEW = ' <span class="visually-hidden">(new)</span>'
NUMBER, BEGUN, WAITING = 300, 30, 60


def words(chance, n):
    """What somebody might write, with what may trip a renderer, and one word that finds it."""
    parts = [chance.choice([*MARKS, "and I", "waited", "Ōtaki", "«kōrero»"]) for _ in range(9)]
    return f"Nr{n} said: " + " ".join(parts)


@pytest.fixture
def stage(room, author, colleague, monkeypatch):
    """A reader who has chosen nothing, and a clock that stands."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    reader = joined(room.communities.get(), "A Reader")
    return client_of(author), client_of(reader), reader, TopicFactory(room=room, author=colleague)


def test_what_was_shown_is_what_is_shown_then(stage, room):
    """Three hundred messages, signed in each way, a tenth of them topics."""
    writer, browser, reader, topic = stage
    chance = random.Random(300)  # noqa: S311
    articles = {}
    for n in range(NUMBER):
        begins = n % (NUMBER // BEGUN) == 0
        data = {"content": words(chance, n), "way": chance.choice(["number", "role", "name"])}
        url = start_url(room) if begins else reply_url(topic)
        data |= {"subject": f"Begun {n}"} if begins else {}
        response = writer.post(url, {"preview": "1", **data})
        shown = {each.title: str(each.html) for each in response.context["previews"]}
        assert writer.post(url, data).status_code == 302
        for kept in Unsent.objects.filter(goes_at__isnull=False):
            unsent.send(unsent=due(kept))
        post = Post.objects.latest("pk")
        index_posts.func([post.pk])
        (told,) = visible([note_to(reader, post)])
        for place, form in ((MAIL, "mail.txt"), (DIGEST, "digest.txt")):
            assert shown[place] == previews.in_words(told, form)
        hit = hit_of(browser, f"Nr{n}") if begins else row_found(reader, f"Nr{n}")
        assert without_keys(shown[SEARCH]) == without_keys(hit)
        if begins:
            row = row_of(browser.get(room_url(room)).text, topic_url(post.topic))
            assert row_of(shown[LIST], topic_url(post.topic)) == row
            articles |= articles_of(browser, topic_url(post.topic))
            assert in_place(shown[TOPIC]) == articles[post.pk]
        else:
            articles[post.pk] = in_place(shown[TOPIC])
    found = {}
    for page in range(1, 16):
        response = browser.get(topic_url(topic), {"page": page})
        found |= (
            articles_of(browser, f"{topic_url(topic)}?page={page}")
            if response.status_code == 200
            else {}
        )
    replies = {key: html for key, html in articles.items() if key in found}
    assert len(replies) == NUMBER - BEGUN
    assert {key: found[key] for key in replies} == replies


def test_what_waits_is_what_its_author_was_shown(stage, room, circle):
    """Sixty messages that a facilitator reads first, signed in each way."""
    writer, _browser, _reader, topic = stage
    keeper = joined(circle, "Tama Carer")
    communities.appoint_facilitator(community=circle, member=keeper)
    room.pre_moderated = True
    room.save()
    sync_room(room)
    chance, carer = random.Random(301), client_of(keeper)  # noqa: S311
    for n in range(WAITING):
        data = {"content": words(chance, n), "way": chance.choice(["number", "role", "name"])}
        response = writer.post(reply_url(topic), {"preview": "1", **data})
        (shown,) = [str(e.html) for e in response.context["previews"] if e.title == WAITS]
        assert writer.post(reply_url(topic), data).status_code == 302
        for kept in Unsent.objects.filter(goes_at__isnull=False):
            unsent.send(unsent=due(kept))
        post = Post.objects.latest("pk")
        html = carer.get(reverse("forum_moderation:queue")).text
        assert without_keys(shown) == without_keys(the_rows(html))
        Post.objects.filter(pk=post.pk).delete()


def hit_of(browser, word):
    """The one result of a search for this word, without the marks."""
    html = browser.get(reverse("search"), {"in": "discussions", "q": word}).text
    return re.sub("</?mark>", "", the_rows(html))


def row_found(reader, word):
    """The same, without the page around it."""
    context = {"key": "discussions", "rows": FoundTopics(word, reader)[:2], "q": ""}
    return previews.in_rows(render_to_string("search/_rows.html", context))


def the_rows(html):
    """The one list of rows on a page; lists in what somebody wrote have no class."""
    start = html.index('<ul class="rows">')
    rows = html[start : html.index("</section>", start)]
    return rows[: rows.rindex("</ul>") + len("</ul>")]


def without_keys(html):
    """Rows, without the spaces between them and what comes with the storing or the sending; the
    box that chooses one of several is no part of the message."""
    html = re.sub(r'<div class="row__start"><input class="choose".*?</div>', "", html)
    html = re.sub(r'<input type="hidden"[^>]*>', "", html)
    return re.sub(r"\b\d+\b", "0", re.sub(r">\s+<", "><", html))


def note_to(reader, post):
    kind = "new_topic" if post.is_topic_head else "reply_in_topic"
    return Notification(pk=1, recipient=reader, kind=kind, about_id=post.pk, actor=post.poster)


def row_of(html, address):
    """The row of a topic, without its key and without whether the reader has seen it."""
    address = re.sub(r"-\d+/$", "-", address)
    start = html.rindex('<li class="row topic', 0, html.index(address))
    row = html[start : html.index("</li>", start)]
    row = row.replace(" row--unread", "").replace(NEW, "")
    return re.sub(r"\b\d+\b", "0", row)


def articles_of(browser, url):
    html = browser.get(url).text
    found = re.findall(r'<article class="post" id="(\d+)".*?</article>', html, re.DOTALL)
    return {
        int(key): in_place(html[html.index(f'<article class="post" id="{key}"') :]) for key in found
    }


def in_place(html):
    """One message, without where it stands among the others: its key comes with the storing."""
    article = html.partition("</article>")[0].strip()
    return re.sub(r"\b\d+\b", "0", article)
