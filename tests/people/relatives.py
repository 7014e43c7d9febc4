"""Relatives: a family with two guardians, a grandfather who adds and an aunt who looks."""

from dataclasses import dataclass
from typing import Any

from tests.world import Person, World

NAMES = {"爸爸": "Bob", "爷爷": "Chen", "亲属": "Dina"}


@dataclass(frozen=True)
class Home:
    """Alice owns the family and guards it together with Bob; 小满 is theirs."""

    alice: Person
    bob: Person
    chen: Person
    dina: Person

    @property
    def path(self) -> str:
        return f"/families/{self.alice.family}"

    async def members(self) -> dict[str, dict[str, Any]]:
        """Everybody of the family, by nickname."""
        items = (await self.alice.phone.get(f"{self.path}/members"))["items"]
        return {member["nickname"]: member for member in items}

    async def place(self, name: str) -> str:
        """The path of somebody's membership."""
        return f"/memberships/{(await self.members())[name]['id']}"

    async def roles(self) -> dict[str, str]:
        return {name: member["role"] for name, member in (await self.members()).items()}


async def home_of(world: World) -> Home:
    """The family, with everybody's `family` and `child` set."""
    home = Home(*[await world.person(name) for name in ("Alice", *NAMES.values())])
    await home.alice.founds("陈家")
    child = await home.alice.opens_archive("小满")
    for person, relation in zip((home.bob, home.chen, home.dina), NAMES, strict=True):
        await home.alice.invites(person, relation, "viewer" if relation == "亲属" else "editor")
        person.child = child
    await home.alice.phone.put(await home.place("Bob"), {"role": "guardian"})
    return home


async def told(person: Person) -> list[tuple[str, str]]:
    """What somebody was told, and of what: (kind, subject), latest first."""
    items = (await person.phone.get("/notices"))["items"]
    return [(notice["kind"], notice["subject_id"]) for notice in items]


async def invitation_of(guardian: Person, **draft: Any) -> dict[str, Any]:
    return await guardian.phone.post(f"/families/{guardian.family}/invitations", draft)
