"""Reactions to entries: one warm word of each of the family."""

from uuid import UUID

import msgspec
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive.conversations import Felt, Relative, relatives
from handlers.edge.bodies import read, read_query
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.paging import Page, PageQuery, after, cut
from handlers.edge.rates import limited
from models.archive.stories import Warmth
from models.people.accounts import Account
from service.archive import entry_reactions
from service.foundation.drafts import Draft
from service.trust import access

bp = Blueprint("entry_reactions")


class ReactionDraft(Draft):
    """What one feels about an entry."""

    warmth: Warmth


class ReactionsView(msgspec.Struct):
    """What the family feels about an entry."""

    reactions: Felt
    my_reaction: Warmth | None


class ReactionView(msgspec.Struct):
    """What one of the family feels about an entry."""

    id: UUID
    author: Relative
    mine: bool
    warmth: Warmth


async def shown(account: Account, entry_id: UUID) -> ReactionsView:
    felt = await entry_reactions.on(await access.viewer(account), entry_id)
    return ReactionsView(felt.reactions, felt.mine)


@bp.put("/entries/<entry_id:uuid>/reaction")
@operation(
    "Feel something about an entry, in place of what one felt before",
    takes=ReactionDraft,
    example={"warmth": "抱抱"},
    gives=ReactionsView,
    refuses=(409,),
)
@signed_in
@limited("reactions", most=600, seconds=600)
async def react(request: Request, account: Account, entry_id: UUID) -> HTTPResponse:
    await entry_reactions.react(account, entry_id, read(request, ReactionDraft).warmth)
    return ok(await shown(account, entry_id))


@bp.delete("/entries/<entry_id:uuid>/reaction")
@operation("Take one's reaction to an entry back", gives=ReactionsView)
@signed_in
@limited("reactions", most=600, seconds=600)
async def take_back(request: Request, account: Account, entry_id: UUID) -> HTTPResponse:
    await entry_reactions.take_back(account, entry_id)
    return ok(await shown(account, entry_id))


@bp.get("/entries/<entry_id:uuid>/reactions")
@operation(
    "Who of the family feels what, first ones first", query=PageQuery, gives=Page[ReactionView]
)
@signed_in
async def index(request: Request, account: Account, entry_id: UUID) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, UUID)
    found = await entry_reactions.of_entry(await access.viewer(account), entry_id, after=place)
    felt, following = cut(found, entry_reactions.PAGE, lambda one: one.id)
    who = await relatives(felt[0].entry.family_id, [one.account for one in felt]) if felt else {}
    views = [
        ReactionView(one.id, who[one.account_id], one.account_id == account.id, one.warmth)
        for one in felt
    ]
    return ok(Page(views, following))
