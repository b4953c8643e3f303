"""The directory: who is listed, and that nothing hidden narrows it or is counted."""

import pytest
from allauth.account.models import EmailAddress
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.urls import reverse

from communities import services
from members.models import User
from people.enums import Audience
from people.models import Profile
from tests.factories.communities import CommunityFactory
from tests.factories.members import UserFactory
from tests.factories.people import PersonFactory
from tests.factories.places import AreaFactory, OrganisationFactory
from tests.members.people import SEES_UP_TO, VIEWERS, show_all_to

pytestmark = pytest.mark.django_db
PEOPLE = reverse("people:directory")


def names(client: Client, **asked) -> list[str]:
    page = client.get(PEOPLE, asked)
    listed = [seen.person.display_name for seen in page.context["people"]]
    assert page.context["page_obj"].paginator.count == len(listed)
    return listed


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_visitor_is_led_to_sign_in(client):
    assert client.get(PEOPLE).url == f"/accounts/login/?next={PEOPLE}"


def test_who_wishes_it_and_has_a_confirmed_address_is_listed_by_name(member_client):
    PersonFactory(display_name="Wiremu")
    PersonFactory(display_name="aroha")
    PersonFactory(display_name="Left Out", profile={"in_directory": False})
    PersonFactory(display_name="Gone", is_active=False)
    UserFactory(display_name="Never Asked")
    unconfirmed = UserFactory(display_name="Never Confirmed")
    EmailAddress.objects.create(user=unconfirmed, email=unconfirmed.email, verified=False)

    assert names(member_client) == ["aroha", "Wiremu"]


def test_a_row_has_two_lines_of_what_somebody_shows_and_none_of_what_they_hide(member_client):
    told = {"about": "Two dogs.", "pronouns": "they/them", "interests": "fishing, kai"}
    told["role"] = "manager"

    def shown_to(audience):
        return {f"{fact}_audience": audience for fact in told}

    shown = shown_to(Audience.MEMBERS) | {"role_audience": Audience.ONLY_ME}
    PersonFactory(display_name="A", profile=told | shown)
    PersonFactory(display_name="B", profile=told | shown_to(Audience.ONLY_ME))

    page = BeautifulSoup(member_client.get(PEOPLE).content, "html.parser")
    rows = [
        [words.get_text() for words in row.select(".row__text, .row__meta")]
        for row in page.select(".row")
    ]

    assert rows == [["Two dogs.", "they/them · fishing, kai"], []]


def asking_for(person: User) -> dict[str, dict[str, str]]:
    """By fact: what finds somebody who told everything."""
    profile = person.profile
    return {
        "role": {"role": "researcher"},
        "perspectives": {"perspective": "lived"},
        "employer": {"organisation": str(profile.employer_id)},
        "host": {"organisation": str(profile.host_id)},
        "areas": {"area": str(profile.areas.get().pk)},
        "interests": {"q": "mark-of-sleep"},
        "about": {"q": "MARK-OF-ABOUT"},
    }


@pytest.mark.parametrize("who", VIEWERS[1:])
def test_people_are_found_only_by_what_they_show(neighbourhood, who):
    person, client = neighbourhood.person, client_of(neighbourhood.viewers[who])
    for audience in Audience:
        for fact, asked in asking_for(person).items():
            show_all_to(person, Audience.EVERYONE)
            Profile.objects.filter(user=person).update(**{f"{fact}_audience": audience})
            found = ["Hēmi Mark"] if audience <= SEES_UP_TO[who] else []
            assert names(client, **asked) == found, (fact, audience)


@pytest.mark.parametrize("word", ["employer", "host", "team", "sleep", "about", "perspectives"])
def test_words_are_looked_for_in_what_is_shown_alone(neighbourhood, word):
    person = neighbourhood.person
    fellow, stranger = (client_of(neighbourhood.viewers[who]) for who in ("fellow", "stranger"))
    show_all_to(person, Audience.COMMUNITIES)

    found = (names(fellow, q=f"mark-of-{word}"), names(stranger, q=f"mark-of-{word}"))
    assert found == (["Hēmi Mark"], [])


