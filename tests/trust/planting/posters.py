"""Plants a poster of the canary child: the words and the nickname are in its picture."""

from typing import Any

CANARY = "KANARIE"


async def plant(home: Any) -> None:
    alice = home.alice
    post = await alice.publishes(f"{CANARY}海报", [await alice.takes_photo()], audience="family")
    await alice.phone.until(f"/posts/{post['id']}", state=["approved"])
    link = await alice.phone.post(f"/posts/{post['id']}/share-links", {})
    asked = await alice.phone.post(f"/share-links/{link['id']}/posters", {"shape": "1:1"})
    await alice.phone.until(f"/posters/{asked['id']}", state=["ready"])
