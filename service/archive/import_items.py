"""Import items: the files that a browser has found, their days, and what a person says of them."""

import re
from datetime import date
from pathlib import PurePosixPath
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType
from tortoise.queryset import QuerySet

from models.archive.imports import Import, ImportItem, ImportState, ItemState
from models.archive.photos import Medium, TakenFrom
from models.base import uuid7
from models.people.accounts import Account
from service.archive import imports, uploads
from service.archive.import_previews import REASONS, UNFIT
from service.foundation import clock, dates, sheets
from service.foundation.database import query, transaction
from service.foundation.drafts import Draft, text
from service.foundation.errors import Conflict, Invalid
from service.trust import audit

MOST_FILES = 20_000
AT_ONCE = 500
PAGE = 500
OLDEST_CAMERA = date(1981, 1, 1)
OLDEST_PHOTOGRAPH = date(1839, 1, 1)
MEDIA = {
    **dict.fromkeys(
        (".jpg", ".jpeg", ".jpe", ".heic", ".heif", ".png", ".webp", ".gif", ".avif"), Medium.PHOTO
    ),
    **dict.fromkeys((".mp4", ".mov", ".m4v", ".3gp"), Medium.VIDEO),
    **dict.fromkeys((".m4a", ".mp3"), Medium.AUDIO),
}
"""By the end of a file's name; the reading looks into it later."""
STATES = {
    ItemState.FOUND: "等待导入",
    ItemState.UPLOADED: "正在收进时间轴",
    ItemState.KEPT: "已收进时间轴",
    ItemState.SKIPPED: "没有导入",
}
NOTES = {
    "read": "note",
    "unreadable": "note_unreadable",
    "alone": "note_alone",
    "unclear": "note_unclear",
}
"""Why a note that stands beside photos is no file to be imported, by what became of it."""
Path = Annotated[
    str, Meta(min_length=1, max_length=400, description="Inside the folder, parts split by /.")
]


class ItemDraft(Draft):
    """A file that the browser has found, and what it has read in the notes beside it."""

    path: Path
    bytes: Annotated[int, Meta(ge=0, le=1 << 48)]
    sha256: Annotated[
        str, Meta(pattern=r"^([0-9a-f]{64})?$(?!\n)", description="Empty: not known.")
    ] = ""
    exif_taken: Annotated[
        str, Meta(max_length=10, description="DateTimeOriginal's day, 2016-05-01; or empty.")
    ] = ""
    note_taken: Annotated[
        str, Meta(max_length=10, description="By the note: 2016-05-01, 2016-05, 2016; or empty.")
    ] = ""
    caption: Annotated[str, text(500, least=0, description="By the note.")] = ""
    album: Annotated[str, text(60, least=0, description="Its title, where people gave one.")] = ""
    note: Annotated[
        Literal["", "read", "unreadable", "alone", "unclear"],
        Meta(description="Of a file that is a note itself: what became of it."),
    ] = ""


class ItemsDraft(Draft):
    """A part of the list; a path that is there already is listed anew."""

    items: Annotated[list[ItemDraft], Meta(min_length=1, max_length=AT_ONCE)]


class GroupChange(Draft):
    """What a person says of some files: those of a day, of a folder without days, or by path."""

    day: Annotated[str, Meta(max_length=10, description="2016-05-01, as files say it.")] = ""
    folder: Annotated[str, Meta(max_length=400)] | UnsetType = UNSET
    paths: Annotated[list[Path], Meta(max_length=AT_ONCE)] = msgspec.field(default_factory=list)
    taken: (
        Annotated[str, Meta(max_length=40, description="EDTF; empty: nobody knows.")] | UnsetType
    ) = UNSET
    skipped: Annotated[bool, Meta(description="Whether to leave them out.")] | UnsetType = UNSET


def medium_of(path: str) -> Medium | None:
    """What a file is to be read as, by its name; None for what cannot be kept."""
    name = PurePosixPath(path)
    return None if name.name.startswith("._") else MEDIA.get(name.suffix.lower())


