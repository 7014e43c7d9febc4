"""Plants a show page of the canary child with a link; its words, and a filed item, tell of it."""

from typing import Any

from service.trust.consents import Purpose
from tests.archive.filing_room import files

CANARY = "KANARIE"


async def plant(home: Any) -> None:
    alice = home.alice
    await alice.consents(Purpose.SHOW)
    kept = [one for one in await alice.timeline() if not (one["draft"] or one["unfinished"])]
    told = kept[0]["id"]
    await alice.phone.until(f"/entries/{told}", standing=["passed"])
    may = {"student_id": alice.child, "open_level": "open"}
    filed = (await files(alice, title=f"{CANARY}的画", words=f"{CANARY}画的", **may))["id"]
    section = {"title": f"{CANARY}的海", "entry_ids": [told], "item_ids": [filed]}
    body = {"title": f"{CANARY}一家", "words": f"{CANARY}三代人", "sections": [section]}
    body |= {"knowingly": True}
    page = await alice.phone.post(f"/families/{alice.family}/show-pages", body)
    await alice.phone.until(f"/show-pages/{page['id']}", standing=["passed"])
    await alice.phone.post(f"/show-pages/{page['id']}/share-links", {})
