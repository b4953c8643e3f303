"""Editors' ways to a community: each ends with two groups of its name; and coordinators' list."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from communities import services
from communities.models import CommunityPage, Membership
from tests.factories.communities import CommunityFactory
from tests.factories.members import UserFactory
from tests.shared import shared


@shared
def editor(db) -> Client:
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    return client


def form_data(title: str, **more) -> dict:
    return nested_form_data(
        {
            "title": title,
            "slug": "a-community",
            "search_description": "",
            "purpose": "To learn together.",
            "who_for": "",
            "ground_rules": rich_text(""),
            "body": streamfield([]),
            "partner": "",
            "visibility": "public",
            "join_policy": "open",
            "rules": inline_formset([]),
            **more,
        }
    )


def names() -> set[str]:
    return set(
        Group.objects.filter(name__regex="^(Community|Facilitators): ").values_list(
            "name", flat=True
        )
    )


def test_creating_publishing_and_renaming_in_the_admin(editor, community_index):
    address = f"/admin/pages/add/communities/communitypage/{community_index.pk}/"
    editor.post(address, form_data("Clinical teams"))
    community = CommunityPage.objects.get()
    assert not community.live
    assert names() == {"Community: Clinical teams", "Facilitators: Clinical teams"}

    edit = f"/admin/pages/{community.pk}/edit/"
    editor.post(edit, form_data("Clinical teams", **{"action-publish": "1"}))
    community.refresh_from_db()
    assert community.live

    editor.post(edit, form_data("Teams and peers", **{"action-publish": "1"}))
    assert names() == {"Community: Teams and peers", "Facilitators: Teams and peers"}
    renamed = CommunityPage.objects.get()
    assert (renamed.group_id, renamed.facilitator_group_id) == (
        community.group_id,
        community.facilitator_group_id,
    )


def test_a_copy_has_groups_of_its_own_and_no_members(editor, community, member):
    services.join(community=community, member=member)

    copy = community.copy(update_attrs={"slug": "second", "title": "Second"})
    copy.get_latest_revision().publish()

    copy.refresh_from_db()
    assert copy.group.name == "Community: Second"
    assert copy.group_id != community.group_id
    assert not copy.memberships.exists()
    assert not copy.group.user_set.exists()


def test_an_old_version_brings_back_the_words_and_not_the_groups(community):
    before = community.group_id
    revision = community.save_revision()
    community.title = "Another name"
    community.save_revision().publish()

    revision.publish()

    community.refresh_from_db()
    assert community.title == "Peer support workers"
    assert community.group_id == before
    assert names() == {"Community: Peer support workers", "Facilitators: Peer support workers"}


def test_two_communities_of_one_name_have_different_groups(community_index):
    first = CommunityFactory(parent=community_index, title="Peers")
    second = CommunityFactory(parent=community_index, title="Peers")
    second.save()

    assert (first.group.name, second.group.name) == ("Community: Peers", "Community: Peers #2")


def test_a_very_long_title_still_makes_a_group(community_index):
    community = CommunityFactory(parent=community_index, title="x" * 255)

    assert len(community.group.name) <= 150


def test_the_group_cannot_be_deleted_under_the_community(editor, community):
    answer = editor.post(f"/admin/groups/delete/{community.group_id}/")

    assert answer.status_code == 404
    assert Group.objects.filter(pk=community.group_id).exists()


def test_other_groups_can(editor, community):
    group = Group.objects.create(name="Editors of the library")

    assert editor.get(f"/admin/groups/delete/{group.pk}/").status_code == 200
    assert editor.post(f"/admin/groups/delete/{group.pk}/").status_code == 302
    assert not Group.objects.filter(pk=group.pk).exists()


def test_the_list_of_groups_leaves_those_of_communities_out(editor, community):
    Group.objects.create(name="Editors of the library")

    page = editor.get("/admin/groups/").content.decode()

    assert "Editors of the library" in page
    assert "Community: Peer" not in page


def test_rebuilding_says_what_differs_and_mends_it(community, member, capsys):
    services.join(community=community, member=member)
    member.groups.clear()

    call_command("rebuild_community_groups", "--dry-run")
    assert not member.groups.exists()
    call_command("rebuild_community_groups")
    assert member.groups.get() == community.group
    call_command("rebuild_community_groups")

    assert capsys.readouterr().out.splitlines() == [
        "Community: Peer support workers: 1 missing, 0 too many",
        "1 to mend. Nothing was changed.",
        "Community: Peer support workers: 1 missing, 0 too many",
        "1 mended.",
        "All groups agree with their memberships.",
    ]


LIST = "/admin/memberships/"


def test_coordinators_see_who_belongs_where(coordinator_client, community):
    member = UserFactory(display_name="Quiet Reader")
    services.join(community=community, member=member)

    for address in (LIST, f"{LIST}?q=quiet", f"{LIST}?community={community.pk}&state=active"):
        assert "Quiet Reader" in coordinator_client.get(address).content.decode()
    assert "Quiet Reader" not in coordinator_client.get(f"{LIST}?state=left").content.decode()


@pytest.mark.parametrize("typed", ["zoe", "o'brien", "Zoë obrien", "whanau", "zoe whānau"])
def test_memberships_are_found_however_names_are_spelt(coordinator_client, community_index, typed):
    person = UserFactory(display_name="Zoë O’Brien")
    other = UserFactory(display_name="Somebody Else")
    whanau = CommunityFactory(parent=community_index, title="Whānau peers", members=[person])
    CommunityFactory(parent=community_index, title="Others", members=[other])

    page = coordinator_client.get(LIST, {"q": typed})

    assert [(row.member, row.community) for row in page.context["object_list"]] == [
        (person, whanau)
    ]


def test_communities_are_listed_without_regard_to_macrons_and_capitals(client, community_index):
    for title in ("Zeal", "Āwhina", "ako", "Ōtara", "Oamaru"):
        CommunityFactory(parent=community_index, title=title)

    listed = client.get(community_index.url).context["communities"]

    assert [each.title for each in listed] == ["ako", "Āwhina", "Oamaru", "Ōtara", "Zeal"]


def test_a_renamed_community_is_sorted_by_its_new_name(editor, community_index):
    community = CommunityFactory(parent=community_index, title="Ārai")
    community.title = "Ōtara"
    community.save_revision().publish()

    assert CommunityPage.objects.get(pk=community.pk).folded_title == "otara"


def test_members_do_not(member_client, member, community):
    services.appoint_facilitator(community=community, member=member)

    assert member_client.get(LIST, follow=True).status_code == 403


def test_a_coordinator_adds_a_member_to_a_closed_community(
    coordinator_client, community_index, member
):
    community = CommunityFactory(parent=community_index, join_policy="invitation")
    data = {"community": community.pk, "member": member.pk}

    assert coordinator_client.get(f"{LIST}new/").status_code == 200
    assert coordinator_client.post(f"{LIST}new/", data).status_code == 302

    assert list(member.groups.all()) == [community.group]


def test_a_coordinator_appoints_and_dismisses_a_facilitator(coordinator_client, community, member):
    row = services.join(community=community, member=member)
    address = f"{LIST}edit/{row.pk}/"
    assert coordinator_client.get(address).status_code == 200

    coordinator_client.post(address, {"state": "active", "is_facilitator": "on"})
    assert set(member.groups.all()) == {community.group, community.facilitator_group}
    coordinator_client.post(address, {"state": "active"})
    assert set(member.groups.all()) == {community.group}


def test_a_coordinator_ends_a_membership_even_of_a_facilitator(
    coordinator_client, community, member
):
    row = services.appoint_facilitator(community=community, member=member)

    coordinator_client.post(f"{LIST}edit/{row.pk}/", {"state": "left", "is_facilitator": "on"})

    row.refresh_from_db()
    assert (row.is_active, row.is_facilitator) == (False, False)
    assert not member.groups.exists()


def test_a_membership_is_never_deleted(editor, community, member):
    row = services.join(community=community, member=member)

    assert "delete" not in editor.get(f"{LIST}edit/{row.pk}/").content.decode().lower()
    assert editor.post(f"{LIST}delete/{row.pk}/").status_code == 404
    assert Membership.objects.exists()


def test_a_new_membership_looks_for_its_member_and_lists_nobody(coordinator_client, member):
    page = coordinator_client.get("/admin/memberships/new/").text

    assert "Choose a member" in page
    assert member.display_name not in page
