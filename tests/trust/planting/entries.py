"""Planting an entry that the canary child's mother has only begun, and changed since."""

from typing import Any

CANARY = "KANARIE"


async def plant(home: Any) -> None:
    alice = home.alice
    words = {"title": f"{CANARY}没写完", "place": f"{CANARY}家门口", "milestone": "first_steps"}
    begun = await alice.records(**words, unfinished=True)
    await alice.phone.put(f"/entries/{begun['id']}", {"story": f"{CANARY}走了三步"})
