"""Plants posts of the canary child: one with an edit that waits, and one in the trash."""

from typing import Any

CANARY = "KANARIE"
SETTLED = ["approved", "rejected", "review"]


async def plant(home: Any) -> None:
    alice = home.alice
    written = (one for one in await alice.timeline() if not (one["draft"] or one["unfinished"]))
    photo = await alice.takes_photo()
    told = {"audience": "family", "entry_id": next(written)["id"]}
    post = await alice.publishes(f"{CANARY}看海", [photo], **told)
    await alice.phone.until(f"/posts/{post['id']}", state=SETTLED)
    await home.world.script("wechat", "msg_sec_check", {"suggest": "review"})
    await alice.phone.put(f"/posts/{post['id']}", {"words": f"{CANARY}看海，风很大"})
    thrown_away = await alice.publishes(f"{CANARY}重复了", [photo], audience="family")
    await alice.phone.delete(f"/posts/{thrown_away['id']}")
    await home.world.quiet()
