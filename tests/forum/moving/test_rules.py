"""What may go where: to no more readers than it had, by who looks after both rooms."""

import pytest
from django.core.exceptions import ValidationError
from machina.core.db.models import get_model

from communities import services as communities
from forum import services
from forum.moving.access import Readers, rooms_for
from forum.moving.services import IS_OLDER, ITS_ANSWER, MEANWHILE, NOT_THE_FIRST, NOTHING, WIDER
from forum.rooms.enums import Audience
from forum.topics.models import Post
from tests.factories.forum import PostFactory, RoomFactory, TopicFactory
from tests.factories.members import UserFactory
from tests.shared import shared

pytestmark = pytest.mark.django_db


@shared
def rooms(peers, clinical):
    """By name: of everybody, of members, of two communities, of each alone."""
    closed = {"audience": Audience.COMMUNITIES}
    return {
        "public": RoomFactory(audience=Audience.PUBLIC),
        "members": RoomFactory(audience=Audience.MEMBERS),
        "both": RoomFactory(communities=[peers, clinical], **closed),
        "peers": RoomFactory(communities=[peers], **closed),
        "clinical": RoomFactory(communities=[clinical], **closed),
    }


NO_WIDER = {
    "public": {"public", "members", "both", "peers", "clinical"},
    "members": {"members", "both", "peers", "clinical"},
    "both": {"both", "peers", "clinical"},
    "peers": {"peers"},
    "clinical": {"clinical"},
}


@pytest.mark.parametrize("old", NO_WIDER)
def test_messages_go_to_no_wider_room(rooms, old):
    readers = Readers()
    allowed = {
        new for new, room in rooms.items() if readers.within(room.forum_id, rooms[old].forum_id)
    }
    assert allowed == NO_WIDER[old]


@pytest.mark.parametrize("old", NO_WIDER)
@pytest.mark.parametrize("new", NO_WIDER)
def test_the_service_asks_it_too(rooms, old, new, coordinator):
    if old == new:
        return
    topic = TopicFactory(room=rooms[old])
    if new in NO_WIDER[old]:
        services.move_topic(topic=topic, forum=rooms[new].forum, by=coordinator)
        topic.refresh_from_db()
        assert topic.forum == rooms[new].forum
        return
    with pytest.raises(ValidationError, match=WIDER[:20]):
        services.move_topic(topic=topic, forum=rooms[new].forum, by=coordinator)
    topic.refresh_from_db()
    assert topic.forum == rooms[old].forum


def test_what_is_all_ones_own_goes_anywhere(rooms, coordinator):
    topic = TopicFactory(room=rooms["peers"], author=coordinator)
    other = TopicFactory(room=rooms["peers"], author=coordinator)
    PostFactory(topic=other)

    services.move_topic(topic=topic, forum=rooms["public"].forum, by=coordinator)
    with pytest.raises(ValidationError):
        services.move_topic(topic=other, forum=rooms["public"].forum, by=coordinator)


def test_a_room_inside_another_is_for_those_who_read_both(rooms, peers):
    inside = RoomFactory(audience=Audience.MEMBERS, parent=rooms["peers"])
    readers = Readers()

    assert readers.within(inside.forum_id, rooms["peers"].forum_id)
    assert readers.within(inside.forum_id, rooms["members"].forum_id)
    assert not readers.within(rooms["members"].forum_id, inside.forum_id)
    assert not readers.within(rooms["peers"].forum_id, inside.forum_id) or (
        readers.within(rooms["peers"].forum_id, rooms["members"].forum_id)
    )


def test_who_was_let_in_or_kept_out_by_hand_counts(rooms):
    permissions = get_model("forum_permission", "ForumPermission")
    by_hand = get_model("forum_permission", "UserForumPermission")
    read = permissions.objects.get(codename="can_read_forum")
    guest, kept_out = UserFactory(), UserFactory()
    same = RoomFactory(
        audience=Audience.COMMUNITIES, communities=list(rooms["peers"].communities.all())
    )
    old, new = rooms["peers"].forum_id, same.forum_id
    assert Readers().within(new, old)

    let_in = by_hand.objects.create(permission=read, forum_id=new, user=guest, has_perm=True)
    assert not Readers().within(new, old)
    let_in.delete()
    by_hand.objects.create(permission=read, forum_id=old, user=kept_out, has_perm=False)
    assert not Readers().within(new, old)
    by_hand.objects.create(permission=read, forum_id=new, user=kept_out, has_perm=False)
    assert Readers().within(new, old)


def test_only_rooms_that_one_looks_after_are_offered(rooms, facilitator, peers, clinical):
    topic = TopicFactory(room=rooms["both"])
    PostFactory(topic=topic)
    offered = {rooms[name].forum_id for name in ("both", "peers")}
    assert set(rooms_for(facilitator, topic.forum_id, topic.posts.all())) == offered

    communities.join(community=clinical, member=facilitator)
    communities.appoint_facilitator(community=clinical, member=facilitator)
    offered.add(rooms["clinical"].forum_id)
    assert set(rooms_for(facilitator, topic.forum_id, topic.posts.all())) == offered


def split(topic, posts, by, forum=None, title="Apart"):
    return services.split_topic(
        topic=topic, posts=posts, title=title, forum=forum or topic.forum, by=by
    )


def test_what_cannot_be_split_off(rooms, coordinator):
    topic, other = TopicFactory.create_batch(2, room=rooms["peers"])
    answer, waiting = PostFactory(topic=topic), PostFactory(topic=topic, approved=False)
    elsewhere = PostFactory(topic=other)
    services.set_question(topic=topic, asks=True)
    for posts, why in (
        ([], NOTHING),
        ([topic.first_post_id], NOT_THE_FIRST),
        ([topic.first_post_id, answer.pk], NOT_THE_FIRST),
        ([answer.pk, elsewhere.pk], MEANWHILE),
        ([waiting.pk], MEANWHILE),
        ([10**9], MEANWHILE),
    ):
        with pytest.raises(ValidationError) as refused:
            split(topic, posts, coordinator)
        assert refused.value.messages == [why]
    services.settle(topic=topic, by=topic.poster, result="answered", answer=answer)
    with pytest.raises(ValidationError) as refused:
        split(topic, [answer.pk], coordinator)
    assert refused.value.messages == [ITS_ANSWER]
    assert set(topic.posts.values_list("pk", flat=True)) == {
        topic.first_post_id,
        answer.pk,
        waiting.pk,
    }


def test_the_later_topic_goes_into_the_earlier(rooms, coordinator):
    earlier, later = TopicFactory.create_batch(2, room=rooms["peers"])
    with pytest.raises(ValidationError) as refused:
        services.merge_topics(topic=earlier, into=later, by=coordinator)
    assert refused.value.messages == [IS_OLDER]

    services.merge_topics(topic=later, into=earlier, by=coordinator)
    assert set(Post.objects.values_list("topic", flat=True)) == {earlier.pk}


@pytest.mark.parametrize("what", ["poll", "case", "settled"])
def test_what_hangs_on_a_topic_keeps_it_from_being_emptied(rooms, coordinator, what):
    earlier, later = TopicFactory.create_batch(2, room=rooms["peers"])
    if what == "poll":
        services.set_poll(topic=later, question="Tea?", options=["Yes", "No"])
    elif what == "case":
        services.begin_case(topic=later)
    else:
        services.settle(topic=later, by=coordinator, result="agreed", summary="So be it")

    with pytest.raises(ValidationError):
        services.merge_topics(topic=later, into=earlier, by=coordinator)

    later.refresh_from_db()
    assert (later.approved, later.posts_count) == (True, 1)
