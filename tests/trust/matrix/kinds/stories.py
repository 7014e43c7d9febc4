"""Stories and comments in each condition, and such words as a human is asked to read."""

from typing import Any

from tests.trust.matrix.cast import Cast
from tests.trust.matrix.rule import NOTHING
from tests.world import Person

ON = {name: name for name in ("own", "private", "class", "foreign", "school")}
ON |= dict.fromkeys(("pending", "deleted"), "own")
WAYS = {"story": "stories", "comment": "comments"}


async def stories(cast: Cast, things: Any) -> dict[str, dict[str, dict[str, str]]]:
    """On the entry of each condition one of each, and one not checked yet or taken back."""
    await cast.world.quiet()
    made: dict[str, dict[str, dict[str, str]]] = {kind: {} for kind in WAYS}
    for kind, way in WAYS.items():
        for condition, entry in ON.items():
            if condition != "pending":
                author = cast.bob if condition in ("foreign", "school") else cast.owner
                made[kind][condition] = await _said(author, things["entry"][entry], kind, way)
    await cast.world.quiet()
    for kind, way in WAYS.items():
        gone = made[kind]["deleted"][f"{kind}_id"]
        await cast.owner.phone.delete(f"/{way}/{gone}")
        made[f"doubtful_{kind}"] = {
            "own": await _doubted(cast.owner, things["entry"]["own"], kind, way),
            "class": made[kind]["class"] | {"review_id": NOTHING},
        }
        made[kind]["pending"] = await _doubted(cast.owner, things["entry"]["own"], kind, way)
    made["doubtful_caption"] = {
        "own": await _caption(cast.owner, await cast.owner.takes_photo(), "review"),
        "class": await _caption(cast.owner, things["entry"]["class"]["photo_id"], "pass"),
    }
    return made


async def _said(author: Person, entry: dict[str, str], kind: str, way: str) -> dict[str, str]:
    path = f"/entries/{entry['entry_id']}/{way}"
    return entry | {f"{kind}_id": (await author.phone.post(path, {"words": "海边"}))["id"]}


async def _doubted(author: Person, entry: dict[str, str], kind: str, way: str) -> dict[str, str]:
    """One that its author alone reads, with the yes to a human's look."""
    await author.world.script("wechat", "msg_sec_check", {"suggest": "review"})
    said = await _said(author, entry, kind, way)
    path = f"/{way}/{said[f'{kind}_id']}"
    await author.phone.until(path, standing=["review"])
    review = await author.phone.post(f"{path}/review", None)
    return said | {"review_id": review["id"]}


async def _caption(author: Person, photo: str, suggest: str) -> dict[str, str]:
    await author.world.script("wechat", "msg_sec_check", {"suggest": suggest})
    await author.phone.put(f"/photos/{photo}", {"caption": "海边"})
    await author.phone.until(f"/photos/{photo}", words_standing=["review", "passed"])
    if suggest == "review":
        await author.phone.post(f"/photos/{photo}/caption/review", None)
    return {"photo_id": photo}
