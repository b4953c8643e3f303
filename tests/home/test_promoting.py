"""From a topic that is settled to a draft in the library, and what becomes of its quotations."""

import pytest
from django.test import Client
from django.urls import reverse

from communities.models import CommunityIndexPage
from forum import services
from forum.history.models import Removal
from forum.posting.leaving import withdraw_words
from forum.posting.letting_go import let_go
from members.services import close_account
from notifications.models import Notification
from resources import services as library_services
from resources.models import Quotation, ResourceIndexPage, ResourcePage
from tests.factories.communities import CommunityFactory, CommunityIndexPageFactory
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.factories.resources import ResourceIndexPageFactory
from tests.forum.addresses import topic_url
from tests.forum.conftest import client_of
from tests.shared import shared

pytestmark = pytest.mark.django_db
SAID = "Ask whether it is *small*, and said\nout loud."
QUOTE = "small, and said out loud"
RESOURCE = {"title": "What gifts mean", "kind": "practice_guide", "summary": "Ask first."}
SCENARIO = {
    "title": "The dog",
    "dilemma": "A dog is where none may be.",
    "one_view": "Say nothing.",
    "another_view": "Say it.",
    "what_people_did": "They asked first.",
    "supervision_questions": "Whose promise is it?\n- Who else should know?",
}


@shared
def library(db):
    return ResourceIndexPageFactory(slug="resources")


@shared
def room(library):
    index = CommunityIndexPage.objects.first() or CommunityIndexPageFactory()
    return RoomFactory(audience="communities", communities=[CommunityFactory(parent=index)])


@shared
def author(room):
    return UserFactory(display_name="Ana Author")


@shared
def topic(room, author):
    topic = TopicFactory(room=room, author=author, subject="A kete", text="What about gifts?")
    services.settle(topic=topic, by=author, result="agreed", summary="Ask first.")
    return topic


@shared
def reply(topic):
    return PostFactory(topic=topic, author=UserFactory(display_name="Rua Reply"), text=SAID)


@shared
def other(topic, reply):
    """Somebody else who is quoted from the same topic, and agrees."""
    return PostFactory(topic=topic, author=UserFactory(), text="Tokens other.")


@shared
def case(room, author):
    topic = TopicFactory(room=room, author=author, subject="The dog", text="So it was.")
    services.begin_case(topic=topic)
    services.settle(
        topic=topic, by=author, result="disagreed", summary="Nothing.", other_summary="All."
    )
    return topic


def address(topic):
    return reverse("promoting:promote", args=[topic.pk])


def promote(client, topic, said, **quotes):
    return client.post(address(topic), said | quotes)


def quoting(post, words):
    return {f"quote_{post.pk}": words}


def shown(page):
    return Client().get(page.url).content.decode()


@pytest.fixture
def quoted(coordinator_client, topic, reply, other):
    """A published resource in which two are quoted, who both agreed."""
    quotes = quoting(reply, QUOTE) | quoting(other, "Tokens other.")
    promote(coordinator_client, topic, RESOURCE, **quotes)
    page = ResourcePage.objects.get()
    page.save_revision().publish()
    for quotation in Quotation.objects.all():
        library_services.agree_to_quotation(quotation=quotation)
    assert QUOTE in shown(page)
    return page


def test_a_coordinator_makes_a_draft_and_those_quoted_are_asked(
    coordinator_client, topic, reply, library
):
    assert address(topic) in coordinator_client.get(topic_url(topic)).content.decode()
    form = coordinator_client.get(address(topic)).content.decode()
    assert "Ask first.</textarea>" in form

    answer = promote(coordinator_client, topic, RESOURCE, **quoting(reply, QUOTE))
    page = ResourcePage.objects.get()

    assert answer.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert (page.live, page.title, page.summary) == (False, "What gifts mean", "Ask first.")
    assert page.get_parent().specific == library
    quotation = Quotation.objects.get()
    assert (quotation.member, quotation.words, quotation.source) == (reply.poster, QUOTE, reply.pk)
    assert quotation.consent == "asked"
    told = Notification.objects.get(kind="quotation_asked")
    assert told.recipient == reply.poster
    assert QUOTE not in str(page.latest_revision.content)
    page.save_revision().publish()
    assert QUOTE not in shown(page)


