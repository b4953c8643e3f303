import pytest
from django.contrib.auth.models import AnonymousUser, Group
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
)

from core.querysets import collections_closed_to, exclude_restricted
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages():
    root = Page.objects.get(depth=1)
    opened, closed = (root.add_child(instance=Page(title=t)) for t in ("open", "closed"))
    closed.add_child(instance=Page(title="under closed"))
    return opened, closed


def titles(user):
    return list(
        exclude_restricted(Page.objects.live().filter(depth__gt=1), user)
        .exclude(slug="home")
        .order_by("path")
        .values_list("title", flat=True)
    )


def test_what_is_for_members_is_hidden_from_visitors_with_all_that_is_under_it(pages, member):
    PageViewRestriction.objects.create(page=pages[1], restriction_type=PageViewRestriction.LOGIN)

    assert titles(AnonymousUser()) == ["open"]
    assert titles(member) == ["open", "closed", "under closed"]


def test_what_is_for_a_group_is_shown_to_its_people_alone(pages, member):
    restriction = PageViewRestriction.objects.create(
        page=pages[1], restriction_type=PageViewRestriction.GROUPS
    )
    group = Group.objects.create(name="peers")
    restriction.groups.add(group)
    insider = UserFactory()
    insider.groups.add(group)

    assert titles(member) == ["open"]
    assert titles(insider) == ["open", "closed", "under closed"]


def test_the_number_of_queries_does_not_grow_with_the_restrictions(
    pages, member, django_assert_num_queries
):
    group = Group.objects.create(name="peers")
    for _ in range(20):
        restriction = PageViewRestriction.objects.create(
            page=pages[1], restriction_type=PageViewRestriction.GROUPS
        )
        restriction.groups.add(group)

    with django_assert_num_queries(3):
        titles(member)


def test_a_closed_collection_closes_what_is_in_it(member):
    root = Collection.get_first_root_node()
    closed = root.add_child(instance=Collection(name="closed"))
    inner = closed.add_child(instance=Collection(name="inner"))
    group = Group.objects.create(name="peers")
    restriction = CollectionViewRestriction.objects.create(
        collection=closed, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.add(group)
    insider = UserFactory()
    insider.groups.add(group)

    assert set(collections_closed_to(member)) == {closed, inner}
    assert set(collections_closed_to(AnonymousUser())) == {closed, inner}
    assert set(collections_closed_to(insider)) == set()
