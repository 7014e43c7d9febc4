"""Endorsements: a teacher's words on an entry, written, taken back and read."""

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.rates import limited
from handlers.edge.shapes import Moment
from models.archive.endorsements import Endorsement
from models.archive.growth import Entry
from models.people.accounts import Account
from models.trust.moderation import Standing
from service.archive import endorsements, entries
from service.archive.endorsements import EndorsementDraft
from service.trust import access

bp = Blueprint("endorsements")


class EndorsementView(msgspec.Struct):
    """A teacher's words on an entry, to the family, the child and that teacher."""

    id: UUID
    teacher: Annotated[str, Meta(description="As the school knows the teacher.")]
    words: str
    mine: bool
    standing: Annotated[Standing, Meta(description="The family reads it once it has passed.")]
    of_earlier_version: Annotated[bool, Meta(description="The entry was changed afterwards.")]
    endorsed_at: Moment


class Endorsements(msgspec.Struct):
    items: Annotated[list[EndorsementView], Meta(description="The first one first.")]


def present_endorsements(
    said: Iterable[Endorsement], entry: Entry, reader_id: UUID | None
) -> list[EndorsementView]:
    """Teachers' words on one entry."""
    return [
        EndorsementView(
            id=one.id,
            teacher=one.teacher_name,
            words=one.words,
            mine=one.teacher_id == reader_id,
            standing=one.standing,
            of_earlier_version=one.entry_version < entry.version,
            endorsed_at=one.created_at,
        )
        for one in said
    ]


@bp.put("/entries/<entry_id:uuid>/endorsement")
@operation(
    "Endorse what a class is shown, as its teacher, in place of one's words before",
    takes=EndorsementDraft,
    example={"words": "观察得真仔细，画里的贝壳像会发光。", "version": 1},
    gives=EndorsementView,
    refuses=(403,),
)
@signed_in
@limited("endorsements", most=300, seconds=600)
async def endorse(request: Request, account: Account, entry_id: UUID) -> HTTPResponse:
    said = await endorsements.endorse(account, entry_id, read(request, EndorsementDraft))
    return ok(present_endorsements([said], said.entry, account.id)[0])


@bp.delete("/entries/<entry_id:uuid>/endorsement")
@operation("Take one's words on an entry back", status=204, refuses=(403,))
@signed_in
async def take_back(request: Request, account: Account, entry_id: UUID) -> HTTPResponse:
    await endorsements.take_back(account, entry_id)
    return gone()


@bp.get("/entries/<entry_id:uuid>/endorsements")
@operation("What teachers say to an entry, to the family and the child", gives=Endorsements)
@signed_in
async def index(request: Request, account: Account, entry_id: UUID) -> HTTPResponse:
    viewer = await access.viewer(account)
    entry = await entries.seen_by(viewer, entry_id)
    said = await endorsements.beside(viewer, [entry_id])
    return ok(Endorsements(present_endorsements(said[entry_id], entry, account.id)))
