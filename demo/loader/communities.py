"""The demo's communities and who belongs to them."""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import OuterRef, Subquery

from communities.enums import Deed, State
from communities.models import CommunityPage, Invitation, Membership, MembershipEvent
from communities.services import (
    appoint_facilitator,
    join,
    open_community,
    pin_notice,
    welcome,
)
from communities.services.steps import move, note, row_of
from demo import data
from demo.loader.section import Demo, Section, demo_users, remove_pages
from demo.stories import story
from members.models import User
from people.models import Area, Organisation


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
            joined_at=demo.clock.days_ago(person["member_for_days"], "08:30"),
            changed_at=demo.clock.days_ago(person["member_for_days"], "08:30"),
            welcomed_at=demo.clock.days_ago(person["member_for_days"] - 1, "09:00"),
        )
    for entry in data.communities():
        _people(demo, opened[entry["key"]], entry)
    MembershipEvent.objects.filter(
        deed=Deed.JOINED, membership__community__in=opened.values()
    ).update(at=Subquery(Membership.objects.filter(pk=OuterRef("membership")).values("joined_at")))
    members = Membership.objects.filter(community__in=opened.values()).active().count()
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
        join_policy=entry.get("join_policy", "open"),
        visibility=entry.get("visibility", "public"),
        rules=[_rule(clause) for clause in entry.get("rules", [])],
        partner=_partner(entry),
    )
    demo.release(community, days_ago=185)
    return community


def _rule(clause: dict[str, Any]) -> dict[str, Any]:
    area = Area.objects.get(name=clause["area"]) if "area" in clause else None
    return {**clause, "area": area}


def _partner(entry: dict[str, Any]) -> Organisation | None:
    names = {each["key"]: each["name"] for each in data.organisations()}
    return Organisation.objects.get(name=names[entry["partner"]]) if "partner" in entry else None


def _people(demo: Demo, community: CommunityPage, entry: dict[str, Any]) -> None:
    """Members that the table of people does not tell of, and who is on the way."""
    for place in entry.get("facilitators", []):
        until = demo.clock.day(place["for_days"]) if "for_days" in place else None
        appoint_facilitator(community=community, member=demo.people[place["person"]], until=until)
    for key in entry.get("members", []):
        join(community=community, member=demo.people[key])
    greeted = [key for key in entry.get("members", []) if key not in entry.get("new", [])]
    community.memberships.filter(member__in=[demo.people[key] for key in greeted]).update(
        joined_at=demo.clock.days_ago(40), welcomed_at=demo.clock.days_ago(39)
    )
    new = [demo.people[key] for key in entry.get("new", [])]
    community.memberships.filter(member__in=new).update(welcomed_at=None)
    for said in entry.get("welcomes", []):
        by, to = demo.people[said["by"]], demo.people[said["to"]]
        welcome(community=community, member=to, by=by, words=said["words"])
    facilitator = community.memberships.facilitators().select_related("member").first()
    by = facilitator.member if facilitator else demo.coordinator
    _on_the_way(demo, community, entry, by)
    if "notice" in entry:
        notice = entry["notice"]
        pin_notice(community=community, text=notice["text"], by=demo.people[notice["by"]])


def _on_the_way(demo: Demo, community: CommunityPage, entry: dict[str, Any], by: User) -> None:
    """Requests and invitations: rows as the services write them, without the mail about them."""
    for request in entry.get("requests", []):
        row = row_of(community, demo.people[request["person"]])
        move(row, State.REQUESTED, words=request["words"])
        note(row, Deed.REQUESTED, row.member)
    for key in entry.get("invited", []):
        row = row_of(community, demo.people[key])
        move(row, State.INVITED)
        note(row, Deed.INVITED, by)
        Invitation.objects.create(community=community, member=row.member, invited_by=by)
    for email in entry.get("addresses", []):
        Invitation.objects.create(community=community, email=email, invited_by=by)


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
