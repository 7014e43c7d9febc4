"""Post edits: changing what a post says and shows, and who may see it."""

from uuid import UUID

from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.rates import limited
from handlers.sharing.posts import PostView, shown
from models.people.accounts import Account
from service.sharing import post_edits
from service.sharing.post_drafts import PostChange

bp = Blueprint("post_edits")


@bp.put("/posts/<post_id:uuid>")
@operation(
    "Change a post: what is taken away goes at once, what is added waits for its check",
    takes=PostChange,
    example={"words": "国庆带小满去看渔女。", "audience": "family", "version": 1},
    gives=PostView,
    refuses=(403, 409),
)
@signed_in
@limited("posts", most=60, seconds=600)
async def change(request: Request, account: Account, post_id: UUID) -> HTTPResponse:
    await post_edits.change(account, post_id, read(request, PostChange))
    return ok(await shown(account, post_id))
