"""Reviewers: Alice with something doubtful, her relatives, and Mei who moderates for the city."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import msgspec

from models.people.staff import Office
from service.foundation import settings
from tests.trust.archive_room import CITY, holds
from tests.trust.household import father_of, mother_of
from tests.world import Person, World

PICTURE, WORDS = "media_check_async", "msg_sec_check"
SETTLED = ["passed", "review", "risky"]


@dataclass(frozen=True)
class Desk:
    """Alice owns the family and guards it with the father; grandmother Chen adds to it."""

    world: World
    alice: Person
    father: Person
    chen: Person
    mei: Person

    async def doubtful_photo(self, person: Person | None = None) -> str:
        """A photo of which WeChat is not sure; its path."""
        await self.world.quiet()
        await self.world.script("wechat", PICTURE, {"suggest": "review"})
        return f"/photos/{await (person or self.alice).takes_photo()}"

    async def doubtful_words(self, person: Person | None = None, **entry: Any) -> str:
        """Words of which WeChat is not sure; the path of their entry."""
        await self.world.quiet()
        await self.world.script("wechat", WORDS, {"suggest": "review"})
        author = person or self.alice
        made = await author.records(**{"title": "陈小满和我", "story": "说不清楚"} | entry)
        path = f"/entries/{made['id']}"
        await author.phone.until(path, standing=SETTLED)
        return path

    async def queue(self, moderator: Person | None = None) -> list[str]:
        """The ids of what waits for a moderator."""
        found = await (moderator or self.mei).phone.get("/reviews")
        return [one["id"] for one in found["items"]]


async def desk_of(world: World) -> Desk:
    alice = await mother_of(world)
    father, chen, mei = await father_of(world, alice), *await _people(world, "Chen", "Mei")
    await alice.invites(chen, "奶奶")
    chen.child = alice.child
    await holds(world, mei, Office.MODERATOR, CITY)
    return Desk(world, alice, father, chen, mei)


async def _people(world: World, *names: str) -> list[Person]:
    return [await world.person(name) for name in names]


async def asks(person: Person, path: str, key: str = "") -> dict[str, Any]:
    """Say yes to a human's look at something of one's own."""
    return await person.phone.post(f"{path}/review", None, key=key)


async def decides(moderator: Person, review: dict[str, Any], *, passes: bool) -> dict[str, Any]:
    path = f"/reviews/{review['id']}/decision"
    return await moderator.phone.post(path, {"passes": passes})


async def standing(person: Person, path: str) -> str:
    return (await person.phone.get(path))["standing"]


async def moderator(world: World, name: str) -> Person:
    """Somebody who moderates for the city."""
    person = await world.person(name)
    await holds(world, person, Office.MODERATOR, CITY)
    return person


async def queue_of(person: Person) -> list[dict[str, Any]]:
    return (await person.phone.get("/reviews"))["items"]


async def leases(person: Person, most: int = 20) -> list[str]:
    """The ids of what a moderator holds after asking for so much."""
    answer = await person.phone.call("POST", "/reviews/lease", {"most": most})
    return [one["id"] for one in answer["items"]]


async def rules(person: Person, review: str, reason: str = "") -> dict[str, Any]:
    """Decide as a moderator: with a reason it is refused."""
    word = {"passes": not reason, "reason": reason}
    return await person.phone.call("POST", f"/reviews/{review}/decision", word)


@contextmanager
def undoable(seconds: int = 10) -> Iterator[None]:
    """Decisions take effect so late that they can be taken back."""
    given = settings.current()
    settings.use(msgspec.structs.replace(given, decision_undo_seconds=seconds))
    try:
        yield
    finally:
        settings.use(given)
