"""Filed items and boxes of the matrix, and an item of which a human is asked."""

from typing import Any

from service.foundation.database import query
from tests.archive.filing_room import DEED, files
from tests.trust.matrix.cast import Cast
from tests.trust.matrix.rule import NOTHING

_PENDING = "update filed_items set standing = 'pending' where id = $1"


async def filing(cast: Cast, things: Any) -> dict[str, dict[str, dict[str, str]]]:
    """An item in each condition, `private` of a closed class; a doubtful one; boxes."""
    owner, bob = cast.owner, cast.bob
    await cast.world.quiet()
    child = owner.child
    made = {name: await files(owner, student_id=child) for name in ("own", "pending", "deleted")}
    made["private"] = await files(owner, student_id=child, **DEED)
    made["foreign"] = await files(bob)
    await owner.phone.delete(f"/filed-items/{made['deleted']['id']}")
    await query(_PENDING, made["pending"]["id"])
    items = {name: {"item_id": item["id"]} for name, item in made.items()}
    doubtful = {"own": await _doubted(cast), "class": items["own"] | {"review_id": NOTHING}}
    return {"filed_item": items, "doubtful_item": doubtful, "box": await _boxes(cast)}


async def _doubted(cast: Cast) -> dict[str, str]:
    """One that the owner alone reads, with the yes to a human's look."""
    await cast.world.script("wechat", "msg_sec_check", {"suggest": "review"})
    item = await files(cast.owner)
    review = await cast.owner.phone.post(f"/filed-items/{item['id']}/review", None)
    return {"item_id": item["id"], "review_id": review["id"]}


async def _boxes(cast: Cast) -> dict[str, dict[str, str]]:
    made = {}
    for name, person in (("own", cast.owner), ("deleted", cast.owner), ("foreign", cast.bob)):
        path = f"/families/{person.family}/boxes"
        made[name] = {"box_id": (await person.phone.post(path, {"title": "信"}))["id"]}
    await cast.owner.phone.delete(f"/boxes/{made['deleted']['box_id']}")
    return made
