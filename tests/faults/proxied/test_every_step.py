"""Stories of kill -9 at every step of a photo's way, before the step is done and behind it.

Ticket issued → object stored → callback → commit → read → check → verdict → publish and notify.
Each step is a statement or a call: the proxies hold it while its process is killed.
"""

import asyncio
from collections.abc import Awaitable
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID

import pytest

from tests.faults.conftest import settled_in
from tests.faults.installation import within
from tests.faults.laboratory import Laboratory
from tests.faults.processes import kill
from tests.faults.proxied.way import PATIENCE, Way
from tests.faults.proxy import Held, Moment, Proxy
from tests.world import Person

COMMIT = b"COMMIT"
MEDIA, WORDS = b"/wxa/media_check_async", b"/wxa/msg_sec_check"
REQUEST, REPLY = Held
TRACED = "checks where subject_id = $1 and trace_id is not null"

OF_THE_WEB = [
    (step, held) for step in ("ticket", "callback", "commit", "push") for held in (REQUEST, REPLY)
]
OF_THE_WORKER = [
    [("reading", REQUEST), ("read", REQUEST), ("read", REPLY), ("check", REQUEST)],
    [("check", REPLY), ("trace", REPLY), ("verdict", REQUEST), ("verdict", REPLY)],
    [("words", REPLY), ("publish", REQUEST), ("publish", REPLY)],
]
"""A worker has four jobs under way."""


class Steps:
    """Takes ways up to where they are held; what is held stays so until the block is left."""

    def __init__(self, lab: Laboratory, stack: AsyncExitStack) -> None:
        self._lab, self._stack = lab, stack
        self._verdicts = asyncio.Lock()
        self.under_way: list[asyncio.Future[Any]] = []

    async def reach(self, way: Way, step: str, held: Held) -> int:
        """The process that is held at a step, or just before it is done."""
        moment: Moment = await getattr(self, step)(way, held)
        return self._lab.client(await moment.reached())

    async def ticket(self, way: Way, held: Held) -> Moment:
        moment = await self._stop(self._lab.database, COMMIT, way.ticket_key, held=held)
        self._sets_out(way.ticket())
        return moment

    async def callback(self, way: Way, held: Held) -> Moment:
        """Kodo has called; the service asks what is there."""
        entry = way.entry_of(await way.ticket())
        moment = await self._stop(self._lab.kodo, b"/stat/", entry, held=held)
        self._sets_out(way.puts())
        return moment

    async def commit(self, way: Way, held: Held) -> Moment:
        """The object becomes a photo."""
        upload = UUID((await way.ticket())["upload_id"])
        moment = await self._stop(self._lab.database, COMMIT, upload.bytes, held=held)
        self._sets_out(way.puts())
        return moment

    async def reading(self, way: Way, held: Held) -> Moment:
        """The worker fetches the original."""
        key = (await way.ticket())["key"].encode()
        moment = await self._stop(self._lab.kodo, key, held=held)
        self._sets_out(way.posts())
        return moment

    async def read(self, way: Way, held: Held) -> Moment:
        """What was read is kept, and the check is asked for."""
        before = await self.reading(way, REQUEST)
        await before.reached()
        photo = await way.photo()
        moment = await self._stop(self._lab.database, COMMIT, photo.bytes, held=held)
        before.go_on()
        return moment

    async def check(self, way: Way, held: Held) -> Moment:
        """WeChat is asked to look at the picture."""
        before = await self.reading(way, REQUEST)
        await before.reached()
        moment = await self._stop(self._lab.wechat, MEDIA, str(await way.photo()), held=held)
        before.go_on()
        return moment

    async def trace(self, way: Way, held: Held) -> Moment:
        """WeChat has taken the picture; what it calls it is kept."""
        before = await self.check(way, REPLY)
        await before.reached()
        check = await way.check_of(await way.photo())
        moment = await self._stop(self._lab.database, check["id"].bytes, held=held)
        before.go_on()
        return moment

    async def push(self, way: Way, held: Held) -> Moment:
        """WeChat's verdict arrives."""
        async with self._verdicts:
            check = await self._waits_for_verdict(way)
            return await self._released(COMMIT, check["trace_id"], held=held)

    async def verdict(self, way: Way, held: Held) -> Moment:
        """WeChat's verdict settles the question."""
        async with self._verdicts:
            check = await self._waits_for_verdict(way)
            return await self._released(COMMIT, check["id"].bytes, held=held)

    async def words(self, way: Way, held: Held) -> Moment:
        """WeChat is asked about the post's words."""
        moment = await self._stop(self._lab.wechat, WORDS, way.words, held=held)
        self._sets_out(way.posts())
        return moment

    async def publish(self, way: Way, held: Held) -> Moment:
        """The post is there for everybody, and its author is told."""
        before = await self.words(way, REQUEST)
        await before.reached()
        (post,) = await way.home.rows("select id from posts where words = $1", way.words)
        check = await way.check_of(post["id"])
        moment = await self._stop(self._lab.database, COMMIT, check["id"].bytes, held=held)
        before.go_on()
        return moment

    async def _waits_for_verdict(self, way: Way) -> Any:
        """Have WeChat keep its verdict to itself until it is released: all of them are, then."""
        who = {"person": way.person.phone.person}
        openid = (await way.home.control("wechat", "logins", who))["openid"]
        await way.home.script("wechat", "media_check_async", {"push": "held"}, openid=openid)
        self._sets_out(way.posts())
        ticket = await way.ticket()
        stored = "photos where upload_id = $1"
        await within(PATIENCE, lambda: way.home.count(stored, ticket["upload_id"]))
        photo = await way.photo()
        await within(PATIENCE, lambda: way.home.count(TRACED, photo))
        return await way.check_of(photo)

    async def _released(self, at: bytes, mentioning: str | bytes, held: Held) -> Moment:
        moment = await self._stop(self._lab.database, at, mentioning, held=held)
        await self._lab.home.control("wechat", "release", {})
        return moment

    async def _stop(self, proxy: Proxy, at: bytes, *mentioning: str | bytes, held: Held) -> Moment:
        words = [word.encode() if isinstance(word, str) else word for word in mentioning]
        return await self._stack.enter_async_context(proxy.stops(at, *words, held=held))

    def _sets_out(self, walk: Awaitable[object]) -> None:
        self.under_way.append(asyncio.ensure_future(walk))


