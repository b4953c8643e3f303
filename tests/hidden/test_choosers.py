"""Choosers, and whatever names what was chosen, know of nothing that their editor may not know."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from wagtail.models import GroupPagePermission, Page, PageViewRestriction
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from members.models import User
from tests.factories.communities import CommunityFactory
from tests.factories.resources import ResourceIndexPageFactory, ResourcePageFactory
from tests.hidden.conftest import NAME, SECRETS, SLUG, House, another
from tests.hidden.test_asking import CHANCE, answer

LINK = "external-link-chooser"


def sent(client: Client, address: str, **fields) -> tuple:
    """The answer to a form, without the numbers that it repeats and what is new in each."""
    response = client.post(address, fields)
    body = CHANCE.sub(b"", response.content)
    for value in fields.values():
        body = body.replace(f'value="{value}"'.encode(), b"*")
    return response.status_code, response.get("Location", ""), body.decode()


@pytest.fixture
def hidden_parent(house: House) -> Page:
    """A page that is not for the editor, with all pages of one kind below it."""
    index = ResourceIndexPageFactory(title=f"Books of {NAME}", slug="their-books")
    closing = PageViewRestriction.objects.create(page=index, restriction_type="groups")
    closing.groups.add(house.community.group)
    ResourcePageFactory(parent=index)
    ResourcePageFactory(parent=index)
    return index


@pytest.mark.parametrize(
    "asked",
    [
        "page_type=resources.resourcepage",
        "page_type=resources.resourcepage&multiple=1",
        "page_type=resources.resourcepage,home.standardpage",
        "page_type=resources.resourcepage&user_perms=move_to",
        "page_type=communities.communitypage",
        "page_type=wagtailcore.page",
        "page_type=resources.resourcepage&match_subclass=&can_choose_root=1",
    ],
)
def test_the_page_chooser_opens_where_the_editor_may_be(hidden_parent, editor: Client, asked):
    response = editor.get(f"/admin/choose-page/?{asked}")

    assert response.status_code == 200
    assert [secret for secret in SECRETS if secret in response.json()["html"]] == []


def test_it_opens_at_the_root_where_all_of_a_kind_are_hidden(house: House, editor, section):
    """As it does where there is none of them."""
    asked = "/admin/choose-page/?page_type=communities.communitypage"

    assert editor.get(asked).json()["parent_page_id"] == Page.get_first_root_node().pk
    CommunityFactory(parent=house.community.get_parent())
    assert editor.get(asked).json()["parent_page_id"] == house.community.get_parent().pk


def test_it_opens_above_those_that_are_known(hidden_parent, editor: Client, section):
    answered = editor.get("/admin/choose-page/?page_type=resources.resourcepage").json()

    assert answered["parent_page_id"] == section.pk


def test_a_coordinator_is_shown_where_they_all_are(hidden_parent, coordinator_client, section):
    answered = coordinator_client.get("/admin/choose-page/?page_type=resources.resourcepage").json()

    assert answered["parent_page_id"] == section.get_parent().pk


@pytest.mark.parametrize("asked", ["", "page_type=resources.resourcepage&", "user_perms=move_to&"])
@pytest.mark.parametrize("child", [False, True])
def test_what_is_to_be_moved_there_is_known_or_nothing(house, editor, section, asked, child):
    where = f"{section.pk}/" if child else ""
    address = f"/admin/choose-page/{where}?{asked}target_pages[]="
    number = house.community.pk

    there = answer(editor, "GET", f"{address}{number}")

    assert there[0] == 404
    for nothing in (another(number), "x", "9" * 30):
        assert there == answer(editor, "GET", f"{address}{nothing}")
    own = section.get_children().first().pk
    assert editor.get(f"{address}{own}").status_code == 200


@pytest.mark.parametrize("how", ["{}", "http://localhost{}", "{}?from=mail", "{}#purpose"])
@pytest.mark.parametrize("which", ["community", "closed", "draft"])
def test_a_link_that_was_typed_is_no_page_that_is_hidden(house, editor, section, how, which):
    page = getattr(house, which)
    link = how.format(page.url)
    asked = {f"{LINK}-link_text": "Read on"}

    there = editor.post("/admin/choose-external-link/", {f"{LINK}-url": link, **asked})

    assert there.status_code == 200
    answered = there.json()
    assert answered["step"] == "external_link_chosen"
    assert answered["result"]["url"] == link
    assert "id" not in answered["result"]


def test_a_link_to_a_page_that_is_known_becomes_the_page(
    house, editor, section, coordinator_client
):
    def chosen(client: Client, page: Page) -> int:
        asked = {f"{LINK}-url": page.url, f"{LINK}-link_text": "Read on"}
        return client.post("/admin/choose-external-link/", asked).json()["result"]["id"]

    assert chosen(editor, section) == section.pk
    assert chosen(coordinator_client, house.community) == house.community.pk


@pytest.fixture
def own(section, editor) -> Page:
    return section.get_children().first()


def test_a_page_is_copied_to_no_place_that_is_hidden(house: House, editor, own):
    address = f"/admin/pages/{own.pk}/copy/"
    fields = {"new_title": "Copied", "new_slug": "copied"}
    for page in (house.community, house.closed, house.draft):
        there = sent(editor, address, new_parent_page=page.pk, **fields)
        nothing = sent(editor, address, new_parent_page=another(page.pk), **fields)
        assert there == nothing
        assert page.title not in there[2]


def test_nor_moved_to_one(house: House, editor, own):
    address = f"/admin/pages/{own.pk}/move/"
    for page in (house.community, house.closed, house.draft):
        there = sent(editor, address, new_parent_page=page.pk)
        nothing = sent(editor, address, new_parent_page=another(page.pk))
        assert there == nothing
        assert page.title not in there[2]


def test_nor_are_several(house: House, editor, own):
    address = f"/admin/bulk/wagtailcore/page/move/?id={own.pk}"
    there = sent(editor, address, chooser=house.community.pk)
    nothing = sent(editor, address, chooser=another(house.community.pk))

    assert there == nothing
    assert NAME not in there[2]


def test_they_still_are_to_what_is_known(house: House, editor, own, section):
    fields = {"new_title": "Copied", "new_slug": "copied", "new_parent_page": section.pk}
    assert editor.post(f"/admin/pages/{own.pk}/copy/", fields).status_code == 302
    assert section.get_children().filter(slug="copied").exists()


def test_a_page_is_made_in_no_place_that_is_hidden(house: House, editor, section, hidden_parent):
    group = User.objects.get(display_name="Ed Itor").groups.get()
    GroupPagePermission.objects.create(
        group=group,
        page=ResourceIndexPageFactory(slug="more"),
        permission=Permission.objects.get(
            content_type__app_label="wagtailcore", codename="add_page"
        ),
    )
    address = "/admin/pages/resources/resourcepage/choose_parent/"

    there = sent(editor, address, parent_page=hidden_parent.pk)

    assert there == sent(editor, address, parent_page=another(hidden_parent.pk))
    assert NAME not in there[2]


class TestForms:
    """A form that is shown once more names what was sent to it."""

    @pytest.fixture
    def address(self, section) -> str:
        return f"/admin/pages/add/resources/resourcepage/{section.pk}/"

    def shown(self, editor: Client, address: str, kind: str, value: dict) -> str:
        """The form that comes back, for it lacks a title."""
        form = nested_form_data({"title": "", "slug": "x", "body": streamfield([(kind, value)])})
        return editor.post(address, form).content.decode()

    @pytest.mark.parametrize("which", ["community", "closed", "draft"])
    def test_no_page(self, house: House, editor, section, address, which):
        page = getattr(house, which)
        value = {"page": page.pk, "url": "", "text": "Read on"}

        body = self.shown(editor, address, "call_to_action", value)

        assert page.title not in body
        assert SLUG not in body

    def test_no_document(self, house: House, editor, address):
        body = self.shown(editor, address, "document", {"document": house.document.pk})

        assert house.document.title not in body

    def test_no_picture(self, house: House, editor, section, address):
        value = {"image": house.picture.pk, "alt_text": "", "caption": ""}

        assert house.picture.title not in self.shown(editor, address, "image", value)

    @pytest.mark.parametrize(
        "link", ['<a linktype="page" id="{page}">x</a>', '<a linktype="document" id="{file}">x</a>']
    )
    def test_no_link_in_a_text(self, house: House, editor, address, link):
        words = f"<p>{link}</p>".format(page=house.community.pk, file=house.document.pk)

        body = self.shown(editor, address, "prose", rich_text(words))

        assert "entityMap" in body
        assert SLUG not in body
        assert house.document.filename not in body

    def test_a_link_to_a_known_page_is_shown_with_its_address(self, editor, section, address):
        words = f'<p><a linktype="page" id="{section.pk}">x</a></p>'

        assert section.url in self.shown(editor, address, "prose", rich_text(words))
