"""Planting an import of the canary child: the names of its folder and its files."""

from typing import Any

from tests.world import a_photo


async def plant(home: Any) -> None:
    """One file of two has come into the timeline, the other was only listed."""
    alice = home.alice
    data = a_photo() + b"KANARIE"
    body = {"name": "KANARIE老照片", "student_id": alice.child}
    made = await alice.phone.post(f"/families/{alice.family}/imports", body)
    path = f"/imports/{made['id']}"
    beside = {"caption": "KANARIE的说明", "album": "KANARIE的岁月"}
    files = [
        {"path": "KANARIE的相册/KANARIE1.jpg", "bytes": len(data)} | beside,
        {"path": "KANARIE的相册/KANARIE2.jpg", "bytes": 9} | beside,
    ]
    await alice.phone.put(f"{path}/items", {"items": files})
    await alice.phone.call("POST", f"{path}/start")
    items = (await alice.phone.get(f"{path}/items"))["items"]
    asked = {"item_ids": [items[0]["id"]]}
    (turn,) = (await alice.phone.call("POST", f"{path}/tickets", asked))["items"]
    await alice.phone.put_file(turn["ticket"], data)
    await alice.phone.until(path, kept=[1])
