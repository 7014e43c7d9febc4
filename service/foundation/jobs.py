"""Durable jobs on procrastinate: deferred inside the writing transaction, run at least once.

A job is named by a string, takes ids only and rechecks the state it finds. Feature modules register
theirs with `@job`; whoever defers one need not import its module.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import randbelow
from uuid import UUID

import msgspec
import procrastinate
from procrastinate import BaseRetryStrategy, PsycopgConnector, RetryDecision
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status
from redis.exceptions import RedisError

from service.foundation import clock, limits, observed_jobs, tracing
from service.foundation.database import is_lost, query
from service.foundation.observed_jobs import FOLLOWS

QUEUE = "default"
HEARTBEAT = 2.0
STALLED_AFTER = 10.0
KEEP_FAILED_HOURS = 7 * 24
BEFORE_THE_QUEUE = 10
"""The priority of periodic jobs: a sweep heals what a backlog of thousands would keep waiting."""
LAST = -9
"""The lowest priority: of what one subject asks for by the hundred."""
FIRST_FEW, WITHIN = 20, 600
"""So many jobs of a subject in ten minutes are nobody's flood."""
MOST_ATTEMPTS = 30
"""A job that ends its worker each time is given up; a sweep takes up what it left undone. More than
TRIES_FOR_OURS, since procrastinate counts those, too."""
LONGEST_FOR_OURS = 8_000
"""Milliseconds between tries while PostgreSQL or Valkey is away, or half as many more: a photo is
not to wait two minutes because a server that is back had failed it six times."""
TRIES_FOR_OURS = 20
SLOTS_FOR_OURS = 3
"""A periodic job that so many tries have not helped has its next slot."""

Work = Callable[..., Awaitable[None]]
Arguments = Mapping[str, UUID | str]


@dataclass(frozen=True)
class _Job:
    work: Work
    attempts: int
    cron: str | None


_jobs: dict[str, _Job] = {}


def job(name: str, *, attempts: int = 8, cron: str | None = None) -> Callable[[Work], Work]:
    """Register `name`; keyword arguments that end in `_id` arrive as UUIDs.

    A failure is retried after 2, 4, 8 … seconds or half as many more, at most `attempts` times;
    where a server of ours was away, more often and sooner. A `cron` job takes no argument and runs
    once per slot over all workers; another failure of it waits for the next slot.
    """

    def register(work: Work) -> Work:
        if name in _jobs:
            raise ValueError(f"two jobs are named {name}")
        _jobs[name] = _Job(work, attempts, cron)
        return work

    return register


async def later(
    name: str, *, after: timedelta | None = None, priority: int = 0, **arguments: UUID | str
) -> None:
    """Defer a job in the current transaction: a rollback drops it, a commit wakes a worker.

    It carries the id of the request that it follows from.
    """
    await _defer(name, arguments, priority, clock.now() + after if after else None)


async def again(name: str, *, priority: int = 0, **arguments: UUID | str) -> None:
    """Defer what a sweep found left: nothing where a job with these arguments waits or runs."""
    there = (
        " where not exists (select 1 from procrastinate_jobs where task_name = $2"  # noqa: S608
        f" and status in ('todo', 'doing') and args @> ($3::jsonb - '{FOLLOWS}'))"
    )
    await _defer(name, arguments, priority, unless=there)


async def _defer(
    name: str, arguments: Arguments, priority: int, at: datetime | None = None, unless: str = ""
) -> None:
    told = {FOLLOWS: cause} if (cause := tracing.request_id.get()) else {}
    told |= {key: str(value) for key, value in arguments.items()}
    values = msgspec.json.encode(told).decode()
    await query(
        "select procrastinate_defer_jobs_v1(array[row($1, $2, $5, null, null, $3::jsonb, $4)"
        f"::procrastinate_job_to_defer_v1]){unless}",
        QUEUE,
        name,
        values,
        at,
        priority,
    )


def in_turn(name: str, subject: UUID | None) -> int:
    """The priority of one more such job of a subject: the more it has asked for, the lower.

    Whoever brings a thousand photos waits for them; whoever brings one does not wait for those.
    """
    return max(LAST, -(limits.counted_here(name, str(subject), WITHIN) // FIRST_FEW))


def queue_app(database_url: str) -> procrastinate.App:
    """The procrastinate application over every registered job, not yet opened."""
    app = procrastinate.App(
        connector=PsycopgConnector(conninfo=database_url, min_size=1, max_size=6),
        worker_defaults={
            "concurrency": 4,
            "delete_jobs": "successful",
            "update_heartbeat_interval": HEARTBEAT,
            "stalled_worker_timeout": STALLED_AFTER,
            "shutdown_graceful_timeout": 20,
            "worker_middleware": [observed_jobs.watch],
        },
    )
    for name, registered in _jobs.items():
        if registered.cron:
            task = app.task(name=name, retry=_IN_ITS_SLOT)(_periodic(registered.work))
            app.periodic(cron=registered.cron, priority=BEFORE_THE_QUEUE)(task)
        else:
            retry = _Spread(registered.attempts)
            app.task(name=name, retry=retry)(_with_ids(registered.work))
    _add_housekeeping(app)
    observed_jobs.expect(app.tasks)
    return app


class _Spread(BaseRetryStrategy):
    """Each wait twice as long as the one before, and nobody's as long as another's."""

    def __init__(self, most: int, for_ours: int = TRIES_FOR_OURS) -> None:
        self._most = most
        self._for_ours = for_ours

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """None after the last attempt."""
        ours = is_lost(exception) or isinstance(exception, RedisError | ConnectorException)
        if job.attempts >= (self._for_ours if ours else self._most):
            return None
        wait = 1000 * 2 ** (job.attempts + 1)
        if ours:
            wait = min(wait, LONGEST_FOR_OURS)
        return RetryDecision(retry_in={"milliseconds": wait + randbelow(wait // 2)})


_IN_ITS_SLOT = _Spread(0, SLOTS_FOR_OURS)


def _with_ids(work: Work) -> Work:
    async def run(**arguments: str) -> None:
        arguments.pop(FOLLOWS, None)
        await work(**{k: UUID(v) if k.endswith("_id") else v for k, v in arguments.items()})

    return run


def _periodic(work: Work) -> Work:
    async def run(timestamp: int) -> None:
        await work()

    return run


async def _now_there() -> datetime:
    """PostgreSQL's clock, by which a job is due: this machine's may be ahead of it."""
    return (await query("select now() as now"))[0]["now"]


def _add_housekeeping(app: procrastinate.App) -> None:
    @app.periodic(cron="* * * * * */5", priority=BEFORE_THE_QUEUE)
    @app.task(name="jobs.retry_stalled", retry=_IN_ITS_SLOT)
    async def retry_stalled(timestamp: int) -> None:
        """A killed worker's jobs stay `doing`; hand them to the living."""
        stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER)
        for one in stalled:
            if one.attempts < MOST_ATTEMPTS:
                await app.job_manager.retry_job(one, retry_at=await _now_there())
            else:
                await app.job_manager.finish_job(one, Status.FAILED, delete_job=False)
                observed_jobs.given_up(one.task_name)

    @app.periodic(cron="17 3 * * *", priority=BEFORE_THE_QUEUE)
    @app.task(name="jobs.delete_old", retry=_IN_ITS_SLOT)
    async def delete_old(timestamp: int) -> None:
        await app.job_manager.delete_old_jobs(
            nb_hours=KEEP_FAILED_HOURS, include_failed=True, include_cancelled=True
        )
