"""The demo's communities and who belongs to them."""

from typing import Any

from django.contrib.auth.models import Group

from communities.models import CommunityPage, Membership
from communities.services import appoint_facilitator, join, open_community
from home.demo import data
from home.demo.loader.section import Demo, Section, demo_users, remove_pages
from home.demo.stories import story


def _exists() -> bool:
    return CommunityPage.objects.filter(owner__in=demo_users()).exists()


def _write(demo: Demo) -> str:
    opened = {entry["key"]: _open(demo, entry) for entry in data.communities()}
    for person in data.people():
        member = demo.people[person["key"]]
        for key in person["communities"]:
            if key in person.get("facilitates", []):
                appoint_facilitator(community=opened[key], member=member)
            else:
                join(community=opened[key], member=member)
        Membership.objects.filter(member=member, community__in=opened.values()).update(
            joined_at=demo.clock.days_ago(person["member_for_days"], "08:30")
        )
    members = Membership.objects.filter(community__in=opened.values()).count()
    return f"{len(opened)} communities, {members} memberships"


def _open(demo: Demo, entry: dict[str, Any]) -> CommunityPage:
    community = open_community(
        parent=demo.page_at("communities"),
        title=entry["title"],
        slug=entry["slug"],
        lead=entry["lead"],
        purpose=_one_paragraph(entry["purpose"]),
        who_for=_one_paragraph(entry["who_for"]),
        ground_rules=entry["ground_rules"].strip(),
        body=story(entry["body"], demo.home),
        owner=demo.coordinator,
    )
    demo.release(community, days_ago=185)
    return community


def _one_paragraph(text: str) -> str:
    return " ".join(text.split())


def _remove() -> None:
    groups = [
        group
        for community in CommunityPage.objects.filter(owner__in=demo_users(), numchild=0)
        for group in (community.group_id, community.facilitator_group_id)
    ]
    remove_pages(CommunityPage)
    Group.objects.filter(pk__in=groups).delete()


SECTION = Section("Communities", _exists, _write, _remove)
