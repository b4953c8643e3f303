"""Words that are kept while they are written."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.retention import rule
from forum.drafts import services
from forum.drafts.holds import Hold
from forum.quoting.models import Quote
from forum.quoting.services import forget_quoted
from forum.signing.models import Unsent
from forum.topics.models import Post, Topic
from forum.topics.services import put_topic
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import edit_url, reply_url, start_url, topic_url
from tests.forum.conftest import client_of
from tests.forum.drafts.conftest import SAVE, Open, drafts_page

WORDS = "I was on the night shift.\n\nNobody came."


def kept(person):
    """Titles and words of this person's drafts, the first one first."""
    own = Unsent.objects.filter(author=person).order_by("pk")
    return list(own.values_list("subject", "text"))


@pytest.fixture
def other_draft(talk):
    """Somebody else's, in the same topic, which stays as it is."""
    return services.keep(author=UserFactory(), hold=Hold.of(talk), text="Mine stays")


@pytest.fixture(autouse=True)
def _others_stay(request):
    if "other_draft" not in request.fixturenames:
        yield
        return
    other = request.getfixturevalue("other_draft")
    yield
    other.refresh_from_db()
    assert (other.text, other.version) == ("Mine stays", 1)


def test_a_reply_is_saved_found_written_on_and_sent(writer, talk, other_draft):
    form = Open.at(writer, reply_url(talk))
    page = form.save_by_hand(WORDS)

    assert page.redirect_chain == [(reverse("drafts"), 302)]
    assert "Your draft is kept." in page.content.decode()
    assert "A reply in <bdi>Roster</bdi>" in page.content.decode()
    assert kept(writer) == [("Re: Roster", WORDS)]

    again = Open.at(writer, reply_url(talk))
    assert again.words == WORDS
    again.send(f"{again.words} Then it was light.")

    assert kept(writer) == []
    assert talk.posts.latest("pk").content.raw == f"{WORDS} Then it was light."


def test_a_draft_that_quotes_keeps_the_message_it_answers(writer, talk, other_draft):
    source = PostFactory(topic=talk, text="The roster was full. Nobody came.")
    form = Open.at(writer, f"{reply_url(talk)}?quote={source.pk}")
    form.save(WORDS, quoted="Nobody came.")
    draft = Unsent.objects.get(author=writer)
    assert (draft.source, draft.quoted, draft.fields) == (source, "Nobody came.", [])

    plain = Open.at(writer, topic_url(talk))
    assert plain.words == ""
    again = Open.at(writer, reply_url(talk))
    assert (again.words, again.fields["quoted"]) == (WORDS, ["Nobody came."])
    again.send(WORDS)

    sent = Quote.objects.get(post=talk.posts.latest("pk"))
    assert (sent.source, sent.quoted) == (source, "Nobody came.")
    assert kept(writer) == []


def test_what_a_draft_quotes_goes_with_the_message_it_is_of(writer, talk):
    source = PostFactory(topic=talk, text="The roster was full. Nobody came.")
    form = Open.at(writer, f"{reply_url(talk)}?quote={source.pk}")
    form.save(WORDS, quoted="Nobody came.")

    forget_quoted(posts=[source.pk])

    assert Unsent.objects.get(author=writer).quoted == ""
    assert kept(writer) == [("Re: Roster", WORDS)]


def test_a_topic_comes_back_with_all_that_was_filled_in(writer, tea_room):
    form = Open.at(writer, start_url(tea_room))
    form.save(
        WORDS,
        subject="Nights",
        is_question="on",
        poll_question="Tea?",
        **{"poll-0-text": "Yes", "poll-1-text": "No"},
    )

    again = Open.at(writer, start_url(tea_room))

    names = ("subject", "content", "is_question", "poll_question", "poll-0-text", "poll-1-text")
    assert [again.fields[name] for name in names] == [
        *(["Nights"], [WORDS], ["on"], ["Tea?"], ["Yes"], ["No"])
    ]
    again.send()
    topic = Topic.objects.get(subject="Nights")
    assert topic.poll.question == "Tea?"
    assert not Unsent.objects.exists()


def test_a_change_to_a_post_has_a_draft_of_its_own(writer, talk):
    post = PostFactory(topic=talk, author=writer, text="As it was")
    Open.at(writer, edit_url(post)).save(WORDS, update_reason="Clearer")

    assert Open.at(writer, edit_url(post)).words == WORDS
    assert Open.at(writer, edit_url(post)).fields["update_reason"] == ["Clearer"]
    assert Open.at(writer, reply_url(talk)).words == ""
    assert "A change in <bdi>Roster</bdi>" in drafts_page(writer)
    Open.at(writer, edit_url(post)).send()
    post.refresh_from_db()
    assert (post.content.raw, kept(writer)) == (WORDS, [])


