"""Words said to messages with a button: by whoever reads there as a member, seen there alone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from forum import services
from forum.paging import positions
from forum.posting.leaving import withdraw_words
from forum.reactions.models import Reaction
from forum.reactions.said import NAMED
from forum.signing.seals import put_on
from forum.topics.models import Post, Topic
from members.services import close_account
from moderation.limiting import set_limit
from notifications.models import Notification
from tests.factories.forum import PostFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import topic_url
from tests.forum.conftest import client_of, page_of
from tests.shared import shared

pytestmark = pytest.mark.django_db
URL = "/forum/reactions/"


@shared
def topic(private_room, facilitator):
    return TopicFactory(room=private_room, author=facilitator, subject="Night shifts")


@shared
def post(topic, facilitator):
    return PostFactory(topic=topic, author=facilitator, text="We swap hours.")


@shared
def beside(post, peer):
    """A word of the peer's to another message, which stays as it is."""
    other = PostFactory(topic=post.topic)
    services.react(post=other, member=peer, word="same")
    return other


def say(person, post, word="thanks", verb="say"):
    return client_of(person).post(URL, {verb: f"{post.pk}.{word}"})


def all_said():
    return set(Reaction.objects.values_list("post", "member", "word"))


def of_seal(post, author):
    """The message, without its author's name."""
    Post.objects.filter(pk=post.pk).update(poster=None, username="Peer 2")
    sealed = Post.objects.select_related("topic__forum").get(pk=post.pk)
    put_on(sealed, author)
    return sealed


def test_a_word_is_said_and_leads_back_to_the_message(post, beside, peer):
    answer = say(peer, post)

    assert answer.status_code == 302
    assert answer["Location"] == f"{topic_url(post.topic)}?post={post.pk}#{post.pk}"
    assert all_said() == {(post.pk, peer.pk, "thanks"), (beside.pk, peer.pk, "same")}


def test_a_button_pressed_twice_says_it_once_and_takes_it_back_once(post, beside, peer):
    for _press in range(2):
        say(peer, post)
    assert (post.pk, peer.pk, "thanks") in all_said()

    for _press in range(2):
        say(peer, post, verb="take_back")
    assert all_said() == {(beside.pk, peer.pk, "same")}


def test_it_is_no_message(post, peer, facilitator):
    def counted():
        return (
            list(Topic.objects.values()),
            list(Post.objects.values()),
            list(positions.Milestone.objects.values()),
        )

    before = counted()
    say(peer, post)

    assert counted() == before


@pytest.mark.parametrize(
    "named", ["", "x", "1", "thanks", ".thanks", "{}.", "{}.loved", "0.thanks"]
)
def test_what_is_no_word_to_a_message_is_not_there(post, peer, named):
    answer = client_of(peer).post(URL, {"say": named.format(post.pk)})

    assert answer.status_code == 404
    assert not all_said()


def test_who_may_not_read_it_says_nothing_to_it(post, peer):
    waiting = PostFactory(topic=post.topic, approved=False)
    hidden = PostFactory(topic=post.topic)
    services.hide_post(post=hidden, by=UserFactory(), reason="Not here.")

    assert say(UserFactory(), post).status_code == 404
    assert [say(peer, other).status_code for other in (waiting, hidden)] == [404, 404]
    assert Client().post(URL, {"say": f"{post.pk}.thanks"}).status_code == 302
    assert not all_said()


def test_nobody_thanks_themself_in_their_name(post, facilitator):
    assert say(facilitator, post).status_code == 403
    assert f"{post.pk}.thanks" not in page_of(post.topic, facilitator)
    assert not all_said()


def test_who_may_not_write_for_a_while_says_no_word_and_may_take_theirs_back(post, peers, peer):
    say(peer, post)
    by = UserFactory(is_superuser=True)
    set_limit(member=peer, community=peers, by=by, length="week", why="Shouting")

    assert say(peer, post, "same").status_code == 403
    assert f'value="{post.pk}.' not in page_of(post.topic, peer)
    say(peer, post, verb="take_back")
    assert not all_said()


def test_it_has_a_limit(post, peer, settings):
    client = client_of(peer)
    answers = [client.post(URL, {"say": f"{post.pk}.thanks"}).status_code for _ in range(61)]

    assert answers == [302] * 60 + [429]


def test_members_who_read_it_see_who_said_what(post, peer, facilitator):
    say(peer, post)
    say(peer, post, "same")

    page = page_of(post.topic, facilitator)
    assert page.count("<bdi>Ana Peer</bdi>") == 2
    own = page_of(post.topic, peer)
    assert f'name="take_back" value="{post.pk}.thanks" aria-pressed="true"' in own
    assert f'name="say" value="{post.pk}.helped" aria-pressed="false"' in own


