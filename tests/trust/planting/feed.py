"""Plants what is said under a post of the canary child, and who is kept away from its family."""

from typing import Any

CANARY = "KANARIE"


async def plant(home: Any) -> None:
    alice, bob = home.alice, home.bob
    post = await alice.shows(f"{CANARY}看灯", [await alice.takes_photo()])
    said = await _says(bob, post["id"], f"{CANARY}真可爱")
    await _says(alice, post["id"], f"{CANARY}谢谢", thread_id=said)
    fan = await home.world.person("Fan")
    unfriendly = await _says(fan, post["id"], f"{CANARY}太吵了")
    await fan.phone.put(f"/posts/{post['id']}/like")
    await fan.phone.put(f"/posts/{post['id']}/mute")
    body = {"post_comment_id": unfriendly}
    await alice.phone.post(f"/families/{alice.family}/blocks", body)
    await home.world.quiet()


async def _says(person: Any, post: str, words: str, **more: str) -> str:
    path = f"/posts/{post}/comments"
    comment = (await person.phone.post(path, {"words": words, **more}))["id"]
    await person.phone.until(f"/post-comments/{comment}", standing=["passed"])
    return comment
