"""A plain link leads editors from a page to its screen, and nobody else."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import GroupPagePermission

from tests.factories.home import StandardPageFactory
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(db):
    return StandardPageFactory(title="About us"), StandardPageFactory(title="Privacy")


@pytest.fixture
def editor_of_one(pages) -> Client:
    """Somebody who edits the first of the pages and no other."""
    group = Group.objects.create(name="Editors of one page")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(
        group=group, page=pages[0], permission=Permission.objects.get(codename="change_page")
    )
    account = UserFactory()
    account.groups.add(group)
    client = Client()
    client.force_login(account)
    return client


def link(page) -> str:
    return f'<a href="/admin/pages/{page.pk}/edit/">Edit this page</a>'


def test_whoever_edits_a_page_is_led_to_its_screen_and_only_from_that_page(editor_of_one, pages):
    own, other = pages

    assert link(own) in editor_of_one.get(own.url).text
    assert "Edit this page" not in editor_of_one.get(other.url).text


def test_a_coordinator_is_led_there_from_every_page(coordinator_client, pages):
    for page in pages:
        assert link(page) in coordinator_client.get(page.url).text
    assert "Edit this page" not in coordinator_client.get("/forum/").text


@pytest.mark.parametrize("who", ["client", "member_client"])
def test_readers_are_not_and_nobody_loads_an_editors_script(who, pages, request):
    page = request.getfixturevalue(who).get(pages[0].url).text

    assert "Edit this page" not in page
    assert "userbar" not in page


def test_an_editor_loads_no_script_of_the_editors_screens(coordinator_client, pages):
    page = coordinator_client.get(pages[0].url).text

    assert "userbar" not in page
    assert "/static/wagtailadmin/" not in page