def test_the_short_box_begins_with_the_draft(writer, talk):
    Open.at(writer, topic_url(talk), reply_url(talk)).save(WORDS)

    box = Open.at(writer, topic_url(talk), reply_url(talk))
    assert box.words == WORDS
    box.send()

    assert kept(writer) == []
    assert talk.posts.filter(poster=writer).count() == 1
    assert Open.at(writer, topic_url(talk)).words == ""


def test_a_draft_that_is_more_than_words_waits_beside_the_short_box(writer, talk):
    Open.at(writer, reply_url(talk)).save(WORDS, **{"attachment-0-comment": "The roster"})

    page = client_of(writer).get(topic_url(talk)).content.decode()

    assert Open.at(writer, topic_url(talk)).words == ""
    assert "Yours, not in view" in page
    assert Open.at(writer, reply_url(talk)).fields["attachment-0-comment"] == ["The roster"]


def test_a_form_goes_on_with_one_draft_whatever_became_of_the_answers(writer, talk):
    form = Open.at(writer, reply_url(talk))
    for words in ("I", "I was", WORDS):
        assert form.save(words).json()["sent"] is False

    assert kept(writer) == [("Re: Roster", WORDS)]


def test_of_two_devices_the_later_one_counts_and_the_other_is_kept_beside(writer, talk):
    Open.at(writer, reply_url(talk)).save("Begun")
    phone, desk = (Open.at(writer, reply_url(talk)) for _device in range(2))
    assert phone.words == desk.words == "Begun"

    phone.save("Begun, on the bus")
    desk.save("Begun, at my desk")
    phone.save("Begun, on the bus, and on")
    desk.save("Begun, at my desk, and on")

    assert sorted(kept(writer)) == [
        ("Re: Roster", "Begun, at my desk, and on"),
        ("Re: Roster", "Begun, on the bus, and on"),
    ]
    assert Open.at(writer, reply_url(talk)).words == "Begun, at my desk, and on"
    desk.send()
    assert kept(writer) == [("Re: Roster", "Begun, on the bus, and on")]


def test_words_that_were_sent_are_no_draft_however_late_they_come(writer, talk):
    form = Open.at(writer, reply_url(talk))
    form.save(WORDS)
    form.send()

    assert form.save(WORDS).json() == {"sent": True, "draft": ""}
    assert "This was sent already." in form.save_by_hand(f"{WORDS} And more").content.decode()
    assert kept(writer) == []


def test_sent_again_after_going_back_it_is_one_post(writer, talk):
    form = Open.at(writer, reply_url(talk))
    form.save("Half of it")
    form.send(WORDS)
    form.send(WORDS)

    assert talk.posts.filter(poster=writer).count() == 1
    assert kept(writer) == []


def test_a_preview_goes_on_with_the_draft(writer, talk):
    form = Open.at(writer, reply_url(talk))
    form.save("Half of it")
    page = form.client.post(form.address, form.fields | {"content": WORDS, "preview": "1"})
    shown = Open(form.client, form.address, Open.read(page))
    shown.save(f"{WORDS} More")
    assert kept(writer) == [("Re: Roster", f"{WORDS} More")]

    shown.send()
    assert kept(writer) == []


def test_what_is_emptied_is_gone(writer, talk, other_draft):
    form = Open.at(writer, reply_url(talk))
    form.save(WORDS)
    form.save("  ")

    assert kept(writer) == []
    assert "There was nothing to keep." in form.save_by_hand("").content.decode()


def test_files_are_said_not_to_be_kept(writer, talk):
    form = Open.at(writer, reply_url(talk))
    file = SimpleUploadedFile("roster.pdf", b"%PDF-1.7 roster", "application/pdf")
    page = form.client.post(SAVE, form.fields | {"content": WORDS, "f": file}, follow=True)

    assert "Files are not: choose them again then." in page.content.decode()


def test_nothing_typed_is_too_odd_to_be_kept(writer, talk):
    Open.at(writer, reply_url(talk)).save("a\0b \u202e" * 3)
    Open.at(writer, reply_url(talk)).save("long " * 20_000, way="nonsense", **{"x\0": "y\0"})

    assert len(Unsent.objects.get().text) == 100_000


def test_a_draft_is_deleted_by_its_author_after_a_question(writer, talk, other_draft):
    Open.at(writer, reply_url(talk)).save(WORDS)
    address = reverse("forget_unsent", args=[Unsent.objects.get(author=writer).key])
    client = client_of(writer)

    assert "Delete these words?" in client.get(address).content.decode()
    assert kept(writer) != []
    assert client.post(address, follow=True).redirect_chain == [(reverse("drafts"), 302)]
    assert kept(writer) == []


