"""Quotas: how much of its room a family uses."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.shapes import Count
from models.people.accounts import Account
from service.archive import quotas

bp = Blueprint("quotas")


class StorageView(msgspec.Struct):
    """What a family keeps, open tickets and the trash with it, of what it may keep."""

    used_bytes: Annotated[Count, Meta(description="May be above `most_bytes` once that was cut.")]
    most_bytes: Count


@bp.get("/families/<family_id:uuid>/storage")
@operation("How much room a family has", gives=StorageView)
@signed_in
async def show(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    storage = await quotas.of_family(account, family_id)
    return ok(StorageView(storage.used, storage.most))