_PUT = """
insert into import_items (id, created_at, importing_id, path, folder, bytes, sha256, taken,
    taken_from, caption, album, state, reason)
select id, $2, $1, path, folder, bytes, sha256, taken, taken_from, caption, album,
    case when reason = '' then 'found' else 'skipped' end, reason
from unnest($3::uuid[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::text[], $9::text[],
    $10::text[], $11::text[], $12::text[])
    as put(id, path, folder, bytes, sha256, taken, taken_from, caption, album, reason)
on conflict (importing_id, path) do update set bytes = excluded.bytes, sha256 = excluded.sha256,
    caption = excluded.caption, album = excluded.album,
    taken = case when import_items.taken_from = 'person' then import_items.taken
        else excluded.taken end,
    taken_from = case when import_items.taken_from = 'person' then 'person'
        else excluded.taken_from end,
    state = case when import_items.reason = 'chosen' and excluded.reason = ''
        then import_items.state else excluded.state end,
    reason = case when import_items.reason = 'chosen' and excluded.reason = ''
        then 'chosen' else excluded.reason end
"""
_SHARE = """
update import_items i set caption = coalesce(nullif(i.caption, ''), told.caption),
    album = coalesce(nullif(i.album, ''), told.album),
    taken = case when undated then told.taken else i.taken end,
    taken_from = case when undated then 'sidecar' else i.taken_from end
from (select id, max(caption) over same as caption, max(album) over same as album,
        max(taken) filter (where taken_from = 'sidecar') over same as taken,
        taken_from in ('', 'file_name')
            and count(*) filter (where taken_from = 'sidecar') over same > 0 as undated
    from import_items where importing_id = $1 and sha256 = any($2::text[]) and sha256 <> ''
    window same as (partition by sha256)) told
where i.id = told.id
    and (i.caption, i.album, undated) is distinct from (told.caption, told.album, false)
"""
"""Copies of one photo, in an album and in the folder of its year: only one of them comes."""


async def put(account: Account, import_id: UUID, draft: ItemsDraft) -> int:
    """List files of an import that has not started; how many it lists now. Again is fine."""
    async with transaction():
        importing = await imports.locked(account, import_id, ImportState.PREVIEW)
        files = {file.path: file for file in draft.items}.values()
        columns = zip(*(_row(file) for file in files), strict=True)
        await query(_PUT, importing.id, clock.now(), *map(list, columns))
        await query(_SHARE, importing.id, [file.sha256 for file in files])
        count = await ImportItem.filter(importing_id=import_id).count()
        if count > MOST_FILES:
            raise Conflict("import.full", f"一次最多导入 {MOST_FILES} 个文件，请分几批来")
        await audit.record(account, "import.listed", importing)
    return count


def _row(file: ItemDraft) -> tuple:
    taken, source = _day_of(file)
    said = (taken, source, file.caption.strip(), file.album.strip())
    folder = file.path.rpartition("/")[0]
    return (uuid7(), file.path, folder, file.bytes, file.sha256, *said, _unfit(file))


def _day_of(file: ItemDraft) -> tuple[str, TakenFrom]:
    """The camera's day by the browser's word; else the note's; else that in the file's name."""
    if _credible(file.exif_taken):
        return file.exif_taken, TakenFrom.CAMERA
    if _noted(file.note_taken):
        return file.note_taken, TakenFrom.SIDECAR
    named = dates.in_file_name(file.path.rpartition("/")[2])
    return (named.isoformat(), TakenFrom.FILE_NAME) if named else ("", TakenFrom.NOBODY)


def _credible(day: str) -> bool:
    """A day at which there were cameras; those without a clock write zeros, 1970 or nonsense."""
    exact = re.fullmatch(r"\d{4}-\d{2}-\d{2}", day, re.ASCII)
    return bool(exact) and _within(day, OLDEST_CAMERA)


def _noted(taken: str) -> bool:
    """A note may be of a scan: of any day since there are photographs."""
    plain = re.fullmatch(r"\d{4}(-\d{2}){0,2}", taken, re.ASCII)
    return bool(plain) and _within(taken, OLDEST_PHOTOGRAPH)


