"""Backlogs: what waits, for jobs, for a verdict, for a human, and what is nearly used up.

The worker reads it when Prometheus asks; the web processes only count what they do. While the
database is away nothing is told of what is in it, rather than what was so a while ago.
"""

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import UUID

from redis.exceptions import RedisError

from models.archive.findings import FindingKind
from models.trust.moderation import Cause
from service.foundation import clock, metrics, replica, settings
from service.foundation.database import is_lost, query
from service.integrations import adapters, budgets, door
from service.trust.review_things import THINGS

FRESH = 5.0
"""Seconds for which an answer is good: several may ask."""
PATIENCE = 4.0
VERDICTS_WITHIN = timedelta(hours=6)
"""Older checks wait no more: after half an hour without a verdict they are left to humans."""

jobs_due = metrics.gauge("jobs_due", "Jobs that could run now, and do not yet.", "queue")
jobs_oldest = metrics.gauge(
    "jobs_oldest_due_seconds", "For how long the oldest of them has been due.", "queue"
)
jobs_failed = metrics.gauge("jobs_failed", "Jobs given up within a week.", "task")
reviews_open = metrics.gauge("reviews_open", "What waits for a human.", "cause", "urgent")
reviews_oldest = metrics.gauge(
    "reviews_oldest_seconds", "For how long the oldest of it has waited.", "cause", "urgent"
)
checks = metrics.gauge("checks_pending", "What waits for WeChat's verdict.", "vendor")
checks_oldest = metrics.gauge(
    "checks_oldest_seconds", "For how long the oldest of it has waited.", "vendor"
)
quota = metrics.gauge(
    "quota_used_ratio", "How much of a budget is spent, 1: all.", "vendor", "call", "window"
)
up = metrics.gauge(
    "dependency_up",
    "Whether it answers; a replica, whether it has all that there is.",
    "dependency",
)
certificate = metrics.gauge("certificate_left_seconds", "Until a certificate ends.", "of")
findings = metrics.gauge(
    "findings_open", "What is wrong between rows and objects, and was not mended yet.", "kind"
)
disk = metrics.gauge("disk_free_ratio", "How much of a disk is free, as the worker sees it.", "of")

_JOBS = """
select (select count(*) from procrastinate_jobs
    where status = 'todo' and (scheduled_at is null or scheduled_at <= now())) as due,
coalesce(extract(epoch from now() - least(
    (select min(scheduled_at) from procrastinate_jobs
        where status = 'todo' and scheduled_at <= now()),
    (select min(at) from procrastinate_events where job_id = (
        select min(id) from procrastinate_jobs where status = 'todo' and scheduled_at is null))
)), 0)::float as oldest
"""
_FAILED = (
    "select task_name, count(*) as n from procrastinate_jobs where status = 'failed' group by 1"
)
_REVIEWS = f"""
select r.cause, r.urgent, count(*) as n,
extract(epoch from now() - min(r.created_at))::float as oldest
from reviews r cross join lateral ({THINGS}) thing where r.decided_at is null and thing.waits
group by 1, 2
"""  # noqa: S608  our own words
_CHECKS = """
select count(*) as n, coalesce(extract(epoch from now() - min(created_at)), 0)::float as oldest
from checks where id >= $1 and standing = 'pending'
"""
_FINDINGS = "select kind, count(*) as n from findings where settled_at is null group by 1"
_OF_DATABASE = (
    *(jobs_due, jobs_oldest, jobs_failed, reviews_open, reviews_oldest),
    *(checks, checks_oldest, findings),
)
_asked = 0.0
_reading = asyncio.Lock()


async def refresh() -> None:
    """Set the gauges anew, unless somebody has just done so."""
    global _asked  # noqa: PLW0603
    async with _reading:
        if monotonic() - _asked < FRESH:
            return
        await asyncio.gather(_database(), _valkey(), _door())
        _disks()
        _asked = monotonic()


async def _database() -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            rows = [await query(sql, *values) for sql, *values in _questions()]
            if settings.current().replica_database_url:
                up.labels("replica").set(await replica.is_current())
    except Exception as error:
        if not isinstance(error, TimeoutError) and not is_lost(error):
            raise
        up.labels("database").set(0)
        for gauge in _OF_DATABASE:
            gauge.clear()
        return
    up.labels("database").set(1)
    _tell(*rows)


def _questions() -> list[tuple[Any, ...]]:
    since = clock.now() - VERDICTS_WITHIN
    first = UUID(int=int(since.timestamp() * 1000) << 80)  # ids begin with their time
    return [(_JOBS,), (_FAILED,), (_REVIEWS,), (_CHECKS, first), (_FINDINGS,)]


def _tell(
    jobs: list[dict[str, Any]],
    failed: list[dict[str, Any]],
    reviews: list[dict[str, Any]],
    pending: list[dict[str, Any]],
    wrong: list[dict[str, Any]],
) -> None:
    jobs_due.labels("default").set(jobs[0]["due"])
    jobs_oldest.labels("default").set(jobs[0]["oldest"])
    jobs_failed.clear()
    for row in failed:
        jobs_failed.labels(row["task_name"]).set(row["n"])
    found = {(row["cause"], row["urgent"]): row for row in reviews}
    for cause in Cause:
        for urgent in (True, False):
            row = found.get((cause.value, urgent), {"n": 0, "oldest": 0})
            labels = (cause.value, "yes" if urgent else "no")
            reviews_open.labels(*labels).set(row["n"])
            reviews_oldest.labels(*labels).set(row["oldest"])
    checks.labels("wechat").set(pending[0]["n"])
    checks_oldest.labels("wechat").set(pending[0]["oldest"])
    counted = {row["kind"]: row["n"] for row in wrong}
    for kind in FindingKind:
        findings.labels(kind.value).set(counted.get(kind.value, 0))


async def _valkey() -> None:
    account = f"wechat:{settings.current().wechat_appid}"
    try:
        spent = await budgets.spent(adapters().valkey, account)
    except (RedisError, OSError):
        up.labels("valkey").set(0)
        quota.clear()
        return
    up.labels("valkey").set(1)
    for call, window, ratio in spent:
        quota.labels("wechat", call, window).set(ratio)


async def _door() -> None:
    """What Prometheus asks inside says nothing of the proxy, its certificate and the name."""
    found = await door.knock(settings.current().public_url, PATIENCE)
    up.labels("door").set(found.answers)
    if found.certificate_left is not None:
        certificate.labels("door").set(found.certificate_left)


def _disks() -> None:
    """The root is where Docker keeps its volumes, unless they were moved."""
    given = settings.current()
    places = {"root": Path("/"), "tombstones": given.tombstones}
    if given.backup_folder:
        places["backup"] = Path(given.backup_folder)
    for name, place in places.items():
        if place.is_dir():
            usage = shutil.disk_usage(place)
            disk.labels(name).set(usage.free / usage.total)
