"""Catalogues (目录): what is in a box, which boxes there are, and all that a family has filed.

Each holds what its reader may see and nothing else, so a guardian's is longer than a grandmother's.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from models.archive.filing import Box, FamilyArchive, FiledItem, OpenLevel
from models.people.accounts import Account
from models.people.families import Family
from service.archive import box_contents, boxes, filed_reading, papers, tagging
from service.archive.box_contents import BoxContents
from service.archive.class_schemes import DEFAULT, counterpart, scheme
from service.archive.paper_pages import Catalogue, Column
from service.foundation import clock, dates, sheets
from service.foundation.errors import Conflict, NotFound
from service.people import students
from service.trust import access

MOST_PRINTED = 2000
"""Rows; what is longer is a sheet."""


@dataclass(frozen=True)
class Listed:
    """A catalogue, to be printed or to be a sheet; `name` is what it is saved as."""

    name: str
    paper: Catalogue


async def of_box(account: Account, box_id: UUID) -> Listed:
    """The items of a box (卷内目录), in the order of their numbers."""
    viewer = await access.viewer(account)
    box = await boxes.seen_by(viewer, box_id)
    items = await filed_reading.whole(viewer, box_id=box.id)
    about = [f"第 {box.number} 盒　{box.title}　共 {len(items)} 件"]
    about += [f"放在：{box.location}"] if box.location else []
    rows = [_item_row(place, item) for place, item in enumerate(items, start=1)]
    paper = await _catalogue("卷内目录", box.family_id, about, _OF_ITEMS, rows)
    return Listed(f"卷内目录-第{box.number}盒", paper)


async def of_boxes(account: Account, family_id: UUID) -> Listed:
    """The boxes of a family (案卷目录), by number."""
    viewer = await access.viewer(account)
    shelf = await box_contents.shelf_of(viewer, family_id)
    contents = await box_contents.of(viewer, shelf)
    boxed = sum(len(one.items) for one in contents.values())
    seen = access.filed_items_visible_to(viewer)
    loose = await seen.filter(family_id=family_id, box_id=None).count()
    about = [f"共 {len(shelf)} 盒，{boxed} 件"]
    about += [f"另有 {loose} 件还没有装盒"] if loose else []
    rows = [_box_row(box, contents[box.id]) for box in shelf]
    return Listed("案卷目录", await _catalogue("案卷目录", family_id, about, _OF_BOXES, rows))


async def of_family(account: Account, family_id: UUID) -> bytes:
    """All that a family has filed as a CSV, class by class of the scheme by which it files now."""
    viewer = await access.viewer(account)
    if not await students.at_home(viewer, family_id):
        raise NotFound
    archive = await FamilyArchive.get_or_none(family_id=family_id)
    version = archive.scheme if archive else DEFAULT
    related = ("persons__person", "filed_by", "box", "files")
    items = await filed_reading.whole(viewer, *related, family_id=family_id)
    return await asyncio.to_thread(_whole_sheet, items, version)


def _whole_sheet(items: Sequence[FiledItem], version: str) -> bytes:
    placed = sorted(
        ((counterpart(one.class_code, one.scheme, version), one) for one in items),
        key=lambda pair: pair[0],
    )
    lines = [sheets.line(["分类", *(name for name, _ in _WHOLE)])]
    for code, item in placed:
        cells = (of(item) for _, of in _WHOLE)
        lines.append(sheets.line([scheme(version).title(code), *cells]))
    return sheets.BOM + b"".join(lines)


def as_csv(listed: Listed) -> bytes:
    """A catalogue as a sheet: UTF-8 behind a byte order mark, every cell as text (RFC 4180)."""
    head = sheets.line(column.name for column in listed.paper.columns)
    return sheets.BOM + head + b"".join(sheets.line(row) for row in listed.paper.rows)


async def as_pdf(listed: Listed) -> bytes:
    """A catalogue to be printed; Conflict where it has more rows than MOST_PRINTED."""
    if len(listed.paper.rows) > MOST_PRINTED:
        raise Conflict("catalogue.too_long", "太长了，打印不下，请下载表格")
    return await papers.printed(listed.paper)


async def _catalogue(
    title: str, family_id: UUID, about: list[str], columns: list[Column], rows: list[list[str]]
) -> Catalogue:
    family = await Family.get(id=family_id)
    return Catalogue(title, family.name, about, columns, rows, clock.today())


_OF_ITEMS = [
    Column("序号", 11, plain=True),
    Column("档号", 47, plain=True),
    Column("题名"),
    Column("责任者", 24),
    Column("日期", 31),
    Column("分类", 34),
    Column("保管期限", 17),
    Column("存放、备注", 38),
]
_OF_BOXES = [
    Column("盒号", 13, plain=True),
    Column("题名"),
    Column("件数", 13, plain=True),
    Column("起止年度", 25),
    Column("起档号", 47, plain=True),
    Column("止档号", 47, plain=True),
    Column("保管期限", 26),
    Column("存放", 38),
]


def _item_row(place: int, item: FiledItem) -> list[str]:
    closed = item.open_level is OpenLevel.CLOSED
    notes = [item.location.strip(), item.open_level.word if closed else ""]
    return [
        str(place),
        item.number,
        item.title,
        item.responsible,
        dates.in_words(item.happened),
        scheme(item.scheme).title(item.class_code),
        item.retention.word,
        "；".join(filter(None, notes)),
    ]


def _box_row(box: Box, contents: BoxContents) -> list[str]:
    first, last = contents.numbers or ["", ""]
    held = [str(len(contents.items)), contents.years, first, last, contents.retention]
    return [str(box.number), box.title, *held, box.location]


def _persons(item: FiledItem) -> str:
    return "、".join(person.name for person in tagging.named_in(item))


_WHOLE: Sequence[tuple[str, Callable[[FiledItem], str]]] = (
    ("档号", lambda item: item.number),
    ("分类号", lambda item: item.class_code),
    ("题名", lambda item: item.title),
    ("时间", lambda item: dates.in_words(item.happened)),
    ("时间（EDTF）", lambda item: item.happened),
    ("人物", _persons),
    ("地点", lambda item: item.place),
    ("文字说明", lambda item: item.words),
    ("责任者", lambda item: item.responsible),
    ("著录者", lambda item: item.filed_by.nickname),
    ("保管期限", lambda item: item.retention.word),
    ("开放级别", lambda item: item.open_level.word),
    ("来源", lambda item: item.source),
    ("存放地点", lambda item: item.location),
    ("盒号", lambda item: str(item.box.number) if item.box else ""),
    ("文件数", lambda item: str(len(item.files))),
)
