"""An editor of one section finds nothing of what is hidden, in no screen and by no number."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.models import Page, PageViewRestriction

from core.editors import pages_known_to
from core.roles import COORDINATORS
from members.models import User
from tests.factories.communities import CommunityFactory
from tests.factories.members import UserFactory
from tests.hidden.conftest import DRAFT, NAME, SECRETS, House, another, browser_of
from tests.hidden.test_asking import answer
from tests.whole_site.matrix import editors_addresses

METHODS = ("GET", "POST", "PATCH", "DELETE", "OPTIONS")
WORDS = {
    "content_type_app_name": "resources",
    "content_type_model_name": "resourcepage",
    "filter_spec": "width-40",
    "action_name": "publish",
}
ASKED = [
    *(
        f"/admin/choose-page/{more}"
        for more in ("?multiple=1", "?page_type=communities.communitypage")
    ),
    *(f"/admin/choose-page/search/?q={word}" for word in ("quiet", "notes", "draft", "")),
    *(f"/admin/pages/search/{more}" for more in ("?q=quiet", "results/?q=quiet", "?q=draft")),
    *(
        f"/admin/api/main/pages/?{more}"
        for more in ("search=quiet", "type=communities.CommunityPage")
    ),
    *(f"/admin/{kind}/?q=quiet" for kind in ("images", "documents", "images/chooser/results")),
    *(f"/admin/members/choose/{more}" for more in ("?q=whet", "results/?q=whet", "results/")),
    *(f"/admin/reports/{name}/?export=csv" for name in ("aging-pages", "site-history", "locked")),
    "/admin/pages/usage/communities/communitypage/",
    "/admin/pages/usage/communities/communitypage/results/",
    "/admin/bulk/wagtailcore/page/publish/?id=all",
    "/admin/bulk/resources/siteimage/delete/?id=all",
    "/admin/bulk/resources/sitedocument/delete/?id=all",
]


def text(client: Client, address: str) -> str:
    response = client.get(address, follow=True)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode(errors="replace")


def patterns() -> Iterator[tuple[str, set[str]]]:
    """The editors' screens whose addresses hold something: name and what they hold."""

    def walk(resolver: URLResolver, space: str, before: str) -> Iterator[tuple[str, set[str]]]:
        for entry in resolver.url_patterns:
            route = f"{before}{entry.pattern}"
            if isinstance(entry, URLResolver):
                inner = f"{space}{entry.namespace}:" if entry.namespace else space
                yield from walk(entry, inner, route)
            elif isinstance(entry, URLPattern) and route.startswith("admin/") and entry.name:
                yield f"{space}{entry.name}", set(entry.pattern.regex.groupindex)

    return walk(get_resolver(), "", "")


def number_of(house: House, name: str) -> int:
    """The number of the hidden thing that a screen would be about."""
    membership = house.community.memberships.get(member=house.insider)
    kinds = {
        "wagtailimages": house.picture.pk,
        "wagtaildocs": house.document.pk,
        "wagtailadmin_collections": house.collection.pk,
        "wagtailusers_users": house.insider.pk,
        "member_chooser": house.insider.pk,
        "wagtailusers_groups": house.community.group.pk,
        "memberships": membership.pk,
        "rooms": house.room.pk,
    }
    return next((pk for kind, pk in kinds.items() if name.startswith(kind)), house.community.pk)


def test_no_screen_says_a_word_of_it(house: House, editor: Client, section):
    addresses = [
        *editors_addresses(),
        *ASKED,
        *(f"/admin/pages/{section.pk}/{what}/" for what in ("privacy", "history", "usage", "edit")),
        *(f"/admin/pages/{section.pk}/{what}/" for what in ("move", "copy", "add_subpage")),
        f"/admin/pages/{section.pk}/",
        f"/admin/pages/{section.get_parent().pk}/",
        f"/admin/choose-page/{house.community.get_parent().pk}/",
        f"/admin/api/main/pages/?child_of={house.community.get_parent().pk}&for_explorer=1",
        f"/admin/bulk/wagtailcore/page/move/?id=all&childOf={house.community.get_parent().pk}",
        f"/admin/bulk/wagtailcore/page/delete/?id={section.pk}&id={house.community.pk}",
        f"/admin/choose-page/chosen-multiple/?id={house.community.pk}",
        f"/admin/images/chooser/chosen-multiple/?id={house.picture.pk}",
    ]
    told = {}
    for address in addresses:
        said = text(editor, address)
        words = said.replace(address, "")
        if found := [secret for secret in SECRETS if secret in words]:
            told[address] = found
    assert told == {}


def test_a_number_of_what_is_hidden_is_the_number_of_nothing(house: House, editor: Client):
    different, asked = [], 0
    for name, holds in patterns():
        if holds <= WORDS.keys() or not holds.isdisjoint({"uidb64", "app_label", "app_name"}):
            continue
        number = number_of(house, name)
        nothing = int(another(number))
        for method in METHODS:
            there, none = (
                answer(editor, method, reverse(name, kwargs=_filled(holds, pk)))
                for pk in (number, nothing)
            )
            asked += 1
            if there != none:
                different.append((name, method, there[0], none[0], there[1].get("Location")))
    assert different == []
    assert asked > 500


def _filled(holds: set[str], number: int) -> dict[str, object]:
    return {name: WORDS.get(name, number) for name in holds}


