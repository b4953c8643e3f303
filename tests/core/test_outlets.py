"""What leaves holds by itself, with rows that no form would have let in."""

import csv
import io
import json
import zipfile
from xml.dom.minidom import parseString

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from openpyxl import load_workbook
from wagtail.models import Page

from core.outlets import plain_cell
from core.roles import COORDINATORS
from events.models import EventPage
from forum.topics.models import Post, Topic
from members.export import archive
from members.models import User
from tests.factories.events import EventPageFactory, InterestFactory
from tests.factories.forum import RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.shared import shared

pytestmark = pytest.mark.django_db

HOSTILE = "Ro\x0bster\x0c\x1b\x08 \ufffe\u202equestions\rBcc: x"
FEED = reverse("forum_feeds:latest_topics")


@shared
def coordinator() -> Client:
    call_command("sync_roles", verbosity=0)
    user = UserFactory()
    user.groups.add(Group.objects.get(name=COORDINATORS))
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("title", [HOSTILE, "\x01", "\x7f\x85\x9f", "]]>&<"])
def test_a_feed_is_xml_whatever_a_topic_is_called(title):
    room = RoomFactory(audience="public", name="Notices")
    topic = TopicFactory(room=room)
    Topic.objects.filter(pk=topic.pk).update(subject=title)
    Post.objects.update(subject=title, _content_rendered=f"<p>{HOSTILE}</p>")
    args = [room.forum.slug, room.forum_id]

    for address in (FEED, reverse("forum_feeds:forum_latest_topics", args=args)):
        response = Client().get(address)
        assert response.status_code == 200
        feed = parseString(response.content)  # noqa: S318 -- our own
        assert len(feed.getElementsByTagName("item")) == 1


def rows_of(client: Client, address: str, kind: str) -> list[list]:
    response = client.get(f"{address}?export={kind}")
    content = b"".join(response.streaming_content)
    if kind == "csv":
        return list(csv.reader(io.StringIO(content.decode())))
    return [list(row) for row in load_workbook(io.BytesIO(content)).active.values]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("name", [HOSTILE, "Ana\x0bRoe", "\x01", "Ana\x1fRoe"])
def test_a_list_of_interest_is_taken_away_whatever_people_are_called(coordinator, kind, name):
    interest = InterestFactory()
    User.objects.filter(pk=interest.member_id).update(display_name=name)
    Page.objects.filter(pk=interest.event_id).update(title=name)

    rows = rows_of(coordinator, reverse("event_interest"), kind)

    assert len(rows) == 2
    assert not {"\x0b", "\x0c", "\x1b", "\x01"} & set(str(rows[1]))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\r=", " =", "\uff1d", "\x0b="])
def test_no_cell_is_a_formula(coordinator, kind, sign):
    interest = InterestFactory()
    User.objects.filter(pk=interest.member_id).update(display_name=f"{sign}1+1")
    Page.objects.filter(pk=interest.event_id).update(title=f"{sign}2+2")

    event, name, _when = rows_of(coordinator, reverse("event_interest"), kind)[1]

    assert event[0] == name[0] == "'"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("report", ["site_history", "aging_pages"])
def test_wagtails_own_lists_hold_too(administrator, report, kind):
    EventPageFactory()
    Page.objects.update(title=f"={HOSTILE}")

    assert rows_of(administrator, reverse(f"wagtailadmin_reports:{report}"), kind)


@shared
def administrator() -> Client:
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    return client


@pytest.mark.parametrize("text", ["Kia ora", "a=b", "12 - 13", "", "é"])
def test_words_stay_words(text):
    assert plain_cell(text) == text


@pytest.mark.parametrize("title", [HOSTILE, "Hui\x0bWhen: Friday", "Hui\r\nATTENDEE:mailto:a@b.nz"])
def test_a_calendar_file_holds_one_event_whatever_it_is_called(title):
    event = EventPageFactory()
    Page.objects.filter(pk=event.pk).update(title=title, search_description=title)
    EventPage.objects.update(place=title, address=title)

    content = Client().get(reverse("events:calendar", args=[event.pk])).content

    entry = Calendar.from_ical(content).walk("VEVENT")[0]
    assert "\n" not in entry["summary"]
    assert "ATTENDEE" not in entry
    assert not set(content.decode()) & {"\x0b", "\x0c", "\x1b", "\x08"}


def test_the_copy_of_ones_data_holds_what_was_written():
    topic = TopicFactory(room=RoomFactory(audience="public"))
    Topic.objects.update(subject=HOSTILE)
    Post.objects.update(subject=HOSTILE, content=HOSTILE)
    User.objects.filter(pk=topic.poster_id).update(display_name=HOSTILE)
    topic.poster.refresh_from_db()

    packed = zipfile.ZipFile(io.BytesIO(b"".join(archive(topic.poster))))

    assert json.loads(packed.read("your-data.json"))["posts"][0]["title"] == HOSTILE
    assert b"Bcc: x" in packed.read("your-data.html")
