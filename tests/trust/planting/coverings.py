"""Plants copies of the canary child's photo with stickers on: one drawn, one still to be."""

from typing import Any

from tests.edge.samples.coverings import AREA


async def plant(home: Any) -> None:
    alice, world = home.alice, home.world
    entry = (await alice.timeline())[0]
    path = f"/photos/{entry['photos'][0]['id']}/coverings"
    made = await alice.phone.post(path, {"areas": [AREA]})
    await alice.phone.until(f"/coverings/{made['id']}", state=["done"])
    async with world.worker_away():
        await alice.phone.post(path, {"areas": [AREA | {"sticker": "cloud"}]})
    await world.quiet()