def test_somebody_who_hides_a_fact_is_listed_like_somebody_who_never_told_it(member_client):
    organisation, area = OrganisationFactory(), AreaFactory()
    hidden = {
        "role": "peer",
        "perspectives": ["lived"],
        "employer": organisation,
        "host": organisation,
        "areas": [area],
        "about": "secret words",
    }
    nobody = {f"{fact}_audience": Audience.ONLY_ME for fact in hidden}
    PersonFactory(display_name="Hides", profile=hidden | nobody)
    PersonFactory(display_name="Silent")
    for asked in (
        {"role": "peer"},
        {"role": "manager"},
        {"perspective": "lived"},
        {"organisation": organisation.pk},
        {"area": area.pk},
        {"q": "secret"},
    ):
        assert names(member_client, **asked) == []
    assert names(member_client) == ["Hides", "Silent"]

    hiding, silent = member_client.get(PEOPLE).context["people"]
    assert (hiding.facts, silent.facts) == ({}, {})
    assert hiding.told == silent.told == []


def test_everything_asked_for_must_be_shown_by_the_same_person(member_client):
    shown = {"role_audience": Audience.MEMBERS, "about_audience": Audience.MEMBERS}
    PersonFactory(display_name="Both", profile={"role": "peer", "about": "nights", **shown})
    PersonFactory(display_name="One", profile={"role": "peer", "about": "days", **shown})
    assert names(member_client, role="peer", q="nights") == ["Both"]
    assert names(member_client, role="peer", q="nights both") == ["Both"]
    assert names(member_client, q="nights one") == []


def test_an_area_holds_its_parts(member_client):
    region = AreaFactory()
    town = AreaFactory(parent=region)
    PersonFactory(display_name="In town", profile={"areas": [town, region]})
    PersonFactory(display_name="Elsewhere", profile={"areas": [AreaFactory()]})
    assert names(member_client, area=region.pk) == ["In town"]
    assert names(member_client, area=town.pk) == ["In town"]


@pytest.mark.parametrize("typed", ["hemi", "HĒMI", "hēmi", "he", "Te Awa", "awa hemi"])
def test_a_name_is_found_with_macrons_or_without(member_client, typed):
    PersonFactory(display_name="Hēmi Te Awa")
    PersonFactory(display_name="ĀPERA")
    assert names(member_client, q=typed) == ["Hēmi Te Awa"]
    assert names(member_client, q="apera") == ["ĀPERA"]


@pytest.mark.parametrize(
    "asked",
    [
        {"role": "astronaut"},
        {"perspective": '"'},
        {"area": "²"},
        {"area": "9" * 40},
        {"organisation": "-1"},
        {"organisation": "x\0"},
        {"q": "\0"},
        {"q": '"\\'},
        {"page": "x"},
        {"page": "-5"},
        {"page": "9" * 30},
        {"nothing": "1"},
    ],
)
def test_what_makes_no_sense_is_passed_over(member_client, asked):
    PersonFactory(display_name="Aroha")
    assert names(member_client, **asked) == ["Aroha"]


@pytest.mark.parametrize("typed", ["[", "(a+)+$", ".*", "a|b", "^", "{2}", "?", "+", "$1", "&#-~"])
def test_signs_are_looked_for_as_they_are(member_client, typed):
    PersonFactory(display_name="Aroha")
    PersonFactory(display_name=f"x{typed}y")
    assert names(member_client, q=typed) == [f"x{typed}y"]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Zoë Roe", "Zoe"),
        ("Zoe\u0308 Roe", "zoë"),
        ("Zoë Roe", "ZOE\u0308"),
        ("Tāne O’Brien", "O'Brien"),
        ("Tāne O’Brien", "obrien"),
        ("Tāne OBrien", "oʻbrien"),
        ("Ngāta", "ngata"),
        ("Nga\u0304ta", "Ngāta"),
        ("Kealoha Hawaiʻi", "hawaii"),
        ("Kealoha Hawaii", "Hawai‘i"),
        ("Søren Weiß", "soren weiss"),
        ("Łucja Đặng", "lucja dang"),
        ("Mary-Jane  Roe", "mary jane roe"),
        ("Mary Jane", "Mary‑Jane"),
        ("Ａｎａ", "ana"),
    ],
)
def test_a_name_is_found_however_it_is_spelt(member_client, name, typed):
    PersonFactory(display_name=name)
    PersonFactory(display_name="Somebody Else")
    assert names(member_client, q=typed) == [name]


@pytest.mark.parametrize("typed", ["'", "ʻ", "-", "’ –", "\u200b"])
def test_what_folds_to_nothing_is_passed_over(member_client, typed):
    PersonFactory(display_name="Aroha")
    assert names(member_client, q=typed) == ["Aroha"]


def test_what_people_tell_is_found_however_it_is_spelt(member_client):
    shown = {f"{fact}_audience": Audience.MEMBERS for fact in ("about", "host", "interests")}
    host = OrganisationFactory(name="Te Whāriki o Aroha’s")
    told = {"about": "Kōrero at the café", "interests": "whānau-ora", "host": host}
    PersonFactory(display_name="Tells", profile=told | shown)
    for typed in ("korero cafe", "Whanau Ora", "whariki", "arohas"):
        assert names(member_client, q=typed) == ["Tells"]


