"""Somebody with a mark in every field, and those who look at them."""

import time
from typing import Any

from allauth.mfa.models import Authenticator
from django.test import Client

from communities import services
from members.models import User
from people.enums import Audience
from people.facts import FACTS
from people.models import Profile
from tests.factories.communities import CommunityFactory
from tests.factories.members import UserFactory
from tests.factories.people import PersonFactory, photo
from tests.factories.places import AreaFactory, OrganisationFactory

VIEWERS = ("visitor", "newcomer", "stranger", "fellow", "coordinator", "self")
SEES_UP_TO = {
    "visitor": Audience.EVERYONE,
    "newcomer": Audience.MEMBERS,
    "stranger": Audience.MEMBERS,
    "fellow": Audience.COMMUNITIES,
    "coordinator": Audience.COORDINATORS,
    "self": Audience.ONLY_ME,
}
"""Each kind of viewer, and the narrowest audience they belong to."""

FOR_COMMUNITIES = {"role", "perspectives", "employer", "host", "working_days"}
"""Facts that hint at lived experience: shown no further until their person chooses."""

MARKS = {
    "role": "Researcher",
    "perspectives": "mark-of-perspectives",
    "pronouns": "mark-of-pronouns",
    "employer": "mark-of-employer",
    "host": "mark-of-team",
    "areas": "mark-of-areas",
    "working_days": "Saturday",
    "interests": "mark-of-interests",
    "about": "mark-of-about",
}
"""What a page says where it tells the fact. A photo is an address and not a word."""


def everything() -> dict[str, Any]:
    """A value for every field that holds a fact."""
    return {
        "role": "researcher",
        "perspectives": ["lived"],
        "perspective_words": "mark-of-perspectives",
        "pronouns": "mark-of-pronouns",
        "employer": OrganisationFactory(name="mark-of-employer"),
        "team": "mark-of-team",
        "host": OrganisationFactory(name="mark-of-host"),
        "areas": [AreaFactory(name="mark-of-areas")],
        "working_days": ["sat"],
        "interests": "mark-of-interests, mark-of-sleep",
        "about": "mark-of-about",
        "photo": photo(),
    }


def show_all_to(person: User, audience: Audience) -> None:
    Profile.objects.filter(user=person).update(**{fact.audience: audience for fact in FACTS})


def take_second_step(client: Client, kind: str = Authenticator.Type.TOTP) -> None:
    """Give whoever is signed in a second step, and let this session have shown it just now."""
    session = client.session
    user = User.objects.get(pk=session["_auth_user_id"])
    step, _created = Authenticator.objects.get_or_create(
        user=user, type=kind, defaults={"data": {}}
    )
    told = {"method": "mfa", "id": step.pk, "type": kind, "at": time.time()}
    session["account_authentication_methods"] += [told]
    session.save()


class Neighbourhood:
    """A person who told everything, and one viewer of each kind."""

    def __init__(self, coordinator: User) -> None:
        peers = CommunityFactory()
        others = CommunityFactory(parent=peers.get_parent())
        self.person = PersonFactory(display_name="Hēmi Mark", profile=everything())
        self.viewers: dict[str, User | None] = {
            "visitor": None,
            "newcomer": UserFactory(display_name="Newcomer"),
            "stranger": UserFactory(display_name="Stranger"),
            "fellow": UserFactory(display_name="Fellow"),
            "coordinator": coordinator,
            "self": self.person,
        }
        for member in (self.person, self.viewers["fellow"]):
            services.join(community=peers, member=member)
        services.join(community=others, member=self.viewers["stranger"])
        self.peers = peers
