"""Who is told that a message names them: who may read it, once, and nobody else."""

import pytest

from communities import services as communities
from forum import services
from forum.mentions.access import named_by
from forum.posting import tasks
from notifications.models import Choice, Notification
from notifications.reading import visible
from tests.factories.forum import PostFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.forum.conftest import client_of
from tests.forum.mentions.conftest import in_community

pytestmark = pytest.mark.django_db
NAMED = [("Aroha Ngata", "mentioned")]


@pytest.fixture
def says(told, topic, peer):
    def write(text, author=None, **said):
        return told(lambda: services.reply(topic=topic, author=author or peer, text=text, **said))

    # What the topic's author is told anyhow is not what is looked at.
    return lambda text, **said: [each for each in write(text, **said) if each[1] != "reply_to_me"]


def test_who_is_named_is_told(says, aroha):
    assert says("Kia ora @Aroha Ngata, what do you think?") == NAMED


@pytest.mark.parametrize(
    "typed", ["@aroha ngata", "@Āroha Ngāta", "@AROHA  NGATA!", "@Aroha-Ngata"]
)
def test_a_name_is_found_however_it_is_spelt(says, aroha, typed):
    assert says(typed) == NAMED


def test_it_is_said_who_named_them_and_where(says, aroha, peer):
    says("@Aroha Ngata")
    (row,) = Notification.objects.filter(recipient=aroha)
    (shown,) = visible([row])
    assert row.actor == peer
    for form in ("site.html", "mail.txt", "digest.txt"):
        assert "Ana Peer" in shown.say(form)
        assert "Rosters" in shown.say(form)


def test_one_is_told_once_of_a_message(told, topic, aroha, peer):
    topic.subscribers.add(aroha)
    source = PostFactory(topic=topic, author=aroha, text="On Monday.")
    said = told(
        lambda: services.reply(
            topic=topic, author=peer, text="@Aroha Ngata @aroha ngata", source=source
        )
    )
    assert said == [("Tama Facilitator", "reply_to_me"), *NAMED]


def test_who_may_not_read_there_is_told_nothing_and_follows_nothing(says, topic):
    stranger = UserFactory(display_name="Sione Tau")
    assert says("@Sione Tau") == []
    assert not topic.subscribers.filter(pk=stranger.pk).exists()


def test_nobody_names_themselves(says, peer):
    assert says("@Ana Peer") == []


def test_naming_follows_nothing(says, topic, aroha):
    says("@Aroha Ngata")
    assert list(topic.subscribers.all()) == []


def test_of_several_of_a_name_those_are_meant_who_wrote_in_the_topic(says, peers, topic, aroha):
    other = in_community(peers, "Aroha Ngata")
    assert says("@Aroha Ngata") == [*NAMED, *NAMED], "nobody of them wrote"
    PostFactory(topic=TopicFactory(room=topic.forum), author=aroha)
    assert says("@Aroha Ngata") == NAMED
    assert Notification.objects.filter(kind="mentioned", recipient=aroha).exists()
    PostFactory(topic=topic, author=other)
    assert says("@Aroha Ngata") == NAMED
    assert Notification.objects.filter(kind="mentioned", recipient=other).exists()


def test_a_longer_name_of_who_wrote_there_is_meant(says, peers, topic, aroha):
    in_community(peers, "Aroha")
    assert says("@Aroha Ngata is right") == NAMED
    assert says("@Aroha is right") == [("Aroha", "mentioned")]
    PostFactory(topic=topic, author=aroha)
    assert says("@aroha ngata is right") == NAMED


def test_who_wrote_there_is_found_before_a_capital(says, peers, topic):
    sam = in_community(peers, "Sam")
    assert says("@Sam Kia ora") == []
    PostFactory(topic=topic, author=sam)
    assert says("@Sam Kia ora") == [("Sam", "mentioned")]


def test_the_facilitators_are_called_together(told, topic, peers, peer, aroha):
    second = in_community(peers, "Ngaire Second")
    communities.appoint_facilitator(community=peers, member=second)
    said = told(lambda: services.reply(topic=topic, author=peer, text="@facilitators please look"))
    assert sorted(said) == [
        ("Ngaire Second", "facilitators_called"),
        ("Tama Facilitator", "facilitators_called"),
    ]


def test_no_other_group_is_called(says, topic, aroha, facilitator):
    topic.subscribers.add(aroha)
    for group in ("@all", "@everybody", "@here", "@members", "@peers", "@coordinators"):
        assert says(group) == [("Aroha Ngata", "reply_in_topic")]


def test_in_a_room_of_no_community_nobody_is_called(told, members_room, peer, facilitator):
    topic = TopicFactory(room=members_room)
    said = told(lambda: services.reply(topic=topic, author=peer, text="@facilitators"))
    assert [kind for _name, kind in said] == ["reply_to_me"]


def test_a_message_that_waits_names_nobody_until_it_is_published(
    says, told, topic, aroha, peer, facilitator
):
    assert says("@Aroha Ngata", approved=False) == []
    waiting = topic.posts.latest("pk")
    said = told(lambda: services.approve_post(post=waiting, by=facilitator))
    assert [each for each in said if each[1] == "mentioned"] == NAMED


