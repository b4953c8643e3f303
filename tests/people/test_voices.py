"""What stands beside the name of whoever wrote a post: for every audience and every reader."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from communities import services
from communities.models import Membership
from forum.authors import voices
from forum.rooms.enums import Audience as ReadBy
from forum.services import update_room
from members.models import Look
from members.services import close_account
from people.enums import Audience, ConfirmedRoleState, JobRole
from people.models import Profile
from tests.factories.communities import CommunityFactory
from tests.factories.confirmed_roles import ConfirmedRoleFactory
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.factories.people import PersonFactory
from tests.forum.addresses import reply_url, start_url, topic_url
from tests.forum.conftest import client_of
from tests.members.people import SEES_UP_TO, VIEWERS, show_all_to
from tests.shared import shared

pytestmark = pytest.mark.django_db

NAME, ROLE = "Hēmi Mark", "Researcher"


@shared
def topic(neighbourhood):
    """What the person began in a room that everybody may read."""
    room = RoomFactory(name="Notices", audience=ReadBy.PUBLIC)
    return TopicFactory(room=room, author=neighbourhood.person, subject="A question")


@shared
def attested(neighbourhood):
    return ConfirmedRoleFactory(member=neighbourhood.person, role=JobRole.RESEARCHER, verified=True)


def read(viewer, address: str) -> str:
    client = client_of(viewer) if viewer else Client()
    return client.get(address).content.decode()


def heard(html: str) -> list[str]:
    """The heading of each post, as a screen reader says it."""
    names = BeautifulSoup(html, "html.parser").select(".posts .post__name")
    return [re.sub(r"\s+", " ", name.get_text()).strip() for name in names]


def as_others_would(html: str) -> str:
    """The page without what is another at each request: keys of forms, and the clock."""
    html = re.sub(r'<input type="hidden"[^>]*>', "", html)
    return re.sub(r"<time .*?</time>", "", html, flags=re.DOTALL)


@pytest.mark.parametrize("confirmed", [False, True], ids=["said", "confirmed"])
@pytest.mark.parametrize("audience", Audience, ids=[each.name.lower() for each in Audience])
@pytest.mark.parametrize("who", VIEWERS)
def test_a_role_and_its_confirmation_stand_where_the_reader_sees_them(
    neighbourhood, topic, who, audience, confirmed
):
    """Beside names: a visitor, who sees none, sees no role beside “A member” either."""
    viewer = neighbourhood.viewers[who]
    show_all_to(neighbourhood.person, Audience.ONLY_ME)
    Profile.objects.filter(user=neighbourhood.person).update(role_audience=audience)
    if confirmed:
        ConfirmedRoleFactory(member=neighbourhood.person, role=JobRole.RESEARCHER, verified=True)
    addresses = [topic_url(topic)] + ([reply_url(topic)] if viewer else [])

    said = f"{NAME}, {ROLE}, Confirmed" if confirmed else f"{NAME}, {ROLE}"
    expected = said if audience <= SEES_UP_TO[who] else NAME
    for address in addresses:
        assert heard(read(viewer, address)) == [expected if viewer else "A member"]


@pytest.mark.parametrize("audience", Audience, ids=[each.name.lower() for each in Audience])
@pytest.mark.parametrize("who", VIEWERS)
def test_a_hidden_role_and_none_make_the_same_bytes(neighbourhood, topic, attested, who, audience):
    viewer, of_them = neighbourhood.viewers[who], Profile.objects.filter(user=neighbourhood.person)
    show_all_to(neighbourhood.person, Audience.ONLY_ME)
    of_them.update(role_audience=audience)
    addresses = [topic_url(topic)] + ([reply_url(topic)] if viewer else [])
    for address in addresses:
        read(viewer, address)  # a first look says what is new
        before = read(viewer, address)
        of_them.update(role="")
        without = read(viewer, address)
        of_them.update(role=JobRole.RESEARCHER)

        hidden = who == "visitor" or audience > SEES_UP_TO[who]
        assert (as_others_would(before) == as_others_would(without)) is hidden
        if hidden:
            assert re.findall("researcher|>confirmed<|post__voice", before, re.IGNORECASE) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"role": JobRole.PEER},
        {"state": ConfirmedRoleState.REVOKED},
        {"state": ConfirmedRoleState.DECLINED},
        {"state": ConfirmedRoleState.REQUESTED},
        {"valid_until": timezone.localdate() - timedelta(days=2)},
    ],
    ids=["of another role", "taken back", "declined", "asked for", "run out"],
)
def test_what_is_not_confirmed_today_is_not_called_so(neighbourhood, topic, attested, changes):
    show_all_to(neighbourhood.person, Audience.MEMBERS)
    for name, value in changes.items():
        setattr(attested, name, value)
    attested.save()

    assert heard(read(neighbourhood.viewers["stranger"], topic_url(topic))) == [f"{NAME}, {ROLE}"]


def test_each_reader_is_told_their_own_whoever_read_before(neighbourhood, topic):
    show_all_to(neighbourhood.person, Audience.COMMUNITIES)
    order = ["fellow", "stranger", "fellow", "visitor", "self", "newcomer"]
    told = [heard(read(neighbourhood.viewers[who], topic_url(topic))) for who in order]

    shown = f"{NAME}, {ROLE}"
    assert told == [[shown], [NAME], [shown], ["A member"], [shown], [NAME]]


def test_a_change_of_audience_holds_from_the_next_page(neighbourhood, topic):
    stranger = neighbourhood.viewers["stranger"]
    for audience, expected in ((Audience.MEMBERS, f"{NAME}, {ROLE}"), (Audience.ONLY_ME, NAME)):
        show_all_to(neighbourhood.person, audience)
        assert heard(read(stranger, topic_url(topic))) == [expected]


def test_each_post_has_the_voice_of_its_own_author(neighbourhood, topic):
    show_all_to(neighbourhood.person, Audience.MEMBERS)
    silent = UserFactory(display_name="Aroha")
    leader = PersonFactory(
        display_name="Rangi",
        profile={"role": JobRole.TEAM_LEADER, "role_audience": Audience.MEMBERS},
    )
    for author in (silent, leader, neighbourhood.person, silent):
        PostFactory(topic=topic, author=author)

    assert heard(read(UserFactory(), topic_url(topic))) == [
        f"{NAME}, {ROLE}",
        "Aroha",
        "Rangi, Team leader",
        f"{NAME}, {ROLE}",
        "Aroha",
    ]


def test_an_account_that_is_closed_says_nothing_any_more(neighbourhood, topic, coordinator):
    show_all_to(neighbourhood.person, Audience.EVERYONE)
    PostFactory(topic=topic, author=UserFactory(display_name="Aroha"))
    stranger = neighbourhood.viewers["stranger"]

    type(neighbourhood.person).objects.filter(pk=neighbourhood.person.pk).update(is_active=False)
    locked = heard(read(stranger, topic_url(topic)))
    close_account(user=neighbourhood.person, by=coordinator)

    assert locked == [NAME, "Aroha"]
    assert heard(read(stranger, topic_url(topic))) == ["Former member", "Aroha"]


def test_a_post_whose_author_is_gone_says_nothing(neighbourhood, topic):
    topic.posts.update(poster=None, username="Somebody")

    assert heard(read(neighbourhood.viewers["stranger"], topic_url(topic))) == ["Somebody"]


def test_what_a_coordinator_sees_by_right_alone_is_noted(neighbourhood, topic, coordinator):
    person = neighbourhood.person
    show_all_to(person, Audience.COORDINATORS)
    Profile.objects.filter(user=person).update(role_audience=Audience.MEMBERS)
    read(coordinator, topic_url(topic))
    assert not Look.objects.filter(what="facts").exists()  # of the role alone is shown there

    Profile.objects.filter(user=person).update(role_audience=Audience.COORDINATORS)
    for _again in range(2):
        read(coordinator, topic_url(topic))

    look = Look.objects.get(what="facts")
    assert (look.about, look.by, look.screen) == (person, coordinator, "forum_conversation:topic")


# Facilitators


@shared
def house():
    """A room of two communities, each with one who looks after it, and one who is in neither."""
    one, other = (UserFactory(display_name=name) for name in ("One", "Other"))
    first = CommunityFactory(title="First", facilitators=[one])
    second = CommunityFactory(title="Second", parent=first.get_parent(), facilitators=[other])
    room = RoomFactory(audience=ReadBy.MEMBERS, communities=[first, second])
    topic = TopicFactory(room=room, author=one)
    for author in (other, UserFactory(display_name="Third")):
        PostFactory(topic=topic, author=author)
    return first, second, topic


@pytest.mark.parametrize(
    ("belongs", "expected"),
    [
        ((), ["One", "Other", "Third"]),
        ((0,), ["One, Facilitator", "Other", "Third"]),
        ((1,), ["One", "Other, Facilitator", "Third"]),
        ((0, 1), ["One, Facilitator", "Other, Facilitator", "Third"]),
    ],
    ids=["neither", "first", "second", "both"],
)
def test_facilitators_are_marked_for_their_own_community(house, belongs, expected):
    """As a community's page, which names them to its members alone."""
    *communities, topic = house
    reader = UserFactory()
    for each in belongs:
        services.join(community=communities[each], member=reader)

    assert heard(read(reader, topic_url(topic))) == expected
    for community in communities:
        named = "<h3>Facilitators</h3>" in read(reader, f"{community.url}?show=people")
        assert named == (community in [communities[each] for each in belongs])