def test_a_visitor_sees_nothing_of_it(public_room):
    topic = TopicFactory(room=public_room)
    before = Client().get(topic_url(topic)).content
    services.react(post=topic.first_post, member=UserFactory(display_name="Kiri"), word="thanks")

    assert Client().get(topic_url(topic)).content == before


def test_a_few_are_named_ones_own_first_and_nobody_is_counted(post, peer):
    people = [UserFactory(display_name=f"Person {n}") for n in range(NAMED + 3)]
    for person in (*people, peer):
        services.react(post=post, member=person, word="thanks")

    page = page_of(post.topic, peer)
    line = page.partition("post__said")[2].partition("</ul>")[0]
    named = ["Ana Peer", *(f"Person {n}" for n in range(NAMED - 1))]
    assert line.split("<bdi>")[1:] == [
        *(f"{name}</bdi>, " for name in named[:-1]),
        f"{named[-1]}</bdi> and others</li>\n  \n",
    ]
    assert str(NAMED + 4) not in line


def test_a_message_without_a_name_names_nobody_who_said_a_word(post, peer, facilitator):
    sealed = of_seal(post, facilitator)
    say(peer, sealed, "same")
    reader = UserFactory(is_superuser=True)

    line = page_of(sealed.topic, reader).partition("post__said")[2].partition("</ul>")[0]
    assert "Same here" in line
    assert "Ana Peer" not in line


def test_its_author_is_offered_the_same_as_everybody(post, peer, facilitator):
    """And may press it: nothing that others see says that they did, or did not."""
    sealed = of_seal(post, facilitator)

    assert say(facilitator, sealed).status_code == 302
    with_own = page_of(sealed.topic, peer)
    Reaction.objects.update(member=UserFactory())
    assert (
        page_of(sealed.topic, peer).partition("post__said")[2].partition("</ul>")[0]
        == (with_own.partition("post__said")[2].partition("</ul>")[0])
    )


def told(person):
    return Notification.objects.filter(recipient=person, kind="thanked")


def test_the_author_is_told_once_a_day_and_without_a_mail(
    post, beside, peer, facilitator, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        for person in (peer, UserFactory()):
            for word in ("thanks", "same"):
                services.react(post=post, member=person, word=word)

    (row,) = told(facilitator)
    assert (row.actor, row.mail_due_at, row.topic_id) == (None, None, post.topic_id)
    page = client_of(facilitator).get(reverse("notifications:index")).content.decode()
    assert "“Thank you” · “Same here”" in page
    assert not told(beside.poster)


def test_the_author_of_a_message_without_a_name_is_told_too_and_nobody_else(
    post, peer, facilitator, django_capture_on_commit_callbacks
):
    sealed = of_seal(post, facilitator)
    with django_capture_on_commit_callbacks(execute=True):
        services.react(post=sealed, member=facilitator, word="thanks")
    assert not Notification.objects.filter(kind="thanked").exists()

    with django_capture_on_commit_callbacks(execute=True):
        services.react(post=sealed, member=peer, word="thanks")
    assert [row.recipient for row in Notification.objects.filter(kind="thanked")] == [facilitator]


def test_what_was_taken_back_is_told_to_nobody(
    post, peer, facilitator, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        services.react(post=post, member=peer, word="thanks")
    say(peer, post, verb="take_back")

    page = client_of(facilitator).get(reverse("notifications:index")).content.decode()
    assert "Said to your message" not in page


def test_it_goes_with_its_member_and_with_the_words_it_was_said_to(post, beside, peer):
    other = UserFactory()
    services.react(post=post, member=other, word="thanks")

    close_account(user=peer, by=peer)
    assert all_said() == {(post.pk, other.pk, "thanks")}

    withdraw_words(member=post.poster)
    assert not all_said()


def test_a_message_that_is_let_go_takes_them_with_it(topic, post, peer, facilitator):
    """In a topic that others answered a mark stands in its place."""
    services.react(post=topic.first_post, member=peer, word="thanks")
    services.react(post=post, member=peer, word="thanks")
    PostFactory(topic=topic)
    services.withdraw_post(post=topic.first_post)
    from core.retention import rules

    for rule in rules():
        if rule.name == "withdrawn-posts":
            rule.remove(timezone.now() + timedelta(days=40))

    assert all_said() == {(post.pk, peer.pk, "thanks")}


@pytest.mark.parametrize("number", [1, 20])
def test_a_page_of_them_is_one_query(private_room, peer, queries_of, number):
    topic = TopicFactory(room=private_room)
    posts = [topic.first_post, *PostFactory.create_batch(number - 1, topic=topic)]
    for post in posts:
        for person in UserFactory.create_batch(2):
            services.react(post=post, member=person, word="same")
    client, url = client_of(peer), topic_url(topic)
    queries_of(client, url)

    queries_of(client, url)
    assert len([sql for sql in queries_of.statements if "cop_forum_reaction" in sql]) == 1
