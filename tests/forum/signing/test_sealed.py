"""A message without a name, from the form to everybody's page, and what its author keeps."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities import services as communities
from forum import services
from forum.history.models import EarlierVersion, Removal
from forum.history.services import hide_post
from forum.posting import unsent
from forum.posting.labels import FEWEST
from forum.rooms.services import update_room
from forum.signing import seals
from forum.signing.models import Seal, TopicNumber, Unsent, UsualWay
from forum.topics.held import DeclinedPost
from forum.topics.models import Post, Topic
from members.leaving import ask_to_leave
from members.services import close_account
from notifications.models import Notification
from tests.factories.communities import CommunityFactory
from tests.factories.forum import PostFactory, TopicFactory, pdf
from tests.forum.addresses import edit_url, reply_url, room_url, rows, start_url, topic_url
from tests.forum.conftest import client_of
from tests.forum.signing.conftest import due, joined, sealed

pytestmark = pytest.mark.django_db
WORDS = "I was afraid too, and said so."


def page(who, url):
    return (client_of(who) if who else Client()).get(url).text


def chosen(html):
    """The way of signing that is chosen in the form."""
    radios = re.findall(r'<input type="radio" name="way"[^>]*>', html)
    (checked,) = [radio for radio in radios if "checked" in radio]
    return checked.partition('value="')[2].partition('"')[0]


# The form


def test_the_form_shows_each_way_as_it_will_look(author, topic):
    html = page(author, reply_url(topic))

    assert "How do you want to sign this?" in html
    for label in (author.display_name, "Peer support worker, Hutt Valley", "Peer 1"):
        assert f">{label}</b>" in html


def test_where_fewer_than_six_write_one_signs_with_ones_name_and_reads_why(room, topic, many):
    for person in many[FEWEST - 1 :]:
        communities.leave(community=room.communities.get(), member=person)

    html = page(many[0], reply_url(topic))

    assert "How do you want to sign this?" not in html
    assert "Fewer than six people write here" in html
    response = client_of(many[0]).post(reply_url(topic), {"content": WORDS, "way": "number"})
    assert "Too few people here would sign this way" in response.text
    assert not Post.objects.filter(content=WORDS).exists()
    assert not Unsent.objects.exists()


def test_a_room_that_asks_for_names_gets_them(author, room, topic):
    room.without_names = False
    room.save()

    assert "How do you want to sign this?" not in page(author, reply_url(topic))
    response = client_of(author).post(reply_url(topic), {"content": WORDS, "way": "role"})
    assert response.status_code == 200
    assert not Unsent.objects.exists()


def test_it_waits_where_its_author_alone_sees_it(author, colleague, room, topic):
    data = {"content": WORDS, "way": "number"}

    response = client_of(author).post(reply_url(topic), data, follow=True)

    kept = Unsent.objects.get()
    assert response.redirect_chain == [(reverse("unsent", args=[kept.key]), 302)]
    assert WORDS in response.text
    assert "Peer 1" in response.text
    minutes = (kept.goes_at - timezone.now()) / timedelta(minutes=1)
    assert 4.9 < minutes <= 10
    assert topic.posts.count() == 1
    for url in (topic_url(topic), room_url(room)):
        assert "Goes out soon" in page(author, url)
        assert "Goes out soon" not in page(colleague, url)
    assert client_of(colleague).get(reverse("unsent", args=[kept.key])).status_code == 404
    assert (
        client_of(colleague).post(reverse("take_back_unsent", args=[kept.key])).status_code == 404
    )


def test_it_is_sent_when_its_minutes_are_over_and_not_before(author, topic, send_due):
    kept = unsent.seal_up(
        author=author, forum=topic.forum, topic=topic, way="number", text=WORDS, notes=["Suicide"]
    )
    other = unsent.seal_up(author=author, forum=topic.forum, topic=topic, way="role", text="Later")
    assert unsent.send(unsent=kept) is None

    assert unsent.send(unsent=due(kept)).content.raw == WORDS
    assert unsent.send(unsent=kept) is None

    post = topic.posts.get(username="Peer 1")
    assert (post.poster_id, post.updated_by_id) == (None, None)
    assert list(Unsent.objects.all()) == [other]
    html = page(author, topic_url(topic))
    assert "Content note: Suicide" in html


def test_a_topic_is_begun_with_its_poll_and_question(author, colleague, room, send_due):
    data = {
        "subject": "Who is afraid?",
        "content": WORDS,
        "way": "number",
        "is_question": "on",
        "poll_question": "Are you?",
        "poll_max_options": 1,
        **rows("poll", 2, **{"0-text": "Yes", "1-text": "No"}),
    }
    response = client_of(author).post(start_url(room), data)
    assert response.status_code == 302

    send_due()

    begun = Topic.objects.get(subject="Who is afraid?")
    assert begun.poster_id is None
    assert begun.standing.is_question
    assert begun.poll.question == "Are you?"
    html = page(colleague, room_url(room))
    assert "Peer 1" in html
    assert author.display_name not in html
    assert author.display_name not in page(colleague, topic_url(begun))
    assert seals.author_of_topic(begun) == author.pk


def test_a_number_stays_theirs_in_its_topic_and_says_nothing_in_another(author, many, room, topic):
    first = sealed(author, room, topic)
    second = sealed(many[2], room, topic)
    third = sealed(author, room, topic)
    elsewhere = sealed(many[2], room, TopicFactory(room=room))

    labels = [post.username for post in (first, second, third, elsewhere)]
    assert labels == ["Peer 1", "Peer 2", "Peer 1", "Peer 1"]


def test_where_not_all_are_peers_a_number_does_not_say_so(circle, author, room, topic):
    joined(circle, "A Clinician", role="clinician")

    assert sealed(author, room, topic).username == "Member 1"


def test_the_next_form_remembers_and_the_short_one_asks(author, colleague, room, topic):
    client = client_of(author)
    client.post(reply_url(topic), {"content": WORDS, "way": "role"})

    assert chosen(client.get(reply_url(topic)).text) == "role"
    short = client.get(topic_url(topic)).text
    assert "Last time you wrote here without your name." in short
    assert "Last time you wrote" not in page(colleague, topic_url(topic))
    response = client.post(reply_url(topic), {"content": "In a hurry"})
    assert "Please choose how you sign this" in response.text
    assert not Post.objects.filter(poster=author).exists()

    client.post(reply_url(topic), {"content": "With my name", "way": "name"})
    assert Post.objects.filter(poster=author).count() == 1
    assert not UsualWay.objects.exists()


def test_files_are_refused_and_the_words_stay(author, topic):
    data = {
        "content": WORDS,
        "way": "number",
        "attachment-0-file": pdf(),
        **rows("attachment", 1),
    }

    response = client_of(author).post(reply_url(topic), data)

    assert "Files can tell who made them" in response.text
    assert WORDS in response.text
    assert not Unsent.objects.exists()
    assert topic.posts.count() == 1


def test_a_double_press_keeps_one(author, topic):
    client = client_of(author)
    html = client.get(reply_url(topic)).text
    key = html.partition('name="form_key" value="')[2].partition('"')[0]
    assert key
    for _press in range(2):
        client.post(reply_url(topic), {"content": WORDS, "way": "number", "form_key": key})

    assert Unsent.objects.count() == 1


# Taking it back


def test_taken_back_it_is_written_on_and_sent_once(author, topic, send_due):
    client = client_of(author)
    client.post(reply_url(topic), {"content": WORDS, "way": "role"})
    kept = Unsent.objects.get()

    response = client.post(reverse("take_back_unsent", args=[kept.key]), follow=True)
    assert "It is not sent. Your words are here." in response.text
    send_due()
    assert topic.posts.count() == 1

    again = f"{reply_url(topic)}?unsent={kept.key}"
    html = client.get(again).text
    assert WORDS in html
    assert chosen(html) == "role"
    client.post(again, {"content": f"{WORDS} More.", "way": "role"})
    assert Unsent.objects.get().text == f"{WORDS} More."
    send_due()
    assert topic.posts.exclude(pk=topic.first_post_id).get().content.raw == f"{WORDS} More."


def test_what_is_sent_cannot_be_taken_back(author, topic):
    kept = unsent.seal_up(author=author, forum=topic.forum, topic=topic, way="number", text=WORDS)
    unsent.send(unsent=due(kept))

    with pytest.raises(ValidationError):
        unsent.take_back(unsent=kept)
    response = client_of(author).post(reverse("take_back_unsent", args=[kept.key]))
    assert response.status_code == 404


def test_words_are_deleted_when_asked(author, colleague, topic):
    said = {"forum": topic.forum, "topic": topic, "way": "number", "text": WORDS}
    kept = unsent.seal_up(author=author, **said)
    other = unsent.seal_up(author=colleague, **said)
    client, url = client_of(author), reverse("forget_unsent", args=[kept.key])

    assert "Delete these words?" in client.get(url).text
    client.post(url)

    assert list(Unsent.objects.all()) == [other]


def test_what_cannot_be_sent_stays_with_its_author_who_is_told(author, topic, room, send_due):
    said = {"forum": topic.forum, "topic": topic, "way": "number", "text": WORDS}
    unsent.seal_up(author=author, **said)
    topic.status = Topic.TOPIC_LOCKED
    topic.save(update_fields=["status"])

    send_due()

    kept = Unsent.objects.get()
    assert kept.goes_at is None
    assert "the place is closed or gone" in kept.reason
    told = Notification.objects.get(kind="post_not_sent")
    assert (told.recipient, told.actor_id) == (author, None)
    assert kept.reason in page(author, reverse("unsent", args=[kept.key]))


def test_a_label_that_became_rare_meanwhile_is_not_sent(author, many, topic, circle, send_due):
    unsent.seal_up(author=author, forum=topic.forum, topic=topic, way="role", text=WORDS)
    for person in many[FEWEST - 1 :]:
        communities.leave(community=circle, member=person)

    send_due()

    assert topic.posts.count() == 1
    assert "Too few people here" in Unsent.objects.get().reason


# What the author keeps, and nobody else has


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
    for url in (topic_url(topic), room_url(room), reverse("forum:index"), feed):
        assert ":47" not in page(colleague, url), url


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
