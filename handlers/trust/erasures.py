"""Erasures: asking for deletion for good, cancelling it in time, and its receipt."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.idempotency import creates
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.rates import limited
from handlers.edge.shapes import Count, Moment
from models.people.accounts import Account
from models.trust.erasures import ErasedKind, Erasure
from service.trust import erasures, personal_data

bp = Blueprint("erasures")


class ErasedView(msgspec.Struct):
    """So many of one kind that are gone; `words` names it."""

    kind: str
    words: str
    count: Count


class ErasureView(msgspec.Struct):
    """An erasure: waiting until `due_at` unless cancelled, then purged, then done."""

    id: UUID
    kind: ErasedKind
    asked_at: Moment
    due_at: Moment
    cancelled: bool
    purged_at: Moment | None
    done_at: Moment | None
    words: Annotated[str, Meta(description="How it stands, or what holds it up.")]
    receipt: Annotated[list[ErasedView], Meta(description="Empty until it is done.")]


def _words(erasure: Erasure, held_up_by: str) -> str:
    if erasure.done_at:
        return "已经彻底删除，这就是回执"
    if erasure.cancelled_at:
        return "已经取消，什么都没有删除"
    if erasure.purged_at:
        return "内容已经删除，正在清理照片文件"
    return held_up_by or "还在等待，到期之前可以取消"


def _receipt(erasure: Erasure) -> list[ErasedView]:
    return [
        ErasedView(kind, personal_data.label_of(kind) or "照片文件", count)
        for kind, count in sorted(erasure.receipt.items())
    ]


async def present_erasure(erasure: Erasure) -> ErasureView:
    waiting = not (erasure.cancelled_at or erasure.purged_at)
    held_up_by = await erasures.held_up_by(erasure) if waiting else ""
    return ErasureView(
        id=erasure.id,
        kind=erasure.kind,
        asked_at=erasure.created_at,
        due_at=erasure.due_at,
        cancelled=erasure.cancelled_at is not None,
        purged_at=erasure.purged_at,
        done_at=erasure.done_at,
        words=_words(erasure, held_up_by),
        receipt=_receipt(erasure) if erasure.done_at else [],
    )


async def shown(account: Account, erasure_id: UUID) -> ErasureView:
    return await present_erasure(await erasures.seen_by(account, erasure_id))


@bp.post("/account/erasure")
@operation(
    "Have the account deleted for good, in 15 days",
    gives=ErasureView,
    status=201,
    refuses=(403, 409),
)
@signed_in
@limited("erasures", most=20, seconds=3600)
@creates(shown)
async def ask_for_account(request: Request, account: Account) -> UUID:
    return (await erasures.ask_for_account(account)).id


@bp.post("/students/<student_id:uuid>/erasure")
@operation(
    "Have a child's archive deleted for good, in 7 days",
    gives=ErasureView,
    status=201,
    refuses=(403, 409),
)
@signed_in
@limited("erasures", most=20, seconds=3600)
@creates(shown)
async def ask_for_student(request: Request, account: Account, student_id: UUID) -> UUID:
    return (await erasures.ask_for_student(account, student_id)).id


@bp.post("/families/<family_id:uuid>/erasure")
@operation(
    "Have a family with all it keeps deleted for good, in 7 days",
    gives=ErasureView,
    status=201,
    refuses=(403, 409),
)
@signed_in
@limited("erasures", most=20, seconds=3600)
@creates(shown)
async def ask_for_family(request: Request, account: Account, family_id: UUID) -> UUID:
    return (await erasures.ask_for_family(account, family_id)).id


@bp.get("/erasures/<erasure_id:uuid>")
@operation("How an erasure stands, and its receipt", gives=ErasureView)
@signed_in
async def show(request: Request, account: Account, erasure_id: UUID) -> HTTPResponse:
    return ok(await shown(account, erasure_id))


@bp.delete("/erasures/<erasure_id:uuid>")
@operation("Cancel an erasure while it waits", status=204, refuses=(403, 409))
@signed_in
async def cancel(request: Request, account: Account, erasure_id: UUID) -> HTTPResponse:
    await erasures.cancel(account, erasure_id)
    return gone()
