"""Desks of the matrix, one let in by the owner and one that waits; imports, listed and started."""

from typing import Any
from uuid import UUID

from service.foundation.database import query
from tests.trust.matrix.cast import Cast
from tests.world import Person

Things = dict[str, dict[str, dict[str, str]]]


async def desks_and_imports(cast: Cast, things: Things) -> Things:
    """A browser and an import in each condition."""
    desks = {"own": await _desk(cast), "running": await _desk(cast)}
    path = f"/desk-sign-ins/{desks['own']['code']}/allowance"
    await cast.owner.phone.call("POST", path)
    await query("update desk_sign_ins set expires_at = expires_at + interval '1 day'")
    imports = {
        "own": await _import(cast.owner),
        "running": await _import(cast.owner),
        "foreign": await _import(cast.bob),
    }
    await cast.owner.phone.call("POST", f"/imports/{imports['running']['import_id']}/start")
    return {"desk": desks, "import": imports}


async def _desk(cast: Cast) -> dict[str, str]:
    asked: dict[str, Any] = await cast.world.phone("anonymous").call("POST", "/desk-sign-ins")
    return {"sign_in_id": asked["id"], "secret": asked["secret"], "code": asked["code"]}


async def _import(person: Person) -> dict[str, str]:
    body = {"name": "老照片", "student_id": person.child}
    made = await person.phone.post(f"/families/{person.family}/imports", body)
    file = {"path": f"{made['id']}.jpg", "bytes": 9}
    await person.phone.put(f"/imports/{made['id']}/items", {"items": [file]})
    listed = "select id from import_items where importing_id = $1"
    (item,) = await query(listed, UUID(made["id"]))
    return {"import_id": made["id"], "item_id": str(item["id"]), "path": file["path"]}
