"""In a room that checks first, a change of what others can read waits, and nothing is lost."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from forum import services
from forum.care.models import PostNotes
from forum.history.models import EarlierVersion
from forum.topics.held import HeldChange
from members.models import Look
from members.services import close_account
from notifications.models import Notification
from tests.factories.forum import PostFactory, TopicFactory, pdf
from tests.factories.members import UserFactory
from tests.forum.addresses import edit_url, rows, topic_url
from tests.forum.changes.conftest import AFTER, BEFORE, QUEUE, REASON, change, page, says, url
from tests.forum.conftest import client_of

pytestmark = pytest.mark.django_db


# Its author


def test_what_is_readable_stays_and_the_author_is_told_that_the_change_waits(
    topic, reply, beside, peer, colleague
):
    response = client_of(peer).post(edit_url(reply), {"content": AFTER}, follow=True)

    assert says(reply) == BEFORE
    assert reply.updates_count == 0
    assert "Your change waits for a facilitator" in response.text
    assert response.text.count("A change waits") == 1
    assert BEFORE in response.text
    assert AFTER not in response.text
    assert "kettle" in page(peer, url("waiting_change", reply))
    assert "A change waits" in page(colleague, topic_url(topic))
    assert url("waiting_change", reply) not in page(colleague, topic_url(topic))
    assert client_of(colleague).get(url("waiting_change", reply)).status_code == 404
    assert HeldChange.objects.get(post=beside).text == "Mine anew"


def test_changing_it_again_begins_with_the_words_that_wait(reply, peer):
    client = client_of(peer)
    client.post(edit_url(reply), {"content": AFTER, "update_reason": "Softer"})

    form = client.get(edit_url(reply))
    assert AFTER in form.text
    assert "Softer" in form.text
    assert BEFORE not in form.context["post_form"]["content"].value()
    client.post(edit_url(reply), {"content": f"{AFTER} Or so."})

    kept = HeldChange.objects.get(post=reply)
    assert (kept.text, kept.version) == (f"{AFTER} Or so.", 2)
    assert says(reply) == BEFORE


def test_saved_as_it_is_nothing_waits_any_more(reply, peer):
    change(reply)

    response = client_of(peer).post(edit_url(reply), {"content": BEFORE}, follow=True)

    assert "Your change is saved." in response.text
    assert not HeldChange.objects.filter(post=reply).exists()


def test_a_title_waits_with_its_words(room, topic, colleague, facilitator):
    address = topic_url(topic, None, "topic_update")

    client_of(colleague).post(address, {"subject": "Told anew", "content": "Once more"})

    topic.refresh_from_db()
    assert topic.subject == "Told"
    client_of(facilitator).post(url("let_change_through", topic.first_post))
    topic.refresh_from_db()
    assert (topic.subject, topic.first_post.content.raw) == ("Told anew", "Once more")


def test_notes_wait_with_the_words(reply, peer, facilitator):
    client_of(peer).post(edit_url(reply), {"content": AFTER, "notes": ["Suicide"]})
    assert not PostNotes.objects.exists()

    client_of(facilitator).post(url("let_change_through", reply))

    assert PostNotes.objects.get().by_author == "Suicide"


def test_taking_notes_away_waits_too(reply, peer, facilitator):
    PostNotes.objects.create(post=reply, by_author="Suicide")

    client_of(peer).post(edit_url(reply), {"content": BEFORE})

    assert PostNotes.objects.get().by_author == "Suicide"
    assert "Without content notes" in page(facilitator, url("waiting_change", reply))
    client_of(facilitator).post(url("let_change_through", reply))
    assert not PostNotes.objects.exists()


def test_files_and_a_poll_stay_as_others_have_seen_them(room, peer):
    topic = TopicFactory(
        room=room,
        author=peer,
        text=BEFORE,
        attachments=[pdf()],
        poll={"question": "Tea?", "options": ["Yes", "No"]},
    )
    address = topic_url(topic, None, "topic_update")
    client = client_of(peer)
    own = topic.first_post.attachments.get()
    data = {
        "subject": topic.subject,
        "content": AFTER,
        "poll_question": "Coffee?",
        **rows("poll", 2, **{"0-text": "Never", "1-text": "Ever"}),
    }

    form = client.get(address).text
    refused = client.post(
        address,
        data | rows("attachment", 2, 1, **{"0-id": own.pk, "1-file": pdf("new.pdf")}),
    )
    client.post(address, data)

    assert "Question of the poll" not in form
    assert "To add one, or to say anew what it is, please write a reply." in refused.text
    assert AFTER in refused.text
    topic.poll.refresh_from_db()
    assert topic.poll.question == "Tea?"
    assert topic.first_post.attachments.get() == own
    assert HeldChange.objects.get().text == AFTER


def test_the_author_takes_it_back(reply, beside, peer, facilitator):
    change(reply)
    client = client_of(peer)

    assert "Leave your message as it is?" in client.get(url("forget_change", reply)).text
    client.post(url("forget_change", reply))

    assert says(reply) == BEFORE
    assert [row.post for row in HeldChange.objects.all()] == [beside]
    assert client_of(facilitator).post(url("forget_change", beside)).status_code == 404


def test_elsewhere_and_of_what_waits_itself_a_change_is_there_at_once(
    private_room, topic, peer, facilitator
):
    free = PostFactory(topic=TopicFactory(room=private_room), author=peer, text=BEFORE)
    waits = PostFactory(topic=topic, author=peer, text=BEFORE, approved=False)
    own = PostFactory(topic=topic, author=facilitator, text=BEFORE)

    for user, post in ((peer, free), (peer, waits), (facilitator, own)):
        client_of(user).post(edit_url(post), {"content": AFTER})

    assert [says(post) for post in (free, waits, own)] == [AFTER] * 3
    assert not HeldChange.objects.exists()


# Who answers it


def test_it_stands_in_the_queue_and_is_counted_there(reply, beside, facilitator):
    change(reply)

    html = page(facilitator, QUEUE)

    assert html.count("See what is different") == 2
    assert "Nothing is waiting" not in html
    assert "2 changes wait to be read" in page(facilitator, "/")
    assert Look.objects.filter(by=facilitator, about=reply.poster, what="posts").exists()


def test_the_facilitator_sees_what_is_different_and_lets_it_through(
    topic, reply, beside, peer, facilitator, colleague
):
    change(reply, reason="Softer")
    client = client_of(facilitator)
    html = client.get(url("waiting_change", reply)).text
    assert re.search(r"<del[^>]*>.*?ward\..*?<ins[^>]*>.*?kettle\.", html, re.S)
    assert "Softer" in html

    client.post(url("let_change_through", reply), {"read": 1})

    assert says(reply) == AFTER
    assert (reply.updated_by, reply.updates_count, reply.update_reason) == (peer, 1, "Softer")
    assert EarlierVersion.objects.get().text == BEFORE
    assert [row.post for row in HeldChange.objects.all()] == [beside]
    assert AFTER in page(colleague, topic_url(topic))
    assert "is there" in page(peer, reverse("notifications:index"))
    told = Notification.objects.filter(kind="change_answered")
    assert [row.recipient for row in told] == [peer]


def test_sent_back_the_author_reads_why_and_tries_again_with_their_words(
    topic, reply, beside, peer, facilitator
):
    change(reply)
    facilitating, client = client_of(facilitator), client_of(peer)
    empty = facilitating.post(url("send_change_back", reply), {"reason": " ", "read": 1})
    assert "Please say why" in empty.text

    facilitating.post(url("send_change_back", reply), {"reason": REASON, "read": 1})

    assert says(reply) == BEFORE
    assert REASON in page(peer, url("waiting_change", reply))
    assert REASON in client.get(edit_url(reply)).text
    assert AFTER in client.get(edit_url(reply)).text
    assert "A change was sent back" in page(peer, topic_url(topic))
    assert "A change was sent back" not in page(facilitator, topic_url(topic))
    assert facilitating.get(url("waiting_change", reply)).status_code == 404
    client.post(edit_url(reply), {"content": "It was at the kettle, then."})
    kept = HeldChange.objects.get(post=reply)
    assert (kept.state, kept.because, kept.version) == ("waiting", "", 2)
    assert Notification.objects.get(kind="change_answered").read_at is not None


@pytest.mark.parametrize("answer", ["let_change_through", "send_change_back"])
def test_words_that_were_changed_meanwhile_are_read_once_more(answer, reply, peer, facilitator):
    change(reply)
    change(reply, "It was nowhere.")

    response = client_of(facilitator).post(
        url(answer, reply), {"reason": REASON, "read": 1}, follow=True
    )

    assert "has changed these words again meanwhile" in response.text
    assert "nowhere." in response.text
    assert says(reply) == BEFORE
    assert HeldChange.objects.get().is_waiting


@pytest.mark.parametrize("answer", ["let_change_through", "send_change_back"])
def test_who_comes_second_is_led_back_to_the_queue(answer, reply, facilitator):
    services.let_change_through(change=change(reply), by=UserFactory())

    response = client_of(facilitator).post(url(answer, reply), {"reason": REASON}, follow=True)

    assert response.redirect_chain[-1][0] == QUEUE
    assert "This change does not wait any more" in response.text
    assert reply.earlier_versions.count() == 1


def test_nobody_else_answers_it(reply, topic, colleague, peer):
    change(reply)
    stranger = UserFactory()

    answers = {
        client_of(user).post(url(name, reply), {"reason": "x"}).status_code
        for user in (colleague, peer, stranger)
        for name in ("let_change_through", "send_change_back")
    }

    assert answers == {404}
    assert says(reply) == BEFORE


# Meanwhile


def test_out_of_view_it_does_not_wait_and_put_back_it_waits_again(reply, peer, facilitator):
    held = change(reply)
    removal = services.withdraw_post(post=reply)
    assert not HeldChange.objects.waiting().exists()
    assert client_of(facilitator).get(url("waiting_change", reply)).status_code == 404
    assert "kettle" in page(peer, url("waiting_change", reply))
    with pytest.raises(ValidationError):
        services.let_change_through(change=held, by=facilitator)

    services.restore_post(removal=removal, by=peer)

    services.let_change_through(change=held, by=facilitator)
    assert says(reply) == AFTER


# How long


def test_words_that_were_sent_back_go_after_ninety_days_and_what_waits_stays(
    reply, beside, facilitator
):
    services.send_change_back(change=change(reply), by=facilitator, because=REASON)
    HeldChange.objects.update(at=timezone.now() - timedelta(days=91))

    call_command("purge")

    assert [row.post for row in HeldChange.objects.all()] == [beside]


def test_it_goes_with_the_account(reply, beside, peer):
    change(reply)

    close_account(user=peer, by=peer)

    assert [row.post for row in HeldChange.objects.all()] == [beside]


@pytest.mark.parametrize("many", [1, 3])
def test_the_queue_asks_as_much_for_many_changes(many, topic, facilitator, queries_of):
    for post in PostFactory.create_batch(many, topic=topic):
        change(post)
    client = client_of(facilitator)
    queries_of(client, QUEUE)

    assert queries_of(client, QUEUE) == 7
