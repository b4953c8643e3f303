"""The demo's library."""

from typing import Any

from demo import data
from demo.loader.section import Demo, Section, demo_users, remove_pages
from demo.stories import document_named, story
from resources.models import ResourcePage, Topic


def _exists() -> bool:
    return ResourcePage.objects.filter(owner__in=demo_users()).exists()


def _write(demo: Demo) -> str:
    topics = {
        entry["slug"]: Topic.objects.get_or_create(
            slug=entry["slug"], defaults={"name": entry["name"]}
        )[0]
        for entry in data.read("library/topics")["topic"]
    }
    home = demo.home
    for entry in data.resources():
        page = ResourcePage(
            title=entry["title"],
            slug=entry["slug"],
            lead=entry["lead"],
            kind=entry["kind"],
            audiences=entry["audiences"],
            year=_year(demo, entry),
            publisher=entry.get("publisher", ""),
            authors=entry.get("authors", ""),
            language=entry.get("language", "en"),
            summary=entry["summary"].strip(),
            key_points="\n".join(entry["key_points"]),
            easy_read_summary=entry.get("easy_read_summary", "").strip(),
            document=document_named(entry["document"]) if "document" in entry else None,
            easy_read_document=document_named(entry["easy_read"]) if "easy_read" in entry else None,
            link=entry.get("link", ""),
            body=story(entry.get("body", []), home),
        )
        page.topics = [topics[slug] for slug in entry["topics"]]
        demo.publish(page, under=demo.place_of(entry, "resources"), days_ago=entry["days_ago"])
    return f"{len(data.resources())} resources, {len(topics)} topics"


def _year(demo: Demo, entry: dict[str, Any]) -> int | None:
    if "years_ago" in entry:
        return demo.clock.now.year - entry["years_ago"]
    return entry.get("year")


def _remove() -> None:
    remove_pages(ResourcePage)
    slugs = [entry["slug"] for entry in data.read("library/topics")["topic"]]
    Topic.objects.filter(slug__in=slugs, resources=None).delete()


SECTION = Section("Library", _exists, _write, _remove)