@pytest.mark.parametrize(
    "address",
    [
        "/admin/bulk/wagtailcore/page/publish/?id={}",
        "/admin/bulk/wagtailcore/page/unpublish/?id={}",
        "/admin/bulk/wagtailcore/page/move/?id={}",
        "/admin/bulk/wagtailcore/page/delete/?id=all&childOf={}",
        "/admin/choose-page/chosen-multiple/?id={}",
        "/admin/editing-sessions/ping/wagtailcore/page/{}/1/",
        "/admin/editing-sessions/ping/communities/communitypage/{}/1/",
        "/admin/workflows/remove/{}/",
        "/admin/api/main/pages/{}/",
        "/admin/api/main/pages/{}/action/publish/",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_so_is_one_after_the_question_mark_or_in_between(house, editor, address, method):
    number = house.community.pk
    one, other = address.format(number), address.format(another(number))

    there, nothing = answer(editor, method, one), answer(editor, method, other)

    assert there[:3] == nothing[:3]
    assert NAME.encode() not in there[3]


def test_a_picture_of_theirs_is_not_named_among_many(house: House, editor: Client):
    many = "/admin/bulk/resources/siteimage/delete/?id={}"
    one, other = house.picture.pk, another(house.picture.pk)

    assert (
        answer(editor, "GET", many.format(one))[:2] == answer(editor, "GET", many.format(other))[:2]
    )


def test_the_editor_goes_on_with_what_is_theirs(house: House, editor: Client, section):
    """And sees what every visitor sees."""
    own = section.get_children().first()
    for address in (
        f"/admin/pages/{section.pk}/",
        f"/admin/pages/{own.pk}/edit/",
        f"/admin/choose-page/{section.pk}/",
        f"/admin/choose-page/chosen-multiple/?id={own.pk}",
        f"/admin/bulk/wagtailcore/page/unpublish/?id={own.pk}",
        f"/admin/bulk/wagtailcore/page/unpublish/?id=all&childOf={section.pk}",
        "/admin/bulk/resources/siteimage/delete/?id=all",
    ):
        assert editor.get(address).status_code == 200, address
    assert "Communities" in text(editor, f"/admin/choose-page/{section.get_parent().pk}/")
    assert own.title in text(editor, f"/admin/choose-page/search/?q={own.title}")


def test_a_coordinator_finds_everything(house: House, coordinator_client: Client, section):
    assert NAME in text(coordinator_client, "/admin/choose-page/search/?q=quiet")
    assert NAME in text(coordinator_client, "/admin/reports/page-types-usage/")
    assert DRAFT in text(coordinator_client, f"/admin/choose-page/{section.get_parent().pk}/")
    assert house.insider.display_name in text(coordinator_client, "/admin/members/choose/results/")
    assert NAME in text(coordinator_client, f"/admin/pages/{section.pk}/privacy/")


def test_the_pages_known_to_somebody_are_what_they_see_and_what_they_edit(
    house: House, editor: Client, section, member, coordinator
):
    account = User.objects.get(display_name="Ed Itor")
    draft = section.get_children().first()
    Page.objects.filter(pk=draft.pk).update(live=False)
    hidden = {house.community.pk, house.closed.pk, house.draft.pk}
    everything = set(Page.objects.values_list("pk", flat=True))

    assert hidden.isdisjoint(pages_known_to(account).values_list("pk", flat=True))
    assert draft in pages_known_to(account)
    assert draft not in pages_known_to(member)
    assert house.community in [page.specific for page in pages_known_to(house.insider)]
    assert set(pages_known_to(coordinator).values_list("pk", flat=True)) == everything


class TestPrivacy:
    """The dialogue that says to whom a page shows."""

    @pytest.fixture
    def address(self, section) -> str:
        return f"/admin/pages/{section.pk}/privacy/"

    def test_it_offers_the_groups_that_the_editor_knows(self, house, editor, address):
        CommunityFactory(title="Open kitchen", parent=house.community.get_parent())

        said = text(editor, address)

        assert "Open kitchen" in said
        assert COORDINATORS in said
        assert NAME not in said

    def test_a_group_that_the_editor_does_not_know_stays(self, house, editor, section, address):
        restriction = PageViewRestriction.objects.create(page=section, restriction_type="groups")
        restriction.groups.add(house.community.group)
        known = Group.objects.get(name=COORDINATORS)

        for chosen in ([known.pk], []):
            editor.post(address, {"restriction_type": "groups", "groups": chosen})
            kept = {house.community.group.pk, *chosen}
            assert set(restriction.groups.values_list("pk", flat=True)) == kept

    def test_one_that_they_do_not_know_is_none_to_choose(self, house, editor, section, address):
        chosen = [house.community.group.pk]
        editor.post(address, {"restriction_type": "groups", "groups": chosen})

        assert not PageViewRestriction.objects.filter(page=section).exists()

    def test_that_of_a_collection_too(self, house, editor):
        own = next(
            key
            for key in (collection.pk for collection in type(house.collection).objects.all())
            if editor.get(f"/admin/collections/{key}/privacy/").status_code == 200
        )
        assert NAME not in text(editor, f"/admin/collections/{own}/privacy/")


def test_whoever_may_see_accounts_may_choose_a_member(house: House, section):
    assert browser_of(UserFactory()).get("/admin/members/choose/").status_code == 302
