"""Import previews: what an import would do, before any of it is written, and how far it is."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tortoise.expressions import Subquery

from models.archive.imports import Import, ImportItem, ImportState, ItemState
from models.people.accounts import Account
from service.archive import quotas
from service.foundation.database import query
from service.trust import access

REASONS = {
    "duplicate": "家里已经有这一张了",
    "twice": "这一批里有两份一样的",
    "unsupported": "这种文件还收不了",
    "note": "照片和相册的说明文件，里面的话已经读过了",
    "note_unreadable": "照片旁边的说明，读不懂",
    "note_alone": "照片旁边的说明，没找到是哪张照片的",
    "note_unclear": "照片旁边的说明，说不准是哪一张的",
    "too_large": "文件太大了（照片、录音 50 MB，视频 500 MB 以内）",
    "empty": "文件是空的",
    "quota": "家里的空间不够了",
    "chosen": "你选了不导入",
    "given_up": "没能传上来，或者文件已经不是原来那一个",
    "unreadable": "读不出来，可能已经坏了",
    "not_allowed": "现在不能收进时间轴，照片留在家里的相册里",
    "trashed": "导入的时候被放进了回收站",
}
"""Why an item is skipped, as a parent reads it."""
UNFIT = (
    *("unsupported", "too_large", "empty"),
    *("note", "note_unreadable", "note_alone", "note_unclear"),
)
"""What no answer of a person can change."""


@dataclass(frozen=True)
class Group:
    """Files of one day, or those of one folder that say no day themselves.

    `taken` is EDTF: the day, or what somebody has answered for the folder. `going` of the files
    are to be imported, into the `albums` of these titles and with `captions` words to them;
    `chosen` of the others are left out by choice.
    """

    by_folder: bool
    folder: str
    taken: str
    files: int
    going: int
    chosen: int
    sample: str
    albums: list[str]
    captions: int


@dataclass(frozen=True)
class Progress:
    """How many files are in each state, how many bytes are to come, and why some are skipped."""

    files: int
    found: int
    uploaded: int
    kept: int
    skipped: int
    bytes: int
    reasons: dict[str, int]


_JUDGED = """
with judged as (
    select i.*, case
        when i.state <> 'found' then i.reason
        when known.sha256 is not null then 'duplicate'
        when i.sha256 <> '' and row_number() over (
            partition by i.state, i.sha256 order by i.id) > 1 then 'twice'
        else '' end as verdict
    from import_items i left join unnest($2::text[]) as known(sha256) on known.sha256 = i.sha256
    where i.importing_id = $1
), fitted as (
    select *, sum(bytes) filter (where state = 'found' and verdict = '') over (order by id) as upto
    from judged
), told as (
    select *, case when state = 'found' and verdict = '' and upto > $3::bigint then 'quota'
        else verdict end as why
    from fitted
)
"""
"""Each item with why it would be skipped: known to the family, here twice, or beyond the room."""

_PROGRESS = """
select case when why <> '' and state = 'found' then 'skipped' else state end as state, why,
    count(*) as files, coalesce(sum(bytes), 0)::bigint as bytes
from told group by 1, 2
"""
_GROUPS = """
select taken_from in ('', 'person') as by_folder,
    case when taken_from in ('', 'person') then folder else '' end as folder, taken,
    count(*) as files, count(*) filter (where why = '') as going,
    count(*) filter (where why = 'chosen') as chosen, min(path) as sample,
    coalesce(array_agg(distinct album) filter (where album <> '' and why = ''), '{}') as albums,
    count(*) filter (where caption <> '' and why = '') as captions
from told where why <> all($4::text[])
group by 1, 2, taken order by by_folder desc, taken, 2
"""
_SETTLE = """
update import_items i set state = 'skipped', reason = told.why from told
where i.id = told.id and i.state = 'found' and told.why <> ''
"""
_UNDER_WAY = """
with told as (select *, reason as why from import_items where importing_id = $1)
"""


async def progress(account: Account, importing: Import) -> Progress:
    """How far an import is; before its start, what would become of each file."""
    if importing.state is ImportState.PREVIEW:
        rows = await query(_JUDGED + _PROGRESS, *await _facts(account, importing))
    else:
        rows = await query(_UNDER_WAY + _PROGRESS, importing.id)
    return _added_up(rows)


async def progress_of_many(importings: list[Import]) -> dict[UUID, Progress]:
    """The same of several, as their items stand: what a list shows."""
    ids = [one.id for one in importings]
    counting = (
        "select importing_id, state, reason as why, count(*) as files,"
        " coalesce(sum(bytes), 0)::bigint as bytes from import_items"
        " where importing_id = any($1::uuid[]) group by 1, 2, 3"
    )
    rows = await query(counting, ids)
    return {one: _added_up([row for row in rows if row["importing_id"] == one]) for one in ids}


async def groups(account: Account, importing: Import) -> list[Group]:
    """What the preview asks about, folders without a day first; empty once it has started."""
    if importing.state is not ImportState.PREVIEW:
        return []
    facts = await _facts(account, importing)
    return [Group(**row) for row in await query(_JUDGED + _GROUPS, *facts, list(UNFIT))]


async def settle(account: Account, importing: Import) -> None:
    """Skip what the preview would skip, in the caller's transaction."""
    await query(_JUDGED + _SETTLE, *await _facts(account, importing))


async def known(account: Account, importing: Import, item_ids: list[UUID] | None) -> set[str]:
    """The SHA-256 of those items whose bytes the family has already, as far as it shows them."""
    items = ImportItem.filter(importing_id=importing.id, state=ItemState.FOUND).exclude(sha256="")
    items = items if item_ids is None else items.filter(id__in=item_ids)
    visible = access.photos_visible_to(await access.viewer(account))
    found = visible.filter(
        family_id=importing.family_id, sha256__in=Subquery(items.values("sha256"))
    )
    return set(await found.values_list("sha256", flat=True))  # type: ignore[arg-type]


async def room(account: Account, importing: Import) -> int:
    """So many bytes are left to the family."""
    storage = await quotas.of_family(account, importing.family_id)
    return max(storage.most - storage.used, 0)


async def _facts(account: Account, importing: Import) -> tuple[UUID, list[str], int]:
    hashes = await known(account, importing, None)
    return importing.id, sorted(hashes), await room(account, importing)


def _added_up(rows: list[dict[str, Any]]) -> Progress:
    counts = dict.fromkeys(ItemState, 0)
    reasons: dict[str, int] = {}
    for row in rows:
        counts[ItemState(row["state"])] += row["files"]
        if row["why"]:
            reasons[row["why"]] = reasons.get(row["why"], 0) + row["files"]
    undone = [row["bytes"] for row in rows if row["state"] == ItemState.FOUND]
    states = {str(state): count for state, count in counts.items()}
    return Progress(**states, files=sum(counts.values()), bytes=sum(undone), reasons=reasons)
