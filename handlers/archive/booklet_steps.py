"""Booklet steps: the child's yes, the way to the class and back, the lock, and the PDF."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive.booklets import BookletView, shown
from handlers.edge.bodies import read
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.rates import limited
from handlers.edge.shapes import Count
from models.people.accounts import Account
from service.archive import booklet_printing, booklet_steps, printing
from service.archive.booklet_steps import Confirmation

bp = Blueprint("booklet_steps")


class BookletPdf(msgspec.Struct):
    """Where the PDF of a booklet is to be had, for a few minutes."""

    url: str
    name: Annotated[str, Meta(description="What it is saved as.")]
    bytes: Count
    sha256: str


@bp.post("/booklets/<booklet_id:uuid>/request")
@operation(
    "Ask a child who signs in to look through the booklet", gives=BookletView, refuses=(403, 409)
)
@signed_in
@limited("booklets.ask", most=30, seconds=3600)
async def ask(request: Request, account: Account, booklet_id: UUID) -> HTTPResponse:
    await booklet_steps.ask(account, booklet_id)
    return ok(await shown(account, booklet_id))


@bp.post("/booklets/<booklet_id:uuid>/confirmation")
@operation(
    "Confirm a booklet: as the child, or as a guardian together with it",
    takes=Confirmation,
    example={"choice": "9f2c4e8a1b7d3f60a5c8e2d4b6f19073", "together": True},
    gives=BookletView,
    refuses=(403, 409),
)
@signed_in
async def confirm(request: Request, account: Account, booklet_id: UUID) -> HTTPResponse:
    await booklet_steps.confirm(account, booklet_id, read(request, Confirmation))
    return ok(await shown(account, booklet_id))


@bp.put("/booklets/<booklet_id:uuid>/school")
@operation(
    "Ask the teachers of the child's class for their words", gives=BookletView, refuses=(403, 409)
)
@signed_in
@limited("booklets.send", most=30, seconds=3600)
async def send(request: Request, account: Account, booklet_id: UUID) -> HTTPResponse:
    await booklet_steps.send(account, booklet_id)
    return ok(await shown(account, booklet_id))


@bp.delete("/booklets/<booklet_id:uuid>/school")
@operation(
    "Take a booklet back from the class, while no words stand",
    gives=BookletView,
    refuses=(403, 409),
)
@signed_in
async def take_back(request: Request, account: Account, booklet_id: UUID) -> HTTPResponse:
    await booklet_steps.take_back(account, booklet_id)
    return ok(await shown(account, booklet_id))


@bp.post("/booklets/<booklet_id:uuid>/lock")
@operation("Lock a booklet as it is, and have its PDF made", gives=BookletView, refuses=(403, 409))
@signed_in
@limited("booklets.lock", most=30, seconds=3600)
async def lock(request: Request, account: Account, booklet_id: UUID) -> HTTPResponse:
    await booklet_steps.lock(account, booklet_id)
    return ok(await shown(account, booklet_id))


@bp.get("/booklets/<booklet_id:uuid>/pdf")
@operation("Where to get the PDF", gives=BookletPdf, refuses=(409,))
@signed_in
async def pdf(request: Request, account: Account, booklet_id: UUID) -> HTTPResponse:
    booklet, url = await booklet_printing.url_of(account, booklet_id)
    name = printing.file_name(booklet.title)
    return ok(BookletPdf(url, name, booklet.pdf_bytes, booklet.pdf_sha256))
