"""Curators: Wu and Gu, whose four eyes put a post on the wall."""

from models.people.staff import Office
from tests.trust.archive_room import CITY, holds
from tests.world import Person, World


async def curator(world: World, name: str) -> Person:
    """Somebody who curates for the city; the same person for the same name."""
    person = await world.person(name)
    if not (await person.phone.get("/appointments"))["items"]:
        await holds(world, person, Office.CURATOR, CITY)
    return person


async def featured(world: World, post: str) -> None:
    """Wu proposes the post for the wall, Gu confirms."""
    wu, gu = [await curator(world, name) for name in ("Wu", "Gu")]
    await wu.phone.put(f"/posts/{post}/featuring")
    await gu.phone.call("POST", f"/posts/{post}/featuring/confirmation")