def test_where_one_may_not_read_any_more_the_words_stay_without_its_names(
    peer, facilitator, peers, private_room
):
    from communities import services as communities

    topic = TopicFactory(room=private_room, author=facilitator, subject="Whispered")
    form = Open.at(peer, reply_url(topic))
    form.save("Before I left")
    communities.leave(community=peers, member=peer)
    draft = Unsent.objects.get()

    assert form.save("After I left").json()["sent"] is False
    for page in (drafts_page(peer), client_of(peer).get(draft.get_absolute_url()).text):
        assert "After I left" in page
        assert "no longer open to you" in page.lower()
        assert "Whispered" not in page
        assert private_room.forum.name not in page
        assert reply_url(topic) not in page
    forget = reverse("forget_unsent", args=[draft.key])
    assert private_room.forum.name not in client_of(peer).get(forget).text
    client_of(peer).post(forget)
    assert kept(peer) == []


def test_where_the_topic_is_gone_the_words_are_still_kept(writer, talk):
    form = Open.at(writer, reply_url(talk))
    Topic.objects.get(pk=talk.pk).delete()

    form.save(WORDS)

    assert kept(writer) == [("", WORDS)]
    assert "A reply in a topic that is not there any more" in drafts_page(writer)


def test_a_draft_goes_with_its_topic_to_another_room(writer, talk):
    Open.at(writer, reply_url(talk)).save(WORDS)
    elsewhere = RoomFactory(name="Elsewhere", audience="members")
    put_topic(topic=talk, forum=elsewhere.forum)

    assert Unsent.objects.get().forum == elsewhere.forum
    assert Open.at(writer, reply_url(talk)).words == WORDS


def test_a_place_is_named_by_a_form_that_was_shown_and_by_nothing_else(writer, talk):
    client = client_of(writer)
    forged = str(Hold.of(talk)).replace(f".{talk.pk}.", ".987.")

    for token in ("", "topic.1.1.x..0", forged):
        answer = client.post(SAVE, {"draft": token, "content": WORDS})
        assert answer.status_code == 404
    assert not Unsent.objects.exists()


def test_a_change_to_a_message_without_a_name_is_not_kept_beside_the_seal(writer, talk):
    post = PostFactory(topic=talk, author=writer)
    Post.objects.filter(pk=post.pk).update(poster=None, username="Peer 2")
    post.refresh_from_db()

    assert services.keep(author=writer, hold=Hold.of(post), text=WORDS) is None
    assert not Unsent.objects.exists()


def test_a_script_is_told_when_nobody_is_signed_in(writer, talk):
    form = Open.at(writer, reply_url(talk))
    form.client.logout()

    assert form.save(WORDS).status_code == 403
    assert not Unsent.objects.exists()


def test_signing_out_empties_what_the_browser_keeps(writer):
    client = client_of(writer)
    answer = client.post(reverse("account_logout"))

    assert answer["Clear-Site-Data"] == '"storage"'
    assert "Clear-Site-Data" not in Client().get("/accounts/login/")


def test_drafts_go_when_they_were_left_alone_for_90_days(writer, talk, tea_room):
    Open.at(writer, reply_url(talk)).save("Old")
    Unsent.objects.update(at=timezone.now() - timedelta(days=91))
    Open.at(writer, start_url(tea_room)).save("New")

    rule("unsent-posts").remove(timezone.now())

    assert kept(writer) == [("", "New")]


def test_there_are_a_hundred_drafts_and_no_more(writer, tea_room, monkeypatch):
    monkeypatch.setattr(services, "MOST", 3)
    for n in range(4):
        services.keep(author=writer, hold=Hold.of(tea_room.forum), text=f"Number {n}")

    assert [text for _title, text in kept(writer)] == ["Number 1", "Number 2", "Number 3"]


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_list_asks_the_same_for_few_and_for_twenty(writer, tea_room, talk):
    client = client_of(writer)
    own = PostFactory(topic=talk, author=writer)
    for place in (talk, own, tea_room.forum):
        services.keep(author=writer, hold=Hold.of(place), text="One")
    one = queries_of(client, reverse("drafts"))
    for n in range(6):
        topic = TopicFactory(room=tea_room, author=talk.poster, subject=f"Topic {n}")
        post = PostFactory(topic=topic, author=writer)
        for place in (topic, post, tea_room.forum):
            services.keep(author=writer, hold=Hold.of(place), text=f"Number {n}")

    assert queries_of(client, reverse("drafts")) == one


def test_a_topic_asks_nothing_more_of_who_has_no_draft_and_once_of_who_has(writer, talk):
    client = client_of(writer)
    without = queries_of(client, topic_url(talk))
    services.keep(author=UserFactory(), hold=Hold.of(talk), text="Another's")
    assert queries_of(client, topic_url(talk)) == without

    for n in range(3):
        services.keep(author=writer, hold=Hold.of(talk), text=f"Number {n}")

    assert queries_of(client, topic_url(talk)) - without <= 3
