"""The main menu and the links at the foot of the page."""

import pytest
from django.contrib.auth.models import AnonymousUser
from wagtail.models import PageViewRestriction

from core.memo import remembering
from frame.templatetags.frame_tags import menus
from tests.factories.home import LinkPageFactory, StandardPageFactory
from tests.factories.resources import ResourceIndexPageFactory


def links(rf, user, path="/"):
    request = rf.get(path)
    request.user = user
    both = menus(request)
    return [
        [(item.title, item.url, item.is_current) for item in items]
        for items in (both.main, both.footer)
    ]


@pytest.fixture
def visitor():
    return AnonymousUser()


def test_the_menu_is_what_editors_put_in_it_in_the_order_of_the_tree(rf, visitor, home):
    StandardPageFactory(title="Not in the menu")
    ResourceIndexPageFactory(title="Resources", slug="resources")
    LinkPageFactory(title="Discussions", link="/forum/")
    StandardPageFactory(title="Draft", show_in_menus=True, live=False)

    assert links(rf, visitor, "/forum/room-1/") == [
        [("Resources", "/resources/", False), ("Discussions", "/forum/", True)],
        [],
    ]


def test_the_footer_holds_the_pages_flagged_for_it_wherever_they_lie(rf, visitor, home):
    about = StandardPageFactory(title="About", slug="about")
    StandardPageFactory(title="Privacy", slug="privacy", parent=about, in_footer=True)

    assert links(rf, visitor) == [[], [("Privacy", "/about/privacy/", False)]]


def test_a_page_with_a_similar_address_is_not_the_current_one(rf, visitor, home):
    StandardPageFactory(title="News", slug="news", show_in_menus=True)

    assert links(rf, visitor, "/newsletter/")[0] == [("News", "/news/", False)]


def test_a_closed_page_is_in_nobodys_menu_who_may_not_read_it(rf, visitor, member, home):
    page = StandardPageFactory(
        title="Steering", slug="steering", show_in_menus=True, in_footer=True
    )
    PageViewRestriction.objects.create(page=page, restriction_type="login")

    assert links(rf, visitor) == [[], []]
    assert links(rf, member) == [[("Steering", "/steering/", False)]] * 2


@pytest.mark.parametrize("pages", [1, 20])
def test_both_menus_are_read_once_however_long_they_are(
    rf, visitor, home, pages, django_assert_num_queries
):
    for number in range(pages):
        StandardPageFactory(show_in_menus=True, in_footer=True, slug=f"page-{number}")
    request = rf.get("/")
    request.user = visitor
    menus(request)

    with remembering(), django_assert_num_queries(0):
        menus(request)
        menus(request)


def test_a_menu_with_a_closed_page_asks_who_may_see_it(rf, member, home, django_assert_num_queries):
    page = StandardPageFactory(title="Steering", slug="steering", show_in_menus=True)
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="groups")
    assert links(rf, member) == [[], []]

    with remembering(), django_assert_num_queries(2):  # the privacy settings, the person's groups
        assert links(rf, member) == [[], []]
    restriction.delete()
    assert links(rf, member) == [[("Steering", "/steering/", False)], []]
