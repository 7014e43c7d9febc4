"""Distances: families that one does not want to meet, and people whom a family keeps away."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read, read_query
from handlers.edge.idempotency import creates
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.paging import Page, PageQuery, after, cut
from handlers.edge.shapes import Moment
from models.people.accounts import Account
from models.sharing.distances import Block, Mute
from service.sharing import distances
from service.sharing.comment_pages import SOMEBODY
from service.sharing.distances import BlockDraft

bp = Blueprint("distances")


class MuteView(msgspec.Struct):
    """A family whose posts the feed leaves out; it does not learn of it."""

    id: UUID
    family: Annotated[str, Meta(description="What the family calls itself.")]
    since: Moment


class BlockView(msgspec.Struct):
    """Somebody for whom the family's posts are not there."""

    id: UUID
    nickname: str
    since: Moment


def present_mute(mute: Mute) -> MuteView:
    return MuteView(mute.id, mute.family.name, mute.created_at)


def present_block(block: Block) -> BlockView:
    return BlockView(block.id, block.account.nickname or SOMEBODY, block.created_at)


async def shown_block(account: Account, block_id: UUID) -> BlockView:
    return present_block(await distances.blocked(account, block_id))


@bp.put("/posts/<post_id:uuid>/mute")
@operation("Leave the posts of this post's family out of one's feeds", status=204, refuses=(409,))
@signed_in
async def mute(request: Request, account: Account, post_id: UUID) -> HTTPResponse:
    await distances.mute(account, post_id)
    return gone()


@bp.delete("/posts/<post_id:uuid>/mute")
@operation("Have the family of this post in one's feeds again", status=204)
@signed_in
async def unmute(request: Request, account: Account, post_id: UUID) -> HTTPResponse:
    await distances.unmute(account, post_id)
    return gone()


@bp.get("/mutes")
@operation("The families that one's feeds leave out", query=PageQuery, gives=Page[MuteView])
@signed_in
async def mutes(request: Request, account: Account) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, UUID)
    found = await distances.mutes_of(account, after=place)
    kept, following = cut(found, distances.PAGE, lambda one: one.id)
    return ok(Page([present_mute(one) for one in kept], following))


@bp.delete("/mutes/<mute_id:uuid>")
@operation("Have such a family in one's feeds again", status=204)
@signed_in
async def end_mute(request: Request, account: Account, mute_id: UUID) -> HTTPResponse:
    await distances.end_mute(account, mute_id)
    return gone()


@bp.post("/families/<family_id:uuid>/blocks")
@operation(
    "Keep whoever made a comment away from the family's posts",
    takes=BlockDraft,
    example={"post_comment_id": "0192f0e2-5d6e-7f70-8a9b-0c1d2e3f4a5b"},
    gives=BlockView,
    status=201,
    refuses=(403, 404, 409),
)
@signed_in
@creates(shown_block)
async def block(request: Request, account: Account, family_id: UUID) -> UUID:
    return (await distances.block(account, family_id, read(request, BlockDraft))).id


@bp.get("/families/<family_id:uuid>/blocks")
@operation("Whom the family keeps away", query=PageQuery, gives=Page[BlockView], refuses=(403,))
@signed_in
async def blocks(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, UUID)
    found = await distances.blocks_of(account, family_id, after=place)
    kept, following = cut(found, distances.PAGE, lambda one: one.id)
    return ok(Page([present_block(one) for one in kept], following))


@bp.delete("/families/<family_id:uuid>/blocks/<block_id:uuid>")
@operation("Let somebody near again", status=204, refuses=(403,))
@signed_in
async def unblock(
    request: Request, account: Account, family_id: UUID, block_id: UUID
) -> HTTPResponse:
    await distances.unblock(account, family_id, block_id)
    return gone()
