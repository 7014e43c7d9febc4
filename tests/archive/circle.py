"""The circle around an entry: Alice who recorded it, the grandfather who adds, and grandmother."""

from dataclasses import dataclass
from typing import Any

from models.trust.consents import Purpose
from tests.world import Person, World

SETTLED = ["passed", "review", "risky"]
TOLD = "那天是我扶着车座跑的。"
TEXTS, SOUNDS = "msg_sec_check", "media_check_async"


@dataclass(frozen=True)
class Circle:
    """Chen is the grandfather and contributes; Dina, the grandmother, only looks.

    `entry` is the path of Alice's entry, which all of them see.
    """

    world: World
    alice: Person
    chen: Person
    dina: Person
    entry: str

    @property
    def family(self) -> tuple[Person, ...]:
        return self.alice, self.chen, self.dina

    async def counts(self, person: Person) -> tuple[int, int]:
        """How many stories and comments the entry has, as the person's timeline says."""
        shown = next(one for one in await person.timeline() if one["id"] in self.entry)
        return shown["story_count"], shown["comment_count"]


async def circle_of(world: World, alice: Person) -> Circle:
    entry = await alice.records(title="学会骑车")
    path = f"/entries/{entry['id']}"
    await alice.phone.until(path, standing=["passed"])
    chen = await relative(alice, "Chen", "爷爷")
    dina = await relative(alice, "Dina", "外婆", "viewer")
    return Circle(world, alice, chen, dina, path)


async def relative(alice: Person, name: str, relation: str, role: str = "contributor") -> Person:
    person = await alice.world.person(name)
    await alice.invites(person, relation, role)
    person.child = alice.child
    return person


async def tells(person: Person, entry: str, *, key: str = "", **story: Any) -> dict[str, Any]:
    """Add a story to the entry at this path, not yet checked."""
    return await person.phone.post(f"{entry}/stories", story or {"words": TOLD}, key=key)


async def told(person: Person, entry: str, **story: Any) -> dict[str, Any]:
    """Add a story, and wait until its words were checked."""
    made = await tells(person, entry, **story)
    return await person.phone.until(f"/stories/{made['id']}", standing=SETTLED)


async def says(person: Person, entry: str, words: str = "真好！", key: str = "") -> dict[str, Any]:
    """Comment on the entry at this path, not yet checked."""
    return await person.phone.post(f"{entry}/comments", {"words": words}, key=key)


async def said(person: Person, entry: str, words: str = "真好！") -> dict[str, Any]:
    """Comment, and wait until the words were checked."""
    made = await says(person, entry, words)
    return await person.phone.until(f"/comments/{made['id']}", standing=SETTLED)


async def words_on(person: Person, entry: str, what: str = "stories") -> list[str]:
    """The words of the first page of an entry's stories (or comments)."""
    return [one["words"] for one in (await person.phone.get(f"{entry}/{what}"))["items"]]


async def forgoes(alice: Person) -> None:
    """Take back Alice's consent to keep the data of her child."""
    given = (await alice.phone.get("/consents", family_id=alice.family))["items"]
    kept = next(one["id"] for one in given if one["purpose"] == Purpose.ARCHIVE)
    await alice.phone.delete(f"/consents/{kept}")


async def leaves(person: Person, alice: Person) -> None:
    """End somebody's membership of Alice's family."""
    members = (await alice.phone.get(f"/families/{alice.family}/members"))["items"]
    own = next(one["id"] for one in members if one["nickname"] == person.phone.person)
    await person.phone.delete(f"/memberships/{own}")
