"""A coordinator writes and publishes events in the editor."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from events.calendars import event_calendar
from events.models import ConferencePage, EventPage
from tests.factories.events import ConferencePageFactory, EventPageFactory, InterestFactory


def add_url(parent, model):
    return reverse("wagtailadmin_pages:add", args=["events", model, parent.pk])


def event_form(**fields):
    return nested_form_data(
        {
            "title": "Peer supervision evening",
            "slug": "peer-supervision-evening",
            "search_description": "An evening to think out loud.",
            "starts_at": "2026-09-27 18:00",
            "ends_at": "2026-09-27 20:00",
            "time_zone": "Pacific/Auckland",
            "held": "both",
            "place": "Community House, Petone",
            "address": "1 Jackson Street",
            "online_link": "https://meet.example.org/room",
            "host": "The peer network",
            "for_whom": "All peer support workers",
            "cost": "Free",
            "contact": "",
            "body": streamfield([("prose", rich_text("<p>Bring a question.</p>"))]),
            "comments-TOTAL_FORMS": 0,
            "comments-INITIAL_FORMS": 0,
            "action-publish": "action-publish",
        }
        | fields
    )


def test_a_coordinator_publishes_an_event_in_the_sites_own_time(
    client, coordinator_client, event_index
):
    assert coordinator_client.get(add_url(event_index, "eventpage")).status_code == 200
    response = coordinator_client.post(add_url(event_index, "eventpage"), event_form())

    assert response.status_code == 302, response.context["form"].errors
    event = EventPage.objects.get()
    assert event.live
    assert event.starts_at == datetime(2026, 9, 27, 5, 0, tzinfo=UTC)
    text = client.get(event.get_url()).content.decode()
    assert "Sunday 27 September 2026, 6 pm to 8 pm (Auckland)" in text
    assert "Bring a question." in text


def test_the_editor_says_what_is_wrong(coordinator_client, event_index):
    response = coordinator_client.post(
        add_url(event_index, "eventpage"), event_form(ends_at="2026-09-27 17:00")
    )

    assert response.status_code == 200
    assert response.context["form"].errors == {"ends_at": ["An event must end after it starts."]}
    assert not EventPage.objects.exists()


LATER = {"starts_at": "2099-09-27 18:00", "ends_at": "2099-09-27 20:00"}


@pytest.mark.parametrize("held", ["online", "both"])
def test_an_event_that_is_joined_online_is_published_with_its_link(
    coordinator_client, event_index, held
):
    place = "" if held == "online" else "Community House"
    form = event_form(held=held, place=place, address="", online_link="", **LATER)

    page = coordinator_client.post(add_url(event_index, "eventpage"), form)
    assert list(page.context["form"].errors) == ["online_link"]
    assert "Bring a question." in page.text
    assert not EventPage.objects.exists()

    form["online_link"] = "https://meet.example.org/room"
    assert coordinator_client.post(add_url(event_index, "eventpage"), form).status_code == 302
    assert EventPage.objects.get().live


def test_a_link_that_is_wrong_is_said_once(coordinator_client, event_index):
    form = event_form(held="both", online_link="http://meet.example.org", **LATER)

    page = coordinator_client.post(add_url(event_index, "eventpage"), form)

    assert len(page.context["form"].errors["online_link"]) == 1


@pytest.mark.parametrize("fields", [{"online_link": ""}, {"place": "Community House"}])
def test_a_draft_waits_for_it(coordinator_client, event_index, fields):
    form = event_form(**{"held": "online", "place": "", "address": "", **LATER, **fields})
    del form["action-publish"]

    assert coordinator_client.post(add_url(event_index, "eventpage"), form).status_code == 302

    event = EventPage.objects.get()
    assert (event.live, event.place) == (False, fields.get("place", ""))


def test_an_event_on_site_needs_no_link_and_neither_does_one_that_is_over(
    coordinator_client, event_index
):
    form = event_form(held="on_site", online_link="", **LATER)
    assert coordinator_client.post(add_url(event_index, "eventpage"), form).status_code == 302

    over = {"starts_at": "2020-09-27 18:00", "ends_at": "2020-09-27 20:00", "slug": "over"}
    form = event_form(held="both", online_link="", **over)
    assert coordinator_client.post(add_url(event_index, "eventpage"), form).status_code == 302
    assert EventPage.objects.live().count() == 2


@pytest.mark.parametrize("model", ["eventpage", "conferencepage"])
@pytest.mark.parametrize("field", ["place", "address"])
def test_a_place_of_an_online_gathering_does_not_vanish_without_a_word(
    coordinator_client, event_index, model, field
):
    days = {"starts_on": "2099-11-19", "ends_on": "2099-11-19", "themes": ""}
    lists = {"programme": streamfield([]), "materials": streamfield([])}
    form = event_form(held="online", place="", address="", **LATER) | nested_form_data(days | lists)
    form[field] = "Community House"

    page = coordinator_client.post(add_url(event_index, model), form)

    assert list(page.context["form"].errors) == [field]
    assert 'value="Community House"' in page.text
    assert not EventPage.objects.exists()
    assert not ConferencePage.objects.exists()


def test_an_event_of_before_says_online_in_the_calendar_too(member, event_index):
    event = EventPageFactory(parent=event_index, held="online", place="Left over")

    assert b"Left over" not in event_calendar(event, address="https://example.org/")


def test_a_coordinator_publishes_a_conference_with_a_programme(
    client, coordinator_client, event_index
):
    form = event_form(
        title="Research symposium",
        slug="research-symposium",
        held="on_site",
        starts_on="2026-11-19",
        ends_on="2026-11-19",
        themes="Clear roles\nFair pay",
        programme=streamfield(
            [
                ("day", {"date": "2026-11-19", "title": "Listening"}),
                (
                    "session",
                    {
                        "starts": "10:00",
                        "ends": "11:00",
                        "title": "What helps a peer workforce thrive",
                        "room": "Rātā room",
                        "speakers": "Two peer support workers",
                        "description": "",
                        "materials": streamfield([]),
                    },
                ),
            ]
        ),
        materials=streamfield([]),
    )
    response = coordinator_client.post(add_url(event_index, "conferencepage"), form)

    assert response.status_code == 302, response.context["form"].errors
    conference = ConferencePage.objects.get()
    assert conference.theme_list == ["Clear roles", "Fair pay"]
    assert "What helps a peer workforce thrive" in client.get(conference.get_url()).content.decode()


def test_a_session_must_end_after_it_starts():
    block = ConferencePage.programme.field.stream_block.child_blocks["session"]
    value = block.to_python({"starts": "11:00", "ends": "10:00", "title": "x"})

    with pytest.raises(StructBlockValidationError) as raised:
        block.clean(value)

    assert raised.value.block_errors["ends"].messages == ["A session must end after it starts."]


@pytest.mark.parametrize(
    "factory", [EventPageFactory, ConferencePageFactory], ids=["event", "conference"]
)
def test_editing_and_preview_work(coordinator_client, event_index, factory):
    page = factory(parent=event_index)
    edit = coordinator_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    draft = coordinator_client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))

    assert edit.status_code == 200
    assert page.title in draft.content.decode()


def test_a_page_that_was_never_saved_can_be_previewed(coordinator_client, event_index):
    address = reverse(
        "wagtailadmin_pages:preview_on_add", args=["events", "eventpage", event_index.pk]
    )
    form = event_form()
    assert coordinator_client.post(address, form).json() == {
        "is_valid": True,
        "is_available": True,
    }

    preview = coordinator_client.get(address)

    assert preview.status_code == 200
    assert "Peer supervision evening" in preview.content.decode()


def test_the_editor_shows_how_many_are_interested(coordinator_client, event_index):
    interest = InterestFactory(event=EventPageFactory(parent=event_index))

    edit = coordinator_client.get(reverse("wagtailadmin_pages:edit", args=[interest.event.pk]))

    assert "1 person is interested." in edit.content.decode()
    assert f"{reverse('event_interest')}?event={interest.event.pk}" in edit.content.decode()


def test_a_member_does_not_get_into_the_editor(member_client, event_index):
    response = member_client.get(add_url(event_index, "eventpage"))

    assert response.status_code == 302
    assert "Petone" not in response.content.decode()


def test_an_editor_is_offered_no_time_zone_of_their_own(coordinator_client):
    """Else the times they write would not be the times that readers see."""
    account = coordinator_client.get(reverse("wagtailadmin_account")).content.decode()

    assert "current_time_zone" not in account