def test_neither_visitors_nor_coordinators_from_outside_are_told(house, coordinator):
    *communities, topic = house
    assert heard(read(coordinator, topic_url(topic))) == ["One", "Other", "Third"]

    room = topic.forum.room
    update_room(room=room, name=room.name, audience=ReadBy.PUBLIC, communities=communities)
    page = read(None, topic_url(topic))

    assert heard(page) == ["A member"] * 3
    assert "Facilitator" not in page


def test_who_facilitates_elsewhere_or_no_longer_is_like_others(house):
    first, second, topic = house
    reader = UserFactory()
    for community in (first, second):
        services.join(community=community, member=reader)
    elsewhere = TopicFactory(
        room=RoomFactory(audience=ReadBy.MEMBERS, communities=[first]),
        author=second.memberships.facilitators().get().member,
    )
    assert heard(read(reader, topic_url(elsewhere))) == ["Other"]

    Membership.objects.filter(community=first, is_facilitator=True).update(
        facilitator_until=timezone.localdate() - timedelta(days=2)
    )
    assert heard(read(reader, topic_url(topic))) == ["One", "Other, Facilitator", "Third"]


def test_role_confirmation_and_facilitating_are_heard_in_this_order(house):
    first, _second, topic = house
    one = topic.poster
    Profile.objects.create(user=one, role=JobRole.PEER, role_audience=Audience.COMMUNITIES)
    ConfirmedRoleFactory(member=one, verified=True)
    reader = UserFactory()
    services.join(community=first, member=reader)

    assert heard(read(reader, topic_url(topic)))[0] == (
        "One, Peer support worker, Confirmed, Facilitator"
    )