def test_a_change_tells_those_alone_whom_it_names_anew(told, topic, peers, peer, aroha):
    sam = in_community(peers, "Sam Jones")
    post = PostFactory(topic=topic, author=peer, text="@Aroha Ngata, look")

    def change(text):
        return told(lambda: services.edit_post(post=post, by=peer, subject="", text=text))

    assert change("@Aroha Ngata, look here") == []
    assert change("@Aroha Ngata, @Sam Jones, look here") == [("Sam Jones", "mentioned")]
    assert change("Look") == []
    assert not visible(list(Notification.objects.filter(recipient=sam)))


def test_a_change_lets_the_name_go_first(told, topic, peers, peer, aroha):
    """Who followed is told of the name, and no more of the reply that it stands in."""
    topic.subscribers.add(aroha)
    post = services.reply(topic=topic, author=peer, text="Look")
    Notification.objects.create(recipient=aroha, kind="reply_in_topic", about_id=post.pk)
    services.edit_post(post=post, by=peer, subject="", text="Look, @Aroha Ngata")
    tasks.tell_of_new_names.func(post.pk, post.earlier_versions.get().pk)

    unread = Notification.objects.unread().filter(recipient=aroha)
    assert list(unread.values_list("kind", flat=True)) == ["mentioned"]


def test_it_is_asked_again_when_it_is_told(says, topic, aroha, peers, peer):
    says("@Aroha Ngata")
    (row,) = Notification.objects.filter(recipient=aroha)
    assert visible([row])

    communities.leave(community=peers, member=aroha)
    assert not visible([row])
    communities.join(community=peers, member=aroha)
    assert visible([row])

    post = topic.posts.latest("pk")
    services.edit_post(post=post, by=peer, subject="", text="Nobody")
    assert not visible([row])


def test_who_does_not_look_after_the_room_any_more_is_not_called(
    told, topic, peers, peer, facilitator
):
    told(lambda: services.reply(topic=topic, author=peer, text="@facilitators"))
    (row,) = Notification.objects.filter(kind="facilitators_called")
    assert visible([row])
    communities.appoint_facilitator(community=peers, member=in_community(peers, "Next"))
    communities.dismiss_facilitator(community=peers, member=facilitator)
    assert not visible([row])


def test_who_wants_to_hear_nothing_is_told_nothing(says, aroha):
    Choice.objects.create(member=aroha, kind="mentioned", reach="off")
    assert says("@Aroha Ngata") == []


def test_a_quotation_names_nobody(told, topic, peer, aroha, facilitator):
    source = PostFactory(topic=topic, author=facilitator, text="@Aroha Ngata should know")
    said = told(
        lambda: services.reply(
            topic=topic, author=peer, text="Yes.\n\n> @Aroha Ngata", source=source,
            quoted="@Aroha Ngata should know",
        )
    )  # fmt: skip
    assert said == [("Tama Facilitator", "reply_to_me")]


def test_a_message_without_a_name_names_nobody_as_its_author(
    private_room, peers, told, topic, aroha
):
    from tests.forum.signing.conftest import joined, sealed

    people = [joined(peers, f"Marked{n} Person") for n in range(7)]
    text = "@Aroha Ngata, @Marked0 Person, @Marked1 Person, @Peer 1"
    said = told(lambda: sealed(people[0], private_room, topic, text=text))
    named = [each for each in said if each[1] == "mentioned"]
    assert named == [*NAMED, ("Marked1 Person", "mentioned")]
    assert set(Notification.objects.values_list("actor", flat=True)) == {None}


def test_a_label_names_nobody(private_room, peers, told, topic, says):
    from tests.forum.signing.conftest import joined, sealed

    people = [joined(peers, f"Marked{n} Person") for n in range(7)]
    post = sealed(people[0], private_room, topic)
    assert says(f"@{post.username} thank you") == []


@pytest.mark.parametrize("many", [1, 10])
def test_naming_ten_asks_as_often_as_naming_one(
    many, topic, peers, peer, django_assert_num_queries
):
    people = [in_community(peers, f"Person Number{n}") for n in range(many)]
    text = "\n".join(f"@{person.display_name}" for person in people)
    post = PostFactory(topic=topic, author=peer, text=text)
    with django_assert_num_queries(2):
        assert named_by(post) == {person.pk for person in people}


def test_a_page_of_such_news_asks_as_often_as_one(
    topic, peers, peer, aroha, facilitator, queries_of
):

    def news(number):
        for _n in range(number):
            post = PostFactory(topic=topic, author=peer, text="@Aroha Ngata @facilitators")
            for person, kind in ((aroha, "mentioned"), (facilitator, "facilitators_called")):
                Notification.objects.create(recipient=person, kind=kind, about_id=post.pk)

    news(1)
    few = [queries_of(client_of(person), "/notifications/") for person in (aroha, facilitator)]
    news(9)
    assert [queries_of(client_of(each), "/notifications/") for each in (aroha, facilitator)] == few
