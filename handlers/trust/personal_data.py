"""Personal data (我的数据): what is kept about an account, a child or a family, kind by kind."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.overload import costly
from handlers.edge.rates import limited
from handlers.edge.shapes import Count
from handlers.trust.erasures import ErasureView, present_erasure
from models.people.accounts import Account
from models.trust.erasures import ErasedKind
from service.trust import erasures, personal_data
from service.trust.personal_data import Item

bp = Blueprint("personal_data")


class ItemView(msgspec.Struct):
    """So many of one kind; `label` names it for a parent."""

    kind: str
    label: str
    count: Count
    bytes: Annotated[Count, Meta(description="Of its files.")]
    erasable: Annotated[bool, Meta(description="Whether an erasure removes it.")]
    why: Annotated[str, Meta(description="Why an erasure leaves it; empty if it does not.")]


class PersonalDataView(msgspec.Struct):
    """Everything that is kept, and the erasure that waits, if one does."""

    items: list[ItemView]
    erasure: ErasureView | None


async def _present(subject_id: UUID, items: list[Item]) -> HTTPResponse:
    waiting = await erasures.waiting_for(subject_id)
    views = [
        ItemView(one.kind, one.label, one.count, one.bytes, not one.why, one.why) for one in items
    ]
    return ok(PersonalDataView(views, await present_erasure(waiting) if waiting else None))


@bp.get("/account/data")
@operation("What is kept about the account", gives=PersonalDataView)
@signed_in
@limited("personal-data", most=60, seconds=600)
@costly("tables")
async def of_account(request: Request, account: Account) -> HTTPResponse:
    items = await personal_data.summary(ErasedKind.ACCOUNT, account.id)
    return await _present(account.id, items)


@bp.get("/students/<student_id:uuid>/data")
@operation("What is kept about a child", gives=PersonalDataView, refuses=(403,))
@signed_in
@limited("personal-data", most=60, seconds=600)
@costly("tables")
async def of_student(request: Request, account: Account, student_id: UUID) -> HTTPResponse:
    return await _present(student_id, await personal_data.of_student(account, student_id))


@bp.get("/families/<family_id:uuid>/data")
@operation("What is kept about a family", gives=PersonalDataView, refuses=(403,))
@signed_in
@limited("personal-data", most=60, seconds=600)
@costly("tables")
async def of_family(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    return await _present(family_id, await personal_data.of_family(account, family_id))
