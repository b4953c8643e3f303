import pytest
from django.contrib.contenttypes.models import ContentType
from django_tasks_db.models import DBTaskResult

from tests.queues import in_the_database, work_off
from work import chunks
from work.models import LongJob

pytestmark = pytest.mark.django_db
seen: list[int] = []
trouble: list[Exception] = []


def some(*, least: int = 0):
    return ContentType.objects.filter(pk__gte=least)


@chunks.chunked("test", rows=some, size=10)
def look_at(rows, *, least: int = 0) -> None:
    if trouble and seen:
        raise trouble.pop()
    seen.extend(row.pk for row in rows)


@pytest.fixture(autouse=True)
def _queue(settings):
    seen.clear()
    trouble.clear()
    with in_the_database(settings):
        yield


def everybody() -> list[int]:
    return sorted(ContentType.objects.values_list("pk", flat=True))


def test_every_row_is_done_once_and_in_order():
    job = chunks.start("test", key="a")

    work_off()

    job.refresh_from_db()
    assert seen == everybody()
    assert (job.state, job.rows_done, job.cursor) == ("done", len(seen), "")


def test_arguments_reach_both_the_rows_and_the_work():
    half = everybody()[len(everybody()) // 2]

    chunks.start("test", key="a", least=half)
    work_off()

    assert seen == [pk for pk in everybody() if pk >= half]


def test_started_twice_under_one_key_it_runs_once():
    assert chunks.start("test", key="a") == chunks.start("test", key="a")
    work_off()
    chunks.start("test", key="a")
    work_off()

    assert seen == everybody()


def test_without_rows_it_is_done_at_once():
    job = chunks.start("test", key="a", least=10**6)

    work_off()

    job.refresh_from_db()
    assert (job.state, job.chunk, seen) == ("done", 1, [])


def test_nobody_knows_work_of_that_name():
    with pytest.raises(LookupError, match="nonsense"):
        chunks.start("nonsense", key="a")
    assert not LongJob.objects.exists()


def test_stopped_it_rests_and_resumed_it_goes_on_where_it_was():
    job = chunks.start("test", key="a")
    work_off(1)
    assert chunks.stop(job)
    work_off()
    assert seen == everybody()[:10]

    assert chunks.resume(job)
    assert not chunks.resume(job)
    work_off()

    assert seen == everybody()
    assert not chunks.stop(job)


@pytest.mark.parametrize("what", ["stop", "resume", "step", "finish"])
def test_what_is_done_with_one_job_leaves_another(what):
    job, _running, stopped = (chunks.start("test", key=key) for key in "abc")
    chunks.stop(stopped)
    if what == "resume":
        chunks.stop(job)
    others = LongJob.objects.exclude(pk=job.pk).order_by("pk")
    before = list(others.values())
    orders = DBTaskResult.objects.count()

    assert chunks.step(job.pk, 0) if what == "step" else getattr(chunks, what)(job) is not False

    assert list(others.values()) == before
    assert [each.state for each in others] == ["running", "stopped"]
    assert DBTaskResult.objects.count() == orders + (what == "resume")


def test_a_chunk_that_fails_keeps_nothing_and_is_done_whole_later():
    job = chunks.start("test", key="a")
    trouble.append(RuntimeError("not now"))
    work_off(2)

    job.refresh_from_db()
    assert (job.state, job.chunk, job.rows_done) == ("running", 1, 10)
    chunks.finish(job)
    assert seen == everybody()
    assert job.state == "done"


def test_the_same_order_given_twice_does_its_chunk_once():
    job = chunks.start("test", key="a")
    chunks.advance.enqueue(job.pk, 0)

    work_off()

    assert seen == everybody()


def test_each_chunk_costs_the_same(django_assert_num_queries):
    job = chunks.start("test", key="a")
    for chunk in range(3):
        # savepoint, the job, its rows, what has been done, savepoint
        with django_assert_num_queries(5):
            assert chunks.step(job.pk, chunk)


def test_an_order_is_part_of_the_transaction():
    chunks.start("test", key="a")

    order = DBTaskResult.objects.get()
    assert (order.task_path, order.args_kwargs["args"][1]) == ("work.chunks.advance", 0)
