"""The demo's events and its symposium."""

import json
from typing import Any

from demo import data
from demo.loader.section import Demo, Section, demo_users, remove_pages
from demo.stories import document_named, story
from events.models import ConferencePage, EventPage, Interest
from events.services import register_interest

PLAIN = ("title", "slug", "lead", "held", "place", "address", "host", "for_whom", "cost", "contact")


def _exists() -> bool:
    return EventPage.objects.filter(owner__in=demo_users()).exists()


def _write(demo: Demo) -> str:
    events = data.read("events")
    for entry in events["event"]:
        _event(demo, entry)
    _conference(demo, events["conference"])
    return f"{len(events['event'])} events, a symposium"


def _event(demo: Demo, entry: dict[str, Any]) -> None:
    page = EventPage(
        **_plain(entry),
        starts_at=demo.clock.in_week(entry["weeks"], entry["weekday"], entry["from"]),
        ends_at=demo.clock.in_week(entry["weeks"], entry["weekday"], entry["to"]),
        online_link=entry.get("online_link", ""),
        body=story(entry["body"], demo.home),
    )
    demo.publish(page, under=demo.place_of(entry, "events"), days_ago=entry["days_ago"])
    for order, key in enumerate(entry["interested"], start=1):
        interest = register_interest(event=page, member=demo.people[key])
        said = max(entry["days_ago"] - order, 1)
        Interest.objects.filter(pk=interest.pk).update(
            created_at=demo.clock.days_ago(said, "19:30")
        )


def _conference(demo: Demo, entry: dict[str, Any]) -> None:
    page = ConferencePage(
        **_plain(entry),
        starts_on=entry["starts_on"],
        ends_on=entry["ends_on"],
        themes=entry["themes"].strip(),
        body=story(entry["body"], demo.home),
        programme=_programme(entry),
        materials=json.dumps(
            [{"type": "document", "value": document_named(file).pk} for file in entry["materials"]]
        ),
    )
    demo.publish(page, under=demo.page_at("events"), days_ago=entry["days_ago"])


def _programme(entry: dict[str, Any]) -> str:
    day = {"type": "day", "value": {"date": entry["starts_on"].isoformat(), "title": ""}}
    sessions = [
        {
            "type": "session",
            "value": {
                "starts": session["starts"],
                "ends": session["ends"],
                "title": session["title"],
                "room": "",
                "speakers": "",
                "description": session.get("description", ""),
                "materials": [document_named(file).pk for file in session.get("materials", [])],
            },
        }
        for session in entry["session"]
    ]
    return json.dumps([day, *sessions])


def _plain(entry: dict[str, Any]) -> dict[str, Any]:
    return {field: entry[field] for field in PLAIN if field in entry}


def _remove() -> None:
    remove_pages(EventPage)
    remove_pages(ConferencePage)


SECTION = Section("Events", _exists, _write, _remove)