@pytest.mark.parametrize("who", ["member", "facilitator", "author", "outsider"])
def test_nobody_else_finds_a_way_there(who, topic, author, room):
    from communities import services as communities

    community = room.communities.get()
    person = author if who == "author" else UserFactory()
    if who != "outsider":
        communities.join(community=community, member=person)
    if who == "facilitator":
        communities.appoint_facilitator(community=community, member=person)
    client = client_of(person)

    assert client.get(address(topic)).status_code == 404
    assert promote(client, topic, RESOURCE).status_code == 404
    assert "Make a resource" not in client.get(topic_url(topic)).content.decode()
    assert not ResourcePage.objects.exists()


@pytest.mark.parametrize("state", ["open", "waits", "hidden"])
def test_only_what_has_an_end_that_waits_for_nobody(state, coordinator_client, topic, coordinator):
    if state == "open":
        services.reopen(topic=topic)
    elif state == "waits":
        type(topic.standing).objects.update(waits=True)
    else:
        services.hide_post(post=topic.first_post, by=coordinator, reason="So")

    assert coordinator_client.get(address(topic)).status_code == 404
    assert "Make a resource" not in coordinator_client.get(topic_url(topic)).content.decode()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"title": ""}, "This field is required|Please"),
        ({"summary": ""}, "This field is required|Please"),
        ({"kind": "scenario"}, "Please choose from the list."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    said, words, coordinator_client, topic, reply
):
    typed = RESOURCE | said
    page = promote(coordinator_client, topic, typed, **quoting(reply, QUOTE)).content.decode()

    assert "<title>Error: " in page
    assert any(each in page for each in words.split("|"))
    assert QUOTE in page
    assert not ResourcePage.objects.exists()


def test_nobody_is_quoted_with_what_they_did_not_say(coordinator_client, topic, reply, other):
    page = promote(coordinator_client, topic, RESOURCE, **quoting(reply, "Tokens other."))

    assert "These words do not stand in this message" in page.content.decode()
    assert not Quotation.objects.exists()


def test_only_messages_that_all_read_by_people_who_can_be_asked(coordinator_client, topic):
    waits = PostFactory(topic=topic, approved=False)
    left = PostFactory(topic=topic)
    close_account(user=left.poster, by=left.poster)
    elsewhere = PostFactory()
    form = coordinator_client.get(address(topic)).content.decode()
    quotes = {}
    for post in (waits, left, elsewhere):
        assert f"quote_{post.pk}" not in form
        quotes |= quoting(post, post.content.raw)

    promote(coordinator_client, topic, RESOURCE, **quotes)

    assert not Quotation.objects.exists()


def test_the_form_asks_the_same_of_few_and_of_many(
    coordinator_client, topic, django_assert_num_queries
):
    coordinator_client.get(address(topic))
    with django_assert_num_queries(FORM_QUERIES):
        coordinator_client.get(address(topic))
    PostFactory.create_batch(60, topic=topic)
    with django_assert_num_queries(FORM_QUERIES):
        page = coordinator_client.get(address(topic)).content.decode()
    assert page.count("Words to quote from it") == 50


FORM_QUERIES = 9


@pytest.mark.parametrize(
    "how", ["hidden", "withdrawn", "with the topic", "deleted", "left", "let go"]
)
def test_a_quotation_goes_with_its_message_or_its_person(
    how, quoted, reply, other, topic, coordinator
):
    if how == "hidden":
        services.hide_post(post=reply, by=coordinator, reason="So")
    elif how == "withdrawn":
        services.withdraw_post(post=reply)
    elif how == "with the topic":
        services.hide_post(post=topic.first_post, by=coordinator, reason="So")
    elif how == "deleted":
        reply.delete()
    elif how == "left":
        close_account(user=reply.poster, by=reply.poster)
    else:
        let_go(removal=services.withdraw_post(post=reply))

    assert QUOTE not in shown(quoted)
    assert not Quotation.objects.filter(words=QUOTE).exists()
    assert ("Tokens other." in shown(quoted)) is (how != "with the topic")


