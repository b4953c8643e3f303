"""What is counted in a poll, and when it is seen."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from machina.core.db.models import get_model

from forum import services
from forum.polls import services as polls
from forum.polls.models import NamedChoice, PollRules, Tally
from forum.polls.standing import Seen, stand_of
from tests.factories.forum import TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import topic_url
from tests.forum.conftest import client_of
from tests.forum.test_polls import vote_url
from tests.shared import shared

TopicPollVote = get_model("forum_polls", "TopicPollVote")

pytestmark = pytest.mark.django_db
WORDS = ["Tea", "Coffee", "Water"]


def asked(room, **said):
    said = {"question": "What do we drink?", "options": WORDS} | said
    topic = TopicFactory(room=room, poll=said)
    return type(topic.poll).objects.select_related("topic__forum", "rules").get(topic=topic)


def fresh(poll):
    return type(poll).objects.select_related("topic__forum", "rules").get(pk=poll.pk)


def options_of(poll):
    return list(poll.options.order_by("pk"))


def votes(poll, *chosen):
    """Somebody's vote for each of these: the numbers of options, in their order."""
    options = options_of(poll)
    for numbers in chosen:
        services.vote(poll=poll, member=UserFactory(), options=[options[n] for n in numbers])


def points(poll):
    kept = dict(Tally.objects.filter(option__poll=poll).values_list("option", "points"))
    return [kept.get(option.pk, 0) for option in options_of(poll)]


def seen(poll, reader=None):
    return stand_of(fresh(poll), reader or UserFactory())


@shared
def beside(members_room):
    """Another poll with a vote, which stays as it is."""
    poll = asked(members_room)
    votes(poll, [1])
    return poll


# What is counted


@pytest.mark.parametrize(
    ("said", "chosen", "counted"),
    [
        ({}, [[0], [0], [2]], [2, 0, 1]),
        ({"kind": "several"}, [[0, 1], [1, 2], [1]], [1, 3, 1]),
        ({"kind": "ranked"}, [[0, 1, 2], [0, 2], [1]], [6, 5, 3]),
        ({"kind": "scale", "low": "Never", "high": "Always"}, [[4], [4], [0]], [1, 0, 0, 0, 2]),
    ],
    ids=["single", "several", "ranked", "scale"],
)
def test_each_kind_is_counted_in_its_way(members_room, beside, said, chosen, counted):
    poll = asked(members_room, **said)

    votes(poll, *chosen)

    assert points(poll) == counted
    assert (fresh(poll).rules.voters, points(beside)) == (len(chosen), [0, 1, 0])


def test_a_scale_has_its_steps_and_says_what_is_in_the_middle(members_room):
    poll = asked(members_room, kind="scale", low="Never", high="Always")
    votes(poll, [0], [3], [3], [3], [4], [4])

    assert [option.text for option in options_of(poll)] == ["1", "2", "3", "4", "5"]
    assert seen(poll).middle == "4"


def test_what_is_ranked_stands_in_its_order_and_equals_share_a_place(members_room):
    poll = asked(members_room, kind="ranked")
    votes(poll, *[[1, 0]] * 3, *[[2, 0]] * 3)

    stand = seen(poll)
    assert [(line.rank, line.text) for line in stand.in_result] == [
        (1, "Tea"),
        (2, "Coffee"),
        (2, "Water"),
    ]


# When it is seen


def test_before_six_votes_nothing_is_seen_in_any_case(members_room):
    open_one = asked(members_room)
    closed = asked(members_room, shows="at_close")
    for poll in (open_one, closed):
        votes(poll, *[[0]] * 5)
    services.lock_topic(topic=closed.topic)

    assert (seen(open_one).seen, seen(closed).seen) == (Seen.FEW, Seen.FEW)
    page = client_of(UserFactory()).get(topic_url(closed.topic)).content.decode()
    assert "Fewer than six voted" in page
    assert "poll__count" not in page


def test_what_is_seen_moves_on_with_every_six_votes_and_all_of_it_at_the_close(members_room):
    poll = asked(members_room)
    told = []
    for _vote in range(13):
        votes(poll, [0])
        told.append(seen(poll).voters)
    services.lock_topic(topic=poll.topic)

    assert told == [0] * 5 + [6] * 6 + [12] * 2
    assert (seen(poll).voters, seen(poll).lines[0].points) == (13, 13)


def test_what_is_shown_at_the_close_is_not_seen_before(members_room):
    poll = asked(members_room, shows="at_close", duration=1)
    votes(poll, *[[0]] * 7)
    assert seen(poll).seen is Seen.LATER

    type(poll).objects.filter(pk=poll.pk).update(created=timezone.now() - timedelta(days=2))
    assert (seen(poll).seen, seen(poll).voters) == (Seen.SHOWN, 7)


def test_the_result_alone_has_no_figures(members_room):
    poll = asked(members_room, result_only=True)
    votes(poll, *[[1]] * 5, [0])

    page = client_of(UserFactory()).get(topic_url(poll.topic)).content.decode()
    box = page.partition('<section class="poll"')[2].partition("</section>")[0]
    assert [line.text for line in seen(poll).in_result] == ["Coffee", "Tea", "Water"]
    assert not re.search(r"%|points|\b[056]\b|<progress", re.sub(r'"[^"]*"', "", box))


