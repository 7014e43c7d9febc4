"""Reviewers: Alice with something doubtful, her relatives, and Mei who moderates for the city."""

from dataclasses import dataclass
from typing import Any

from models.people.staff import Office
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
