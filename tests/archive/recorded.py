"""Recorded: entries written straight into the tables, and what a timeline has to show of them."""

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

from models.archive.growth import UNDATED, Audience, Entry, EntryPhoto, TimelineMonth
from models.trust.moderation import Standing
from service.archive.timeline import Scope, entries, first_day
from service.foundation import dates
from tests.world import Person

Months = dict[date, int]


async def recorded(person: Person, happened: str = "", **columns: Any) -> str:
    """An entry of somebody's about their child, as if its words had passed; its id."""
    fuzzy = dates.parse(happened)
    photos = columns.pop("photos", [])
    columns = {"student_id": UUID(person.child), "standing": Standing.PASSED, **columns}
    entry = await Entry.create(
        family_id=UUID(person.family),
        author_id=(await person.account()).id,
        happened=happened,
        sort_day=fuzzy.first_day if fuzzy else UNDATED,
        **columns,
    )
    for position, photo in enumerate(photos):
        await EntryPhoto.create(entry_id=entry.id, photo_id=UUID(photo), position=position)
    return str(entry.id)


def month_of(day: date) -> date:
    return first_day("undated") if day == UNDATED else day.replace(day=1)


async def in_sight(scope: Scope) -> Months:
    """How many entries of each month the viewer sees, counted one by one."""
    return dict(Counter([month_of(entry.sort_day) for entry in await entries(scope)]))


async def kept_counters() -> dict[tuple[UUID, UUID | None, date], tuple[int, int]]:
    """What the database has counted: (told, kept) of each child and month."""
    return {
        (row.family_id, row.student_id, row.month): (row.told, row.kept)
        for row in await TimelineMonth.all()
    }


async def recount() -> dict[tuple[UUID, UUID | None, date], tuple[int, int]]:
    """The same, counted anew."""
    told: Counter[Any] = Counter()
    kept: Counter[Any] = Counter()
    for entry in await Entry.filter(deleted_at=None, unfinished=False, standing=Standing.PASSED):
        place = entry.family_id, entry.student_id, month_of(entry.sort_day)
        (kept if entry.draft or entry.audience < Audience.FAMILY else told)[place] += 1
    return {place: (told[place], kept[place]) for place in {**told, **kept}}
