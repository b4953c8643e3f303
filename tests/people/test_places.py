"""Organisations and areas, as coordinators keep them."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from communities.models import JoinRule
from people.models import Area, Organisation
from tests.factories.communities import CommunityFactory
from tests.factories.confirmed_roles import ConfirmedRoleFactory
from tests.factories.places import AreaFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def snippet(model, view, *args):
    return reverse(f"wagtailsnippets_people_{model}:{view}", args=args)


def test_a_coordinator_adds_an_organisation_and_an_area(coordinator_client):
    region = AreaFactory(name="Te Upoko o te Ika")

    coordinator_client.post(
        snippet("organisation", "add"), {"name": "A peer-run house", "type": "user_led"}
    )
    coordinator_client.post(snippet("area", "add"), {"name": "Porirua", "parent": region.pk})

    assert [(each.name, each.type) for each in Organisation.objects.all()] == [
        ("A peer-run house", "user_led")
    ]
    assert [(each.name, each.parent) for each in region.parts.all()] == [("Porirua", region)]


@pytest.mark.parametrize("model", ["organisation", "area"])
def test_members_do_not_keep_them(member_client, model):
    assert member_client.get(snippet(model, "list")).status_code == 302
    assert member_client.post(snippet(model, "add"), {"name": "Mine"}).status_code == 302
    assert not Organisation.objects.exists()
    assert not Area.objects.exists()


def test_a_coordinator_deletes_a_place_unless_others_lie_in_it(coordinator_client):
    region = AreaFactory()
    town = AreaFactory(parent=region)

    coordinator_client.post(snippet("area", "delete", region.pk))
    assert Area.objects.filter(pk=region.pk).exists()

    coordinator_client.post(snippet("area", "delete", town.pk))
    assert not Area.objects.filter(pk=town.pk).exists()


def test_the_tree_lists_each_area_after_the_one_it_lies_in():
    south = AreaFactory(name="South")
    north = AreaFactory(name="North")
    town = AreaFactory(name="A town", parent=south)
    street = AreaFactory(name="A street", parent=town)

    tree = Area.objects.as_tree()

    assert [(area.name, area.depth) for area in tree] == [
        ("North", 0), ("South", 0), ("A town", 1), ("A street", 2),
    ]  # fmt: skip
    assert south.within(tree) == {south.pk, town.pk, street.pk}
    assert north.within() == {north.pk}


def test_the_tree_is_read_in_one_query(django_assert_num_queries):
    for _ in range(5):
        AreaFactory(parent=AreaFactory())

    with django_assert_num_queries(1):
        assert len(Area.objects.as_tree()) == 10


def test_an_area_cannot_lie_in_one_of_its_parts():
    region = AreaFactory()
    town = AreaFactory(parent=region)
    for parent in (region, town):
        region.parent = parent
        with pytest.raises(ValidationError, match="cannot lie in itself"):
            region.full_clean()


def test_a_name_stands_once_whatever_its_capitals():
    region = AreaFactory(name="Wairarapa")
    AreaFactory(name="South", parent=region)
    AreaFactory(name="South", parent=AreaFactory(name="Otago"))
    OrganisationFactory(name="Mahi Marumaru")
    for double in (
        Area(name="wairarapa"),
        Area(name="SOUTH", parent=region),
        Organisation(name="mahi marumaru", type="ngo"),
    ):
        with pytest.raises(ValidationError, match="already"):
            double.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            double.save()


def names_a_place(model, place):
    """What may name one: a role, a rule who may join, an area within it."""
    if model == "organisation":
        return ConfirmedRoleFactory(organisation=place)
    return ConfirmedRoleFactory(area=place)


@pytest.mark.parametrize("model", ["organisation", "area"])
def test_what_is_named_stays_and_the_page_says_why(coordinator_client, model):
    place = OrganisationFactory() if model == "organisation" else AreaFactory()
    role = names_a_place(model, place)
    address = snippet(model, "delete", place.pk)

    asked, pressed = coordinator_client.get(address), coordinator_client.post(address)

    for page in (asked, pressed):
        assert page.status_code == 200
        assert "named by 1 confirmed role" in page.text
        assert "Yes, delete" not in page.text
    role.refresh_from_db()
    assert type(place).objects.filter(pk=place.pk).exists()


def test_an_area_that_a_rule_names_stays(coordinator_client):
    area = AreaFactory()
    JoinRule.objects.create(community=CommunityFactory(), area=area)

    page = coordinator_client.post(snippet("area", "delete", area.pk))

    assert (page.status_code, "Yes, delete" in page.text) == (200, False)
    assert Area.objects.filter(pk=area.pk).exists()


@pytest.mark.parametrize("model", ["organisation", "area"])
def test_what_nothing_names_is_deleted(coordinator_client, model):
    place = OrganisationFactory() if model == "organisation" else AreaFactory()
    other = OrganisationFactory() if model == "organisation" else AreaFactory()
    address = snippet(model, "delete", place.pk)

    assert "Yes, delete" in coordinator_client.get(address).text
    assert coordinator_client.post(address).status_code == 302
    assert list(type(place).objects.all()) == [other]


@pytest.mark.parametrize("model", ["organisation", "area"])
def test_many_are_not_deleted_at_once(coordinator_client, model):
    place = OrganisationFactory() if model == "organisation" else AreaFactory()

    response = coordinator_client.post(f"/admin/bulk/members/{model}/delete/?id={place.pk}")

    assert response.status_code == 404
    assert type(place).objects.filter(pk=place.pk).exists()
