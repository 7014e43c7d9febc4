"""Comments under the posts of the matrix in each condition, and who is kept away."""

from typing import Any
from uuid import UUID

from service.foundation.database import query
from tests.trust.matrix.cast import Cast
from tests.world import Person

ON = {name: name for name in ("own", "private", "class", "public", "school")}
ON |= {"pending": "public", "deleted": "own"}


async def comments_and_distances(cast: Cast, things: Any) -> dict[str, dict[str, dict[str, str]]]:
    """Under each post one by its family, one not checked yet, one taken back.

    Bob, who is in no role, has muted the owner's family and is kept away by it.
    """
    owner, bob, made = cast.owner, cast.bob, dict[str, dict[str, str]]()
    for condition, post in ON.items():
        author = bob if condition == "school" else owner
        made[condition] = await _said(author, things["post"][post])
    await owner.phone.delete(f"/post-comments/{made['deleted']['comment_id']}")
    pending = UUID(made["pending"]["comment_id"])
    await query("update post_comments set standing = 'pending' where id = $1", pending)
    stranger = await _said(cast.people["stranger"], things["post"]["public"])
    public = f"/posts/{things['post']['public']['post_id']}"
    await bob.phone.put(f"{public}/mute")
    mute = (await bob.phone.get("/mutes"))["items"][0]["id"]
    unfriendly = await _said(bob, things["post"]["public"])
    body = {"post_comment_id": unfriendly["comment_id"]}
    block = await owner.phone.post(f"/families/{owner.family}/blocks", body)
    kept = stranger | {"mute_id": mute, "block_id": block["id"], "family_id": owner.family}
    return {"post_comment": made, "distance": {"own": kept}}


async def _said(author: Person, post: dict[str, str]) -> dict[str, str]:
    path = f"/posts/{post['post_id']}/comments"
    comment = (await author.phone.post(path, {"words": "海边"}))["id"]
    await author.phone.until(f"/post-comments/{comment}", standing=["passed"])
    return post | {"comment_id": comment}
