"""How writing works in a community: what waits, how often one writes, and who says so."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from communities.services import join
from forum import services
from forum.checking.models import WhyHeld, WritingRules
from forum.checking.rules import links_in, rules_in, rules_of, why_held
from forum.checking.services import choose_rules
from forum.rooms.enums import Audience
from forum.topics.held import HeldChange
from forum.topics.models import Post
from members.services import close_account
from tests.factories.communities import CommunityFactory
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.addresses import edit_url, reply_url, rows, start_url
from tests.forum.conftest import client_of
from tests.shared import shared

QUEUE = reverse("forum_moderation:queue")
WORDS = "I went for a walk with somebody by the sea."
LINK = "Look at https://shop.example.org/offer please, it helped me a lot."


@shared
def topic(private_room):
    return TopicFactory(room=private_room)


@shared
def elsewhere(peers):
    """A room of another community."""
    other = CommunityFactory(title="Others", parent=peers.get_parent())
    return RoomFactory(audience=Audience.COMMUNITIES, communities=[other])


@shared
def known(peers, topic):
    """A member of whom three messages are published."""
    user = UserFactory(display_name="Known")
    join(community=peers, member=user)
    PostFactory.create_batch(3, topic=topic, author=user)
    return user


def screen(community):
    return reverse("how_writing_works", args=[community.pk])


def say(user, topic, text=WORDS, **more):
    response = client_of(user).post(reply_url(topic), {"content": text, **more})
    assert response.status_code == 302
    return Post.objects.filter(poster=user).latest("pk")


def why(post):
    held = WhyHeld.objects.filter(post=post).first()
    return held and held.why


# Links and repetitions


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See https://a.example.org/x", {"https://a.example.org/x"}),
        ("[here](https://a.example.org)", {"https://a.example.org"}),
        ("www.example.org is", {"http://www.example.org"}),
        ("[the guide](/resources/guide/)", set()),
        ("Write to ana@example.org", set()),
        ("3.5 cups, e.g. of tea", set()),
    ],
)
def test_what_is_a_link(text, found):
    assert links_in(text) == found


@pytest.mark.django_db
def test_a_link_by_somebody_new_waits_and_one_by_somebody_known_does_not(topic, peer, known):
    by_new, by_known = say(peer, topic, LINK), say(known, topic, LINK)

    assert (by_new.approved, why(by_new)) == (False, "link")
    assert (by_known.approved, why(by_known)) == (True, None)
    assert say(peer, topic).approved


@pytest.mark.django_db
def test_the_same_words_within_a_day_wait(topic, peer, known):
    first = say(known, topic)
    again = say(known, topic, "i went for a  WALK with somebody by the sea.")
    by_another = say(peer, topic)
    Post.objects.filter(poster=known).update(created=timezone.now() - timedelta(days=2))
    later = say(known, topic, f"{WORDS} ")

    assert [post.approved for post in (first, again, by_another, later)] == [
        True, False, True, True,
    ]  # fmt: skip
    assert why(again) == "repeat"


@pytest.mark.django_db
def test_where_all_is_checked_first_a_message_does_not_repeat_itself(peers):
    room = RoomFactory(audience=Audience.COMMUNITIES, communities=[peers], pre_moderated=True)
    writer = UserFactory()
    join(community=peers, member=writer)

    said = say(writer, TopicFactory(room=room))
    again = say(writer, TopicFactory(room=room))

    assert not said.approved
    assert list(WhyHeld.objects.values_list("post", "why")) == [(again.pk, WhyHeld.Why.REPEAT)]


def test_what_is_short_is_no_repetition(topic, known):
    assert [say(known, topic, "Thank you!").approved for _ in range(2)] == [True, True]


@pytest.mark.django_db
def test_switched_off_nothing_waits(peers, topic, peer):
    choose_rules(community=peers, holds_links=False, holds_repeats=False)

    assert [say(peer, topic, LINK).approved for _ in range(2)] == [True, True]


@pytest.mark.django_db
def test_in_rooms_without_a_community_and_of_who_looks_after_them_nothing_waits(
    members_room, topic, peer, facilitator
):
    assert say(peer, TopicFactory(room=members_room), LINK).approved
    assert [say(facilitator, topic, LINK).approved for _ in range(2)] == [True, True]


# Newcomers


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_a_newcomers_first_messages_wait_until_as_many_are_published(
    number, peers, topic, elsewhere, peer, facilitator
):
    choose_rules(community=peers, newcomers=number)
    PostFactory(topic=TopicFactory(room=elsewhere), author=peer)

    for n in range(number):
        post = say(peer, topic, f"{WORDS} {n}")
        assert (post.approved, why(post)) == (False, "newcomer")
        services.approve_post(post=post, by=facilitator)
        assert why(post) is None

    assert say(peer, topic, "And again.").approved


@pytest.mark.django_db
def test_a_newcomers_topic_waits_and_is_read_by_nobody_else(peers, private_room, peer, known):
    choose_rules(community=peers, newcomers=1)
    response = client_of(peer).post(
        start_url(private_room), {"subject": "Hello there", "content": WORDS}, follow=True
    )

    assert "waits for a facilitator" in response.text
    assert "Hello there" not in client_of(known).get(
        reverse("forum:forum", args=[private_room.forum.slug, private_room.forum_id])
    ).text  # fmt: skip


# Watched words


@pytest.mark.django_db
def test_a_watched_word_waits_with_its_entry_and_the_lists_version(
    peers, topic, known, facilitator
):
    choose_rules(community=peers, watched="lottery")
    choose_rules(community=peers, watched="lottery\nKōwhai  Street")

    post = say(known, topic, "We met in kowhai\nstreet.")
    fine = say(known, topic, "We met in a street of kōwhai.")

    held = WhyHeld.objects.get()
    assert (held.post, held.entry, held.version) == (post, "Kōwhai  Street", 2)
    assert (post.approved, fine.approved) == (False, True)
    html = client_of(facilitator).get(QUEUE).text
    assert "A watched word" in html
    assert "Kōwhai  Street" in html
    assert "list 2" in html
    one = client_of(facilitator).get(reverse("forum_moderation:queued_post", args=[post.pk])).text
    assert "Kōwhai  Street" in one
    services.approve_post(post=post, by=facilitator)
    assert not WhyHeld.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["title", "poll"])
def test_titles_and_polls_are_looked_through_too(where, peers, private_room, known):
    choose_rules(community=peers, watched="lottery")
    data = {"subject": "Tea", "content": WORDS}
    if where == "title":
        data["subject"] = "A lottery"
    else:
        data |= {"poll_question": "Tea?", "poll_max_options": 1}
        data |= rows("poll", 2, **{"0-text": "Yes", "1-text": "The lottery"})

    client_of(known).post(start_url(private_room), data)

    assert why(Post.objects.latest("pk")) == "watched"


@pytest.mark.django_db
def test_a_change_that_brings_a_watched_word_waits_and_one_that_keeps_it_does_not(
    peers, topic, known, facilitator
):
    old = PostFactory(topic=topic, author=known, text="The lottery again")
    post = PostFactory(topic=topic, author=known, text=WORDS)
    choose_rules(community=peers, watched="lottery")
    client = client_of(known)

    client.post(edit_url(old), {"content": "The lottery, again"})
    told = client.post(edit_url(post), {"content": "Play the lottery"}, follow=True)

    old.refresh_from_db()
    post.refresh_from_db()
    assert (old.content.raw, post.content.raw) == ("The lottery, again", WORDS)
    assert "Your change waits for a facilitator" in told.text
    assert HeldChange.objects.get().post == post
    facilitating = client_of(facilitator)
    for address in (QUEUE, reverse("waiting_change", args=[post.pk])):
        assert "lottery”" in facilitating.get(address).text.replace("</bdi>", "")
    facilitating.post(reverse("let_change_through", args=[post.pk]))
    post.refresh_from_db()
    assert post.content.raw == "Play the lottery"
    assert not WhyHeld.objects.exists()


@pytest.mark.django_db
@given(words=st.text(max_size=60))
def test_without_a_list_no_words_are_watched(words):
    rules = [WritingRules(community_id=1, holds_links=False, holds_repeats=False)]
    assert why_held(rules, author=UserFactory.build(), text=words) is None


# Slow mode


@pytest.mark.django_db
def test_in_a_slow_room_each_writes_one_message_in_a_while(peers, topic, private_room, known, peer):
    choose_rules(community=peers, slow=10)
    Post.objects.filter(poster=known).update(created=timezone.now() - timedelta(minutes=11))
    say(known, topic, "The first of mine in a while")
    client = client_of(known)

    slow = client.post(reply_url(topic), {"content": "And another one"})
    begun = client.post(start_url(private_room), {"subject": "New", "content": "And another"})
    changed = client.post(edit_url(Post.objects.latest("pk")), {"content": "Or so"})

    assert "You can send this in 10 minutes." in slow.text
    assert "And another one</textarea>" in slow.text
    assert begun.status_code == 200
    assert changed.status_code == 302
    assert say(peer, topic, "Somebody else").approved
    Post.objects.filter(poster=known).update(created=timezone.now() - timedelta(minutes=11))
    assert say(known, topic, "Now it can be said").approved


@pytest.mark.django_db
def test_who_looks_after_the_room_is_not_slowed_down(peers, topic, facilitator):
    choose_rules(community=peers, slow=60)

    assert [say(facilitator, topic, f"Number {n}").approved for n in range(2)] == [True, True]


# Changes in rooms that check first


@pytest.mark.django_db
def test_a_community_may_let_changes_be_there_at_once(peers, elsewhere, peer):
    room = RoomFactory(audience=Audience.COMMUNITIES, communities=[peers], pre_moderated=True)
    post = PostFactory(topic=TopicFactory(room=room), author=peer, text=WORDS)
    choose_rules(community=peers, checks_changes=False)

    client_of(peer).post(edit_url(post), {"content": "Otherwise"})

    post.refresh_from_db()
    assert post.content.raw == "Otherwise"


@pytest.mark.django_db
def test_of_a_shared_room_the_stricter_choice_counts(peers, elsewhere):
    other = elsewhere.communities.get()
    room = RoomFactory(audience=Audience.COMMUNITIES, communities=[peers, other])
    choose_rules(community=other, watched="lottery", newcomers=0)
    choose_rules(community=peers, watched="raffle")
    author = UserFactory()

    rules = rules_in(room.forum_id)

    found = [why_held(rules, author=author, text=text) for text in ("A raffle", "A lottery")]
    assert [each.entry for each in found if each] == ["raffle", "lottery"]


# The screen


@pytest.mark.django_db
def test_a_facilitator_says_how_writing_works(peers, elsewhere, facilitator):
    client = client_of(facilitator)
    other = elsewhere.communities.get()
    assert screen(peers) in client.get(reverse("communities:looking_after", args=[peers.pk])).text
    form = client.get(screen(peers)).context["form"]
    assert {name: form[name].value() for name in form.fields} == {
        "newcomers": 0, "holds_links": True, "holds_repeats": True, "checks_changes": True,
        "slow": 0, "watched": "",
    }  # fmt: skip
    data = {"newcomers": "3", "slow": "10", "watched": "Lottery\n\n lottery \nKōwhai"}

    for _press in range(2):
        client.post(screen(peers), data)

    rules = WritingRules.objects.get()
    assert (rules.community, rules.watched, rules.version) == (peers, "Lottery\nKōwhai", 1)
    assert (rules.newcomers, rules.slow, rules.holds_links) == (3, 10, False)
    assert rules_of(other).newcomers == 0


@pytest.mark.django_db
def test_what_cannot_be_is_said_beside_the_field(peers, facilitator):
    client = client_of(facilitator)

    wrong = client.post(screen(peers), {"newcomers": "2", "slow": "x", "watched": "a" * 61})

    assert wrong.status_code == 200
    assert "at most 60 letters" in wrong.text
    assert not WritingRules.objects.exists()


@pytest.mark.django_db
def test_the_screen_is_not_there_for_others(peers, elsewhere, peer, facilitator):
    assert client_of(peer).get(screen(peers)).status_code == 404
    assert client_of(facilitator).get(screen(elsewhere.communities.get())).status_code == 404
    assert not WritingRules.objects.exists()


@pytest.mark.django_db
def test_what_was_found_goes_with_withdrawn_words(peers, topic, known, peer):
    choose_rules(community=peers, watched="lottery")
    beside = say(peer, topic, "A lottery")
    say(known, topic, "The lottery of mine")

    close_account(user=known, by=known)
    assert WhyHeld.objects.count() == 2
    from forum.posting.leaving import withdraw_words

    withdraw_words(member=known)

    assert [row.post for row in WhyHeld.objects.all()] == [beside]
