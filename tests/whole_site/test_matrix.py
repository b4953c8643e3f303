"""Nobody gets what is not for them, and nobody is told that it is there."""

import pytest
from django.test import Client

from communities import services
from members.models import User
from tests.browser.people import ADDRESS
from tests.factories.members import UserFactory
from tests.whole_site import marked, matrix
from tests.whole_site.places import Places

MAY_KNOW = (
    *("forum_moderation:", "forum_conversation:topic_poll_vote"),
    *("forum_conversation:topic_update", "forum_conversation:post_update"),
    *("split_topic", "merge_topic"),
)
"""Who may read a topic knows of it, and is told that they may not do this with it."""
ON_THE_WAY_IN = ("account_login", "account_signup", "account_email_verification_sent")
"""Where somebody who has not confirmed their address is led on to confirm it."""
OWN_PROFILE = "forum_member:profile"
OF_ONES_OWN = (
    *("account_logout", "account_close", "wagtailadmin_logout", "account_second_step"),
    *("announcements:read", "notifications:mark_one_read", "people:give_up_role"),
    *("mfa_activate_totp", "forum_conversation:post_update", "forum_conversation:post_delete"),
    "duty:talk",
    "sign_topic",
    "when_topic_opens",
)
"""Ends the session, or is about what this person alone was told, asked for or wrote."""


@pytest.fixture
def places(demo) -> Places:
    return Places.find()


@pytest.fixture
def client_of(places) -> dict[str, Client]:
    return matrix.clients(places.community)


@pytest.fixture
def marked_person(places) -> User:
    marked.mark(places.other, places.community)
    return places.other


def test_everybody_gets_what_the_matrix_says(places, client_of, marked_person, request):
    """What is answered, and what it tells of somebody who shows nothing of themself."""
    told: dict[str, set[tuple[str, str]]] = {}
    answers = {}
    for name, _route in matrix.names():

        def hear(person: str, text: str, name: str = name) -> None:
            for mark in marked.MARKS:
                if mark in text:
                    told.setdefault(mark, set()).add((person, name))

        answers[name] = matrix.row(client_of, places.address_of(name), hear=hear)
    lines = matrix.lines(answers)
    if request.config.getoption("--write-matrix"):
        matrix.KEPT.write_text(lines)
    assert lines.splitlines() == matrix.KEPT.read_text().splitlines()
    for name, row in answers.items():
        assert max(row.values()) < 500, name
        assert 403 not in row.values() or name.startswith(MAY_KNOW), name
        if name not in ON_THE_WAY_IN:
            assert len({row[person] for person in matrix.NOBODY}) == 1, name
    own = {("facilitator", name) for name in ("people:me", "people:directory", OWN_PROFILE)}
    assert {who for mark in marked.FACTS for who in told.pop(mark, ())} == own
    assert told == marked.TOLD


@pytest.mark.parametrize("ask", [Client.get, Client.post])
@pytest.mark.parametrize("person", ["coordinator", "facilitator"])
def test_with_a_password_alone_whoever_holds_rights_is_answered_as_a_member(
    person, ask, places, client_of, settings
):
    """Where a member is refused, they are led to their second step, and nowhere else."""
    settings.STAFF_SECOND_STEP = True
    holder = User.objects.get(email=ADDRESS[person])
    twin = UserFactory()
    for membership in holder.memberships.active():
        services.join(community=membership.community, member=twin)
    plain = Client(raise_request_exception=False)
    plain.force_login(twin)
    others: dict[str, dict[str, int]] = {}
    for name, _route in matrix.names():
        if name in OF_ONES_OWN:
            continue
        both = {"member": plain, "holder": client_of[person]}
        answers = matrix.row(both, places.address_of(name), ask)
        led = (answers["holder"] == 302) == (answers["member"] in (302, 403, 404))
        if not led or (answers["holder"] != 302 and len(set(answers.values())) > 1):
            others[name] = answers
    assert others == {}


def test_what_shares_the_demo_shares_a_process(request):
    """The marker of pytest-xdist goes unheard where it does not understand pytest."""
    if hasattr(request.config, "workerinput"):
        assert request.node.nodeid.endswith("@whole site 1")


def test_the_editors_screens_lead_everybody_else_to_the_sign_in_page(client_of):
    addresses = matrix.editors_addresses()
    assert len(addresses) > 40
    coordinator = client_of.pop("coordinator")
    for address in addresses:
        row = matrix.row(client_of, address)
        assert set(row.values()) <= {302, 404}, (address, row)

    assert coordinator.get(addresses[0]).status_code == 200


def test_no_screen_tells_a_coordinator_what_somebody_keeps_to_themself(client_of, marked_person):
    only = {"coordinator": client_of["coordinator"]}
    told: list[tuple[str, str]] = []
    heard: list[str] = []
    for address in matrix.editors_addresses():

        def hear(person: str, text: str, address: str = address) -> None:
            heard.append(text)
            told.extend((mark, address) for mark in marked.FACTS if mark in text)

        matrix.row(only, address, hear=hear)
    assert told == []
    assert any(marked.ADDRESS in text for text in heard)
