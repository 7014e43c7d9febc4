"""Planting what is donated of the canary child: one taken in, with a deed that tells of it; one
that is only offered.
"""

from typing import Any

from models.trust.consents import Purpose
from tests.programme.donation_room import accessioned, offers, photographed

CANARY = "KANARIE"


async def plant(home: Any) -> None:
    """The child agrees for itself; the archive has copies and a deed, and words of its own."""
    alice, world = home.alice, home.world
    pupil = await world.person("Xiaoman")
    pupil.family = alice.family
    await pupil.consents(Purpose.DONATION, alice.child)
    said: dict[str, Any] = {"title": f"{CANARY}的画", "words": f"{CANARY}画的"}
    archivist = home.school.archivist
    await accessioned(alice, archivist, await photographed(alice, **said))
    await offers(alice, await photographed(alice, **said), words=f"{CANARY}画得好")
    await world.quiet()
