"""A prepared queryset gives the rows that the plain one gives, for each reader theirs."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef
from django.test.utils import CaptureQueriesContext

from core.prepared import prepared
from members.models import User
from tests.factories.forum import PostFactory, TopicFactory
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return UserFactory.create_batch(3)


@pytest.fixture
def one():
    """Finds one person, and counts how often that was composed."""
    made = []

    @prepared(person=int)
    def person_of(*shape, person):
        made.append(shape)
        return User.objects.filter(pk=person)[: shape[0] if shape else 1]

    person_of.made = made
    return person_of


def test_each_value_finds_its_own_rows(people, one):
    found = [one(person=person.pk) for person in people]

    assert found == [[person] for person in people]
    assert one(person=None) == []
    assert one.made == [()]


def test_each_call_asks_anew(people, one, django_assert_num_queries):
    one(person=people[0].pk)
    User.objects.filter(pk=people[0].pk).update(display_name="Another")

    with django_assert_num_queries(1):
        (again,) = one(person=people[0].pk)

    assert again.display_name == "Another"


def test_each_shape_is_composed_once(people, one):
    found = [one(length, person=people[0].pk) for length in (1, 2, 1, 2)]

    assert found == [[people[0]]] * 4
    assert one.made == [(1,), (2,)]


def test_any_number_of_keys_is_one_shape(people):
    @prepared(keys=list)
    def among(*, keys):
        return User.objects.filter(pk__in=keys).order_by("pk").values_list("pk", flat=True)

    keys = [person.pk for person in people]

    assert [among(keys=keys[:length]) for length in (0, 1, 3)] == [[], keys[:1], keys]


def test_moments_relations_and_what_is_fetched_beside_come_as_always():
    topic = TopicFactory()
    posts = [topic.first_post, *PostFactory.create_batch(2, topic=topic)]

    @prepared(topic=int, since=datetime, writer=int)
    def since(*, topic, since, writer):
        same = User.objects.filter(pk=OuterRef("poster"), id=writer)
        return (
            type(posts[0])
            .objects.filter(topic=topic, created__gte=since)
            .annotate(is_own=Exists(same))
            .select_related("poster")
            .prefetch_related("attachments")
            .order_by("pk")
        )

    at = {"topic": topic.pk, "writer": posts[1].poster_id}
    all_of_them = since(since=datetime(2000, 1, 1, tzinfo=UTC), **at)
    with CaptureQueriesContext(connection) as queries:
        told = [(post.poster.display_name, list(post.attachments.all())) for post in all_of_them]

    assert all_of_them == posts
    assert told == [(post.poster.display_name, []) for post in posts]
    assert [post.is_own for post in all_of_them] == [False, True, False]
    assert queries.captured_queries == []
    assert since(since=posts[2].created + timedelta(seconds=1), **at) == []


def test_rows_of_two_tables_together(people):
    @prepared(first=int, second=int)
    def both(*, first, second):
        names = (
            User.objects.filter(pk=key).values_list("display_name", flat=True)
            for key in (first, second)
        )
        return next(names).union(*names, all=True)

    found = both(first=people[0].pk, second=people[1].pk)

    assert sorted(found) == sorted(person.display_name for person in people[:2])


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_over_its_own_connection(people, one):
    one(person=people[0].pk)
    found = []

    def ask():
        found.extend(one(person=people[1].pk))
        connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()

    assert found == [people[1]]
    assert one(person=people[2].pk) == [people[2]]
