"""Lives: families whose phones go on writing, whatever is killed, and keep a ledger of it."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, TypeVar
from uuid import uuid4

import httpx

from service.demo.phone import Refused
from tests.archive.filing_room import AWARD
from tests.faults.installation import Installation, patiently, within
from tests.faults.ledger import Ledger
from tests.world import Person, a_photo

PATIENCE = 300
RISKY = "想买同款加微信"
UNKNOWN = "unknown"
LETTERS = str.maketrans("0123456789", "ghijklmnop")
T = TypeVar("T")


def unlike(words: str) -> str:
    """`words` as nobody else has said them, without a digit: eleven may be a telephone number."""
    return f"{words} {uuid4().hex.translate(LETTERS)}"


class Life:
    """One phone. Each request is repeated under its own key until it is acknowledged."""

    def __init__(self, person: Person, ledger: Ledger, chance: random.Random) -> None:
        self._person, self._ledger, self._chance = person, ledger, chance
        self._of_family = {"family_id": person.family, "student_id": person.child}
        self.account = ""

    async def one_day(self, seen: dict[str, datetime]) -> None:
        """A photo, an entry that is changed and talked of, a filed thing, a post and a like."""
        photo = await self._uploads()
        entry = await self._creates("entry", "/entries", self._of_family | {"title": "今天"})
        await self._changes(entry)
        words = {"words": unlike("说")}
        await self._creates("comment", f"/entries/{entry}/comments", words, words["words"])
        await self._files()
        await self._publishes(photo)
        await self._likes(seen)

    async def _uploads(self) -> str:
        data, key, phone = a_photo(), uuid4().hex, self._person.phone
        photo = await self._insists(
            lambda: phone.put_photo(self._person.family, "IMG.jpg", data, key=key)
        )
        self._ledger.acknowledge("photo", photo, sha256(data).hexdigest())
        return photo

    async def _creates(self, kind: str, path: str, body: dict[str, Any], says: str = "") -> str:
        key = uuid4().hex
        made = await self._insists(lambda: self._person.phone.post(path, body, key=key))
        self._ledger.acknowledge(kind, made["id"], says or body.get("title", ""))
        return made["id"]

    async def _changes(self, entry: str) -> None:
        """Give it a title of its own; said twice it is changed to the same."""
        title, path = unlike("改"), f"/entries/{entry}"
        await self._insists(lambda: self._person.phone.put(path, {"title": title}))
        self._ledger.acknowledge("entry", entry, title)

    async def _files(self) -> None:
        title = unlike("奖状")
        body = {"family_id": self._person.family, **AWARD, "title": title}
        await self._creates("filed", "/filed-items", body, title)

    async def _publishes(self, photo: str) -> None:
        """Every other post says what no check passes; one in four is taken back at once."""
        await within(PATIENCE, lambda: self._is_ready(photo))
        words = self._chance.choice([RISKY, unlike("风筝")])
        body = self._of_family | {"photo_ids": [photo], "words": words, "audience": "public"}
        post = await self._creates("post", "/posts", body, words)
        if self._chance.random() < 0.25:
            await self._insists(lambda: self._person.phone.delete(f"/posts/{post}"))
            self._ledger.acknowledge("withdrawn", post)

    async def _is_ready(self, photo: str) -> bool:
        found = await patiently(lambda: self._person.phone.get(f"/photos/{photo}"), PATIENCE)
        return found["state"] == "ready"

    async def _likes(self, seen: dict[str, datetime]) -> None:
        """One of the posts that are in the feed, or not any more."""
        if not seen:
            return
        post, likes = self._chance.choice([*seen]), self._chance.random() < 0.7
        act = self._person.phone.put if likes else self._person.phone.delete
        pair, says = f"{post} {self.account}", "yes" if likes else ""
        # Nobody hangs up here: who does, and then changes their mind, may be heard in the other
        # order.
        try:
            await patiently(lambda: act(f"/posts/{post}/like"), PATIENCE)
        except Refused as refused:
            if refused.status != 404:
                raise
            says = UNKNOWN  # an answer may have been lost before the post was taken back
        self._ledger.acknowledge("like", pair, says)

    async def _insists(self, call: Callable[[], Awaitable[T]]) -> T:
        """Ask, hang up before the answer or after it, and ask again until there is one."""
        with suppress(TimeoutError, httpx.TransportError, Refused):
            await asyncio.wait_for(call(), self._chance.uniform(0, 0.1))
        return await patiently(call, PATIENCE)


@asynccontextmanager
async def living(
    home: Installation, persons: list[Person], ledger: Ledger, chance: random.Random
) -> AsyncIterator[dict[str, datetime]]:
    """All of them live, and a stranger looks around: which posts were seen, and since when.

    What was begun is ended, before the block is left.
    """
    stranger = await home.person(f"路人{uuid4().hex[:6]}")
    stopped, seen = asyncio.Event(), dict[str, datetime]()
    async with AsyncExitStack() as stack:
        looking = asyncio.create_task(_looks_around(stranger, seen))
        stack.callback(looking.cancel)
        lives = [await _life(home, person, ledger, chance) for person in persons]
        days = [asyncio.create_task(_day_after_day(life, seen, stopped)) for life in lives]
        try:
            yield seen
        finally:
            stopped.set()
            await asyncio.gather(*days)
        assert not looking.done()


async def _life(home: Installation, person: Person, ledger: Ledger, chance: random.Random) -> Life:
    life = Life(person, ledger, random.Random(chance.random()))
    sql = "select account_id from memberships where family_id = $1"
    (row,) = await home.rows(sql, person.family)
    life.account = str(row["account_id"])
    return life


async def _day_after_day(life: Life, seen: dict[str, datetime], stopped: asyncio.Event) -> None:
    while not stopped.is_set():
        await life.one_day(seen)


async def _looks_around(stranger: Person, seen: dict[str, datetime]) -> None:
    while True:
        for post in await patiently(stranger.feed, PATIENCE):
            seen.setdefault(post, datetime.now(UTC))
        await asyncio.sleep(0.05)
