"""Plants a post of the canary child on the wall, reported, taken down and appealed for.

And one that is only proposed for the wall.
"""

from typing import Any

from tests.sharing.curators import curator, featured
from tests.trust.reviewers import moderator, queue_of, rules

CANARY = "KANARIE"


async def plant(home: Any) -> None:
    alice, mei = home.alice, await moderator(home.world, "Mei")
    photo = await alice.takes_photo()
    post, proposed = [
        (await alice.shows(f"{CANARY}{at}", [photo]))["id"] for at in ("门口", "窗边")
    ]
    await featured(home.world, post)
    await (await curator(home.world, "Wu")).phone.put(f"/posts/{proposed}/featuring")
    said = {"reason": "private", "words": f"{CANARY}家的门牌"}
    await home.bob.phone.post(f"/posts/{post}/reports", said)
    review = next(one for one in await queue_of(mei) if one["cause"] == "report")
    await rules(mei, review["id"], "private")
    await alice.phone.post(f"/posts/{post}/appeal", {"words": f"{CANARY}说是自家门口"})
    await home.world.quiet()
