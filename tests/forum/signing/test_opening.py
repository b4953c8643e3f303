"""A seal is opened by two, one of them from the author's own community, and the author is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from communities import services as communities
from forum.signing import seals
from forum.signing.models import Opening
from forum.unsealing import services
from forum.unsealing.access import who_agrees
from members.models import Look
from notifications.models import Notification
from tests.factories.communities import CommunityFactory
from tests.factories.forum import RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.conftest import client_of
from tests.forum.signing.conftest import joined, sealed
from tests.shared import shared

pytestmark = pytest.mark.django_db
ASKED = {"reason": "life", "words": "It speaks of an end."}


@shared
def second(circle, many):
    person = joined(circle, "Aroha Second")
    communities.appoint_facilitator(community=circle, member=person)
    return person


@shared
def post(author, room, topic):
    return sealed(author, room, topic)


@shared
def other_post(colleague, room, topic):
    return sealed(colleague, room, topic)


def ask_url(post):
    return reverse("ask_for_opening", args=[post.pk])


def asked(post, by):
    return services.ask(post=post, by=by, **ASKED)


def test_one_asks_another_agrees_and_its_author_is_told(
    author, carer, second, post, other_post, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = client_of(carer).post(ask_url(post), ASKED, follow=True)
    opening = Opening.objects.get()
    assert "Nothing is open yet" in response.text
    assert author.display_name not in response.text
    assert [(each.recipient, each.kind) for each in Notification.objects.all()] == [
        (second, "seal_asked")
    ]
    client = client_of(second)
    assert "Somebody asks to learn who wrote a message" in client.get("/").text
    html = client.get(opening.get_absolute_url()).text
    assert author.display_name not in html

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("answer_opening", args=[opening.key]), {"agree": "1"})

    for person in (carer, second):
        assert author.display_name in client_of(person).get(opening.get_absolute_url()).text
    told = set(Notification.objects.filter(read_at=None).values_list("recipient", "kind"))
    assert (author.pk, "seal_opened") in told
    html = client_of(author).get(opening.get_absolute_url()).text
    assert carer.display_name in html
    assert second.display_name in html
    assert "It speaks of an end." in html
    assert set(Look.objects.values_list("by", "about", "what")) >= {
        (carer.pk, author.pk, "seal"),
        (second.pk, author.pk, "seal"),
    }
    post.refresh_from_db()
    assert post.poster_id is None
    assert "Peer 1" in client_of(second).get(reverse("forum:index")).text or post.username


def test_after_two_weeks_the_page_does_not_show_it_any_more(author, carer, second, post):
    opening = services.agree(opening=asked(post, carer), by=second)
    Opening.objects.update(settled_at=timezone.now() - timedelta(days=15))

    for person in (carer, second):
        html = client_of(person).get(opening.get_absolute_url()).text
        assert author.display_name not in html
        assert "That time is over." in html


def test_nobody_opens_one_alone(carer, post):
    opening = asked(post, carer)

    assert "Agree" not in client_of(carer).get(opening.get_absolute_url()).text
    client_of(carer).post(reverse("answer_opening", args=[opening.key]), {"agree": "1"})
    with pytest.raises(ValidationError):
        services.agree(opening=opening, by=carer)
    opening.refresh_from_db()
    assert (opening.author_id, opening.settled_at) == (None, None)


def test_a_superuser_is_no_exception(admin_user, post):
    opening = asked(post, admin_user)

    with pytest.raises(ValidationError):
        services.agree(opening=opening, by=admin_user)
    assert opening.author_id is None


def test_two_coordinators_are_not_enough(coordinator, admin_user, carer, post):
    opening = asked(post, coordinator)

    assert set(who_agrees(opening)) == {carer}
    with pytest.raises(ValidationError):
        services.agree(opening=opening, by=admin_user)


def test_in_a_shared_room_it_takes_somebody_from_the_authors_side(circle, many, carer, author):
    clinicians = CommunityFactory(parent=circle.get_parent(), title="Clinicians")
    theirs = [joined(clinicians, f"Clinician {n}", role="clinician") for n in range(2)]
    for person in theirs:
        communities.appoint_facilitator(community=clinicians, member=person)
    shared_room = RoomFactory(audience="communities", communities=[circle, clinicians])
    post = sealed(author, shared_room, TopicFactory(room=shared_room))

    of_theirs = asked(post, theirs[0])
    assert set(who_agrees(of_theirs)) == {carer}
    services.refuse(opening=of_theirs, by=carer)
    of_ours = asked(post, carer)
    assert set(who_agrees(of_ours)) >= set(theirs)


def test_the_author_neither_asks_nor_agrees(circle, author, carer, post, second):
    communities.appoint_facilitator(community=circle, member=author)

    assert client_of(author).get(ask_url(post)).status_code == 404
    opening = asked(post, carer)
    assert author not in who_agrees(opening)
    assert client_of(author).get(opening.get_absolute_url()).status_code == 404


def test_refused_nothing_is_said_to_its_author(author, carer, second, post):
    opening = services.refuse(opening=asked(post, carer), by=second)

    assert opening.author_id is None
    assert not Notification.objects.filter(recipient=author).exists()
    assert "It stays shut" in client_of(carer).get(opening.get_absolute_url()).text
    with pytest.raises(ValidationError):
        services.agree(opening=opening, by=second)


def test_members_and_people_elsewhere_find_neither_form_nor_answer(colleague, carer, post):
    opening = asked(post, carer)

    for person in (colleague, UserFactory()):
        client = client_of(person)
        assert client.get(ask_url(post)).status_code == 404
        assert client.get(opening.get_absolute_url()).status_code == 404
        answer = client.post(reverse("answer_opening", args=[opening.key]), {"agree": "1"})
        assert answer.status_code == 404


def test_what_is_signed_with_a_name_has_no_seal(carer, topic):
    assert client_of(carer).get(ask_url(topic.first_post)).status_code == 404


def test_a_form_without_a_reason_says_what_is_missing_and_keeps_the_words(carer, post):
    response = client_of(carer).post(ask_url(post), {"words": "Please"})

    assert "Please choose a reason" in response.text
    assert "Please</textarea>" in response.text
    assert not Opening.objects.exists()


def test_asked_twice_by_one_it_is_one_and_another_is_told(carer, second, post):
    first = asked(post, carer)

    assert asked(post, carer) == first
    with pytest.raises(ValidationError):
        asked(post, second)
    assert Opening.objects.count() == 1


def test_whose_account_is_closed_is_nobody_s_to_learn(author, carer, second, post):
    opening = asked(post, carer)
    seals.forget(member=author)

    assert not who_agrees(opening).exists()
    with pytest.raises(ValidationError):
        services.agree(opening=opening, by=second)
