"""Every screen that shows somebody to others by right tells that person of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse

from communities import services as communities
from communities.enums import Visibility
from communities.models import Membership
from events.models import EventPage, Interest
from forum import services as forum
from members.models import Application, Look, User
from people.enums import Audience
from tests.browser.people import ADDRESS
from tests.factories.confirmed_roles import ConfirmedRoleFactory
from tests.factories.joining import InvitationFactory
from tests.factories.members import UserFactory
from tests.factories.people import PersonFactory
from tests.factories.places import OrganisationFactory
from tests.whole_site import matrix
from tests.whole_site.places import OF_A_MEMBER, Places

NAME, WORDS, MAIL = "Markedperson", "mark-of-words", "mark-of-mail"
MARKS = (NAME, WORDS, MAIL)
ACTS = ("export", "logout", "withdraw_invitation")
"""Names with these words do something, and show nobody."""


class Marked:
    """Three people with marks: a member, one who asks to be, and one who waits to be let in."""

    def __init__(self, places: Places, facilitator: User) -> None:
        self.places, community = places, places.community
        community.show_to(Visibility.HIDDEN)
        self.member = PersonFactory(
            display_name=f"{NAME} one",
            email=f"{MAIL}-one@example.org",
            profile={"role": "researcher", "role_audience": Audience.COORDINATORS},
        )
        self.asking = UserFactory(display_name=f"{NAME} two", email=f"{MAIL}-two@example.org")
        waits = UserFactory(
            display_name=f"{NAME} three", email=f"{MAIL}-three@example.org", is_active=False
        )
        communities.join(community=community, member=self.member)
        community.join_policy = "request"
        community.save()
        communities.ask_to_join(community=community, member=self.asking, words=WORDS)
        communities.invite_address(
            community=community, email=f"{MAIL}-one@example.org", by=facilitator
        )
        places.asked.organisation.contacts.add(facilitator)
        role = ConfirmedRoleFactory(
            member=self.member, words=WORDS, organisation=places.asked.organisation
        )
        places.asked, places.other = role, self.member
        site_invitation = InvitationFactory(email=self.member.email)
        event = EventPage.objects.upcoming().first()
        interest = Interest.objects.create(event=event, member=self.member)
        topic = forum.start_topic(
            room=places.room, author=self.member, subject=WORDS, text=WORDS, approved=False
        )
        contact = OrganisationFactory(name="Another")
        contact.contacts.add(self.member)
        application = Application.objects.create(user=waits, waits=True)
        membership = Membership.objects.get(community=community, member=self.member)
        self.things: list[Model] = [
            *(self.member, role, site_invitation, interest, contact, application, membership),
            *(community, self.asking, waits, places.room),
        ]
        self.waiting = topic.first_post
        self.people = [self.member, self.asking, waits]

    def addresses(self, who: User) -> Iterator[tuple[str, str]]:
        """Each name and address of the site; with those of the editors' screens and what they
        name, but for somebody whom all of these send away (``test_matrix.py``)."""
        for name, _route in matrix.names():
            act = name.partition(":")[2]
            if act in OF_A_MEMBER:
                for person in (self.member, self.asking):
                    yield name, reverse(name, args=[self.places.community.pk, person.public_id])
            elif name.startswith("forum_moderation:") and "queue" in name and act != "queue":
                yield name, reverse(name, args=[self.waiting.pk])
            else:
                yield name, self.places.address_of(name)
        if who.has_perm("wagtailadmin.access_admin"):
            yield from self._editors(get_resolver(), "")

    def _editors(self, resolver: URLResolver, space: str) -> Iterator[tuple[str, str]]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                yield from self._editors(
                    entry, f"{space}{entry.namespace}:" if entry.namespace else space
                )
            elif entry.name:
                yield from self._of_a_screen(f"{space}{entry.name}", entry.callback)

    def _of_a_screen(self, name: str, view: Any) -> Iterator[tuple[str, str]]:
        """The screen itself, or one for each marked thing of the kind that it is about."""
        made_with = getattr(view, "view_initkwargs", {})
        model = made_with.get("model") or getattr(getattr(view, "view_class", None), "model", None)
        alike = [
            thing.pk
            for thing in self.things
            if isinstance(model, type) and isinstance(thing, model)
        ]
        seen = set()
        for arguments in [[], *([pk] for pk in alike or [thing.pk for thing in self.things])]:
            try:
                address = reverse(name, args=arguments)
            except NoReverseMatch:
                continue
            if address.startswith(f"/{matrix.EDITORS}") and address not in seen:
                seen.add(address)
                yield name, address


def shown(client: Client, address: str) -> set[str]:
    response = client.get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return {mark for mark in MARKS if mark in body.decode(errors="replace")}


@pytest.fixture
def facilitator(demo) -> User:
    return User.objects.get(email=ADDRESS["facilitator"])


@pytest.fixture
def marked(demo, facilitator) -> Marked:
    return Marked(Places.find(), facilitator)


@pytest.mark.parametrize("who", ["coordinator", "facilitator"])
def test_who_is_shown_by_right_is_told(who, marked, client_of):
    """A screen that shows marks to one with rights, and not to a member alike, notes a look."""
    by_right, plain = client_of(who), Client(raise_request_exception=False)
    holder, twin = User.objects.get(email=ADDRESS[who]), UserFactory()
    for membership in holder.memberships.active():
        communities.join(community=membership.community, member=twin)
    plain.force_login(twin)
    showing, silent = set(), set()
    for name, address in marked.addresses(holder):
        if any(act in name for act in ACTS):
            continue
        Look.objects.all().delete()
        marks = shown(by_right, address)
        if not marks or marks <= shown(plain, address):
            continue
        showing.add(name)
        if not Look.objects.filter(about__in=marked.people, by=holder).exists():
            silent.add((name, address))
    assert not silent, "\n".join(sorted(map(str, silent)))
    assert SHOWING[who] <= showing


SHOWING = {
    "facilitator": {
        *("communities:looking_after", "communities:history", "communities:answer_request"),
        *("communities:remove", "communities:facilitator", "people:roles_to_answer"),
        *("people:answer_role", "forum_moderation:queue", "forum_moderation:queued_post"),
    },
    "coordinator": {
        *("communities:looking_after", "communities:history", "communities:answer_request"),
        *("wagtailusers_users:index", "wagtailusers_users:edit", "wagtailusers_users:close"),
        *("people_waiting:index", "people_waiting:edit", "invitations:index", "invitations:edit"),
        *("confirmed_roles:index", "confirmed_roles:edit", "memberships:index"),
        *("memberships:edit", "event_interest"),
        "wagtailsnippets_people_organisation:edit",
    },
}
"""Screens that are known to show people: the walk finds these, and whatever is added."""
