"""Asking for a role, answering as a contact or coordinator, and who sees that it is confirmed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from notifications.models import Notification
from notifications.reading import visible
from people.confirmed_roles import services as confirmed_roles
from people.confirmed_roles.services import remind
from people.enums import Audience, JobRole
from people.enums import ConfirmedRoleState as State
from people.models import ConfirmedRole
from tests.factories.confirmed_roles import ConfirmedRoleFactory
from tests.factories.members import UserFactory
from tests.factories.people import PersonFactory
from tests.factories.places import AreaFactory, OrganisationFactory
from tests.shared import shared

pytestmark = pytest.mark.django_db

MINE, ASK, TO_ANSWER = "/people/me/roles/", "/people/me/roles/ask/", "/people/roles/"


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


@shared
def contact(db):
    return UserFactory(display_name="Contact")


@shared
def asked(peer, contact):
    organisation = OrganisationFactory(name="Harbour House")
    organisation.contacts.add(contact)
    return ConfirmedRoleFactory(member=peer, organisation=organisation, words="Since May.")


def test_a_member_asks_for_a_role(peer):
    organisation, area = OrganisationFactory(), AreaFactory()
    told = {
        "role": "peer", "organisation": organisation.pk, "area": area.pk,
        "team_has_peer_workers": "on", "words": "Since May",
    }  # fmt: skip

    answer = client_of(peer).post(ASK, told, follow=True)

    assert "Waits for an answer" in answer.content.decode()
    role = ConfirmedRole.objects.get(member=peer)
    assert (role.organisation, role.area, role.team_has_peer_workers, role.words) == (
        organisation, area, True, "Since May",
    )  # fmt: skip


def test_asking_twice_is_answered_beside_the_field_and_keeps_what_was_typed(peer):
    ConfirmedRoleFactory(member=peer)

    answer = client_of(peer).post(ASK, {"role": "peer", "words": "Once more"})

    assert answer.context["form"].errors.keys() == {"role"}
    assert "Once more" in answer.content.decode()
    assert ConfirmedRole.objects.count() == 1


def test_a_renewal_is_filled_in_from_the_role_and_only_from_ones_own(peer):
    own = ConfirmedRoleFactory(member=peer, verified=True, role=JobRole.EDUCATOR)
    other = ConfirmedRoleFactory(verified=True, role=JobRole.MANAGER)

    client = client_of(peer)
    assert client.get(f"{ASK}?renew={own.public_id}").context["form"].initial["role"] == "educator"
    assert client.get(f"{ASK}?renew={other.public_id}").context["form"].initial == {}


def test_a_request_is_taken_back_and_a_role_given_up(peer):
    asked = ConfirmedRoleFactory(member=peer)
    held = ConfirmedRoleFactory(member=peer, role=JobRole.EDUCATOR, verified=True)
    theirs = ConfirmedRoleFactory()

    client = client_of(peer)
    answers = [
        client.post(reverse("people:give_up_role", args=[role.public_id])).status_code
        for role in (asked, held, theirs)
    ]

    assert answers == [302, 302, 404]
    held.refresh_from_db()
    assert held.state == State.REVOKED
    assert set(ConfirmedRole.objects.all()) == {held, theirs}


@pytest.mark.parametrize(
    ("who", "status"),
    [("contact", 200), ("contact of another", 404), ("member", 404), ("coordinator", 404),
     ("themself", 404)],
)  # fmt: skip
def test_who_reaches_the_contacts_page_of_a_request(who, status, asked, contact, coordinator, peer):
    people = {
        "contact": contact,
        "contact of another": UserFactory(),
        "member": UserFactory(),
        "coordinator": coordinator,
        "themself": peer,
    }
    OrganisationFactory().contacts.add(people["contact of another"])
    asked.organisation.contacts.add(peer)
    address = reverse("people:answer_role", args=[asked.public_id])

    client = client_of(people[who])
    assert client.get(address).status_code == status
    posted = client.post(address, {"answer": "confirm"}).status_code
    assert posted == (302 if status == 200 else 404)
    assert ConfirmedRole.objects.in_force().exists() is (status == 200)


def test_the_contacts_list_is_there_for_contacts_alone_and_of_their_own_people(asked, contact):
    ConfirmedRoleFactory(
        member__display_name="Zzother", organisation=OrganisationFactory(name="Elsewhere")
    )

    page = client_of(contact).get(TO_ANSWER).content.decode()

    assert "Aroha" in page
    assert "Zzother" not in page
    assert client_of(UserFactory()).get(TO_ANSWER).status_code == 404
    assert Client().get(TO_ANSWER).status_code == 302


@pytest.mark.parametrize("answer", ["decline", "revoke"])
def test_a_no_needs_its_reason(answer, contact, asked):
    if answer == "revoke":
        confirmed_roles.verify_role(confirmed_role=asked, by=contact)
    address = reverse("people:answer_role", args=[asked.public_id])
    client = client_of(contact)

    without = client.post(address, {"answer": answer, "reason": ""})
    with_one = client.post(address, {"answer": answer, "reason": "Not with us any more"})

    assert without.context["form"].errors.keys() == {"reason"}
    assert with_one.status_code == 302
    asked.refresh_from_db()
    assert asked.state == {"decline": State.DECLINED, "revoke": State.REVOKED}[answer]
    assert asked.reason == "Not with us any more"


def test_a_last_day_that_is_over_is_answered_on_the_form(contact, asked):
    address = reverse("people:answer_role", args=[asked.public_id])

    answer = client_of(contact).post(address, {"answer": "confirm", "valid_until": "2001-01-01"})

    assert answer.context["form"].errors
    assert "2001-01-01" in answer.content.decode()


def test_the_person_is_told_in_words_that_name_no_role(contact, asked, peer):
    confirmed_roles.decline_role(confirmed_role=asked, by=contact, reason="Unknown here")

    shown = told("role_answer")
    assert [each.notification.recipient for each in shown] == [peer]
    for hidden in ("peer", "Harbour", "Unknown"):
        assert hidden not in "".join(shown[0].say(form) for form in ("site.html", "mail.txt"))


def told(kind):
    rows = Notification.objects.filter(kind=kind).order_by("pk")
    return visible(rows.select_related("recipient", "actor"))


def test_one_reminder_for_each_last_day(peer, coordinator):
    role = ConfirmedRoleFactory(member=peer, verified=True, valid_until=in_days(30))
    ConfirmedRoleFactory(verified=True, valid_until=in_days(365))
    renewed = ConfirmedRoleFactory(verified=True, valid_until=in_days(5))
    ConfirmedRoleFactory(member=renewed.member, verified=True, valid_until=in_days(300))

    reminded = [remind(), remind()]
    confirmed_roles.renew(confirmed_role=role, by=coordinator, valid_until=in_days(40))
    reminded += [remind(), remind(in_days(20)), remind(in_days(21))]

    assert reminded == [1, 0, 0, 1, 0]
    assert [each.notification.recipient for each in told("role_ends_soon")] == [peer] * 2


@pytest.mark.parametrize(
    ("audience", "state", "days", "shown"),
    [
        (Audience.MEMBERS, State.VERIFIED, 10, True),
        (Audience.MEMBERS, State.VERIFIED, -1, False),
        (Audience.MEMBERS, State.REVOKED, 10, False),
        (Audience.COMMUNITIES, State.VERIFIED, 10, False),
    ],
)
def test_confirmed_is_shown_to_those_who_may_see_the_role(
    audience, state, days, shown, member_client
):
    person = PersonFactory(profile={"role": JobRole.PEER, "role_audience": audience})
    ConfirmedRoleFactory(member=person, verified=True, state=state, valid_until=in_days(days))
    # Another role that is confirmed says nothing of the one that is told.
    ConfirmedRoleFactory(member=person, verified=True, role=JobRole.MANAGER)

    page = member_client.get(
        reverse("forum_member:profile", args=[person.public_id])
    ).content.decode()

    assert ("Confirmed" in page) is shown


def test_a_coordinator_answers_in_the_editors_screens(coordinator_client, asked):
    listed = coordinator_client.get("/admin/confirmed-roles/?stage=waiting").content.decode()
    none = coordinator_client.get("/admin/confirmed-roles/?stage=expired").content.decode()
    address = f"/admin/confirmed-roles/edit/{asked.pk}/"
    page = coordinator_client.get(address).content.decode()
    refused = coordinator_client.post(address, {"answer": "decline"}).content.decode()
    done = coordinator_client.post(address, {"answer": "confirm"})

    assert "Aroha" in listed
    assert "Aroha" not in none
    assert "Since May." in page
    assert "Say why" in refused
    assert done.status_code == 302
    assert ConfirmedRole.objects.in_force().get() == asked


def test_a_coordinator_does_not_answer_their_own_request(coordinator_client, coordinator):
    own = ConfirmedRoleFactory(member=coordinator)

    address = f"/admin/confirmed-roles/edit/{own.pk}/"

    assert 'name="answer"' not in coordinator_client.get(address).content.decode()
    assert coordinator_client.post(address, {"answer": "confirm"}).status_code == 404
    assert not ConfirmedRole.objects.in_force().exists()


@pytest.mark.parametrize("screen", ["new/", "delete/1/"])
def test_no_role_is_made_or_deleted_by_hand(admin_client, screen):
    assert admin_client.get(f"/admin/confirmed-roles/{screen}").status_code == 404


def test_members_do_not_reach_the_screen(member_client, asked):
    assert member_client.get("/admin/confirmed-roles/").status_code == 302
    assert member_client.get(f"/admin/confirmed-roles/edit/{asked.pk}/").status_code == 302


def test_a_coordinator_names_an_organisations_contacts(coordinator_client, peer):
    organisation = OrganisationFactory()
    address = reverse("wagtailsnippets_people_organisation:edit", args=[organisation.pk])
    fields = {"name": organisation.name, "type": "ngo"}

    unknown = coordinator_client.post(address, fields | {"contact_addresses": "who@example.org"})
    coordinator_client.post(address, fields | {"contact_addresses": f"{peer.email.upper()}\n"})

    assert "No member has this address: who@example.org" in unknown.content.decode()
    assert list(organisation.contacts.all()) == [peer]


@pytest.mark.parametrize("number", [1, 20])
def test_the_lists_take_as_many_queries_for_one_as_for_many(
    number, peer, contact, asked, coordinator_client, queries_of
):
    for role in JobRole.values[1:5] if number > 1 else JobRole.values[1:2]:
        confirmed_roles.request_role(member=peer, role=role)
    for _ in range(number - 1):
        other = ConfirmedRoleFactory(organisation=asked.organisation)
        ConfirmedRoleFactory(
            member=other.member, role="manager", organisation=asked.organisation, verified=True
        )

    assert queries_of(client_of(peer), MINE) == 6
    assert queries_of(client_of(contact), TO_ANSWER) == 6


@pytest.mark.parametrize(("with_contact", "where"), [(True, TO_ANSWER), (False, "/admin/")])
def test_those_who_can_answer_are_told_that_something_waits(
    with_contact, where, peer, coordinator, contact
):
    organisation = OrganisationFactory(name="Harbour House")
    if with_contact:
        organisation.contacts.add(contact)

    request = confirmed_roles.request_role(
        member=peer, role="peer", organisation=organisation, words="May"
    )

    (shown,) = told("role_request")
    assert shown.notification.recipient == (contact if with_contact else coordinator)
    assert where in shown.link
    for hidden in ("Aroha", "peer", "Harbour", "May"):
        assert hidden not in shown.say("site.html") + shown.say("mail.txt")

    confirmed_roles.verify_role(confirmed_role=request, by=coordinator)
    assert told("role_request") == []
    assert not Notification.objects.unread().filter(kind="role_request").exists()


def test_each_form_of_the_role_pages_carries_its_token(contact, asked):
    held = ConfirmedRoleFactory(member=contact, verified=True)
    client = client_of(contact)

    for page, forms in ((MINE, 1), (ASK, 1), (f"/people/roles/{asked.public_id}/", 1)):
        main = client.get(page).content.decode().partition("<main")[2]
        assert main.count("<form") == main.count("csrfmiddlewaretoken") == forms, page
    assert held.is_in_force
