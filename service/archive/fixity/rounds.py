"""Rounds of fixity: who is verified next, how fast, and when a round had better stop."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from threading import Lock
from uuid import UUID

import structlog

from models.archive.findings import Walk
from service.archive.fixity import scopes
from service.archive.fixity.scopes import Scope
from service.archive.fixity.verifying import SPARES, Verdict, unheard, verify
from service.foundation import clock, jobs, settings
from service.integrations import adapters
from service.integrations.kodo.hashing import Heard

STEP_SECONDS = 9 * 60
"""So that a step has ended when the next one begins, and stands for its rate."""
AWAY_AFTER = 5
"""So many in a row that Kodo did not answer for are an outage, not theirs."""
EVERYTHING = "fixity"
NEVER = datetime.fromtimestamp(0, UTC)

Told = Callable[[Counter[Verdict]], None]


class Pace:
    """Holds the reading threads, all together, to so many bytes a second."""

    def __init__(
        self,
        rate: float,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._rate, self._now, self._sleep = rate, now, sleep
        self._began = self._free_at = now()
        self._lock = Lock()

    @property
    def seconds(self) -> float:
        """How long ago this began."""
        return self._now() - self._began

    def heard(self, size: int) -> None:
        """Sleep for as long as the reading is ahead of its rate.

        What it was behind for more than a second is not made up for: there are no bursts.
        """
        with self._lock:
            now = self._now()
            self._free_at = max(self._free_at, now - 1) + size / self._rate
            ahead = self._free_at - now
        if ahead > 0:
            self._sleep(ahead)

    async def within(self, seconds: float, ids: AsyncIterator[UUID]) -> AsyncIterator[UUID]:
        """Of `ids` those whose turn comes in time."""
        async for one in ids:
            if self.seconds >= seconds:
                return
            yield one


class Round:
    """One round over some photos. It hears of every block and tells the verdicts so far."""

    def __init__(self, heard: Heard = unheard, told: Told | None = None) -> None:
        self.verdicts: Counter[Verdict] = Counter()
        self._heard, self._told = heard, told
        self._away = 0

    def is_over(self, limit: int | None) -> bool:
        """Whether it ended because nothing was left, and not at the limit or by an outage."""
        return not self._is_outage and (limit is None or self.verdicts.total() < limit)

    async def over(self, ids: AsyncIterator[UUID], at_once: int = 1) -> None:
        """Verify them, `at_once` at a time, to the end or to an outage."""
        free = asyncio.Semaphore(at_once)
        async with asyncio.TaskGroup() as group:
            while await free.acquire() and not self._is_outage:
                photo_id = await anext(ids, None)  # asked for only when it can begin
                if photo_id is None:
                    return
                group.create_task(self._one(photo_id, free))

    @property
    def _is_outage(self) -> bool:
        return self._away >= AWAY_AFTER

    async def _one(self, photo_id: UUID, free: asyncio.Semaphore) -> None:
        try:
            verdict = await verify(photo_id, self._heard)
        finally:
            free.release()
        self._away = self._away + 1 if verdict is Verdict.AWAY else 0
        self.verdicts[verdict] += 1
        if self._told:
            self._told(self.verdicts)


@jobs.job("fixity.verify", cron="*/10 * * * *")
async def verify_stale() -> None:
    """Verify for some minutes what is due by the schedule; the next step goes on from there."""
    await _step(scopes.oldest(scopes.stale()))


@jobs.job("fixity.mend", cron="27 * * * *")
async def mend() -> None:
    """Look again at what is broken: a copy may have come, or the object come back.

    First goes what a repair has left that was killed.
    """
    async for page in adapters().kodo.pages(SPARES):
        await adapters().kodo.delete_many(facts["key"] for facts in page)
    await _step(scopes.broken_first(Scope(NEVER)))


async def _step(ids: AsyncIterator[UUID]) -> None:
    rate = settings.current().fixity_mib_per_second << 20
    if not rate:
        return
    pace = Pace(rate)
    step = Round(pace.heard)
    await step.over(pace.within(STEP_SECONDS, ids))
    if step.verdicts:
        structlog.get_logger("fixity").info("step", **step.verdicts)


async def begin_everything() -> datetime:
    """When the round over everything began that is under way, or begins now."""
    walk, _ = await Walk.get_or_create(name=EVERYTHING, defaults={"began_at": clock.now()})
    return walk.began_at


async def end_everything() -> None:
    """The next round over everything is a new one."""
    await Walk.filter(name=EVERYTHING).delete()
