"""Filing suggestions: an entry as it might be filed; what comes back is a body to send."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.operations import ok, operation, signed_in
from models.archive.filing import OpenLevel
from models.people.accounts import Account
from service.archive import filing_contents, filing_suggestions

bp = Blueprint("filing_suggestions")


class SuggestionView(msgspec.Struct):
    """An entry as it might be filed: the fields of `POST /filed-items`, to be changed at will."""

    family_id: UUID
    student_id: UUID | None
    entry_id: UUID
    class_code: str
    title: str
    happened: Annotated[str, Meta(description="EDTF; empty where the entry has no day yet.")]
    person_ids: list[UUID]
    photo_ids: list[UUID]
    place: str
    open_level: Annotated[OpenLevel, Meta(description="No more than the entry's audience.")]
    words: Annotated[str, Meta(description="What was told, cut with 「…」 where an item ends.")]
    numbers: Annotated[list[str], Meta(description="档号 of what was filed from it before.")]


@bp.get("/entries/<entry_id:uuid>/filing")
@operation("How an entry might be filed", gives=SuggestionView, refuses=(403,))
@signed_in
async def show(request: Request, account: Account, entry_id: UUID) -> HTTPResponse:
    found = await filing_suggestions.of_entry(account, entry_id)
    entry = found.entry
    return ok(
        SuggestionView(
            family_id=entry.family_id,
            student_id=entry.student_id,
            entry_id=entry.id,
            class_code=found.class_code,
            title=found.title,
            happened=entry.happened,
            person_ids=found.person_ids,
            photo_ids=found.photo_ids,
            place=entry.place,
            open_level=filing_contents.level_of(entry),
            words=found.words,
            numbers=found.numbers,
        )
    )
