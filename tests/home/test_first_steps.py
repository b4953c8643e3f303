"""What an empty site needs first, on its home page, to those who look after it."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from frame.models import SiteSettings
from home.first_steps import first_steps
from members.models import User
from tests.factories.communities import CommunityFactory, CommunityIndexPageFactory
from tests.factories.forum import RoomFactory
from tests.factories.home import HelpLineFactory, StandardPageFactory
from tests.factories.joining import publish_agreement
from tests.factories.members import UserFactory
from tests.queries import Queries

TITLE = "First steps for this site"
STEPS = ("help", "agreement", "pages", "room", "community", "people")


def take(*steps):
    """Do what these steps ask for."""
    if "help" in steps:
        HelpLineFactory()
    if "agreement" in steps:
        publish_agreement()
    if "pages" in steps:
        for number in range(3):
            StandardPageFactory(slug=f"words-{number}", in_footer=True)
    if "room" in steps:
        RoomFactory()
    if "community" in steps:
        CommunityFactory()
    if "people" in steps:
        UserFactory()


def shown(client) -> str:
    """The part of the home page that tells them; empty where it does not."""
    found = re.search(r'<section[^>]*"site-steps">.*?</section>', client.get("/").text, re.DOTALL)
    return found[0] if found else ""


def links(client) -> list[str]:
    listed = shown(client).partition("<ol")[2].partition("</ol>")[0]
    return re.findall(r'href="([^"]+)"', listed)


def test_the_first_coordinator_of_an_empty_site_is_told_all_of_them(home, coordinator_client):
    call_command("release", "--no-static", verbosity=0)

    text = shown(coordinator_client)

    assert TITLE in text
    assert text.count('class="steps__step"') == len(links(coordinator_client)) == len(STEPS)
    assert "Done" not in text
    assert 'id="first-steps"' not in coordinator_client.get("/").text


def test_so_is_its_administrator(home, admin_client):
    assert len(links(admin_client)) == len(STEPS)


def test_each_link_leads_to_where_it_is_done(home, coordinator_client, admin_client):
    for client in (coordinator_client, admin_client):
        for address in links(client):
            assert client.get(address, follow=True).status_code == 200, address


def test_nobody_else_is_told(home, client, member_client):
    assert shown(client) == shown(member_client) == ""
    assert 'id="first-steps"' in member_client.get("/").text


def test_nor_is_a_facilitator(home, member, member_client):
    CommunityFactory(facilitators=[member])

    assert shown(member_client) == ""


def test_before_their_second_step_they_see_what_a_member_sees(
    home, coordinator_client, admin_client, settings
):
    settings.STAFF_SECOND_STEP = True

    for client in (coordinator_client, admin_client):
        assert shown(client) == ""
        assert "Take it now" in client.get("/").text


@pytest.mark.parametrize("step", STEPS)
def test_what_is_done_is_ticked_and_the_rest_is_not(home, coordinator_client, step):
    take(step)

    text = shown(coordinator_client)

    assert text.count("Done") == 1
    titles = [re.sub("<[^>]+>", "", each) for each in re.findall(r"(?s)<li.*?</li>", text)]
    assert [STEPS[n] for n, title in enumerate(titles) if "Done" in title] == [step]
    assert len(links(coordinator_client)) == len(STEPS) - 1


@pytest.mark.parametrize("left", STEPS)
def test_one_that_is_left_keeps_them_there(home, coordinator_client, left):
    take(*(step for step in STEPS if step != left))

    assert shown(coordinator_client).count("Done") == len(STEPS) - 1


def test_when_all_are_done_they_are_gone(home, coordinator_client):
    take(*STEPS)

    assert shown(coordinator_client) == ""


def test_they_can_be_put_aside_in_the_settings_and_taken_up_again(home, coordinator_client):
    (settings_url,) = re.findall(r'href="([^"]+)">Put them aside', shown(coordinator_client))
    page = coordinator_client.get(settings_url, follow=True)
    address = page.redirect_chain[-1][0] if page.redirect_chain else settings_url
    empty = {"help_lines-TOTAL_FORMS": 0, "help_lines-INITIAL_FORMS": 0}
    sent = empty | {"site_name": "Alongside", "first_steps_aside": "on"}

    coordinator_client.post(address, sent)
    assert SiteSettings.objects.get().first_steps_aside
    assert shown(coordinator_client) == ""
    assert 'id="first-steps"' in coordinator_client.get("/").text

    sent.pop("first_steps_aside")
    coordinator_client.post(address, sent)
    assert TITLE in shown(coordinator_client)


def test_a_draft_is_gone_on_with(home, coordinator_client):
    agreement, communities = publish_agreement(), CommunityIndexPageFactory()
    agreement.unpublish()
    communities.unpublish()

    found = links(coordinator_client)

    assert f"/admin/pages/{agreement.pk}/edit/" in found
    assert f"/admin/pages/add/communities/communitypage/{communities.pk}/" in found
    assert all(coordinator_client.get(address, follow=True).status_code == 200 for address in found)


def test_what_does_not_count_ticks_nothing(home, coordinator_client):
    CommunityFactory().unpublish()
    for number in range(2):
        StandardPageFactory(slug=f"words-{number}", in_footer=True)
    StandardPageFactory(slug="draft", in_footer=True, live=False)
    StandardPageFactory(slug="nowhere", in_footer=False)
    User.objects.filter(pk=UserFactory().pk).update(is_active=False)

    assert "Done" not in shown(coordinator_client)


@pytest.mark.parametrize("some", [STEPS[:1], STEPS[:5], STEPS])
def test_they_cost_one_query_and_nobody_else_any(home, rf, coordinator, member, some):
    take(*some)
    for user, number in [(coordinator, 1), (member, 0)]:
        request = rf.get("/")
        request.user = User.objects.get(pk=user.pk)
        request.user.has_perm("wagtailadmin.access_admin")
        Client().get("/")
        first_steps(request)

        with Queries(connection) as asked:
            first_steps(request)

        assert len(asked) == number
