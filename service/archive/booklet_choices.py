"""Booklet choices: which entries may go into a booklet, are proposed, and were taken."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta
from tortoise.queryset import QuerySet

from models.archive.booklets import Booklet, BookletEntry
from models.archive.growth import UNDATED, Audience, Dimension, Entry
from models.people.accounts import Account
from models.trust.moderation import Standing
from service.foundation.database import query
from service.foundation.errors import Invalid
from service.people import students
from service.trust import access
from service.trust.access import Viewer

MOST = 60
PROPOSED = 24
EntryIds = Annotated[list[UUID], Meta(max_length=MOST, description="In the order of the print.")]


@dataclass(frozen=True)
class Candidate:
    """An entry that may be proposed; `worth` is how much there is to look at and to read."""

    id: UUID
    day: date
    dimension: Dimension | None
    worth: int = 0


def printable(viewer: Viewer, student_id: UUID) -> QuerySet[Entry]:
    """Of the child's entries those that the whole family reads, finished, confirmed and checked.

    What only guardians read stays out of print: a booklet goes from hand to hand.
    """
    of_child = access.entries_visible_to(viewer).filter(student_id=student_id)
    finished = of_child.filter(unfinished=False, draft=False, standing=Standing.PASSED)
    return finished.filter(audience__gte=Audience.FAMILY)


async def propose(
    account: Account, student_id: UUID, since: date, until: date
) -> tuple[list[UUID], int]:
    """A choice from a term, spread over the dimensions, and how many there are to choose from."""
    student = await students.decided_for(account, student_id)
    viewer = await access.viewer(account)
    dated = printable(viewer, student.id).exclude(sort_day=UNDATED)
    term = dated.filter(sort_day__gte=since, sort_day__lte=until)
    found = await _candidates(await term.values_list("id", flat=True))  # type: ignore[arg-type]
    return [one.id for one in spread(found, PROPOSED)], len(found)


def spread(found: Iterable[Candidate], most: int) -> list[Candidate]:
    """At most so many, by the day: each dimension gives its best in turn until there is no more.

    Of equal worth the earlier one comes first, then the lower id: the same choice every time.
    """
    piles: dict[Dimension | None, list[Candidate]] = {}
    for one in sorted(found, key=lambda one: (-one.worth, one.day, one.id)):
        piles.setdefault(one.dimension, []).append(one)
    in_turn = [piles[key] for key in (*Dimension, None) if key in piles]
    taken: list[Candidate] = []
    while any(in_turn) and len(taken) < most:
        for pile in in_turn:
            taken += [pile.pop(0)] if pile and len(taken) < most else []
    return sorted(taken, key=lambda one: (one.day, one.id))


_WORTH = """
select e.id, e.sort_day as day, e.dimension,
    least(3, (select count(*) from entry_photos x join photos p on p.id = x.photo_id
        where x.entry_id = e.id and p.deleted_at is null and p.standing = 'passed'))
    + least(3, length(e.story) / 40) + (e.milestone <> '')::int * 2
    + (select count(*) from stories s
        where s.entry_id = e.id and s.deleted_at is null and s.standing = 'passed')
    + 2 * (select count(*) from endorsements d
        where d.entry_id = e.id and d.deleted_at is null and d.standing = 'passed') as worth
from entries e where e.id = any($1::uuid[])
"""


async def _candidates(entry_ids: list[UUID]) -> list[Candidate]:
    rows = await query(_WORTH, list(entry_ids))
    return [
        Candidate(
            row["id"],
            row["day"],
            Dimension(row["dimension"]) if row["dimension"] else None,
            int(row["worth"]),
        )
        for row in rows
    ]


async def take(viewer: Viewer, booklet: Booklet, entry_ids: Sequence[UUID]) -> None:
    """Put these entries into a booklet, in this order, in place of those before.

    Raises Invalid where one comes twice or may not be printed (`entry_ids[n]`). The caller's
    transaction, which holds the family.
    """
    allowed = printable(viewer, booklet.student_id).filter(id__in=list(entry_ids))
    known = set(await allowed.values_list("id", flat=True))
    for place, entry_id in enumerate(entry_ids):
        if entry_id in entry_ids[:place]:
            raise Invalid.field(f"entry_ids[{place}]", "entry.twice", "同一条记录选了两次")
        if entry_id not in known:
            detail = "这条记录不能放进成长册：只有写完、家人都能看的记录才可以"
            raise Invalid.field(f"entry_ids[{place}]", "entry.unprintable", detail)
    await BookletEntry.filter(booklet_id=booklet.id).delete()
    await BookletEntry.bulk_create(
        BookletEntry(booklet_id=booklet.id, entry_id=entry_id, position=place)
        for place, entry_id in enumerate(entry_ids)
    )


async def taken(viewer: Viewer, booklet: Booklet) -> list[Entry]:
    """The entries of a booklet that may be printed still, in their order."""
    places = BookletEntry.filter(booklet_id=booklet.id).order_by("position")
    order = await places.values_list("entry_id", flat=True)
    found = printable(viewer, booklet.student_id).filter(id__in=list(order))
    by_id = {entry.id: entry for entry in await found.prefetch_related("persons__person")}
    return [by_id[entry_id] for entry_id in order if entry_id in by_id]  # type: ignore[index]


def digest(booklet: Booklet, marks: Iterable[str]) -> str:
    """What somebody looked at: the title, and in their order the marks of all that is chosen."""
    return hashlib.sha256("\n".join([booklet.title, *marks]).encode()).hexdigest()[:32]
