"""A room of two communities: an end that one of each signs."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities import services as communities
from forum import services
from forum.outcomes.access import sides_of
from forum.outcomes.enums import SIGNED_RESULTS, Result, Side
from forum.outcomes.models import Signature, Standing
from forum.rooms.enums import Audience
from members.services import close_account
from tests.factories.forum import RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import room_url, topic_url
from tests.forum.conftest import client_of, page_of
from tests.forum.sharing import confirm, of
from tests.shared import shared

pytestmark = pytest.mark.django_db
VIEWS = {
    "result": "disagreed",
    "summary": "Never, it was said.",
    "other_summary": "With a year between, others said.",
}
AGREED = {"result": "agreed", "summary": "Ask first."}


@shared
def topic(room, pia):
    return TopicFactory(room=room, author=pia, subject="A lift home")


@shared
def other(room, pia):
    """Another topic, whose end waits: what is done to the first leaves it as it is."""
    other = TopicFactory(room=room, author=pia, subject="A gift")
    services.settle(topic=other, by=pia, **AGREED)
    return other


def sign_url(topic):
    return reverse("sign_topic", args=[topic.pk])


def standing(topic):
    return Standing.objects.get(topic=topic)


def signed(topic):
    rows = Signature.objects.filter(standing__topic=topic)
    return {signature.side: signature.member for signature in rows}


# Who signs


def test_what_a_peer_settles_waits_for_a_clinician(topic, other, pia, carl, clinical):
    services.settle(topic=topic, by=pia, **VIEWS)

    assert standing(topic).waits
    assert signed(topic) == {"peer": pia}
    page = page_of(topic, carl)
    assert "It waits for a word from the other community." in page
    assert "Signed for the peers: <bdi>Pia Peer</bdi>" in page
    assert sign_url(topic) in page
    assert "waits for a word" in client_of(carl).get(room_url(topic.forum.room)).content.decode()

    form = client_of(carl).get(sign_url(topic)).content.decode()
    assert "You sign for the clinicians." in form
    assert VIEWS["other_summary"] in form
    read = standing(topic).settled_at.isoformat()
    client_of(carl).post(sign_url(topic), {"read": read})

    assert not standing(topic).waits
    assert signed(topic) == {"peer": pia, "clinician": carl}
    page = page_of(topic, of(clinical))
    assert "Signed for the clinicians: <bdi>Carl Clinician</bdi>" in page
    assert "It waits for a word" not in page
    assert standing(other).waits
    assert signed(other) == {"peer": pia}


@pytest.mark.parametrize(
    ("community", "role", "sides"),
    [
        ("peers", "peer", [Side.PEER]),
        ("clinical", "clinician", [Side.CLINICIAN]),
        ("peers", "clinician", []),
        ("clinical", "peer", []),
        ("clinical", "team_leader", []),
        ("peers", "", []),
        ("clinical", "", []),
    ],
)
def test_community_and_confirmed_role_say_for_whom_somebody_signs(
    community, role, sides, room, request
):
    person = of(request.getfixturevalue(community), role)

    assert sides_of(person, room) == sides


def test_a_role_that_has_run_out_signs_nothing(room, peers):
    person = of(peers)
    confirm(person, "peer", days=-1)

    assert sides_of(person, room) == []


def test_whoever_has_left_the_community_signs_nothing(room, peers, pia):
    communities.leave(community=peers, member=pia)

    assert sides_of(pia, room) == []


def test_nobody_signs_for_both(topic, pia, carl, clinical):
    communities.join(community=clinical, member=pia)
    confirm(pia, "clinician")
    services.settle(topic=topic, by=pia, **VIEWS)

    assert services.sign(topic=topic, by=pia).waits
    assert signed(topic) == {"peer": pia}
    assert sign_url(topic) not in page_of(topic, pia)
    services.sign(topic=topic, by=carl)
    assert signed(topic) == {"peer": pia, "clinician": carl}


def test_what_somebody_without_a_side_settles_waits_for_both(topic, facilitator, pia, carl):
    services.settle(topic=topic, by=facilitator, **AGREED)
    assert signed(topic) == {}
    assert "It waits for a word from both communities." in page_of(topic, carl)

    services.sign(topic=topic, by=carl)
    assert standing(topic).waits
    services.sign(topic=topic, by=carl)
    services.sign(topic=topic, by=pia)

    assert not standing(topic).waits
    assert signed(topic) == {"peer": pia, "clinician": carl}


@pytest.mark.parametrize("who", ["member", "same side", "outsider", "visitor"])
def test_for_whom_it_does_not_wait_there_is_no_such_page(who, topic, pia, peers, clinical):
    services.settle(topic=topic, by=pia, **VIEWS)
    client = {
        "member": lambda: client_of(of(clinical)),
        "same side": lambda: client_of(of(peers, "peer")),
        "outsider": lambda: client_of(UserFactory()),
        "visitor": Client,
    }[who]()

    for answer in (client.get(sign_url(topic)), client.post(sign_url(topic))):
        assert answer.status_code == (302 if who == "visitor" else 404)
    assert signed(topic) == {"peer": pia}


@pytest.mark.parametrize("result", ["answered", "parked"])
def test_an_answer_and_what_is_parked_are_signed_by_nobody(result, topic, pia, carl):
    services.settle(topic=topic, by=pia, result=result, summary="So")

    assert not standing(topic).waits
    with pytest.raises(ValidationError, match="does not wait"):
        services.sign(topic=topic, by=carl)
    assert not Signature.objects.filter(standing__topic=topic).exists()


def test_in_a_room_that_is_not_shared_nothing_is_signed(private_room, pia):
    topic = TopicFactory(room=private_room, author=pia)
    services.settle(topic=topic, by=pia, **AGREED)

    assert not standing(topic).waits
    assert "Signed" not in page_of(topic, pia)


@pytest.mark.parametrize(
    "read",
    ["", "soon", "2026-01-01T10:00:00+00:00", "2026-01-01", "9" * 5_000],
    ids=["nothing", "words", "earlier", "day", "long"],
)
def test_what_was_said_anew_meanwhile_is_read_before_it_is_signed(read, topic, pia, carl):
    services.settle(topic=topic, by=pia, **VIEWS)
    page = client_of(carl).post(sign_url(topic), {"read": read}).content.decode()

    assert "has been said anew meanwhile" in page
    assert "<title>Error: Sign it" in page
    assert signed(topic) == {"peer": pia}


def test_opening_it_again_takes_both_signatures_away(topic, other, pia, carl):
    services.settle(topic=topic, by=pia, **VIEWS)
    services.sign(topic=topic, by=carl)
    client_of(pia).post(reverse("reopen_topic", args=[topic.pk]))

    assert signed(topic) == {}
    assert not standing(topic).waits
    assert signed(other) == {"peer": pia}
    assert standing(other).waits


def test_visitors_are_told_no_names(peers, clinical, pia, carl):
    room = RoomFactory(audience=Audience.PUBLIC, communities=[peers, clinical], peers=peers)
    topic = TopicFactory(room=room, author=pia)
    services.settle(topic=topic, by=pia, **VIEWS)
    services.sign(topic=topic, by=carl)
    page = Client().get(topic_url(topic)).content.decode()

    assert page.count("<bdi>A member</bdi>") >= 2
    assert "Pia" not in page
    assert "Carl" not in page


def test_whoever_leaves_has_signed_as_a_former_member(topic, other, pia, carl):
    services.settle(topic=topic, by=pia, **VIEWS)
    services.sign(topic=topic, by=carl)
    close_account(user=carl, by=carl)

    assert signed(topic) == {"peer": pia, "clinician": None}
    page = page_of(topic, pia)
    assert "Signed for the clinicians: <bdi>A former member</bdi>" in page
    assert not standing(topic).waits


def test_the_database_takes_no_second_signature(topic, pia, carl):
    services.settle(topic=topic, by=pia, **VIEWS)
    for twice in ({"side": "peer", "member": carl}, {"side": "clinician", "member": pia}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Signature.objects.create(standing=standing(topic), **twice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Standing.objects.filter(topic=topic).update(result="parked", other_summary="")


def test_the_form_says_that_one_signs(topic, room, pia, facilitator):
    address = reverse("settle_topic", args=[topic.pk])

    assert "You are the first" in client_of(pia).get(address).content.decode()
    page = client_of(facilitator).get(address).content.decode()
    assert "It waits for a word from both communities." in page


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("settle"), st.sampled_from(Result.values), st.integers(0, 3)),
        st.tuples(st.just("sign"), st.none(), st.integers(0, 3)),
        st.tuples(st.just("reopen"), st.none(), st.none()),
    ),
    max_size=14,
)


@given(steps=STEPS)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_said_and_signed_in_whatever_order(
    steps, topic, other, pia, carl, facilitator, peers
):
    """One peer, one clinician, and two others: nobody's side."""
    Standing.objects.filter(topic=topic).delete()
    people = [pia, carl, facilitator, topic.forum.room and UserFactory()]
    side_of = {pia: "peer", carl: "clinician"}
    result, names = "", {}
    for act, said, who in steps:
        by = people[who] if who is not None else None
        waits = result in SIGNED_RESULTS and len(names) < 2
        if act == "reopen":
            services.reopen(topic=topic)
            result, names = "", {}
        elif act == "settle" and not result:
            services.settle(topic=topic, by=by, result=said, summary="So")
            result = said
            if said in SIGNED_RESULTS and by in side_of:
                names = {side_of[by]: by}
        elif act == "settle" and said == result:
            services.settle(topic=topic, by=by, result=said, summary="So")
        elif act == "settle":
            with pytest.raises(ValidationError):
                services.settle(topic=topic, by=by, result=said, summary="So")
        elif by in names.values():
            services.sign(topic=topic, by=by)
        elif waits and by in side_of:
            services.sign(topic=topic, by=by)
            names[side_of[by]] = by
        else:
            with pytest.raises(ValidationError):
                services.sign(topic=topic, by=by)
        now = Standing.objects.filter(topic=topic).first() or Standing()
        assert now.result == result
        assert signed(topic) == names
        assert now.waits == (result in SIGNED_RESULTS and len(names) < 2)
    assert signed(other) == {"peer": pia}