def test_visitors_see_the_question_and_nothing_of_the_result(public_room):
    poll = asked(public_room)
    votes(poll, *[[0]] * 6)

    page = Client().get(topic_url(poll.topic)).content.decode()
    assert "Members vote here" in page
    assert "Coffee" in page
    assert "poll__count" not in page


def test_a_poll_with_names_says_who_voted_for_what_and_says_so_before(members_room):
    poll = asked(members_room, with_names=True)
    kiri = UserFactory(display_name="Kiri Tea")
    before = client_of(kiri).get(topic_url(poll.topic)).content.decode()
    services.vote(poll=poll, member=kiri, options=options_of(poll)[:1])
    votes(poll, *[[1]] * 7)

    assert "members who read this see who voted for what" in before
    page = client_of(UserFactory()).get(topic_url(poll.topic)).content.decode()
    assert "<bdi>Kiri Tea</bdi>" in page
    assert NamedChoice.objects.count() == seen(poll).voters == 8


@pytest.mark.parametrize("said", [{}, {"with_names": True}], ids=["anonymous", "with names"])
def test_a_poll_costs_the_same_however_many_voted(members_room, queries_of, said):
    poll, reader = asked(members_room, **said), UserFactory()
    client = client_of(reader)
    counted = []
    for more in (6, 12):
        votes(poll, *[[0]] * more)
        queries_of(client, topic_url(poll.topic))
        counted.append(queries_of(client, topic_url(poll.topic)))

    assert counted[0] == counted[1]
    assert counted[0] <= 15


# Once


@pytest.mark.parametrize("stop", ["after the note", "after the count"])
def test_who_is_interrupted_may_press_again_and_counts_once(members_room, monkeypatch, stop):
    """A worker is killed between two of the three transactions."""
    poll, member = asked(members_room), UserFactory()
    tea, coffee, _water = options_of(poll)

    class Killed(BaseException):
        pass

    def die(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as patched:
        if stop == "after the note":
            patched.setattr(polls, "_count", die)
        else:
            count = polls._count
            patched.setattr(polls, "_count", lambda *said: (count(*said), die()))
        with pytest.raises(Killed):
            services.vote(poll=poll, member=member, options=[tea])
    assert not seen(poll, member).has_voted

    assert services.vote(poll=poll, member=member, options=[coffee]) == (stop == "after the note")
    assert not services.vote(poll=poll, member=member, options=[coffee])
    assert (sum(points(poll)), fresh(poll).rules.voters) == (1, 1)
    assert seen(poll, member).has_voted


def test_a_button_pressed_twice_counts_once_and_is_no_mistake(members_room):
    poll, client = asked(members_room), client_of(UserFactory())
    tea, coffee, _water = options_of(poll)

    answers = [client.post(vote_url(poll), {"options": each.pk}) for each in (tea, coffee)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert points(poll) == [1, 0, 0]
    assert "Your vote counts once" in client.get(answers[1]["Location"]).content.decode()


def test_an_address_of_voting_leads_to_the_poll(members_room):
    poll = asked(members_room)

    answer = client_of(UserFactory()).get(vote_url(poll))

    assert answer["Location"] == f"{topic_url(poll.topic)}#poll"


@pytest.mark.parametrize(
    ("places", "wrong"),
    [(["1", "1", ""], "each place to one choice"), (["", "", ""], "pick a choice")],
    ids=["twice the same place", "nothing"],
)
def test_places_that_make_no_order_are_asked_for_again_and_kept(members_room, places, wrong):
    poll, client = asked(members_room, kind="ranked"), client_of(UserFactory())
    data = {f"place-{o.pk}": place for o, place in zip(options_of(poll), places, strict=True)}

    page = client.post(vote_url(poll), data).content.decode()

    assert wrong in page
    assert page.count("<option selected>1</option>") == places.count("1")
    assert points(poll) == [0, 0, 0]


def test_places_are_counted_in_their_order(members_room):
    poll, client = asked(members_room, kind="ranked"), client_of(UserFactory())
    tea, _coffee, water = options_of(poll)

    client.post(vote_url(poll), {f"place-{water.pk}": "1", f"place-{tea.pk}": "3"})

    assert points(poll) == [2, 0, 3]


def test_once_somebody_has_voted_the_poll_stays_what_it_was(members_room):
    author = UserFactory()
    topic = TopicFactory(
        room=members_room, author=author, poll={"question": "Q?", "options": WORDS}
    )
    votes(topic.poll, [0])
    url = topic_url(topic, None, "topic_update")
    page = client_of(author).get(url).content.decode()

    client_of(author).post(
        url, {"subject": "New", "content": "x", "poll_question": "Other?", "poll_with_names": "on"}
    )

    poll = fresh(topic.poll)
    assert "Change the poll" not in page
    assert (poll.question, poll.rules.with_names, poll.topic.subject) == ("Q?", False, "New")


def test_a_poll_whose_choices_cannot_be_read_is_not_begun(members_room):
    topic = TopicFactory(room=members_room)

    with pytest.raises(ZeroDivisionError):
        services.set_poll(topic=topic, question="Q?", options=(f"{1 // n}" for n in (1, 0)))

    assert not PollRules.objects.exists()