def _within(taken: str, first: date) -> bool:
    fuzzy = dates.parse(taken)
    return bool(fuzzy) and fuzzy.first_day >= first and not fuzzy.is_to_come()


def _unfit(file: ItemDraft) -> str:
    medium = medium_of(file.path)
    if medium is None:
        return NOTES.get(file.note, "unsupported")
    if file.bytes == 0:
        return "empty"
    return "too_large" if file.bytes > uploads.MOST_BYTES[medium] else ""


async def choose(account: Account, import_id: UUID, draft: GroupChange) -> int:
    """Date some files, or leave them out; how many these are. Again is fine.

    After the start, files that a browser cannot send may still be given up, and no more.
    """
    said = _said(draft)
    async with transaction():
        states = [ImportState.PREVIEW]
        if draft.skipped is True and draft.taken is UNSET:
            states.append(ImportState.RUNNING)
        importing = await imports.locked(account, import_id, *states)
        named = _named(importing, draft)
        count = await named.count()
        if isinstance(draft.taken, str):
            await named.update(**said)
        if draft.skipped is True:
            found = named.filter(state=ItemState.FOUND)
            reason = "chosen" if importing.state is ImportState.PREVIEW else "given_up"
            await found.update(state=ItemState.SKIPPED, reason=reason)
            await imports.finish(importing)
        if draft.skipped is False:
            await named.filter(reason="chosen").update(state=ItemState.FOUND, reason="")
        await audit.record(account, "import.chosen", importing)
    return count


def _said(draft: GroupChange) -> dict[str, str]:
    if not isinstance(draft.taken, str) or not draft.taken:
        return {"taken": "", "taken_from": TakenFrom.NOBODY}
    fuzzy = dates.parse(draft.taken)
    if fuzzy is None:
        raise Invalid.field("taken", "import.date", "这个日期看不懂，可以只写年份")
    if fuzzy.is_to_come():
        raise Invalid.field("taken", "import.future", "这个日子还没到，请再看一下")
    return {"taken": draft.taken, "taken_from": TakenFrom.PERSON}


def _named(importing: Import, draft: GroupChange) -> QuerySet[ImportItem]:
    """The items that a change is about."""
    fit = ImportItem.filter(importing_id=importing.id).exclude(reason__in=UNFIT)
    if draft.paths:
        return fit.filter(path__in=draft.paths)
    by_hand = (TakenFrom.NOBODY, TakenFrom.PERSON)
    if draft.day:
        return fit.filter(taken=draft.day).exclude(taken_from__in=by_hand)
    if isinstance(draft.folder, str):
        return fit.filter(folder=draft.folder, taken_from__in=by_hand)
    raise Invalid.field("paths", "import.nothing_named", "请先选是哪些文件")


async def page(
    account: Account, import_id: UUID, state: ItemState | None, *, after: UUID | None
) -> list[ImportItem]:
    """A page of the files of an import in one state or in all, as they were listed.

    `after` is the last one of the page before. Returns at most PAGE + 1 files: the last one only
    says that there is more.
    """
    importing = await imports.one_of(account, import_id)
    items = ImportItem.filter(importing_id=importing.id)
    if state:
        items = items.filter(state=state)
    if after:
        items = items.filter(id__gt=after)
    return await items.order_by("id").limit(PAGE + 1)


async def report(account: Account, import_id: UUID) -> str:
    """What became of every file, as a table (CSV with a BOM, which Excel needs for UTF-8)."""
    importing = await imports.one_of(account, import_id)
    lines = [sheets.line(("文件", "结果", "原因", "日期", "记录"))]
    for item in await ImportItem.filter(importing_id=importing.id).order_by("path"):
        entry = str(item.entry_id) if item.entry_id else ""
        why = REASONS.get(item.reason, "")
        day = dates.in_words(item.taken)
        lines.append(sheets.line((item.path, STATES[item.state], why, day, entry)))
    return (sheets.BOM + b"".join(lines)).decode()
