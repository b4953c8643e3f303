"""The community agreement: reading is free, sending asks first and loses nothing."""

import re
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from machina.core.db.models import get_model

from forum.rooms.enums import Audience
from forum.templatetags.forum_ways import address, reply_address
from members import services
from members.joining import agreement
from members.models import Acceptance, User
from tests.factories.communities import CommunityFactory
from tests.factories.forum import RoomFactory, TopicFactory
from tests.factories.joining import publish_agreement
from tests.factories.members import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
Post = get_model("forum_conversation", "Post")

PAGE = "/people/agreement/"
FIELD = re.compile(r'<textarea name="([^"]+)" hidden>&#10;(.*?)</textarea>', re.DOTALL)


def owing(*users) -> list[bool]:
    return [User.objects.get(pk=user.pk).owes_agreement for user in users]


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_publishing_a_version_asks_everybody_who_has_not_accepted_it(member):
    other = UserFactory()

    publish_agreement(1)
    assert owing(member, other) == [True, True]
    agreement.accept(member=member, version=1)
    publish_agreement(1)
    assert owing(member, other) == [False, True]
    publish_agreement(2)
    assert owing(member, other) == [True, True]


def test_a_correction_asks_nobody_again(member):
    page = publish_agreement(1)
    agreement.accept(member=member, version=1)

    page.title = "How we are with each other"
    page.save_revision().publish()

    assert owing(member) == [False]


def test_a_draft_asks_nobody(member):
    page = publish_agreement(1)
    agreement.accept(member=member, version=1)

    page.version = 2
    page.save_revision()

    assert owing(member) == [False]


def test_the_version_never_goes_down():
    page = publish_agreement(2)
    page.version = 1

    with pytest.raises(ValidationError, match="cannot be lower"):
        page.full_clean()


def test_another_version_than_the_one_that_was_read_is_not_accepted(member):
    publish_agreement(2)

    assert agreement.accept(member=member, version=1) is False
    assert not Acceptance.objects.exists()


def test_a_member_reads_on_and_is_asked_on_a_band(member_client):
    publish_agreement()

    page = member_client.get("/people/?q=tea").content.decode()

    assert f'{PAGE}?next=%2Fpeople%2F%3Fq%3Dtea"' in page


@pytest.mark.parametrize(
    ("following", "leads_to"),
    [
        ("/people/", "/people/"),
        ("https://elsewhere.example/", "/"),
        *((wrong, "/") for wrong in ("", "1e9999999", "people:directory", "a b", "//elsewhere")),
    ],
)
def test_agreeing_leads_back(following, leads_to, member, member_client):
    publish_agreement(3)

    answer = member_client.post(PAGE, {"version": "3", "next": following})

    assert answer.url == leads_to
    assert owing(member) == [False]
    assert [row.version for row in Acceptance.objects.filter(member=member)] == [3]


def test_what_was_sent_waits_and_goes_on_with_the_yes(member):
    """A reply: held with every word, the lines and the marks in them included."""
    topic = TopicFactory(room=RoomFactory(audience=Audience.MEMBERS))
    publish_agreement()
    client = client_of(member)
    words = '\nA <b>first</b> line\n\n& a "last" one\''

    held = client.post(reply_address(topic), {"content": words, "x": ["1", "2"]})

    assert held.status_code == 409
    assert not Post.objects.filter(poster=member).exists()
    fields = [(name, unescape(value)) for name, value in FIELD.findall(held.content.decode())]
    assert fields == [("content", words), ("x", "1"), ("x", "2")]
    client.post(reply_address(topic), {"content": words, "agree_to": "1"})
    assert Post.objects.get(poster=member).content.raw.strip() == words.strip()
    assert owing(member) == [False]
    assert client.get(address(topic)).status_code == 200


def test_joining_asks_first(member, member_client):
    community = CommunityFactory()
    publish_agreement()

    assert member_client.post(f"/membership/{community.pk}/join/").status_code == 409
    assert not community.memberships.exists()
    member_client.post(f"/membership/{community.pk}/join/", {"agree_to": "1"})
    assert community.memberships.active().get().member == member


def test_ones_own_business_needs_no_agreement(member_client, member):
    publish_agreement()

    assert member_client.post("/accounts/name/", {"display_name": "Ana"}).status_code == 302
    assert member_client.post("/accounts/logout/").status_code == 302
    assert owing(member) == [True]


def test_without_a_published_agreement_nobody_is_held_up(member, member_client):
    community = CommunityFactory()
    publish_agreement().unpublish()

    member_client.post(f"/membership/{community.pk}/join/")

    assert community.memberships.active().exists()
    assert member_client.get(PAGE).status_code == 404


def test_whoever_has_agreed_pays_no_query(member, member_client, queries_of):
    before = queries_of(member_client, "/people/")
    publish_agreement()
    agreement.accept(member=member, version=1)

    assert queries_of(member_client, "/people/") == before
    owing_too = UserFactory(owes_agreement=True)
    assert queries_of(client_of(owing_too), "/people/") == before


def test_somebody_new_is_asked_where_there_is_an_agreement(client, coordinator_client):
    new = {"display_name": "Hemi", "password1": PASSWORD}
    client.post("/accounts/signup/", new | {"email": "before@example.org"})
    publish_agreement()
    Client().post("/accounts/signup/", new | {"email": "after@example.org"})
    coordinator_client.post(
        "/admin/users/new/", {"email": "made@example.org", "display_name": "Made"}
    )

    asked = dict(User.objects.values_list("email", "owes_agreement"))
    assert asked["after@example.org"]
    assert asked["made@example.org"]


def test_a_closed_account_keeps_no_yes(member, coordinator):
    publish_agreement()
    agreement.accept(member=member, version=1)

    services.close_account(user=member, by=coordinator)

    assert not Acceptance.objects.exists()
    assert owing(member) == [False]
