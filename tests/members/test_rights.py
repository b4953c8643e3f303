"""Rights beyond a member's are withheld, everywhere, until a second step was shown."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from machina.core.db.models import get_model

from communities import services
from communities.enums import Visibility
from core.querysets import groups_of_each
from core.roles import COORDINATORS
from forum.rooms.enums import Audience
from forum.rooms.readers import readable_by
from forum.services import open_room
from members.models import Look, User
from members.rights import withhold
from members.staff import among_with
from people.enums import Audience as Shown
from tests.factories.communities import CommunityFactory
from tests.factories.confirmed_roles import ConfirmedRoleFactory
from tests.factories.forum import RoomFactory, TopicFactory
from tests.factories.members import PASSWORD, UserFactory
from tests.factories.people import PersonFactory
from tests.factories.places import OrganisationFactory
from tests.forum.addresses import reply_url
from tests.members.people import take_second_step
from tests.members.test_second_step import code_for
from tests.sending.forms import open_form
from tests.sending.people import end_session
from tests.shared import shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_asked_for")]

SECOND_STEP = "/accounts/second-step/"
Post = get_model("forum_conversation", "Post")


@pytest.fixture
def _asked_for(settings):
    settings.STAFF_SECOND_STEP = True


@shared
def hidden():
    """A community that nobody may know of, with a request and a member who facilitates."""
    community = CommunityFactory(title="Quiet harbour")
    community.show_to(Visibility.HIDDEN)
    community.join_policy = "request"
    community.save()
    services.ask_to_join(community=community, member=UserFactory(), words="words-of-a-request")
    return community


@shared
def facilitator(hidden):
    person = UserFactory()
    services.appoint_facilitator(community=hidden, member=person)
    return person


@shared
def room(hidden):
    return open_room(
        name="Harbour room", audience=Audience.COMMUNITIES, communities=[hidden], pre_moderated=True
    )


@shared
def waiting(room):
    return TopicFactory(room=room, approved=False).first_post


def browser_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def leads_to_second_step(answer) -> bool:
    return answer.status_code == 302 and answer.url.startswith(SECOND_STEP)


def places(hidden, room, waiting) -> list[str]:
    forum, topic = room.forum, waiting.topic
    return [
        hidden.url,
        f"/membership/{hidden.pk}/looking-after/",
        f"/membership/{hidden.pk}/looking-after/history/",
        f"/forum/forum/{forum.slug}-{forum.pk}/",
        f"/forum/forum/{forum.slug}-{forum.pk}/topic/{topic.slug}-{topic.pk}/",
        "/forum/moderation/queue/",
        f"/forum/moderation/queue/{waiting.pk}/",
        f"/forum/moderation/topic/{topic.pk}/move/",
    ]


def test_with_a_password_alone_a_coordinator_is_led_to_the_step_and_finds_nothing(
    hidden, room, waiting, coordinator_client
):
    asked = {address: coordinator_client.get(address) for address in places(hidden, room, waiting)}

    assert [each for each, answer in asked.items() if not leads_to_second_step(answer)] == []
    for address in ("/forum/", "/search/?q=quiet", "/membership/", hidden.get_parent().url):
        assert "arbour" not in coordinator_client.get(address).text, address


def test_an_administrator_too(hidden, room, waiting):
    browser = browser_of(UserFactory(is_superuser=True))

    for address in places(hidden, room, waiting):
        assert leads_to_second_step(browser.get(address)), address


def test_with_the_second_step_all_of_it_is_there(hidden, room, waiting, coordinator_client):
    take_second_step(coordinator_client)

    for address in places(hidden, room, waiting)[:-1]:
        assert coordinator_client.get(address).status_code == 200, address


def test_a_facilitator_stays_a_member_and_looks_after_nothing(hidden, room, waiting, facilitator):
    browser = browser_of(facilitator)
    page, care, history, inside, topic, queue, queued, move = places(hidden, room, waiting)

    for address in (page, inside):
        assert browser.get(address).status_code == 200, address
    for address in (care, history, topic, queue, queued, move):
        assert leads_to_second_step(browser.get(address)), address
    assert "looking-after" not in browser.get(page).text

    take_second_step(browser)
    for address in (page, care, history, inside, topic, queue, queued):
        assert browser.get(address).status_code == 200, address


def test_what_does_not_exist_leads_there_too(coordinator_client, facilitator):
    """Else the way one is led would tell what there is."""
    for browser in (coordinator_client, browser_of(facilitator)):
        for address in ("/no-such-community/", "/membership/999/looking-after/"):
            assert leads_to_second_step(browser.get(address))
            assert leads_to_second_step(browser.post(address))


def test_nothing_is_changed_by_who_has_not_shown_it(hidden, waiting, facilitator, coordinator):
    asking = hidden.memberships.requested().get()
    care = f"/membership/{hidden.pk}/looking-after/"
    posts = {
        f"{care}people/{asking.member.public_id}/answer/": {"answer": "let_in"},
        f"{care}people/{facilitator.public_id}/facilitator/": {},
        f"{care}invite/": {"to": "new@example.org"},
        f"{care}notice/": {"text": "A notice"},
        f"/forum/moderation/queue/{waiting.pk}/approve/": {},
    }
    for person in (facilitator, coordinator):
        browser = browser_of(person)
        for address, data in posts.items():
            assert leads_to_second_step(browser.post(address, data)), address

    assert hidden.memberships.requested().get() == asking
    assert not hidden.invitations.exists()
    assert not Post.objects.get(pk=waiting.pk).approved


def test_facts_for_coordinators_are_not_told(coordinator_client):
    person = PersonFactory(
        profile={"about": "for-coordinators-alone", "about_audience": Shown.COORDINATORS}
    )
    address = f"/forum/member/profile/{person.public_id}/"

    assert "for-coordinators-alone" not in coordinator_client.get(address).text
    assert not Look.objects.exists()
    take_second_step(coordinator_client)
    assert "for-coordinators-alone" in coordinator_client.get(address).text


def test_a_contact_of_an_organisation_confirms_roles_after_it(member, member_client):
    organisation = OrganisationFactory()
    organisation.contacts.add(member)
    role = ConfirmedRoleFactory(organisation=organisation)
    addresses = ("/people/roles/", f"/people/roles/{role.public_id}/")

    for address in addresses:
        assert leads_to_second_step(member_client.get(address))
    take_second_step(member_client)
    for address in addresses:
        assert member_client.get(address).status_code == 200


def test_what_is_new_says_nothing_of_what_one_looks_after(hidden, facilitator, room):
    services.ask_to_join(community=hidden, member=UserFactory(display_name="Mele"), words="Please")
    browser = browser_of(facilitator)

    before = browser.get("/notifications/").text
    take_second_step(browser)
    after = browser.get("/notifications/").text

    assert ("Mele" in before, "Mele" in after) == (False, True)


def test_the_group_of_a_community_gives_its_members_no_right_of_an_editor(hidden):
    member = UserFactory()
    services.join(community=hidden, member=member)
    hidden.group.permissions.add(Permission.objects.get(codename="access_admin"))

    assert browser_of(member).get("/admin/").status_code == 302


def test_asked_of_many_at_once_it_is_the_same(hidden, room, coordinator, facilitator, member):
    people = [coordinator, facilitator, member]
    forum = room.forum_id
    assert [forum in readable_by(people)[each.pk] for each in people] == [True, True, False]
    for person in people:
        withhold(person)

    assert [forum in readable_by(people)[each.pk] for each in people] == [False, True, False]
    assert groups_of_each(people)[facilitator.pk] == {hidden.group_id}
    assert groups_of_each(people)[coordinator.pk] == frozenset()
    assert among_with("communities.change_membership", people) == set()


def test_nothing_of_it_is_stored():
    person = UserFactory(is_superuser=True)
    person.groups.add(Group.objects.get_or_create(name=COORDINATORS)[0])
    withhold(person)
    assert (person.is_superuser, person.is_staff) == (False, False)

    person.display_name = "Mere"
    person.full_clean()
    person.save()

    stored = User.objects.get(pk=person.pk)
    assert (stored.display_name, stored.is_superuser) == ("Mere", True)
    assert stored.groups.filter(name=COORDINATORS).exists()
    assert stored.has_perm("members.view_user")


def test_an_older_session_is_asked_for_the_step_that_was_added_elsewhere(coordinator):
    before = browser_of(coordinator)
    Authenticator.objects.create(user=coordinator, type="webauthn", data={})

    page = before.get("/accounts/second-step/?next=/admin/")

    assert "/accounts/2fa/webauthn/reauthenticate/?next=%2Fadmin%2F" in page.text
    assert "/accounts/2fa/totp/activate/" not in page.text
    assert leads_to_second_step(before.get("/admin/"))


def test_a_step_that_was_removed_counts_no_more(coordinator, coordinator_client):
    take_second_step(coordinator_client)
    assert coordinator_client.get("/admin/").status_code == 200

    Authenticator.objects.filter(user=coordinator).delete()

    assert leads_to_second_step(coordinator_client.get("/admin/"))


@pytest.mark.django_db(transaction=True)
def test_setting_one_up_opens_what_one_looks_after_at_once():
    browser = browser_of(UserFactory(is_superuser=True))
    assert browser.get(SECOND_STEP).status_code == 200
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    browser.get("/accounts/2fa/totp/activate/")
    key = browser.session["mfa.totp.secret"]
    browser.post("/accounts/2fa/totp/activate/", {"code": code_for(key)})

    assert browser.get(f"{SECOND_STEP}?next=/admin/").url == "/admin/"
    assert "You are here as a member" not in browser.get("/accounts/name/").text


def test_a_page_says_that_rights_are_withheld_and_where_to_go(coordinator_client):
    page = coordinator_client.get("/accounts/name/?a=1").text

    assert "You are here as a member." in page
    assert "/accounts/second-step/?next=%2Faccounts%2Fname%2F%3Fa%3D1" in page


@pytest.mark.parametrize("wanted", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_the_step_leads_to_no_other_site(wanted, coordinator, coordinator_client):
    Authenticator.objects.create(user=coordinator, type="totp", data={})

    assert "example.org" not in coordinator_client.get(SECOND_STEP, {"next": wanted}).text
    take_second_step(coordinator_client)
    assert coordinator_client.get(SECOND_STEP, {"next": wanted}).url == "/"


FORGED = {
    "no token": ({}, {}),
    "an empty token": ({"csrfmiddlewaretoken": ""}, {}),
    "a wrong token": ({"csrfmiddlewaretoken": "a" * 64}, {}),
    "half a token": ({"csrfmiddlewaretoken": "a" * 32}, {}),
    "from elsewhere": ({}, {"origin": "https://example.org"}),
}


@pytest.mark.parametrize(("data", "headers"), FORGED.values(), ids=FORGED)
def test_a_form_that_is_not_ours_is_told_so_and_not_led_to_the_step(
    hidden, room, waiting, coordinator, facilitator, data, headers
):
    """Wherever it is sent: to what is there, what is hidden, and what is not."""
    for person in (coordinator, facilitator, UserFactory(is_superuser=True)):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(person)
        wheres = (*places(hidden, room, waiting), "/no-such-page/", "/admin/", "/accounts/name/")
        for where in wheres:
            answer = browser.post(where, data, headers=headers)
            assert answer.status_code == 403, where
            assert "Please send that again" in answer.text, where


def test_words_of_a_form_that_went_stale_come_back_and_lead_to_no_step(room, facilitator):
    topic = TopicFactory(room=RoomFactory())
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(facilitator)
    form = open_form(browser, reply_url(topic))
    browser.cookies["csrf"] = "b" * 32

    answer = form.send(browser, content="Long and dear words")

    assert (answer.status_code, answer.url) == (302, reply_url(topic))
    again = open_form(browser, reply_url(topic))
    assert again.data["content"] == "Long and dear words"
    assert again.send(browser).status_code == 302
    assert topic.posts.count() == 2


def test_words_for_what_a_member_may_not_do_wait_for_the_step(coordinator):
    """Sent with a stale token they are kept; their page asks for the step, and then holds them."""
    page = reverse("announcing:add")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(coordinator)
    take_second_step(browser)
    form = open_form(browser, page)
    end_session(browser)
    browser.force_login(coordinator)

    stale = form.send(browser, subject="Hui", text="On Friday", csrfmiddlewaretoken="a" * 64)
    assert (stale.status_code, stale.url) == (302, page)
    assert leads_to_second_step(browser.get(page))
    take_second_step(browser)

    back = open_form(browser, page)
    assert (back.data["subject"], back.data["text"]) == ("Hui", "On Friday")


def test_a_page_of_somebody_else_is_told_to_whoever_is_here_now(facilitator):
    topic = TopicFactory(room=RoomFactory())
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(UserFactory())
    form = open_form(browser, reply_url(topic))
    browser.cookies.clear()
    browser.force_login(facilitator)

    answer = form.send(browser, content="Mine")

    assert answer.status_code == 403
    assert "for that person alone" in answer.text


@pytest.mark.parametrize(
    "following", ["1e9999999", "account_logout", "forum:index", "https://elsewhere.example/", "٣"]
)
def test_the_step_leads_on_to_nothing_but_an_address_of_ours(following, coordinator_client):
    take_second_step(coordinator_client)

    assert coordinator_client.get(SECOND_STEP, {"next": following}).url == "/"
    assert coordinator_client.get(SECOND_STEP, {"next": "/admin/?a=b"}).url == "/admin/?a=b"


def test_the_band_leads_to_the_step_and_back_to_the_page_with_all_its_address(coordinator_client):
    page = coordinator_client.get("/people/?q=a&page=1").text

    assert 'aria-label="Second step"' in page
    assert f'{SECOND_STEP}?next=%2Fpeople%2F%3Fq%3Da%26page%3D1"' in page
    take_second_step(coordinator_client)
    assert 'aria-label="Second step"' not in coordinator_client.get("/people/").text
