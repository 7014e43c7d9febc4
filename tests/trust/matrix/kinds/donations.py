"""Donations of the matrix: offered, wanted, taken in, taken back, a classmate's; and items."""

from typing import Any

from models.people.regions import Region
from models.trust.consents import Purpose
from service.foundation.database import query
from tests.archive.filing_room import DEED, files
from tests.programme.donation_room import accessioned, decides, offers, photographed, reads_deed
from tests.trust.matrix.cast import Cast
from tests.world import XIANGZHOU, Person

_PENDING = "update filed_items set standing = 'pending' where id = $1"


async def donations(cast: Cast, things: Any) -> dict[str, dict[str, dict[str, str]]]:
    """`running` is one that is wanted, `public` one that was taken in; each with one line."""
    owner, parent = cast.owner, cast.people["parent"]
    archivist = cast.people["district_staff"]
    for person in (owner, parent):
        await person.consents(Purpose.DONATION, person.child)
    await cast.world.quiet()
    made = {
        "own": await offers(owner, await photographed(owner)),
        "running": await offers(owner, await photographed(owner)),
        "public": await accessioned(owner, archivist, await photographed(owner)),
        "deleted": await offers(owner, await photographed(owner)),
        "class": await offers(parent, await photographed(parent)),
    }
    await owner.phone.delete(f"/donations/{made['deleted']['id']}")
    await decides(archivist, made["running"])
    ids = {name: _ids(one) for name, one in made.items()}
    ids["running"]["deed_sha256"] = (await reads_deed(owner, made["running"]))["sha256"]
    ids["public"]["deed_sha256"] = made["public"]["deed_sha256"]
    return {"donation": ids, "donated_item": await _items(owner)}


def _ids(donation: dict[str, Any]) -> dict[str, str]:
    line = donation["items"][0]["id"]
    return {"donation_id": donation["id"], "line_id": line, "deed_sha256": "0" * 64}


async def _items(owner: Person) -> dict[str, dict[str, str]]:
    """What may be offered, what is of a closed class, and what is not checked yet."""
    items = {
        "own": await photographed(owner),
        "private": await files(owner, student_id=owner.child, **DEED),
        "pending": await photographed(owner),
    }
    await query(_PENDING, items["pending"]["id"])
    region = str((await Region.get(code=XIANGZHOU)).id)
    home = {"family_id": owner.family, "region_id": region}
    return {name: home | {"item_id": item["id"]} for name, item in items.items()}
