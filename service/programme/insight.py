"""Insight: what the families of a region show and take part in, as figures for its archivists.

Rows stand in the tree's order, schools by name, topics and themes as they were opened; no figure
sorts them (no ranking: 国办函〔2026〕12号). Small figures are hidden, see `insight_cells`. What is
shown comes from counters that the database keeps as posts are written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any
from uuid import UUID

from models.people.accounts import Account
from models.people.regions import Region
from models.people.staff import Office
from service.foundation import clock, replica
from service.foundation.database import query
from service.people import regions
from service.programme import insight_cells
from service.programme.participation import TOLD
from service.trust import access


class By(StrEnum):
    """What the rows of a table are."""

    REGIONS = "regions"
    SCHOOLS = "schools"
    TOPICS = "topics"
    THEMES = "themes"


@dataclass(frozen=True)
class Row:
    """One place, school, topic or theme; None is a figure that is not told."""

    name: str
    figures: Sequence[int | None]


@dataclass(frozen=True)
class Table:
    """Figures of one region: what the columns are, the rows, and the region's own sums.

    Children who took part in two schools or two topics count in both, so only places have sums.
    """

    region: str
    by: By
    columns: Sequence[str]
    rows: Sequence[Row]
    totals: Sequence[int | None] | None


@dataclass(frozen=True)
class _Kind:
    """How a kind of table is asked for.

    `counting` is the column whose things are people or families: where it is hidden in a row, so is
    the rest of that row, which tells of the same few.
    """

    columns: tuple[str, ...]
    sql: str
    counting: int = 0
    summed: bool = False


_SHOWN = """
homes as (
    select h.family_id, r.path from households h join regions r on r.id = h.region_id
    where h.until is null and r.path like $1 || '%'
),
shown as (
    select c.family_id, c.topic_id, sum(c.posts) as posts from shown_counts c
    where c.family_id in (select h.family_id from homes h)
        and not exists (select from consent_withdrawals w where w.consent_id = c.consent_id)
    group by c.family_id, c.topic_id
)
"""
_REGIONS = f"""
with {_SHOWN},
families as (
    select h.family_id, h.path, coalesce(sum(s.posts), 0) as posts
    from homes h left join shown s on s.family_id = h.family_id group by h.family_id, h.path
),
places as (
    select name, path, path as under from regions where parent_id = $2
    union all select '（未分到下一级）', path, null from regions where id = $2
)
select p.name, count(f.family_id) as a, count(f.family_id) filter (where f.posts > 0) as b,
    coalesce(sum(f.posts), 0) as c
from places p left join families f
    on case when p.under is null then f.path = p.path else f.path like p.under || '%' end
group by p.name, p.path, p.under order by p.under nulls last
"""  # noqa: S608  constants of this module
_TOPICS = f"""
with {_SHOWN}
select t.title as name, count(distinct s.family_id) as a, coalesce(sum(s.posts), 0) as b
from topics t join regions o on o.id = t.region_id
    and (o.path like $1 || '%' or $1 like o.path || '%')
left join (select s.* from shown s join homes h on h.family_id = s.family_id) s on s.topic_id = t.id
where t.standing = 'passed' group by t.id, t.title order by t.id
"""  # noqa: S608
_THEMES = f"""
with {TOLD}
select theme.title as name, count(distinct a.student_id)
    filter (where sr.path like $1 || '%' or hr.path like $1 || '%') as a
from tasks theme
join regions o on o.id = theme.region_id
    and (o.path like $1 || '%' or $1 like o.path || '%')
left join tasks given on given.id = theme.id or given.theme_id = theme.id
left join school_classes c on c.id = given.school_class_id
left join schools s on s.id = c.school_id
left join regions sr on sr.id = s.region_id
left join told a on a.task_id = given.id
left join households h on h.family_id = a.family_id and h.until is null
left join regions hr on hr.id = h.region_id
where theme.standing = 'passed'
group by theme.id, theme.title order by theme.id
"""  # noqa: S608
_SCHOOLS = f"""
with {TOLD}
select s.name, count(distinct a.student_id) as a, count(distinct g.school_class_id) as b
from schools s join regions r on r.id = s.region_id
left join school_classes c on c.school_id = s.id
left join tasks g on g.school_class_id = c.id and g.standing = 'passed'
left join told a on a.task_id = g.id
where r.path like $1 || '%' group by s.id, s.name, r.path order by r.path, s.name, s.id
"""  # noqa: S608
_KINDS = {
    By.REGIONS: _Kind(("建档家庭", "晒过的家庭", "晒出的条数"), _REGIONS, counting=1, summed=True),
    By.TOPICS: _Kind(("晒过的家庭", "晒出的条数"), _TOPICS),
    By.THEMES: _Kind(("参加的孩子",), _THEMES),
    By.SCHOOLS: _Kind(("参加的孩子", "开过活动的班级"), _SCHOOLS),
}


async def table(archivist: Account, region_id: UUID, by: By) -> Table:
    """The figures of a region, to the archivists who are over it; NotFound for everybody else."""
    region = await regions.found(region_id)
    await access.office_over(archivist, region, Office.ARCHIVIST)
    kind = _KINDS[by]
    given: list[Any] = [region.path]
    if by is By.REGIONS:
        given.append(region.id)
    if by in {By.SCHOOLS, By.THEMES}:
        given.append(clock.today())
    found = await replica.read(partial(query, kind.sql, *given))
    return _table(region, by, kind, found)


def _table(region: Region, by: By, kind: _Kind, found: Sequence[Any]) -> Table:
    """Hide what is small; where the people of a row are hidden, what they did is, too."""
    columns = [[int(row[key]) for row in found] for key in "abc"[: len(kind.columns)]]
    people = insight_cells.told(columns[kind.counting])
    open_rows = [cell is not None for cell in people]
    cells = [
        people if place == kind.counting else _beside(column, place, kind, open_rows)
        for place, column in enumerate(columns)
    ]
    rows = [
        Row(row["name"], figures)
        for row, figures in zip(found, zip(*cells, strict=True), strict=True)
    ]
    sums = [
        insight_cells.total(column, shown) for column, shown in zip(columns, cells, strict=True)
    ]
    return Table(region.name, by, kind.columns, rows, sums if kind.summed else None)


def _beside(column: list[int], place: int, kind: _Kind, open_rows: list[bool]) -> list[int | None]:
    """A column beside the counting one: what stands before it (all families) tells of more."""
    return insight_cells.told(column, within=open_rows if place > kind.counting else None)
