"""The page about a person, the form behind it, and the photo."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from people import photos
from people.enums import Audience
from people.facts import FACTS
from people.models import Profile
from tests.factories.forum import pdf
from tests.factories.members import UserFactory
from tests.factories.people import PersonFactory, photo
from tests.factories.places import AreaFactory, OrganisationFactory
from tests.members.people import FOR_COMMUNITIES, MARKS, SEES_UP_TO, VIEWERS, show_all_to

pytestmark = pytest.mark.django_db
EDIT = reverse("people:me")
SIGNED_IN = VIEWERS[1:]


def client_of(user) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


def page_of(person) -> str:
    return reverse("forum_member:profile", args=[person.public_id])


def photo_of(person) -> str:
    return reverse("people:photo", args=[person.public_id])


def told_on(html: str) -> set[str]:
    """The facts that a page tells, the photo among them."""
    told = {name for name, mark in MARKS.items() if mark in html}
    return told | ({"photo"} if "/photo/" in html else set())


def audiences(**chosen) -> dict[str, int]:
    """What the form posts when every choice is left as it is, but for those named."""
    kept = {fact.audience: Profile._meta.get_field(fact.audience).default for fact in FACTS}
    return {name: int(value) for name, value in (kept | chosen).items()}


@pytest.mark.parametrize("who", SIGNED_IN)
def test_the_page_tells_each_fact_to_its_audience(neighbourhood, who):
    person = neighbourhood.person
    client = client_of(neighbourhood.viewers[who])
    everything = {fact.name for fact in FACTS}
    for audience in Audience:
        show_all_to(person, audience)

        told = told_on(client.get(page_of(person)).content.decode())
        assert told == (everything if audience <= SEES_UP_TO[who] else set()), audience


@pytest.mark.parametrize("audience", Audience)
def test_a_visitor_is_led_to_sign_in_whatever_is_told(client, neighbourhood, audience):
    show_all_to(neighbourhood.person, audience)
    for address in (page_of(neighbourhood.person), page_of(UserFactory.build()), EDIT):
        response = client.get(address)
        assert response.url == f"/accounts/login/?next={address}"


@pytest.mark.parametrize("who", VIEWERS)
def test_the_photo_is_there_for_its_audience_alone(neighbourhood, who):
    person, client = neighbourhood.person, client_of(neighbourhood.viewers[who])
    for audience in Audience:
        show_all_to(person, Audience.EVERYONE)
        Profile.objects.filter(user=person).update(photo_audience=audience)

        response = client.get(photo_of(person))
        response.getvalue()
        assert response.status_code == (200 if audience <= SEES_UP_TO[who] else 404)


def test_the_photo_is_kept_by_nobody_on_the_way(neighbourhood):
    response = client_of(neighbourhood.viewers["newcomer"]).get(photo_of(neighbourhood.person))

    assert response.getvalue()
    assert response["Content-Type"] == "image/jpeg"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Security-Policy"].startswith("default-src 'none'; sandbox")


def test_there_is_no_photo_of_somebody_without_one_gone_or_unknown(member_client):
    gone = PersonFactory(is_active=False, profile={"photo": photos.accepted(photo())})
    lost = PersonFactory(profile={"photo": photos.accepted(photo())})
    lost.profile.photo.storage.delete(lost.profile.photo.name)
    for person in (gone, lost, UserFactory(), UserFactory.build()):
        assert member_client.get(photo_of(person)).status_code == 404
    assert member_client.get(page_of(gone)).status_code == 404


@pytest.mark.parametrize(
    ("key", "who"),
    [("community", "fellow"), ("member", "stranger"), ("coordinator", "coordinator")],
)
def test_one_sees_oneself_as_others_do(neighbourhood, key, who):
    person = neighbourhood.person
    for number, fact in enumerate(FACTS):
        chosen = Audience(number % len(Audience))
        Profile.objects.filter(user=person).update(**{fact.audience: chosen})

    preview = client_of(person).get(page_of(person), {"as": key}).content.decode()
    page = client_of(neighbourhood.viewers[who]).get(page_of(person)).content.decode()

    assert told_on(preview) == told_on(page) != set()
    assert 'aria-current="page"' in preview


def test_looking_as_somebody_else_is_for_oneself_alone(neighbourhood):
    person, client = neighbourhood.person, client_of(neighbourhood.viewers["newcomer"])
    show_all_to(person, Audience.COORDINATORS)
    for key in ("coordinator", "community", "me", "\0"):
        assert told_on(client.get(page_of(person), {"as": key}).content.decode()) == set()
    assert "See this page as" not in client.get(page_of(person)).content.decode()


def test_telling_everything_and_choosing_for_whom(member, member_client):
    organisation, area = OrganisationFactory(), AreaFactory(parent=AreaFactory(name="South"))
    data = {
        "role": "peer",
        "perspectives": ["lived", "maori"],
        "perspective_words": "ahi kā",
        "pronouns": "ia",
        "employer": organisation.pk,
        "host": organisation.pk,
        "team": "Community team",
        "areas": [area.pk],
        "working_days": ["mon", "wed"],
        "interests": "supervision, Supervision , nights",
        "about": "Kia ora",
        "photo": photo(),
        "in_directory": "on",
    }
    assert "South: " in member_client.get(EDIT).content.decode()

    response = member_client.post(EDIT, data | audiences(role_audience=Audience.ONLY_ME))

    assert response.url == page_of(member)
    profile = Profile.objects.get(user=member)
    kept = {name: getattr(profile, name) for name in data if name not in ("areas", "photo")}
    assert (kept["role"], kept["pronouns"], kept["perspective_words"]) == ("peer", "ia", "ahi kā")
    assert kept["interests"] == "supervision, nights"
    assert (kept["perspectives"], kept["working_days"]) == (["lived", "maori"], ["mon", "wed"])
    assert (kept["employer"], kept["host"], kept["team"]) == (
        organisation, organisation, "Community team",
    )  # fmt: skip
    assert list(profile.areas.all()) == [area]
    assert profile.photo.name.startswith("people/")
    assert profile.role_audience == Audience.ONLY_ME
    assert profile.perspectives_audience == Audience.COMMUNITIES


def test_nothing_is_required_and_the_photo_stays_until_it_is_taken_away(member, member_client):
    member_client.post(EDIT, audiences() | {"photo": photo(), "about": "Kia ora"})
    member_client.post(EDIT, audiences())
    profile = Profile.objects.get(user=member)
    assert profile.about == ""
    assert profile.photo
    assert not profile.in_directory

    member_client.post(EDIT, audiences() | {"remove_photo": "on"})
    assert not Profile.objects.get(user=member).photo
    assert "remove_photo" not in member_client.get(EDIT).content.decode()


def test_looking_at_the_form_stores_nothing_and_offers_what_is_safe(member_client):
    form = member_client.get(EDIT).context["form"]

    assert not Profile.objects.exists()
    assert {fact.name: form[fact.audience].value() for fact in FACTS} == {
        fact.name: Audience.COMMUNITIES if fact.name in FOR_COMMUNITIES else Audience.MEMBERS
        for fact in FACTS
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("role", "astronaut"),
        ("perspectives", ["martian"]),
        ("employer", "999999"),
        ("employer", "x"),
        ("areas", ["-1", "²"]),
        ("working_days", ["\0"]),
        ("about_audience", "9"),
        ("about_audience", ""),
        ("about", "x" * 2001),
        ("pronouns", "x" * 5000),
        ("photo", pdf("me.png")),
    ],
)
def test_what_does_not_fit_is_said_and_stores_nothing(member_client, field, value):
    response = member_client.post(EDIT, audiences() | {"team": "kept words", field: value})

    html = response.content.decode()
    assert response.status_code == 200
    assert re.search(r"<title>\s*Error:", html)
    assert 'role="alert"' in html
    assert "kept words" in html
    assert not Profile.objects.exists()


def test_a_mistake_in_the_fold_opens_it(member_client):
    wrong = member_client.post(EDIT, audiences() | {"pronouns": "x" * 5000}).content.decode()
    right = member_client.get(EDIT).content.decode()
    assert ('<details class="fold" open>' in wrong, '<details class="fold" open>' in right) == (
        True, False,
    )  # fmt: skip


def test_the_form_asks_little(member, member_client, queries_of):
    for _ in range(3):
        AreaFactory(parent=AreaFactory())
        OrganisationFactory()
    assert queries_of(member_client, EDIT) == 6


def test_what_is_told_is_shown_as_it_was_typed(member_client):
    script = "<script>alert(1)</script>"
    told = ("about", "interests", "pronouns", "team", "perspective_words")
    members = {fact.audience: Audience.MEMBERS for fact in FACTS}
    person = PersonFactory(profile=dict.fromkeys(told, script) | members)

    for address in (page_of(person), reverse("people:directory")):
        html = member_client.get(address).content.decode()
        assert "&lt;script&gt;alert(1)" in html
        assert script not in html


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("x\0y\x0bz", "xy\nz"),
        ("\r\n".join(["x" * 19] * 100) + "x", "\n".join(["x" * 19] * 100) + "x"),
        ("\u200b\u3164", ""),
        ("a\u0304" * 2000, "\u0101" * 2000),
    ],
    ids=["controls", "2,000 characters with line ends", "nothing visible", "decomposed"],
)
def test_what_is_typed_about_oneself_comes_in_clean(member_client, member, typed, kept):
    response = member_client.post(EDIT, audiences() | {"about": typed})

    assert response.status_code == 302
    assert Profile.objects.get(user=member).about == kept
