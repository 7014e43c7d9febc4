"""Donation contents: what a filed item consists of when it is handed over, and whether it may be.

Where a thing lies at home, and which account filed it, is nobody's outside.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec

from models.archive.filing import FiledFile, FiledItem, OpenLevel
from models.programme.donations import DonatedItem
from models.trust.moderation import Standing
from service.archive import tagging
from service.archive.class_schemes import scheme
from service.foundation import dates
from service.foundation.errors import FieldProblem, Invalid

WITH_ALL = ("persons__person", "files__photo__persons__person")


@dataclass(frozen=True)
class Described:
    """An item as it is now: its description, that one's SHA-256, and of which children it tells."""

    item: FiledItem
    content: dict[str, Any]
    digest: str
    student_ids: list[UUID]


async def described(items: Sequence[FiledItem]) -> dict[UUID, Described]:
    """Items, loaded by WITH_ALL, as they would be handed over, by their ids."""
    children = await tagging.children_told_of(items)
    found = {}
    for item in items:
        content = _content(item)
        found[item.id] = Described(item, content, digest(content), sorted(children[item.id]))
    return found


async def now(rows: Iterable[DonatedItem]) -> dict[UUID, Described]:
    """Of these rows, by their ids, the items that may be handed over, as they are now."""
    row_of = {row.item_id: row.id for row in rows if row.item_id}
    items = await FiledItem.filter(id__in=[*row_of]).prefetch_related(*WITH_ALL)
    found = await described([item for item in items if not hindrance(item)])
    return {row_of[item_id]: told for item_id, told in found.items()}


async def as_agreed(rows: Sequence[DonatedItem]) -> dict[UUID, Described]:
    """Those of them that still are what was offered or signed."""
    digests = {row.id: row.digest for row in rows}
    found = await now(rows)
    return {row_id: told for row_id, told in found.items() if told.digest == digests[row_id]}


def digest(content: dict[str, Any]) -> str:
    """By which it is told whether anything that would be handed over has changed."""
    return sha256(msgspec.json.encode(content, order="deterministic")).hexdigest()


def hindrance(item: FiledItem) -> tuple[str, str] | None:
    """Why an item cannot be donated as it is, as a code and a sentence; None where it can."""
    if item.open_level is OpenLevel.CLOSED or scheme(item.scheme).nodes[item.class_code].closed:
        return "donation.closed", "证件、财产、健康这几类和只给管理人看的，不能捐"
    if item.standing is not Standing.PASSED:
        return "donation.unchecked", "有一件的说明还没有通过检查，等一等再捐"
    if not item.files:
        return "donation.no_files", "有一件还没有照片，档案馆要的是照片，拍一张再捐"
    if not all(file.photo.shown_to_others for file in item.files):
        return "donation.unchecked", "有一件的照片还没有通过检查，或者在回收站里"
    return None


def require_offerable(items: Sequence[FiledItem]) -> None:
    """Refuse with every item that cannot be donated, by its place."""
    problems = [
        FieldProblem(f"item_ids[{place}]", *found)
        for place, item in enumerate(items)
        if (found := hindrance(item))
    ]
    if problems:
        raise Invalid("invalid", problems[0].detail, fields=tuple(problems))


def files_of(item: FiledItem) -> list[FiledFile]:
    """Its files in their order."""
    return sorted(item.files, key=lambda file: file.position)


def _content(item: FiledItem) -> dict[str, Any]:
    """After DA/T 54-2014, as far as a family knows it; `happened` and `taken` are EDTF."""
    return {
        "number": item.number,
        "category": item.category.value,
        "retention": item.retention.value,
        "scheme": item.scheme,
        "class_code": item.class_code,
        "class_title": scheme(item.scheme).title(item.class_code),
        "title": item.title,
        "happened": item.happened,
        "when": dates.in_words(item.happened),
        "place": item.place,
        "words": item.words,
        "persons": [person.name for person in tagging.named_in(item)],
        "responsible": item.responsible,
        "source": item.source,
        "files": [_file(file) for file in files_of(item)],
    }


def _file(file: FiledFile) -> dict[str, Any]:
    return {
        "media_type": file.media_type,
        "bytes": file.bytes,
        "sha256": file.sha256,
        "width": file.width,
        "height": file.height,
        "taken": file.photo.taken,
    }
