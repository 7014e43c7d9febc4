"""Uploads: tickets for the phone, and its word that it has used them."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive import photos
from handlers.archive.photos import PhotoView
from handlers.edge.bodies import read
from handlers.edge.idempotency import creates
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.rates import limited
from handlers.edge.shapes import Count, Moment
from models.archive.photos import Medium, Upload
from models.people.accounts import Account
from service.archive import uploads
from service.archive.uploads import UploadDraft
from service.integrations import adapters

bp = Blueprint("uploads")


class TicketView(msgspec.Struct):
    """Post the file to `url` as multipart/form-data: `token`, `key`, then `file`.

    Where `parts` is not 0 the file is large: send it in so many parts of `part_bytes` each (the
    last one is what is left) by Kodo's multipart upload v2, with the same token.
    """

    upload_id: UUID
    name: str
    medium: Medium
    url: str
    key: str
    token: str
    expires_at: Moment
    parts: Count
    part_bytes: Count


class Tickets(msgspec.Struct):
    items: Annotated[list[TicketView], Meta(description="In the order of the files.")]


def present_ticket(upload: Upload) -> TicketView:
    """A ticket as its holder uses it; the token is signed anew each time."""
    return TicketView(
        upload_id=upload.id,
        name=upload.name,
        medium=upload.medium,
        url=adapters().kodo.upload_url,
        key=upload.key,
        token=uploads.token_of(upload),
        expires_at=upload.expires_at,
        parts=uploads.parts_of(upload),
        part_bytes=uploads.PART_BYTES,
    )


async def shown(account: Account, batch_id: UUID) -> Tickets:
    return Tickets([present_ticket(upload) for upload in await uploads.batch(account, batch_id)])


@bp.post("/uploads")
@operation(
    "Tickets to put files into object storage",
    takes=UploadDraft,
    example={
        "family_id": "0192f0c4-7b1e-7c3a-9d52-6f1a2b3c4d5e",
        "files": [{"name": "IMG_20240601_渔女.jpg", "bytes": 3145728, "medium": "photo"}],
    },
    gives=Tickets,
    status=201,
    refuses=(403, 404, 409),
)
@signed_in
@limited("uploads", most=120, seconds=60)
@creates(shown)
async def issue(request: Request, account: Account) -> UUID:
    return (await uploads.issue(account, read(request, UploadDraft)))[0].batch_id


@bp.post("/uploads/<upload_id:uuid>/confirmation")
@operation("Say that a file has been put", gives=PhotoView, refuses=(409,))
@signed_in
async def confirm(request: Request, account: Account, upload_id: UUID) -> HTTPResponse:
    return ok(await photos.shown(account, (await uploads.confirm(account, upload_id)).id))
