"""A form that is sent twice is sent once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.enums import JoinPolicy
from communities.models import Membership
from communities.services import appoint_facilitator, join
from core.retention import rule
from forum import services
from forum.topics.models import Post, Topic
from members.models import SentForm
from members.sending import SENT_FOR
from people.models import ConfirmedRole, Organisation
from tests.factories.communities import CommunityFactory
from tests.factories.events import EventPageFactory
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory, pdf
from tests.factories.members import UserFactory
from tests.forum.addresses import reply_url, start_url, topic_url
from tests.sending.forms import form_in, open_form

pytestmark = pytest.mark.django_db


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def mistakes(response):
    soup = BeautifulSoup(response.content, "html.parser")
    return [each.get_text(" ", strip=True) for each in soup.select("[class*=error]")]


def twice(client, form, **said):
    first, second = form.send(client, **said), form.send(client, **said)
    assert first.status_code == 302, mistakes(first)
    assert (second.status_code, second.url) == (302, first.url)
    return first


def test_a_topic_sent_twice_is_one_topic(room, member_client):
    form = open_form(member_client, start_url(room))

    twice(member_client, form, subject="Kete", content="May I keep it?")

    assert Topic.objects.filter(subject="Kete").count() == 1


def test_a_topic_with_a_poll_and_a_file_sent_twice_is_one_of_each(room, member_client):
    form = open_form(member_client, start_url(room))
    said = {
        "subject": "Tea",
        "content": "Which?",
        "poll_question": "Tea?",
        "poll-0-text": "Green",
        "poll-1-text": "Black",
    }
    answers = [
        form.send(member_client, **said, **{"attachment-0-file": pdf("roster.pdf")})
        for _press in range(3)
    ]

    assert len({answer["Location"] for answer in answers}) == 1
    topic = Topic.objects.get(subject="Tea")
    assert topic.poll.options.count() == 2
    assert topic.first_post.attachments.count() == 1


@pytest.mark.parametrize("to_box", [True, False], ids=["box under the topic", "page of its own"])
def test_a_reply_sent_twice_is_one_reply(topic, member_client, to_box):
    page = topic_url(topic) if to_box else reply_url(topic)
    form = open_form(member_client, page, reply_url(topic))

    twice(member_client, form, content="I keep mine.")

    assert topic.posts.count() == 2


def test_the_brake_against_flooding_counts_the_first_press_alone(topic, settings):
    settings.FORUM_POSTING_PACE = True
    client = client_of(UserFactory(date_joined=timezone.now() - timedelta(days=30)))
    form = open_form(client, reply_url(topic))

    answers = [form.send(client, content="I keep mine.") for _press in range(70)]

    assert {answer.status_code for answer in answers} == {302}
    assert len({answer["Location"] for answer in answers}) == 1
    assert topic.posts.count() == 2


def test_what_the_brake_refused_may_be_sent_with_the_same_button(topic, settings, monkeypatch):
    settings.FORUM_POSTING_PACE = True
    clock = {"now": 1_800_000_000.0}
    monkeypatch.setattr("core.limits.time.time", lambda: clock["now"])
    client = client_of(UserFactory(date_joined=timezone.now() - timedelta(days=30)))
    open_form(client, reply_url(topic)).send(client, content="The first.")
    form = open_form(client, reply_url(topic))

    assert "wait 5 seconds" in form.send(client, content="The second.").content.decode()
    clock["now"] += 5
    twice(client, form, content="The second.")

    assert topic.posts.count() == 3


def test_two_forms_that_say_the_same_are_two_replies(topic, member_client):
    for _form in range(2):
        open_form(member_client, reply_url(topic)).send(member_client, content="Me too.")

    assert topic.posts.filter(content="Me too.").count() == 2


def test_two_people_who_say_the_same_are_two_replies(topic, member_client):
    other = client_of(UserFactory())

    for client in (member_client, other):
        open_form(client, reply_url(topic)).send(client, content="Me too.")

    assert topic.posts.filter(content="Me too.").count() == 2


def test_a_mistake_and_a_preview_leave_the_key_unused(topic, member_client):
    form = open_form(member_client, reply_url(topic))

    assert form.send(member_client, content="").status_code == 200
    assert form.send(member_client, content="I keep it.", preview="1").status_code == 200
    assert not SentForm.objects.exists()
    twice(member_client, form, content="I keep it.")

    assert topic.posts.count() == 2


def test_what_broke_may_be_sent_again(topic, member, monkeypatch):
    client = Client(raise_request_exception=False)
    client.force_login(member)
    form = open_form(client, reply_url(topic))
    with monkeypatch.context() as broken:
        broken.delattr("forum.posting.views.messages")
        assert form.send(client, content="Once more.").status_code == 500

    assert topic.posts.count() == 1
    twice(client, form, content="Once more.")
    assert topic.posts.count() == 2


def test_other_words_after_going_back_are_shown_with_what_was_made(topic, member_client):
    form = open_form(member_client, reply_url(topic))
    first = form.send(member_client, content="I keep mine.")

    second = form.send(member_client, content="I keep mine, mostly.")

    assert (second.status_code, second.url) == (302, reply_url(topic))
    assert topic.posts.count() == 2
    page = member_client.get(second.url)
    again = form_in(page, second.url)
    assert f'href="{first.url}"' in page.content.decode()
    assert "You have sent this already" in again.text
    assert again.data["content"] == "I keep mine, mostly."
    twice(member_client, again)
    assert [post.content.raw for post in topic.posts.order_by("pk")[1:]] == [
        "I keep mine.",
        "I keep mine, mostly.",
    ]


@pytest.mark.parametrize("key", [None, "", "x", "1.abc:def.0", "9" * 5000, "\0"])
def test_a_form_without_a_sound_key_works_as_it_did(topic, member_client, key):
    data = {"content": "From an old page."} | ({} if key is None else {"form_key": key})

    response = member_client.post(reply_url(topic), data)

    assert response.status_code == 302
    assert topic.posts.count() == 2


def test_a_key_of_somebody_else_takes_nothing_from_them(topic, member_client):
    theirs = client_of(UserFactory())
    form = open_form(theirs, reply_url(topic))
    form.send(theirs, content="Mine.")

    response = form.send(member_client, content="Mine.")

    assert response.status_code == 302
    assert topic.posts.filter(content="Mine.").count() == 2


def test_a_page_with_several_forms_has_a_key_for_each(topic, member_client):
    page = member_client.get(topic_url(topic)).content.decode()
    keys = [part.split('"')[0] for part in page.split('name="form_key" value="')[1:]]

    assert len(keys) > 2
    assert len(set(keys)) == len(keys)


def test_a_visitors_pages_carry_no_key_of_ours(client, db):
    assert "form_key" not in client.get("/accounts/signup/").content.decode()


def test_a_vote_sent_twice_is_told_to_be_counted_and_nothing_else(topic, member, member_client):
    poll = services.set_poll(topic=topic, question="Tea?", options=["Green", "Black"])
    address = reverse("forum_conversation:topic_poll_vote", args=[poll.pk])
    form = open_form(member_client, topic_url(topic), address)

    first, _second = (form.send(member_client, options=[poll.options.first().pk]) for _ in "12")

    page = member_client.get(first.url).content.decode()
    assert "Your vote is counted" in page
    assert poll.options.first().tally.points == 1


def test_withdrawing_twice_is_no_page_that_is_not_there(topic, member, member_client):
    post = PostFactory(topic=topic, author=member)
    other = PostFactory(topic=topic)
    page = topic_url(topic, None, "post_delete", post.pk)

    twice(member_client, open_form(member_client, page))

    shown = topic.posts.filter(approved=True)
    assert list(shown.exclude(pk=topic.first_post_id)) == [other]


@pytest.mark.parametrize("act", ["approve", "disapprove"])
def test_a_moderator_who_presses_twice_acts_once(coordinator_client, topic, act):
    post = PostFactory(topic=topic, approved=False)
    page = reverse(f"forum_moderation:{act}_queued_post", args=[post.pk])

    twice(coordinator_client, open_form(coordinator_client, page), reason="Not yet.")

    assert Post.objects.filter(pk=post.pk, approved=True).exists() == (act == "approve")


def test_joining_and_leaving_twice_are_one_of_each(member, member_client):
    community = CommunityFactory()
    page = community.url
    joining = open_form(member_client, page, reverse("communities:join", args=[community.pk]))
    twice(member_client, joining)
    leaving = open_form(member_client, page, reverse("communities:leave", args=[community.pk]))
    twice(member_client, leaving)

    membership = Membership.objects.get(member=member)
    assert [event.deed for event in membership.events.order_by("pk")] == ["joined", "left"]


def test_a_request_to_join_sent_twice_is_one_request(member, member_client):
    community = CommunityFactory(join_policy=JoinPolicy.REQUEST)
    page = reverse("communities:ask", args=[community.pk])

    twice(member_client, open_form(member_client, page), words="Please.")

    assert Membership.objects.get(member=member).events.count() == 1


def test_an_invitation_sent_twice_is_told_once_to_be_sent():
    community, carer = CommunityFactory(), UserFactory()
    invited = UserFactory(display_name="Tai")
    for person in (carer, invited):
        if person is carer:
            join(community=community, member=person)
            appoint_facilitator(community=community, member=person)
    client = client_of(carer)
    page = reverse("communities:looking_after", args=[community.pk])
    form = open_form(client, page, reverse("communities:invite", args=[community.pk]))

    answer = twice(client, form, to="tai@example.net")

    assert community.invitations.count() == 1
    assert client.get(answer.url).content.decode().count("We write to this address") == 1


def test_interest_registered_twice_is_one_interest(member_client):
    event = EventPageFactory()
    form = open_form(member_client, event.url, reverse("events:register_interest", args=[event.pk]))

    twice(member_client, form)

    assert event.interests.count() == 1


def test_asking_for_a_role_twice_is_asking_once(member, member_client):
    form = open_form(member_client, reverse("people:ask_role"))

    twice(member_client, form, role="peer")

    assert ConfirmedRole.objects.filter(member=member).count() == 1


def test_an_organisation_made_twice_is_one(coordinator_client):
    page = reverse("wagtailsnippets_people_organisation:add")
    form = open_form(coordinator_client, page)

    twice(coordinator_client, form, name="Te Awa", type="ngo")

    assert Organisation.objects.filter(name="Te Awa").count() == 1


def test_invitations_to_the_site_sent_twice_are_one_letter_each(coordinator_client, post_once):
    page = reverse("invitations:add")
    form = open_form(coordinator_client, page)

    twice(coordinator_client, form, people="Tai <tai@example.net>", send="1")

    assert len(mail.outbox) == 1


@pytest.fixture
def post_once(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        yield


def test_the_mark_of_a_sent_form_is_kept_for_a_day(topic, member_client):
    form = open_form(member_client, reply_url(topic))
    form.send(member_client, content="Mine.")
    other = open_form(member_client, reply_url(topic))
    other.send(member_client, content="New.")
    old = SentForm.objects.order_by("at").first()
    SentForm.objects.filter(pk=old.pk).update(at=timezone.now() - SENT_FOR - timedelta(minutes=1))

    rule("sent").remove(timezone.now())

    assert SentForm.objects.count() == 1
    assert not SentForm.objects.filter(pk=old.pk).exists()


def test_nothing_that_was_written_stands_in_the_mark(topic, member_client):
    form = open_form(member_client, reply_url(topic))
    form.send(member_client, content="A secret of mine")

    mark = SentForm.objects.get()
    stored = " ".join([mark.key, mark.words, mark.answer])
    assert "secret" not in stored
    assert form.data["form_key"] not in stored


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["topic", "reply"])
def test_twenty_presses_at_once_make_one(what, member):
    room = RoomFactory()
    topic = TopicFactory(room=room)
    client = client_of(member)
    page = start_url(room) if what == "topic" else reply_url(topic)
    form = open_form(client, page)

    def press(_n):
        own = Client()
        own.cookies = client.cookies
        try:
            return form.send(own, subject="Kete", content="May I keep it?")
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=20) as threads:
        answers = list(threads.map(press, range(20)))

    assert [answer.status_code for answer in answers] == [302] * 20
    assert len({answer["Location"] for answer in answers}) == 1
    assert Post.objects.filter(content="May I keep it?").count() == 1
