"""Import uploads: tickets for the files of an import."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive.import_items import ItemView, present_item
from handlers.archive.uploads import TicketView, present_ticket
from handlers.edge.bodies import read
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.rates import limited
from models.people.accounts import Account
from service.archive import import_uploads
from service.archive.import_uploads import TicketsDraft

bp = Blueprint("import_uploads")


class TurnView(msgspec.Struct):
    """A file as it stands now, and the ticket to send it with.

    Without a ticket there is nothing to send: it has come, was skipped, or may still be under way
    from elsewhere (`found`: ask again later).
    """

    item: ItemView
    ticket: TicketView | None


class Turns(msgspec.Struct):
    items: Annotated[list[TurnView], Meta(description="In the order in which they were listed.")]


@bp.post("/imports/<import_id:uuid>/tickets")
@operation(
    "Tickets for files of an import; the same ones while they live",
    takes=TicketsDraft,
    example={"item_ids": ["0192f0d1-3c4d-7e5f-9a6b-8c7d6e5f4a3b"]},
    gives=Turns,
    refuses=(409,),
)
@signed_in
@limited("import-tickets", most=1200, seconds=600)
async def tickets(request: Request, account: Account, import_id: UUID) -> HTTPResponse:
    turns = await import_uploads.tickets(account, import_id, read(request, TicketsDraft))
    return ok(
        Turns(
            [
                TurnView(
                    present_item(turn.item), present_ticket(turn.ticket) if turn.ticket else None
                )
                for turn in turns
            ]
        )
    )
