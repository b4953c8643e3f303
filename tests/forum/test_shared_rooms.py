"""A room of two communities: peers first, and an end that one of each signs."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities import services as communities
from forum import services
from forum.outcomes.access import sides_of
from forum.outcomes.enums import SIGNED_RESULTS, Result, Side
from forum.outcomes.models import Signature, Standing
from forum.rooms.enums import Audience
from forum.topics.models import Post, Topic
from members.services import close_account
from tests.factories.forum import RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import reply_url, room_url, start_url, topic_url
from tests.forum.conftest import client_of
from tests.forum.sharing import beside, confirm, of, shared_room
from tests.shared import shared

pytestmark = pytest.mark.django_db
VIEWS = {
    "result": "disagreed",
    "summary": "Never, it was said.",
    "other_summary": "With a year between, others said.",
}
AGREED = {"result": "agreed", "summary": "Ask first."}


@shared
def clinical(peers):
    return beside(peers)


@shared
def room(peers, clinical):
    return shared_room(peers, clinical)


@shared
def pia(peers):
    return of(peers, "peer", "Pia Peer")


@shared
def carl(clinical):
    return of(clinical, "clinician", "Carl Clinician")


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


def page_of(topic, person):
    return client_of(person).get(topic_url(topic)).content.decode()


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


# Peers first


def begin(person, room, hours="24", **more):
    words = {"subject": "Peers first", "content": "What do you say?"}
    client_of(person).post(start_url(room), words | {"peers_first_hours": hours} | more)
    return Topic.objects.get(subject="Peers first")


def test_until_then_only_peers_write(room, pia, carl, peers):
    topic = begin(carl, room)

    page = page_of(topic, carl)
    assert "only members of the peers' community write here" in page.replace("&#x27;", "'")
    assert 'id="reply"' not in page
    answer = client_of(carl).post(reply_url(topic), {"content": "But I"})
    assert answer.status_code == 403
    assert "Peers first: until" in answer.content.decode()
    assert Post.objects.filter(topic=topic).count() == 1

    assert 'id="reply"' in page_of(topic, of(peers))
    client_of(pia).post(reply_url(topic), {"content": "I say nothing."})
    assert Post.objects.filter(topic=topic).count() == 2


def test_facilitators_of_the_others_and_coordinators_wait_too(room, pia, clinical, coordinator):
    topic = begin(pia, room)
    facilitator = of(clinical)
    communities.appoint_facilitator(community=clinical, member=facilitator)

    for person in (facilitator, coordinator):
        assert client_of(person).post(reply_url(topic), {"content": "I"}).status_code == 403


def test_afterwards_everybody_writes(room, carl):
    topic = begin(carl, room)
    Topic.objects.filter(pk=topic.pk).update(created=timezone.now() - timedelta(hours=24))

    assert "Peers first" not in page_of(topic, carl).split("<h1")[1].split("</h1>")[1]
    client_of(carl).post(reply_url(topic), {"content": "Now I"})
    assert Post.objects.filter(topic=topic).count() == 2


def test_it_counts_from_when_the_topic_is_published(room, carl, facilitator):
    topic = TopicFactory(room=room, author=carl, approved=False)
    services.let_peers_first(topic=topic, hours=24)
    Topic.objects.filter(pk=topic.pk).update(created=timezone.now() - timedelta(hours=30))

    services.approve_post(post=topic.first_post, by=facilitator)

    assert 'id="reply"' not in page_of(topic, carl)


@pytest.mark.parametrize(
    ("said", "hours"), [("", 36), ("0", 0), ("48", 48), ("36", 36), (None, 36)]
)
def test_a_topic_has_the_hours_of_its_room_unless_chosen_otherwise(
    said, hours, peers, clinical, pia
):
    room = shared_room(peers, clinical, hours=36)
    assert "Peers first, for 36 hours" in client_of(pia).get(start_url(room)).content.decode()

    words = {"subject": "Peers first", "content": "What do you say?"}
    more = {} if said is None else {"peers_first_hours": said}
    client_of(pia).post(start_url(room), words | more)
    topic = Topic.objects.get(subject="Peers first")

    kept = Standing.objects.filter(topic=topic).first()
    assert (kept.peers_first_hours if kept else 0) == hours


def test_talk_in_a_shared_room_leaves_no_trace_of_a_standing(room, pia):
    client_of(pia).post(start_url(room), {"subject": "Tea", "content": "Or coffee."})

    assert Topic.objects.get().subject == "Tea"
    assert not Standing.objects.exists()


def test_hours_that_nobody_offered_are_refused_beside_the_field(room, pia):
    words = {"subject": "Peers first", "content": "What?", "peers_first_hours": "9999"}
    page = client_of(pia).post(start_url(room), words).content.decode()

    assert "Please choose from the list." in page
    assert not Topic.objects.exists()


def test_elsewhere_nobody_is_asked_and_nobody_waits(private_room, pia, carl, clinical):
    topic = begin(pia, private_room)

    assert not Standing.objects.filter(topic=topic, peers_first_hours__gt=0).exists()
    services.let_peers_first(topic=topic, hours=24)
    assert "Peers first:" not in page_of(topic, pia)


def test_a_topic_that_is_moved_out_of_the_shared_room_is_open(room, private_room, pia, facilitator):
    topic = begin(pia, room)
    services.move_topic(topic=topic, forum=private_room.forum)

    assert 'id="reply"' in page_of(Topic.objects.get(pk=topic.pk), pia)


# The room


def test_a_coordinator_says_which_community_is_the_peers(
    coordinator_client, peers, clinical, private_room
):
    form = {
        "name": "Side by side",
        "audience": "communities",
        "communities": [peers.pk, clinical.pk],
        "peers": peers.pk,
        "peers_first_hours": "24",
    }
    coordinator_client.post(reverse("rooms:edit", args=[private_room.pk]), form)

    private_room.refresh_from_db()
    assert (private_room.peers, private_room.peers_first_hours) == (peers, 24)


@pytest.mark.parametrize("wrong", ["one community", "another", "hours alone", "too long"])
def test_what_does_not_fit_is_said_beside_it(wrong, coordinator_client, peers, clinical):
    third = beside(peers)
    form = {
        "name": "Side by side",
        "audience": "communities",
        "communities": [peers.pk, clinical.pk],
        "peers": peers.pk,
        "peers_first_hours": "24",
    } | {
        "one community": {"communities": [peers.pk]},
        "another": {"peers": third.pk},
        "hours alone": {"peers": ""},
        "too long": {"peers_first_hours": "1000"},
    }[wrong]
    page = coordinator_client.post(reverse("rooms:add"), form).content.decode()

    words = {
        "hours alone": "Say first which community",
        "too long": "less than or equal to 336",
    }.get(wrong, "Choose one of the two communities")
    assert words in page
