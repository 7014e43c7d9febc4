"""The donation room: what families offer the archives of the districts, and what comes of it."""

from typing import Any

import httpx
import pytest

from models.people.regions import Region
from models.programme.donations import DonatedItem
from models.trust.consents import Purpose
from service.foundation.database import query
from service.integrations.errors import VendorUnavailable
from service.programme import donation_copies
from tests.archive.filing_room import files
from tests.trust.leaving import objects
from tests.world import XIANGZHOU, Person, World

WORTH = "这些照片记下了盐场的老样子，馆里很想收藏。"
SORRY = "馆里已经有同样的画报了，请家里好好留着。"
NAME = "陈静"


async def photographed(person: Person, *, child: bool = True, **item: Any) -> dict[str, Any]:
    """An item with a picture, of the child's archive unless it is the family's own."""
    photo = await person.takes_photo()
    student = person.child if child else None
    return await files(person, photo_ids=[photo], student_id=student, **item)


async def offers(
    person: Person, *items: dict[str, Any], to: str = XIANGZHOU, key: str = "", **said: Any
) -> dict[str, Any]:
    """Offer items to the archive of a region."""
    region = await Region.get(code=to)
    body = {"region_id": str(region.id), "item_ids": [one["id"] for one in items], **said}
    return await person.phone.post(f"/families/{person.family}/donations", body, key=key)


async def agrees(person: Person) -> str:
    """The guardian's yes to donations of the child's."""
    return await person.consents(Purpose.DONATION, person.child)


async def decides(archivist: Person, donation: dict[str, Any], **said: Any) -> dict[str, Any]:
    body = {"wanted": True, "words": WORTH} | said
    return await archivist.phone.put(f"/staff/donations/{donation['id']}/decision", body)


async def reads_deed(person: Person, donation: dict[str, Any], **chosen: Any) -> dict[str, Any]:
    return await person.phone.get(f"/donations/{donation['id']}/deed", **chosen)


async def signs(person: Person, donation: dict[str, Any], **chosen: Any) -> dict[str, Any]:
    """Read the deed with these restrictions, and sign what was read."""
    query = {name: str(value).lower() for name, value in chosen.items()}
    read = await reads_deed(person, donation, **query)
    body = {"signature": NAME, "sha256": read["sha256"], **chosen}
    return await person.phone.put(f"/donations/{donation['id']}/signature", body)


async def signed(
    person: Person, archivist: Person, *items: dict[str, Any], **offered: Any
) -> dict[str, Any]:
    """A donation of these items that the archive wants and its family has signed."""
    donation = await offers(person, *items, **offered)
    await decides(archivist, donation)
    return await signs(person, donation)


async def begins_accession(archivist: Person, donation: dict[str, Any]) -> dict[str, Any]:
    return await archivist.phone.put(f"/staff/donations/{donation['id']}/accession")


async def taken_in(archivist: Person, donation: dict[str, Any]) -> dict[str, Any]:
    """Accession it, and wait until the copies are there."""
    await begins_accession(archivist, donation)
    return await archivist.phone.until(f"/staff/donations/{donation['id']}", state=["accessioned"])


async def accessioned(
    person: Person, archivist: Person, *items: dict[str, Any], **chosen: Any
) -> dict[str, Any]:
    """The whole way, from the offer to the number; as the family reads it."""
    donation = await offers(person, *items)
    await decides(archivist, donation)
    await signs(person, donation, **chosen)
    await taken_in(archivist, donation)
    return await person.phone.get(f"/donations/{donation['id']}")


async def looks(archivist: Person, donation: dict[str, Any], place: int = 0) -> dict[str, Any]:
    """Open one item."""
    line = donation["items"][place]["id"]
    return await archivist.phone.get(f"/staff/donations/{donation['id']}/items/{line}")


async def desk(archivist: Person, code: str = XIANGZHOU) -> list[dict[str, Any]]:
    return (await archivist.phone.get("/staff/donations", region=code))["items"]


def copies(world: World) -> set[str]:
    """The keys of all copies that an archive has."""
    return {key for key in objects(world) if key.startswith("donations/")}


async def left_half_copied(world: World, person: Person, archivist: Person) -> None:
    """Kodo goes away within the only item of a donation that is being taken in; taken back
    meanwhile, its copies wait for a removal whose job is lost.
    """
    donation = await signed(person, archivist, await photographed(person))
    (row,) = await DonatedItem.filter(donation_id=donation["id"])
    async with world.worker_away():
        await begins_accession(archivist, donation)
        await copied_half(world, row)
        await person.phone.delete(f"/donations/{donation['id']}")
        await query("delete from procrastinate_jobs where task_name like 'donations.%'")


async def copied_half(world: World, row: DonatedItem) -> None:
    """Kodo goes away within an item and comes back: there is a copy of which no row tells."""
    await world.script("kodo", "stat", {"status": 599}, times=None)
    with pytest.raises(VendorUnavailable):
        await donation_copies._copy_item(row.donation_id, row.id)
    await world.http.delete(f"{world.settings.kodo_upload_url}/_control/scripts")
    assert copies(world) != set()


async def fetched(world: World, url: str) -> httpx.Response:
    return await world.http.get(url)
