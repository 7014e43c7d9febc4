"""Months: a timeline at a glance: how many entries each month holds, and all of one in columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from models.archive.photos import Photo, PhotoState
from service.archive.renditions import Rendition, rendition_url
from service.archive.timeline import Place, Scope, Sieve, behind, checked, entries, in_month
from service.foundation import clock
from service.foundation.plans import Row, planned, statement_of

PAGE = 1000
OPENING = 20
"""So many characters of its story stand for an entry that has no title."""


@dataclass(frozen=True)
class Counted:
    """So many entries in the month that begins on this day; undated ones in December 9999."""

    month: date
    count: int


# What nobody but its author reads yet is in no counter; a member's own that the guardians alone
# read beside the author is in `kept`, which the member is not given.
COUNTED = """
select month, sum(many)::int from (
    select month, told + case when $2 then kept else 0 end as many, student_id
    from timeline_months where family_id = $1
    union all
    select timeline_month(sort_day), 1, student_id from entries
    where author_id = $3 and family_id = $1 and deleted_at is null and not unfinished
        and (standing <> 'passed' or draft or audience < 20)
        and (standing <> 'passed' or not $2)
) counted
where $4::uuid[] is null or student_id = any($4) or student_id is null and $5
group by month having sum(many) > 0 order by month desc
"""
_SIFTED = """
select timeline_month(sort_day), count(*)::int from ({entries}) e group by 1 order by 1 desc
"""


async def counted(scope: Scope, sieve: Sieve) -> list[Counted]:
    """How many entries the viewer finds in each month that has any, latest first.

    From counters that the database keeps; with a sieve they are counted now.
    """
    if sieve.is_open:
        students = None if scope.students is None else scope.children
        own = scope.students is not None and None in scope.students
        guarding = scope.family_id, scope.oversees, scope.viewer.account_id
        rows = await planned(COUNTED, *guarding, students, own)
    else:
        sql, values = statement_of(entries(scope, await checked(scope, sieve)).values("sort_day"))
        rows = await planned(_SIFTED.format(entries=sql), *values)
    return [Counted(row[0], row[1]) for row in rows]


_COVER = """
select p.id, p.medium, p.thumbhash, count(*) over ()::int as photos
from entry_photos x join photos p on p.id = x.photo_id
where x.entry_id = e.id and p.deleted_at is null
    and (p.uploader_id = ${viewer} or p.state = '{ready}' and p.standing = 'passed')
order by x.position, x.id limit 1
"""
_COLUMNS = """
select e.id, e.sort_day, e.happened,
    case when e.title <> '' then e.title else left(e.story, {opening}) end,
    e.dimension, e.student_id, e.audience, e.standing, e.draft,
    cover.medium, cover.thumbhash, coalesce(cover.photos, 0)
from ({entries}) e left join lateral ({cover}) cover on true
order by e.sort_day desc, e.id desc limit {most}
"""
_COVERS = """
select e.id, cover.id from ({entries}) e cross join lateral ({cover}) cover
"""
_SHOWN = (
    *("id", "sort_day", "happened", "title", "story"),
    *("dimension", "student_id", "audience", "standing", "draft"),
)


async def of_month(scope: Scope, sieve: Sieve, month: str, *, after: Place | None) -> list[Row]:
    """All entries of a month (`2024-06`, `undated`), latest first, each with its cover.

    Rows of id, sort_day, happened, title (or how the story begins), dimension, student_id,
    audience, standing, draft, and of the first photo that the viewer sees in it the medium and the
    ThumbHash, then the number of photos. Returns at most PAGE + 1: the last one only says that
    there is more.
    """
    found = in_month(entries(scope, await checked(scope, sieve)), month)
    sql, values = statement_of(behind(found, after).values(*_SHOWN))
    columns = _COLUMNS.format(
        entries=sql, cover=_cover(len(values) + 1), opening=OPENING, most=PAGE + 1
    )
    return await planned(columns, *values, scope.viewer.account_id)


async def covers(scope: Scope, entry_ids: Sequence[UUID]) -> list[str]:
    """The signed URL of each entry's cover, in this order; empty where there is none to be seen."""
    found = entries(scope).filter(id__in=list(entry_ids))
    sql, values = statement_of(found.values("id"))
    covering = _COVERS.format(entries=sql, cover=_cover(len(values) + 1))
    rows = await planned(covering, *values, scope.viewer.account_id)
    cover_of: dict[UUID, UUID] = {row[0]: row[1] for row in rows}
    pictures = {p.id: p for p in await Photo.filter(id__in=list(cover_of.values()))}
    shown = [pictures.get(cover_of.get(entry_id, entry_id)) for entry_id in entry_ids]
    return [_thumb(photo) if photo else "" for photo in shown]


def _cover(viewer: int) -> str:
    """The first photo of an entry `e` that the viewer sees in it: what `albums` shows first."""
    return _COVER.format(viewer=viewer, ready=PhotoState.READY)


def _thumb(photo: Photo) -> str:
    ready = photo.state is PhotoState.READY
    return rendition_url(photo, Rendition.THUMB, outside=False) if ready else ""


def is_closed(month: str) -> bool:
    """Whether a month lies behind us, so that little is added to it any more."""
    return month < clock.today().strftime("%Y-%m")
