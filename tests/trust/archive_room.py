"""The archive room: Alice's family in the programme, Liu who asks to look, He who decides."""

from dataclasses import dataclass
from typing import Any

from models.people.staff import Office
from service.foundation.database import query
from service.people import appointments
from tests.trust.household import mother_of
from tests.world import XIANGZHOU, Person, World

CITY, TOWN, OTHER_TOWN = "440400000000", "440402004000", "440402005000"
WHY = "老师说孩子有两天没有到校了，电话也没人接"
NOTHING = "00000000-0000-7000-8000-000000000000"


@dataclass(frozen=True)
class Room:
    """Liu is the town's archivist, He the district's; 小满's household is in the town."""

    world: World
    alice: Person
    liu: Person
    he: Person

    async def opened(self, **draft: Any) -> str:
        """A grant of Liu's, approved by He: the path of it."""
        path = f"/access-grants/{(await asks(self.liu, self.alice.child, **draft))['id']}"
        await self.he.phone.call("POST", f"{path}/approval")
        return path


async def room_of(world: World, born: str = "2016-05-01") -> Room:
    alice = await mother_of(world, born)
    await alice.joins_programme(TOWN)
    return Room(world, alice, await world.archivist(TOWN), await world.archivist(XIANGZHOU))


async def asks(archivist: Person, child: str, **draft: Any) -> dict[str, Any]:
    return await archivist.phone.post("/access-grants", wish(child, **draft))


def wish(child: str, **draft: Any) -> dict[str, Any]:
    return {"student_id": child, "reason": "safety", "words": WHY, "minutes": 30} | draft


async def decides(decider: Person, grant: dict[str, Any], act: str = "approval") -> dict[str, Any]:
    return await decider.phone.call("POST", f"/access-grants/{grant['id']}/{act}")


async def holds(world: World, person: Person, office: Office, code: str) -> None:
    """Give somebody an office, by the operator."""
    offered = await appointments.offer_first(office, "周敏", code)
    await person.takes_up(appointments.code_of(offered))


async def steps_down(archivist: Person) -> None:
    for held in (await archivist.phone.get("/appointments"))["items"]:
        if held["mine"]:
            await archivist.phone.delete(f"/appointments/{held['id']}")


async def acts(like: str) -> list[str]:
    """The audit trail's acts of this kind, in order."""
    found = await query("select action from audit_records where action like $1 order by id", like)
    return [row["action"] for row in found]
