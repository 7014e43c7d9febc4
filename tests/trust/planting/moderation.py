"""Plants a post of the canary child on the wall, reported, taken down and appealed for."""

from typing import Any

from tests.sharing.curators import featured
from tests.trust.reviewers import moderator, queue_of, rules

CANARY = "KANARIE"


async def plant(home: Any) -> None:
    alice, mei = home.alice, await moderator(home.world, "Mei")
    post = (await alice.shows(f"{CANARY}门口", [await alice.takes_photo()]))["id"]
    await featured(home.world, post)
    said = {"reason": "private", "words": f"{CANARY}家的门牌"}
    await home.bob.phone.post(f"/posts/{post}/reports", said)
    review = next(one for one in await queue_of(mei) if one["cause"] == "report")
    await rules(mei, review["id"], "private")
    await alice.phone.post(f"/posts/{post}/appeal", {"words": f"{CANARY}说是自家门口"})
    await home.world.quiet()