@pytest.mark.parametrize("who", ["stranger", "fellow", "coordinator"])
def test_a_hidden_fact_is_not_found_by_its_folded_copy(neighbourhood, who):
    person = neighbourhood.person
    Profile.objects.filter(user=person).update(about="Kōrero", interests="Whānau")
    show_all_to(person, Audience.ONLY_ME)
    for typed in ("korero", "kōrero", "whanau", "mark-of-employer", "mark of host"):
        assert names(client_of(neighbourhood.viewers[who]), q=typed) == []
    show_all_to(person, Audience.MEMBERS)
    assert names(client_of(neighbourhood.viewers[who]), q="korero") == ["Hēmi Mark"]


def test_names_are_sorted_without_their_macrons(member_client):
    for name in ("Zara", "Āwhina", "ana", "Ōtara", "Oliver", "Zoë", "zoe b"):
        PersonFactory(display_name=name)
    assert names(member_client) == ["ana", "Āwhina", "Oliver", "Ōtara", "Zara", "Zoë", "zoe b"]


def test_a_page_of_the_list_is_read_by_an_index():
    many(3_000, CommunityFactory())
    page = User.objects.active().order_by("folded_name", "pk")[:25]
    assert "members_user_by_name" in page.explain()


def many(number: int, community) -> None:
    """People of all kinds, written at once; the database knows that they are so many."""
    area, organisation = AreaFactory(), OrganisationFactory()
    users = User.objects.bulk_create(
        User(email=f"many{n}@example.org", display_name=f"Person {n:05}") for n in range(number)
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    profiles = Profile.objects.bulk_create(
        Profile(
            user=user,
            in_directory=True,
            role="peer",
            about="Kia ora",
            employer=organisation,
            role_audience=Audience(n % len(Audience)),
        )
        for n, user in enumerate(users)
    )
    through = Profile.areas.through
    through.objects.bulk_create(through(profile=each, area=area) for each in profiles)
    community.memberships.model.objects.bulk_create(
        community.memberships.model(community=community, member=user) for user in users[::2]
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@pytest.mark.parametrize("number", [1, 20, 10_000])
def test_the_directory_asks_the_same_of_few_and_of_many(
    member, member_client, number, django_assert_num_queries
):
    community = CommunityFactory()
    services.join(community=community, member=member)
    many(number, community)
    member_client.get(PEOPLE)  # the frame of the site: three more, once in a process
    for asked in ({}, {"role": "peer", "q": "kia person"}):
        with django_assert_num_queries(8):
            assert member_client.get(PEOPLE, asked).status_code == 200


@pytest.mark.parametrize(
    ("asked", "chosen", "links"),
    [
        ({"q": "person"}, 0, []),
        ({"q": "person", "role": "peer"}, 1, [f"{PEOPLE}?q=person"]),
        ({"role": "peer", "perspective": "lived", "area": "nowhere"}, 2, [PEOPLE]),
    ],
    ids=["words alone", "words and a filter", "two filters and a slip"],
)
def test_filters_are_sent_with_the_words_and_cleared_without_them(
    member_client, asked, chosen, links
):
    page = BeautifulSoup(member_client.get(PEOPLE, asked).content, "html.parser")
    words, fold = page.select_one("form#find"), page.select_one(".filters")

    assert words.input["value"] == asked.get("q", "")
    assert [each["form"] for each in fold.select("select, button")] == ["find"] * 5
    assert fold.has_attr("open") is bool(chosen)
    assert len(fold.select("option[selected]:not([value=''])")) == chosen
    assert [link["href"] for link in fold.select("a")] == links


def test_the_list_has_pages_that_keep_what_was_asked(member_client):
    many(30, CommunityFactory())
    first = member_client.get(PEOPLE, {"q": "person"})
    second = member_client.get(PEOPLE, {"q": "person", "page": 2})

    assert (len(first.context["people"]), len(second.context["people"])) == (25, 5)
    assert "?q=person&amp;page=2" in first.content.decode()
    assert "30 people, page 2 of 2" in second.content.decode()


def test_the_directory_is_found_from_the_menu_and_from_a_community(member, member_client):
    community = CommunityFactory(members=[member])
    html = member_client.get(f"{community.url}?show=people").content.decode()
    assert html.count(f'href="{PEOPLE}"') == 2
