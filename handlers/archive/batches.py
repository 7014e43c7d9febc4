"""Batches: one answer for many photos at once."""

from typing import Annotated

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.rates import limited
from models.people.accounts import Account
from service.archive import batches
from service.archive.batches import PhotosChange

bp = Blueprint("batches")


class Changed(msgspec.Struct):
    changed: Annotated[int, Meta(ge=0, description="Those that are not as they were.")]


@bp.put("/photos")
@operation(
    "Date, place, move, or discard and restore up to 500 photos, all or none",
    takes=PhotosChange,
    example={
        "family_id": "0192f0c4-7b1e-7c3a-9d52-6f1a2b3c4d5e",
        "photo_ids": ["0192f0d1-3c4d-7e5f-9a6b-8c7d6e5f4a3b"],
        "taken": "2016-05-01~",
        "place": "外婆家",
        "entry_id": "0192f0d2-4d5e-7f60-8b7c-9d8e7f605142",
    },
    gives=Changed,
    refuses=(403, 404, 409),
)
@signed_in
@limited("batches", most=60, seconds=600)
async def change(request: Request, account: Account) -> HTTPResponse:
    return ok(Changed(await batches.change(account, read(request, PhotosChange))))
