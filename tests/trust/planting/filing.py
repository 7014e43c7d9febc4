"""Planting what is filed of the canary child: an award, where a paper lies, one withdrawn."""

from typing import Any

from tests.archive.filing_room import files

CANARY = "KANARIE"


async def plant(home: Any) -> None:
    """All that filing leaves anywhere: items, files, people, a question, a doubt, a tombstone."""
    alice, world = home.alice, home.world
    entry = (await alice.timeline())[0]
    photo, child = entry["photos"][0]["id"], await _child(alice)
    of_child: dict[str, Any] = {"student_id": alice.child, "person_ids": [child, home.grandmother]}
    box = await alice.phone.post(f"/families/{alice.family}/boxes", {"title": "奖状"})
    words: dict[str, Any] = {
        "title": f"{CANARY}的奖状",
        "words": f"{CANARY}得的",
        "responsible": f"{CANARY}的学校",
    }
    words |= {"source": f"{CANARY}的外婆", "place": f"{CANARY}礼堂"}
    more: dict[str, Any] = {"photo_ids": [photo], "entry_id": entry["id"], "box_id": box["id"]}
    await files(alice, **of_child, **words, **more)
    closed: dict[str, Any] = {"class_code": "G2", "location": f"{CANARY}的抽屉"}
    await files(alice, **of_child, title=f"{CANARY}接种证", **closed)
    gone = await files(alice, **of_child, **words)
    await alice.phone.delete(f"/filed-items/{gone['id']}")
    await world.script("wechat", "msg_sec_check", {"suggest": "review"})
    doubtful = await files(alice, **of_child, title=f"{CANARY}说不清的")
    await alice.phone.post(f"/filed-items/{doubtful['id']}/review", None)
    await world.quiet()


async def _child(alice: Any) -> str:
    persons = (await alice.phone.get(f"/families/{alice.family}/persons"))["items"]
    return next(one["id"] for one in persons if CANARY in one["name"])
