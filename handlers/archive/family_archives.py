"""Family archives: how far one is, what to file next, by which scheme, and a guardian's word."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.rates import limited
from handlers.edge.shapes import Moment
from models.people.accounts import Account
from service.archive import coaching, family_archives
from service.archive.class_schemes import scheme
from service.archive.family_archives import ArchiveChange

bp = Blueprint("family_archives")
Count = Annotated[int, Meta(ge=0)]


class CoachView(msgspec.Struct):
    """How far it is, in kind words: 「已收3件。再添一张全家福，就有4类了。」"""

    items: Count
    classes: Annotated[int, Meta(ge=0, description="In so many upper classes.")]
    enough_items: Annotated[int, Meta(description="So many make an archive.")]
    enough_classes: Annotated[int, Meta(description="In so many upper classes.")]
    next_class: Annotated[str, Meta(description="Of the next best thing to file; empty: any.")]
    words: str


class HeldClass(msgspec.Struct):
    """A lowest class of the family's scheme, and how many items it holds."""

    code: str
    title: str
    items: Count


class FamilyArchiveView(msgspec.Struct):
    family_id: UUID
    scheme: Annotated[str, Meta(description="By which the family files now.")]
    confirmed_at: Annotated[
        Moment | None, Meta(description="When a guardian said that this is the family's archive.")
    ]
    coach: CoachView
    classes: Annotated[
        list[HeldClass], Meta(description="Those that hold anything for the account's eyes.")
    ]


async def _shown(account: Account, family_id: UUID) -> FamilyArchiveView:
    archive = await family_archives.of(account, family_id)
    filed = await family_archives.classes_of(family_id)
    enough = coaching.ENOUGH
    said = coaching.coach(filed, archive.scheme, enough)
    seen = await family_archives.classes_seen_by(account, family_id)
    held = coaching.held_in(seen, archive.scheme)
    titles = scheme(archive.scheme)
    return FamilyArchiveView(
        family_id=family_id,
        scheme=archive.scheme,
        confirmed_at=archive.confirmed_at,
        coach=CoachView(
            said.items, said.classes, enough.items, enough.classes, said.next_code, said.words
        ),
        classes=[HeldClass(code, titles.title(code), count) for code, count in held.items()],
    )


@bp.get("/families/<family_id:uuid>/archive")
@operation("A family's archive: what it holds, and what to file next", gives=FamilyArchiveView)
@signed_in
async def show(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    return ok(await _shown(account, family_id))


@bp.put("/families/<family_id:uuid>/archive")
@operation(
    "File by another scheme from now on",
    takes=ArchiveChange,
    example={"scheme": "b_1"},
    gives=FamilyArchiveView,
    refuses=(403,),
)
@signed_in
@limited("changes", most=300, seconds=600)
async def change(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    await family_archives.change(account, family_id, read(request, ArchiveChange))
    return ok(await _shown(account, family_id))


@bp.put("/families/<family_id:uuid>/archive/confirmation")
@operation(
    "Say, as a guardian, that this is the family's archive", gives=FamilyArchiveView, refuses=(403,)
)
@signed_in
async def confirm(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    await family_archives.confirm(account, family_id)
    return ok(await _shown(account, family_id))


@bp.delete("/families/<family_id:uuid>/archive/confirmation")
@operation("Take that word back", gives=FamilyArchiveView, refuses=(403,))
@signed_in
async def take_back(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    await family_archives.take_back(account, family_id)
    return ok(await _shown(account, family_id))