def test_what_is_put_back_is_not_quoted_again(quoted, reply):
    removal = services.withdraw_post(post=reply)
    services.restore_post(removal=removal, by=reply.poster)

    assert not Removal.objects.exists()
    assert QUOTE not in shown(quoted)


def test_a_topic_that_is_deleted_takes_its_quotations(quoted, topic):
    topic.delete()

    assert QUOTE not in shown(quoted)
    assert "Tokens other." not in shown(quoted)


def test_whose_title_alone_is_another_stays_quoted(quoted, reply, author):
    """Whoever began the topic takes their words back: replies are called otherwise then."""
    withdraw_words(member=author)

    assert QUOTE in shown(quoted)
    withdraw_words(member=reply.poster)
    assert QUOTE not in shown(quoted)
    assert "Tokens other." in shown(quoted)


# A case


def test_a_case_becomes_a_scenario_when_its_author_agrees(coordinator_client, case, author):
    form = coordinator_client.get(address(case)).content.decode()
    assert "Nothing.</textarea>" in form
    promote(coordinator_client, case, SCENARIO)
    page = ResourcePage.objects.get()
    asked = Quotation.objects.get()
    assert (asked.place, asked.member, asked.words) == ("dilemma", author, SCENARIO["dilemma"])
    assert (page.kind, page.dilemma, page.live) == ("scenario", "", False)
    question = client_of(author).get(reverse("quotations:answer", args=[asked.key]))
    assert "Without your yes it is not published" in question.content.decode()

    page.save_revision().publish()
    assert not ResourcePage.objects.get().live

    library_services.agree_to_quotation(quotation=asked)
    page.save_revision().publish()
    read = shown(page)
    for words in ("A dog is where none may be.", "Say nothing.", "They asked first."):
        assert words in read
    assert "<bdi>Who else should know?</bdi>" in read
    assert "Grey-area scenario" in read
    assert "Ana" not in read
    assert "The dog" in Client().get("/resources/?kind=scenario").content.decode()


def test_an_editor_is_told_that_it_cannot_be_published_yet(coordinator_client, case):
    promote(coordinator_client, case, SCENARIO)
    page = ResourcePage.objects.get()
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    from wagtail.test.utils.form_data import nested_form_data, streamfield

    form = nested_form_data(
        {
            "title": "The dog", "slug": page.slug, "kind": "scenario", "language": "en",
            "audiences": ["peer_workers"], "body": streamfield([]), "one_view": "Changed.",
        }
    )  # fmt: skip
    answer = coordinator_client.post(edit, form | {"action-publish": "1"})
    assert "has not agreed, so it cannot be published" in answer.content.decode()
    assert "Changed." in answer.content.decode()

    coordinator_client.post(edit, form)
    assert ResourcePage.objects.get().get_latest_revision_as_object().one_view == "Changed."


@pytest.mark.parametrize("how", ["taken back", "withdrawn", "left"])
def test_without_its_author_a_scenario_is_not_published_any_more(
    how, coordinator_client, case, author, quoted
):
    promote(coordinator_client, case, SCENARIO)
    page = ResourcePage.objects.get(kind="scenario")
    asked = Quotation.objects.get(place="dilemma")
    library_services.agree_to_quotation(quotation=asked)
    page.save_revision().publish()
    assert Client().get(page.url).status_code == 200

    if how == "taken back":
        library_services.take_back_quotation(quotation=asked)
    elif how == "withdrawn":
        services.withdraw_post(post=case.first_post)
    else:
        close_account(user=author, by=author)

    assert Client().get(page.url).status_code == 404
    page.refresh_from_db()
    page.save_revision().publish()
    assert not ResourcePage.objects.get(pk=page.pk).live
    assert SCENARIO["dilemma"] not in str(list(Quotation.objects.values()))
    assert QUOTE in shown(quoted)


def test_a_case_whose_author_has_left_stays_where_it_is(coordinator_client, case, author):
    close_account(user=author, by=author)
    page = coordinator_client.get(address(case)).content.decode()

    assert "Nobody can be asked" in page
    promote(coordinator_client, case, SCENARIO)
    assert not ResourcePage.objects.exists()


def test_there_is_no_library_to_write_in(coordinator_client, topic):
    ResourceIndexPage.objects.get().unpublish()

    assert coordinator_client.get(address(topic)).status_code == 404