async def kills_at(lab: Laboratory, steps: list[tuple[str, Held]], stranger: Person) -> set[int]:
    """Bring one way to each of the steps, kill who is there, and see each of them end well."""
    ways = [Way(lab, await settled_in(lab.home, step)) for step, _ in steps]
    async with AsyncExitStack() as stack:
        held_up = Steps(lab, stack)
        places = zip(ways, steps, strict=True)
        found = await asyncio.gather(*(held_up.reach(way, *place) for way, place in places))
        killed = {*found}
        for pid in killed:
            kill(pid)
    await within(PATIENCE, lab.home.is_whole)
    sweeping = asyncio.create_task(sweeps(lab))
    try:
        await asyncio.gather(*held_up.under_way)
        await asyncio.gather(*(way.ends_well(stranger) for way in ways))
    finally:
        sweeping.cancel()
    return killed


async def sweeps(lab: Laboratory) -> None:
    """WeChat tries a push three times; for one that found nobody, the sweep asks once more."""
    age = "update checks set created_at = created_at - interval '11 minutes'"
    while True:
        await lab.home.rows(f"{age} where standing = 'pending' and trace_id is not null")
        await lab.home.runs("moderation.sweep")
        await asyncio.sleep(3)


async def test_the_web_is_killed_at_every_step_of_its_own(lab: Laboratory, bob: Person):
    webs = lab.home.processes.web()
    assert await kills_at(lab, OF_THE_WEB, bob) <= {*webs}


@pytest.mark.parametrize("steps", OF_THE_WORKER, ids=["reading", "checking", "publishing"])
async def test_the_worker_is_killed_at_every_step_of_its_own(
    lab: Laboratory, bob: Person, steps: list[tuple[str, Held]]
):
    workers = lab.home.processes.worker()
    assert await kills_at(lab, steps, bob) == {*workers}
