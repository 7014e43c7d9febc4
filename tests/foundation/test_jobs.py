"""Jobs: deferred with the write they belong to, run at least once, and never lost."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from redis.exceptions import RedisError
from tortoise.exceptions import OperationalError

from service import bootstrap
from service.foundation import database as db
from service.foundation import jobs
from service.foundation.database import query, transaction
from service.foundation.jobs import MOST_ATTEMPTS
from tests.world import PATIENCE, working

SCHOOL = UUID(int=7)


@dataclass
class Log:
    """What the jobs of these tests did, and how often they shall fail first."""

    ran: list[UUID] = field(default_factory=list)
    failures: int = 0

    def forget(self) -> None:
        self.ran, self.failures = [], 0


log = Log()


@jobs.job("tests.note")
async def note(thing_id: UUID) -> None:
    """Write down that it ran."""
    if log.failures:
        log.failures -= 1
        raise RuntimeError("not yet")
    log.ran.append(thing_id)


@jobs.job("tests.hopeless", attempts=1)
async def hopeless(thing_id: UUID) -> None:
    """Fail, however often it is tried."""
    raise RuntimeError("never")


@pytest.fixture
async def opened(database: str) -> AsyncIterator[str]:
    log.forget()
    async with db.opened(database):
        yield database


async def waiting() -> list[str]:
    rows = await query("select task_name from procrastinate_jobs where task_name like 'tests.%'")
    return [row["task_name"] for row in rows]


async def status_of(name: str) -> str:
    rows = await query("select status from procrastinate_jobs where task_name = $1", name)
    return rows[0]["status"] if rows else "gone"


async def becomes(name: str, status: str) -> None:
    """Look until the job has this status; one that went well is `gone`."""
    async with asyncio.timeout(PATIENCE):
        while await status_of(name) != status:  # noqa: ASYNC110  the answer is in the database
            await asyncio.sleep(0.02)


async def test_a_rollback_drops_the_job_with_the_write(opened):
    with pytest.raises(ZeroDivisionError):
        async with transaction():
            await jobs.later("tests.note", thing_id=SCHOOL)
            raise ZeroDivisionError
    assert await waiting() == []


async def test_a_commit_wakes_a_worker_and_ids_arrive_as_ids(opened):
    async with working(opened):
        async with transaction():
            await jobs.later("tests.note", thing_id=SCHOOL)
            await asyncio.sleep(0)
            assert log.ran == []
        await becomes("tests.note", "gone")
    assert log.ran == [SCHOOL]


async def test_a_job_for_later_is_not_run_now(opened):
    await jobs.later("tests.note", after=timedelta(hours=1), thing_id=SCHOOL)
    (row,) = await query("select scheduled_at from procrastinate_jobs")
    wait = row["scheduled_at"] - datetime.now(UTC)
    assert timedelta(minutes=59) < wait <= timedelta(hours=1)


async def test_a_failure_is_tried_again(opened):
    log.failures = 1
    async with working(opened):
        await jobs.later("tests.note", thing_id=SCHOOL)
        await becomes("tests.note", "gone")
    assert (log.failures, log.ran) == (0, [SCHOOL])


async def test_a_sweep_defers_no_job_beside_one_like_it_that_waits_or_runs(opened):
    alice, bob = uuid4(), uuid4()
    await jobs.later("tests.note", thing_id=alice, request_id="of Alice's phone")
    for status in ("todo", "doing"):
        await query(f"update procrastinate_jobs set status = '{status}'")
        for _ in range(3):
            await jobs.again("tests.note", thing_id=alice, request_id="of the sweep")
        assert len(await waiting()) == 1
    await jobs.again("tests.note", thing_id=bob)
    await jobs.again("tests.hopeless", thing_id=alice)
    await query("update procrastinate_jobs set status = 'failed'")
    await jobs.again("tests.note", thing_id=alice)
    assert sorted(await waiting()) == ["tests.hopeless", *["tests.note"] * 3]


async def test_what_fails_too_often_is_kept_as_failed(opened):
    async with working(opened):
        await jobs.later("tests.hopeless", thing_id=SCHOOL)
        await becomes("tests.hopeless", "failed")


async def test_one_photo_of_somebody_waits_for_no_flood_of_somebody_else(opened):
    alice, bob = uuid4(), uuid4()
    for who in [alice] * 3 * jobs.FIRST_FEW + [bob]:
        turn = jobs.in_turn("tests.note", who)
        await jobs.later("tests.note", priority=turn, thing_id=who)
    async with working(opened):
        await becomes("tests.note", "gone")
    assert log.ran.index(bob) <= jobs.FIRST_FEW + 4
    assert log.ran.count(alice) == 3 * jobs.FIRST_FEW


JOB = Job(id=1, queue="q", lock=None, queueing_lock=None, task_name="t")
AWAY = (ConnectionResetError(), OperationalError(), RedisError(), ConnectorException())
AWAY[1].__cause__ = asyncpg.AdminShutdownError()


def test_what_failed_together_is_not_tried_again_together():
    spread, job, failed = jobs._Spread(3), JOB, RuntimeError()
    tries = [spread.get_retry_decision(exception=failed, job=job) for _ in range(50)]
    assert len({tried and tried.retry_at for tried in tries}) == 50
    assert spread.get_retry_decision(exception=failed, job=job.evolve(attempts=3)) is None


@pytest.mark.parametrize("away", AWAY, ids=repr)
def test_what_failed_because_a_server_was_away_is_tried_again_soon_and_often(away):
    for attempts in range(jobs.TRIES_FOR_OURS):
        now = datetime.now(UTC)
        decision = jobs._Spread(3).get_retry_decision(
            exception=away, job=JOB.evolve(attempts=attempts)
        )
        assert decision and decision.retry_at
        assert decision.retry_at - now < timedelta(milliseconds=1.6 * jobs.LONGEST_FOR_OURS)


def test_a_sweep_that_failed_has_its_next_turn_and_another_try_where_a_server_was_away():
    sweep = jobs._IN_ITS_SLOT.get_retry_decision
    assert sweep(exception=RuntimeError(), job=JOB) is None
    tries = [sweep(exception=ConnectionResetError(), job=JOB.evolve(attempts=n)) for n in range(9)]
    assert [*map(bool, tries)] == [True] * jobs.SLOTS_FOR_OURS + [False] * 6


async def killed_while_doing(attempts: int = 0) -> None:
    """The row that a worker leaves behind when it is killed within a job."""
    await jobs.later("tests.note", thing_id=SCHOOL)
    (worker,) = await query(
        "insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 minute')"
        " returning id"
    )
    await query(
        "update procrastinate_jobs set status = 'doing', attempts = $2, worker_id = $1",
        worker["id"],
        attempts,
    )


async def test_the_job_of_a_killed_worker_is_run_by_another(opened):
    await killed_while_doing()
    async with working(opened):
        await becomes("tests.note", "gone")
    assert log.ran == [SCHOOL]


async def test_a_job_that_kills_every_worker_is_given_up(opened):
    await killed_while_doing(attempts=MOST_ATTEMPTS)
    async with working(opened):
        await becomes("tests.note", "failed")
    assert log.ran == []


async def test_a_worker_that_was_killed_while_handing_jobs_over_keeps_none_of_them(opened):
    """The next turn of that job itself may wait already."""
    await killed_while_doing()
    app = jobs.queue_app(opened)
    async with app.open_async():
        turn = app.tasks["jobs.retry_stalled"]
        await turn.defer_async(timestamp=0)
        await query(
            "update procrastinate_jobs set status = 'doing',"
            " worker_id = (select max(id) from procrastinate_workers) where status = 'todo'"
        )
        await turn.defer_async(timestamp=1)
        await turn.func(timestamp=2)
    assert await status_of("tests.note") == "todo"
    assert await status_of("jobs.retry_stalled") == "todo"


async def test_a_job_of_a_worker_that_lives_is_left_to_it(opened):
    await killed_while_doing()
    app = jobs.queue_app(opened)
    async with app.open_async():
        await query("update procrastinate_workers set last_heartbeat = now() - interval '1 second'")
        await app.tasks["jobs.retry_stalled"].func(timestamp=0)
    assert await status_of("tests.note") == "doing"


async def test_every_job_may_come_twice_and_for_what_is_gone(world):
    """At least once: each rechecks what it finds, so that an id nobody has breaks nothing."""
    for _ in range(2):
        await jobs.later("photos.read", photo_id=uuid4())
        await jobs.later("moderation.check", check_id=uuid4())
    await world.quiet()
    failed = await query("select task_name from procrastinate_jobs where attempts > 0")
    assert failed == []


def test_two_jobs_cannot_have_one_name():
    with pytest.raises(ValueError, match=r"tests\.note"):
        jobs.job("tests.note")(note)


def test_every_job_that_is_deferred_by_name_is_registered():
    service = Path(bootstrap.__file__).parent
    sources = "".join(path.read_text(encoding="utf-8") for path in service.rglob("*.py"))
    deferred = set(re.findall(r'jobs\.later\(\s*"([\w.]+)"', sources))
    assert {"photos.read", "moderation.check"} <= deferred
    assert deferred <= set(jobs.queue_app("postgresql:///").tasks)
