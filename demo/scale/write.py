"""Writing the plan. Each step sees what is there already and goes on from it."""

import time
from collections.abc import Callable

from django.db import transaction
from django.db.models import Count, Min, Sum
from machina.core.db.models import get_model
from wagtail.models import Page, Site

from communities.models import CommunityIndexPage, CommunityPage, Membership
from communities.services import mend_groups, open_community
from core.statistics import analyse
from demo.scale.plan import Plan, at
from demo.scale.pour import number_on, pour
from forum.paging import positions
from forum.rooms.enums import Audience
from forum.rooms.models import Room
from forum.services import open_room
from forum.topics.models import Post, Topic
from members.models import User, random_public_id

Say = Callable[[str], None]

ForumReadTrack = get_model("forum_tracking", "ForumReadTrack")
TopicReadTrack = get_model("forum_tracking", "TopicReadTrack")

BATCH = 20_000
TOPICS_BATCH = 2_000
AUDIENCES = (Audience.PUBLIC, Audience.MEMBERS, Audience.COMMUNITIES)


class Writer:
    """One plan, written into this site. Running it again writes what is missing."""

    def __init__(self, plan: Plan, say: Say) -> None:
        self.plan, self.say = plan, say
        self.size, self.mark = plan.size, f"scale-{plan.size.seed}"

    def write(self, *, tracks: int = 0) -> bool:
        """Write the plan; whether there was anything to write."""
        new = [self.members(), self.communities(), self.topics(), self.posts(), self.counted()]
        new.append(self.tracks(tracks))
        if any(new):
            analyse()
        return any(new)

    def members(self) -> bool:
        there = self.people().count()
        User.objects.bulk_create(
            (
                User(
                    email=f"{self.mark}-{n}@example.org",
                    display_name=f"Member {n}",
                    password="!",  # noqa: S106  # nosec B106
                    public_id=random_public_id(),
                    date_joined=at(0),
                )
                for n in range(there, self.size.members)
            ),
            batch_size=2000,
        )
        return self._done("members", self.size.members - there)

    def communities(self) -> bool:
        there = self.opened().count()
        people = self.people_ids()
        for n in range(there, self.size.communities):
            with transaction.atomic():
                self._open(n, people)
        return self._done("communities, each with a room", self.size.communities - there)

    def _open(self, n: int, people: list[int]) -> None:
        community = open_community(
            parent=_index(),
            title=f"Community {self.size.seed}-{n}",
            slug=f"{self.mark}-{n:05}",
            purpose="To be counted and measured.",
        )
        Membership.objects.bulk_create(
            Membership(community=community, member_id=people[who], is_facilitator=rank < 2)
            for rank, who in enumerate(self.plan.belongs(n))
        )
        mend_groups(community=community)
        open_room(
            name=f"Room {self.size.seed}-{n}",
            audience=AUDIENCES[n % 3],
            communities=[community],
            description="A room to be measured.",
        )

    def topics(self) -> bool:
        there = self.begun().count()
        if there >= self.size.topics:
            return False
        people, rooms, chance = self.people_ids(), self.room_ids(), self.plan.chance("topics")
        starters = [self.plan.author(chance) for _ in range(self.size.topics)]
        columns = [
            "forum_id",
            "poster_id",
            "subject",
            "slug",
            "type",
            "status",
            "approved",
            "posts_count",
            "views_count",
            "last_post_on",
            "created",
            "updated",
        ]
        for start in range(there, self.size.topics, BATCH):
            some = range(start, min(start + BATCH, self.size.topics))
            with transaction.atomic():
                pour(
                    Topic,
                    columns,
                    (
                        (
                            *(rooms[self.plan.rooms[n]], people[starters[n]], self.plan.title(n)),
                            *(f"{self.mark}-{n}", Topic.TOPIC_STICKY if n in (1, 2) else 0),
                            *(Topic.TOPIC_UNLOCKED, True, 0, 0, None, at(0), at(0)),
                        )
                        for n in some
                    ),
                )
            self.say(f"  {some.stop:,} of {self.size.topics:,} topics")
        return self._done("topics", self.size.topics - there)

    def posts(self) -> bool:
        there = Post.objects.filter(topic__in=self.begun()).count()
        if there >= self.size.posts:
            return False
        topics = self.topic_ids()
        first = Post.objects.filter(topic__in=self.begun()).aggregate(Min("pk"))["pk__min"]
        if first is None:
            first = (Post.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
        started = time.monotonic()
        for start in range(there, self.size.posts, BATCH):
            with transaction.atomic():
                stop = self._post(range(start, min(start + BATCH, self.size.posts)), first, topics)
            pace = (stop - there) / (time.monotonic() - started)
            self.say(f"  {stop:,} of {self.size.posts:,} posts, {pace:,.0f} a second")
        return self._done("posts", self.size.posts - there)

    def _post(self, some: range, first: int, topics: list[int]) -> int:
        people = self.people_ids()
        texts, chance = self.plan.texts, self.plan.chance(f"posts {some.start}")
        columns = [
            "id",
            "topic_id",
            "poster_id",
            "subject",
            "content",
            "_content_rendered",
            "approved",
            "enable_signature",
            "updates_count",
            "created",
            "updated",
        ]

        def rows():
            for number in some:
                moment, topic = self.plan.said[number]
                text, who = chance.choice(texts), people[self.plan.author(chance)]
                is_first = topic not in self._begun_before(some.start) and topic not in seen
                seen.add(topic)
                said = at(moment)
                waits = self.plan.waits(number, is_first)
                yield (
                    *(first + number, topics[topic], who, "Re: what was said", text.raw),
                    *(text.rendered, not waits, False, 0, said, said),
                )

        seen: set[int] = set()
        pour(Post, columns, rows())
        number_on(Post)
        self._before |= seen
        self._before_stop = some.stop
        return some.stop

    _before: set[int] = set()
    _before_stop = 0

    def _begun_before(self, start: int) -> set[int]:
        """The topics that have a post among the first so many."""
        if self._before_stop != start:
            self._before = {topic for _moment, topic in self.plan.said[:start]}
            self._before_stop = start
        return self._before

    def counted(self) -> bool:
        """Set each counter that is not what is there: topics some at a time, then rooms.

        Whatever was interrupted shows by counters that are wrong, and is gone on with.
        """
        analyse()
        posts = Post.objects.filter(topic__in=self.begun(), approved=True).order_by()
        there = dict(posts.values_list("topic").annotate(n=Count("pk")))
        told = self.begun().order_by("pk").values_list("pk", "posts_count")
        wrong = [topic for topic, number in told if there.get(topic, 0) != number]
        for start in range(0, len(wrong), TOPICS_BATCH):
            with transaction.atomic():
                _count(wrong[start : start + TOPICS_BATCH])
            self.say(f"  {min(start + TOPICS_BATCH, len(wrong)):,} topics counted")
        return bool(wrong) | self._rooms_counted()

    def _rooms_counted(self) -> bool:
        rooms = self.opened_rooms().select_related("forum")
        topics = Topic.objects.filter(forum__in=rooms.values("forum"), approved=True).order_by()
        there = dict(topics.values_list("forum").annotate(n=Sum("posts_count")))
        wrong = [
            room for room in rooms if room.forum.direct_posts_count != there.get(room.forum_id, 0)
        ]
        for room in wrong:
            room.forum.update_trackers()
        return bool(wrong)

    def tracks(self, wanted: int) -> bool:
        """Write marks of topics read: about as many as wanted, half older than the last post."""
        there = TopicReadTrack.objects.filter(user__in=self.people()).count()
        if there or not wanted:
            return False
        people, chance = self.people_ids(), self.plan.chance("tracks")
        topics = list(self.begun().values_list("pk", "last_post_on"))
        each = min(max(wanted // len(people), 1), len(topics))
        with transaction.atomic():
            pour(
                TopicReadTrack,
                ("user_id", "topic_id", "mark_time"),
                (
                    (who, topic, last if chance.random() < 0.5 else at(0))
                    for who in people
                    for topic, last in chance.sample(topics, each)
                ),
            )
        return self._done("marks of topics read", len(people) * each)

    # What is there

    def people(self):
        return User.objects.filter(email__startswith=f"{self.mark}-")

    def people_ids(self) -> list[int]:
        if not hasattr(self, "_people"):
            self._people = list(self.people().order_by("pk").values_list("pk", flat=True))
        return self._people

    def opened(self):
        return CommunityPage.objects.filter(slug__startswith=f"{self.mark}-")

    def opened_rooms(self):
        return Room.objects.filter(communities__slug__startswith=f"{self.mark}-")

    def room_ids(self) -> list[int]:
        rooms = self.opened_rooms().order_by("communities__slug")
        return list(rooms.values_list("forum_id", flat=True))

    def begun(self):
        return Topic.objects.filter(slug__startswith=f"{self.mark}-").order_by()

    def topic_ids(self) -> list[int]:
        return list(self.begun().order_by("pk").values_list("pk", flat=True))

    def _done(self, what: str, many: int) -> bool:
        if many > 0:
            self.say(f"{many:,} {what} written")
        return many > 0


def _count(keys: list[int]) -> None:
    """Count these topics, each post being looked at once."""
    readable = Post.objects.filter(topic__in=keys, approved=True)
    many = dict(readable.order_by().values_list("topic").annotate(n=Count("pk")))
    in_order = readable.order_by("topic", "created", "pk")
    first: dict[int, tuple] = {}
    last: dict[int, tuple] = {}
    for topic, *post in in_order.values_list("topic", "pk", "created", "poster").iterator():
        first.setdefault(topic, tuple(post))
        last[topic] = tuple(post)
    Topic.objects.bulk_update(
        (
            Topic(
                pk=topic,
                posts_count=many[topic],
                first_post_id=first[topic][0],
                created=first[topic][1],
                poster_id=first[topic][2],
                last_post_id=last[topic][0],
                last_post_on=last[topic][1],
            )
            for topic in many
        ),
        ["posts_count", "first_post", "created", "poster", "last_post", "last_post_on"],
        batch_size=500,
    )
    positions.lay_anew([topic for topic, number in many.items() if number > 100])


def _index() -> Page:
    index = CommunityIndexPage.objects.first()
    if index is None:
        home = Site.objects.get(is_default_site=True).root_page
        index = home.add_child(instance=CommunityIndexPage(title="Communities"))
    return index
