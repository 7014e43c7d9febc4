"""Anniversaries: what happened on exactly this day in earlier years (那年今天)."""

from calendar import isleap
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from models.archive.growth import Entry
from service.archive.timeline import Scope, entries, whole
from service.foundation.plans import planned, statement_of

LONGEST = 150
"""Years back that a family's archive may reach."""
SHOWN = 6
"""So many entries of a day are shown; all of them are in its month."""


@dataclass(frozen=True)
class Anniversary:
    """A day `years` ago: how many entries tell of it, and the first of them."""

    years: int
    day: date
    count: int
    entries: list[Entry]

    @property
    def words(self) -> str:
        return f"{self.years}年前的今天"


def days_before(today: date) -> list[date]:
    """This day in earlier years; on 28 February, where no 29th follows, those of leap years too."""
    years = range(max(1, today.year - LONGEST), today.year)
    leap_day = (today.month, today.day) == (2, 29)
    found = [today.replace(year=year) for year in years if not leap_day or isleap(year)]
    if (today.month, today.day) == (2, 28) and not isleap(today.year):
        found += [date(year, 2, 29) for year in years if isleap(year)]
    return found


_OF_DAYS = """
select id, sort_day, many from (
    select e.id, e.sort_day, count(*) over (partition by e.sort_day) as many,
        row_number() over (partition by e.sort_day order by e.id desc) as place
    from ({entries}) e where e.happened = e.sort_day::text
) told where place <= {shown} order by sort_day desc, place
"""


async def on_this_day(scope: Scope, today: date) -> list[Anniversary]:
    """What the viewer finds of this day in earlier years, the latest year first."""
    found = entries(scope).filter(sort_day__in=days_before(today))
    sql, values = statement_of(found.values("id", "sort_day", "happened"))
    rows = await planned(_OF_DAYS.format(entries=sql, shown=SHOWN), *values)
    shown = await whole(scope, [row[0] for row in rows])
    return [
        Anniversary(
            today.year - day.year, day, many, [entry for entry in shown if entry.sort_day == day]
        )
        for day, many in {row[1]: row[2] for row in rows}.items()
    ]


_TOLD = """
select distinct e.family_id, e.student_id from unnest($1::uuid[]) family
join entries e on e.family_id = family and e.sort_day = any($2::date[])
where timeline_column(e) = 'told' and e.happened = e.sort_day::text
"""


async def told_on(today: date, family_ids: Collection[UUID]) -> set[tuple[UUID, UUID | None]]:
    """Of which of these families and children something that all the family reads is told.

    (family, student) pairs, the student None for the family's own; a hundred families take a few
    milliseconds.
    """
    rows = await planned(_TOLD, list(family_ids), days_before(today))
    return {(row[0], row[1]) for row in rows}
