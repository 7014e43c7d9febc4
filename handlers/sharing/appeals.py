"""Appeals: having what was refused looked at again, once, by another moderator."""

from uuid import UUID

import msgspec
from sanic import Blueprint, Request

from handlers.edge.bodies import read
from handlers.edge.idempotency import creates
from handlers.edge.operations import operation, signed_in
from handlers.edge.shapes import Moment
from models.people.accounts import Account
from service.sharing import appeals
from service.sharing.appeals import AppealDraft

bp = Blueprint("appeals")


class AppealView(msgspec.Struct):
    """An appeal of one's own; `passes` once it was decided."""

    id: UUID
    words: str
    appealed_at: Moment
    passes: bool | None


async def _shown(account: Account, review_id: UUID) -> AppealView:
    review = await appeals.own(account, review_id)
    passes = review.passes if review.carried_out_at else None
    return AppealView(review.id, review.words, review.created_at, passes)


@bp.post("/posts/<post_id:uuid>/appeal")
@operation(
    "Have a refused post of one's own looked at again, once, by another moderator",
    takes=AppealDraft,
    example={"words": "照片里是我们自己家的门口，没有别人"},
    gives=AppealView,
    status=201,
    refuses=(403, 409),
)
@signed_in
@creates(_shown)
async def appeal_post(request: Request, account: Account, post_id: UUID) -> UUID:
    return (await appeals.appeal_post(account, post_id, read(request, AppealDraft))).id


@bp.post("/post-comments/<comment_id:uuid>/appeal")
@operation(
    "Have a refused comment of one's own looked at again, once, by another moderator",
    takes=AppealDraft,
    example={"words": "我只是在夸那条船"},
    gives=AppealView,
    status=201,
    refuses=(403, 409),
)
@signed_in
@creates(_shown)
async def appeal_comment(request: Request, account: Account, comment_id: UUID) -> UUID:
    return (await appeals.appeal_comment(account, comment_id, read(request, AppealDraft))).id


@bp.post("/show-pages/<page_id:uuid>/appeal")
@operation(
    "Have a refused show page of one's own looked at again, once, by another moderator",
    takes=AppealDraft,
    example={"words": "这些都是我们自己家的老照片"},
    gives=AppealView,
    status=201,
    refuses=(403, 409),
)
@signed_in
@creates(_shown)
async def appeal_page(request: Request, account: Account, page_id: UUID) -> UUID:
    return (await appeals.appeal_page(account, page_id, read(request, AppealDraft))).id
