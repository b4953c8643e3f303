"""Data to measure with: the right amount, true counters, the same for the same seed."""

from io import StringIO
from pkgutil import resolve_name

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from communities.models import CommunityPage, Membership
from communities.services import mend_groups
from demo.scale.plan import Plan, Size
from demo.scale.write import Writer
from forum.paging import positions
from forum.paging.positions import Milestone
from forum.posting.rendering import outdated, written_fields
from forum.rooms.models import Forum
from forum.topics.counters import find_drift
from forum.topics.models import Post, Topic
from members.models import User
from tests.forum.addresses import topic_url
from tests.shared import shared

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("scale")]
SMALL = {"members": 30, "communities": 4, "topics": 50, "posts": 1200, "seed": 7}


def seed(**changes):
    out = StringIO()
    call_command("seed_scale", stdout=out, **{"yes": True} | SMALL | changes)
    return out.getvalue()


@shared
def written(db):
    seed()


def counters():
    return (
        list(Topic.objects.order_by("pk").values_list(
            "posts_count", "first_post", "last_post", "last_post_on")),
        list(Forum.objects.order_by("pk").values_list(
            "direct_topics_count", "direct_posts_count", "last_post")),
        list(Milestone.objects.order_by("topic", "position").values_list(
            "topic", "position", "post_id")),
    )  # fmt: skip


def content():
    return list(
        Post.objects.order_by("created", "pk").values_list(
            "created", "topic__subject", "poster__display_name", "content", "approved"
        )
    )


def test_there_is_as_much_as_asked_for():
    seed(tracks=90)

    assert User.objects.count() == 30
    assert CommunityPage.objects.count() == 4
    assert (Topic.objects.count(), Post.objects.count()) == (50, 1200)
    assert User.objects.filter(topic_tracks__isnull=False).distinct().count() == 30
    assert Post.objects.filter(approved=False).count() == 1


def test_nothing_is_left_to_render_or_to_mend(written):
    assert [outdated(field).count() for field in written_fields()] == [0, 0, 0]
    assert list(find_drift()) == []


def test_a_few_topics_rooms_and_people_are_busy(written):
    topics = sorted(Topic.objects.values_list("posts_count", flat=True), reverse=True)
    people = sorted(
        User.objects.annotate(n=Count("posts")).values_list("n", flat=True), reverse=True
    )
    assert topics[0] > 200 > 10 > topics[-1] >= 1
    assert people[0] > 2 * people[10]


def test_counters_are_what_a_recount_finds(written):
    before = counters()

    for topic in Topic.objects.all():
        topic.update_trackers()
    positions.lay_anew()

    assert counters() == before
    assert before[2]


def test_groups_follow_memberships_and_every_community_is_looked_after(written):
    for community in CommunityPage.objects.all():
        assert mend_groups(community=community) == []
    assert Membership.objects.filter(is_facilitator=True).count() == 8


def test_the_same_seed_says_the_same_and_another_something_else(written):
    first = content()
    Topic.objects.all().delete()

    seed()
    again = content()
    Topic.objects.all().delete()
    seed(seed=8)

    assert again == first
    assert content() != first


def test_a_second_run_finds_all_there(written):
    assert seed() == "It is all there already.\n"
    assert Post.objects.count() == 1200


def test_what_was_interrupted_is_gone_on_with(written, monkeypatch):
    whole = content()
    Topic.objects.all().delete()
    monkeypatch.setattr("demo.scale.write.BATCH", 500)
    writer = Writer(Plan(Size(**SMALL)), lambda line: None)
    writer.topics()
    writer._post(range(500), 1 + (Post.objects.count()), writer.topic_ids())

    seed()

    assert [row[:2] for row in content()] == [row[:2] for row in whole]
    assert Post.objects.count() == 1200
    assert sum(Topic.objects.values_list("posts_count", flat=True)) == 1199


STAGES = [
    ("demo.scale.write.User.objects.bulk_create", 1),
    ("demo.scale.write.mend_groups", 1),
    ("demo.scale.write.open_room", 3),
    ("demo.scale.write.pour", 1),
    ("demo.scale.write.pour", 2),
    ("demo.scale.write.pour", 4),
    ("demo.scale.write.number_on", 1),
    ("demo.scale.write.number_on", 2),
    ("demo.scale.write.analyse", 1),
    ("demo.scale.write._count", 1),
    ("demo.scale.write._count", 3),
    ("forum.paging.positions.lay_anew", 1),
    ("forum.rooms.models.Forum.update_trackers", 1),
    ("forum.rooms.models.Forum.update_trackers", 3),
    ("demo.scale.write.pour", 5),
    ("demo.scale.write.analyse", 2),
]


@pytest.mark.parametrize(("stage", "turn"), STAGES, ids=[f"{s} {n}" for s, n in STAGES])
def test_wherever_it_is_killed_a_second_run_ends_it(monkeypatch, stage, turn):
    monkeypatch.setattr("demo.scale.write.BATCH", 500)
    monkeypatch.setattr("demo.scale.write.TOPICS_BATCH", 20)
    with monkeypatch.context() as killed:
        until(killed, stage, turn)
        with pytest.raises(KeyboardInterrupt):
            seed(tracks=90)

    seed(tracks=90)

    assert (User.objects.count(), CommunityPage.objects.count()) == (30, 4)
    assert (Topic.objects.count(), Post.objects.count()) == (50, 1200)
    assert User.objects.filter(topic_tracks__isnull=False).distinct().count() == 30
    assert list(find_drift()) == []
    assert seed(tracks=90) == "It is all there already.\n"


def until(killed, stage, turn):
    """Let what the stage names do its work, and stop everything after its turn."""
    target, done = resolve_name(stage), []

    def doing(*arguments, **named):
        answer = target(*arguments, **named)
        done.append(1)
        if len(done) == turn:
            raise KeyboardInterrupt
        return answer

    killed.setattr(stage, doing)


def test_more_of_the_same_is_counted_too(written):
    seed(posts=1500)

    assert Post.objects.count() == 1500
    assert list(find_drift()) == []


def test_one_topic_that_is_wrong_is_counted_and_no_other(written, monkeypatch):
    wrong = Topic.objects.order_by("pk")[7]
    Topic.objects.filter(pk=wrong.pk).update(posts_count=99_999)
    counted = []
    monkeypatch.setattr("demo.scale.write._count", counted.append)

    seed()

    assert counted == [[wrong.pk]]


def test_what_is_written_can_be_read(written, member_client):
    topic = Topic.objects.order_by("-posts_count").first()

    page = member_client.get(topic_url(topic), {"page": "last"})

    assert page.status_code == 200
    assert list(page.context["posts"])[-1].pk == topic.last_post_id


def test_a_real_site_is_left_alone():
    with pytest.raises(CommandError, match="add --yes"):
        seed(yes=False)
    assert not User.objects.exists()


def test_fewer_posts_than_topics_are_refused():
    with pytest.raises(CommandError, match="a post for each topic"):
        seed(posts=10)
