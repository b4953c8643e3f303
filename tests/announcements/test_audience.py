"""Who is in an audience, and the words for it."""

import pytest

from announcements.audience import in_words, people
from announcements.models import Announcement
from communities import services as communities
from members.models import User
from tests.factories.announcements import AnnouncementFactory
from tests.factories.communities import CommunityFactory, CommunityIndexPageFactory
from tests.factories.confirmed_roles import ConfirmedRoleFactory
from tests.factories.members import UserFactory
from tests.factories.places import AreaFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def places() -> dict:
    """Two communities and a region with a part, each with people who are told by their names."""
    region = AreaFactory(name="Wairarapa")
    areas = {"region": region, "part": AreaFactory(name="Masterton", parent=region)}
    areas["other"] = AreaFactory(name="Kāpiti")

    def person(name: str, *roles: tuple[str, str], verified: bool = True) -> User:
        user = UserFactory(display_name=name)
        for role, area in roles:
            ConfirmedRoleFactory(member=user, role=role, area=areas[area], verified=verified)
        return user

    ana = person("Ana", ("peer", "part"))
    bea = person("Bea", ("peer", "other"), ("clinician", "region"))
    cam = person("Cam", ("clinician", "other"))
    dee = person("Dee", ("peer", "region"), verified=False)
    person("Eli")
    index = CommunityIndexPageFactory()
    return areas | {
        "Te Ara": CommunityFactory(parent=index, title="Te Ara", members=[ana, dee]),
        "First steps": CommunityFactory(parent=index, title="First steps", members=[bea, cam]),
    }


@pytest.mark.parametrize(
    ("named", "roles", "areas", "words", "expected"),
    [
        ([], [], [], "everybody on Alongside", "Ana Bea Cam Dee Eli"),
        (["Te Ara"], [], [], "people who are members of Te Ara", "Ana Dee"),
        ([], ["peer"], [], "peer support workers", "Ana Bea"),
        ([], [], ["region"], "people in Wairarapa", "Ana Bea"),
        # One confirmed role holds all that is said of it: Bea is a peer elsewhere.
        ([], ["peer"], ["region"], "peer support workers in Wairarapa", "Ana"),
        (
            ["Te Ara", "First steps"],
            ["peer", "clinician"],
            ["part", "other"],
            "clinicians or peer support workers in Kāpiti or Masterton "
            "who are members of First steps or Te Ara",
            "Ana Bea Cam",
        ),
        (
            ["First steps"],
            ["peer"],
            ["region"],
            "peer support workers in Wairarapa who are members of First steps",
            "",
        ),
    ],
)
def test_an_audience_is_said_and_found(places, named, roles, areas, words, expected):
    announcement = AnnouncementFactory(
        communities=[places[name] for name in named],
        roles=roles,
        areas=[places[name] for name in areas],
    )

    found = people(announcement).exclude(display_name__startswith="Member").order_by("pk")
    assert " ".join(found.values_list("display_name", flat=True)) == expected
    assert in_words(announcement) == words


def test_who_left_who_is_locked_and_who_wrote_it_are_not_in_it(places, coordinator):
    ana, dee = User.objects.get(display_name="Ana"), User.objects.get(display_name="Dee")
    communities.join(community=places["Te Ara"], member=coordinator)
    announcement = AnnouncementFactory(communities=[places["Te Ara"]], by=coordinator)
    communities.leave(community=places["Te Ara"], member=ana)
    User.objects.filter(pk=dee.pk).update(is_active=False)

    assert list(people(announcement)) == []


def test_an_audience_never_grows_when_what_it_names_is_deleted(places):
    named = AnnouncementFactory(communities=[places["Te Ara"]], roles=["peer"])
    located = AnnouncementFactory(areas=[places["other"]])
    ConfirmedRoleFactory._meta.model.objects.filter(area=places["other"]).delete()
    places["Te Ara"].delete()
    places["other"].delete()
    named, located = Announcement.objects.order_by("pk")

    assert list(people(named)) == []
    assert in_words(named) == "peer support workers who are members of a community that is gone"
    assert list(people(located)) == []
    assert in_words(located) == "people in an area that is gone"


def test_naming_nobody_is_not_everybody(places):
    announcement = AnnouncementFactory()
    announcement.for_everybody = False

    assert list(people(announcement)) == []


@pytest.mark.parametrize("number", [1, 5])
def test_finding_an_audience_costs_the_same_however_much_it_names(
    number, django_assert_num_queries
):
    index = CommunityIndexPageFactory()
    announcement = AnnouncementFactory(
        communities=[CommunityFactory(parent=index) for _number in range(number)],
        areas=AreaFactory.create_batch(number),
        roles=["peer"],
    )

    # The areas named, the tree of all, the people.
    with django_assert_num_queries(3):
        assert list(people(announcement)) == []