# What it costs


@pytest.mark.parametrize("number", [1, 3, 20])
def test_the_voices_of_a_page_cost_the_same(number, neighbourhood, coordinator, queries_of):
    room = RoomFactory(audience=ReadBy.PUBLIC, communities=[neighbourhood.peers])
    authors = [
        PersonFactory(profile={"role": JobRole.PEER, "role_audience": Audience.COORDINATORS})
        for _ in range(number)
    ]
    topic = TopicFactory(room=room, author=authors[0])
    for author in authors[1:]:
        PostFactory(topic=topic, author=author)
    url = topic_url(topic)
    counted = {}
    for who in ("visitor", "fellow", "coordinator"):
        viewer = neighbourhood.viewers[who]
        client = client_of(viewer) if viewer else Client()
        counted[who] = [queries_of(client, url), queries_of(client, url)][1]

    assert len(heard(read(coordinator, url))) == number
    assert counted == {"visitor": 5, "fellow": 11, "coordinator": 12}


def test_a_visitor_is_told_of_nobody_without_a_query(topic, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert voices([topic.first_post], None, topic.forum) == {}


# One's own


def signed(html: str) -> str:
    """How a post will be signed and for whom, as it is said above the button: the one way, or the
    first of several."""
    page = BeautifulSoup(html, "html.parser")
    if line := page.select_one("p.signed > span:not(.avatar)"):
        return re.sub(r"\s+", " ", line.get_text()).strip()
    (name, *_others) = page.select(".ways .choice label > span:not(.avatar)")
    return f"Your post will be signed {re.sub(chr(92) + 's+', ' ', name.get_text()).strip()}"


@pytest.mark.parametrize("audience", Audience, ids=[each.name.lower() for each in Audience])
def test_before_posting_one_sees_what_will_stand_there_and_for_whom(
    neighbourhood, topic, attested, audience
):
    show_all_to(neighbourhood.person, Audience.EVERYONE)
    Profile.objects.filter(user=neighbourhood.person).update(role_audience=audience)
    room = topic.forum.room

    for address in (topic_url(topic), reply_url(topic), start_url(room)):
        assert signed(read(neighbourhood.person, address)).startswith(
            f"Your post will be signed {NAME}, {ROLE}, Confirmed"
            f" Who sees what you do: {audience.label}"
        )


def test_who_says_nothing_is_asked_nothing(topic):
    someone = UserFactory(display_name="Aroha")

    for address in (topic_url(topic), reply_url(topic), start_url(topic.forum.room)):
        assert signed(read(someone, address)) == "Your post will be signed Aroha"


def test_a_facilitator_sees_that_they_are_marked(house):
    *_communities, topic = house

    assert signed(read(topic.poster, start_url(topic.forum.room))) == (
        "Your post will be signed One, Facilitator"
    )
