"""Timeline: the years of a child, or of a family, by the day things happened."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from models.archive.growth import UNDATED, Dimension, Entry, EntryPerson, EntryPhoto
from models.archive.photos import PhotoState
from models.people.accounts import Account
from models.people.persons import Person
from models.people.students import Student
from models.trust.moderation import Standing
from service.archive.growth import WITH_ALL
from service.foundation.errors import Invalid, NotFound
from service.foundation.plans import planned, statement_of
from service.people import families, students
from service.trust import access
from service.trust.access import Viewer

PAGE = 20
NO_DATE = "undated"
_MONTH = re.compile(r"[1-9]\d{3}-(0[1-9]|1[0-2])", re.ASCII)
MOST_CHILDREN = 10
MOST_PLACES = 200
OWN, ALL = "own", "all"
Place = tuple[date, UUID]
"""Where an entry stands: (sort_day, id)."""


@dataclass(frozen=True)
class Scope:
    """Whose years somebody of a family looks at; `None` among the students is the family itself."""

    viewer: Viewer
    family_id: UUID
    students: tuple[UUID | None, ...] | None
    """None: everybody's."""

    @property
    def children(self) -> list[UUID]:
        return [child for child in self.students or () if child]

    @property
    def oversees(self) -> bool:
        """Whether the viewer reads what is kept from the family, too."""
        of_age = any(child in self.viewer.of_age for child in self.children)
        return self.viewer.guards(self.family_id) or of_age


@dataclass(frozen=True)
class Sieve:
    """What entries have to be of to be shown; by itself it lets everything through."""

    dimension: Dimension | None = None
    person_id: UUID | None = None
    place: str = ""

    @property
    def is_open(self) -> bool:
        return self == Sieve()


async def of_student(account: Account, student_id: UUID) -> Scope:
    """The years of a child, to its family or itself; NotFound to all others."""
    student = await students.seen_by(account, student_id)
    return Scope(await access.viewer(account), student.family_id, (student.id,))


async def of_family(account: Account, family_id: UUID, whose: str) -> Scope:
    """The years of a family, to its members; NotFound to all others.

    `whose` is `own` (what is of no child), `all`, or ids of children by commas, `own` among them
    or not: NotFound unless all of them are the family's.
    """
    await families.membership_in(account, family_id)
    viewer = await access.viewer(account)
    if whose == ALL:
        return Scope(viewer, family_id, None)
    named = {None if one == OWN else UUID(one) for one in whose.split(",")}
    children = named - {None}
    if len(children) > MOST_CHILDREN:
        raise Invalid.field("whose", "timeline.too_many", "一次最多并排看十个孩子")
    known = Student.filter(family_id=family_id, id__in=children, erased_at=None)
    if children and await known.count() < len(children):
        raise NotFound
    return Scope(viewer, family_id, tuple(named))


async def page(
    scope: Scope, sieve: Sieve, *, until: date | None = None, after: Place | None = None
) -> list[Entry]:
    """A page of entries, latest day first, undated before all.

    `until` starts it with the latest one of that day or before. `after` is the place of the last
    entry of the page before. Returns at most PAGE + 1 entries: the last one only says that there
    is more.
    """
    found = entries(scope, await checked(scope, sieve))
    if until:
        found = found.filter(sort_day__lte=until)
    return await whole(scope, await latest(behind(found, after), PAGE + 1))


def entries(scope: Scope, sieve: Sieve = Sieve()) -> QuerySet[Entry]:
    """All that the viewer sees of these years; what is unfinished is not part of them yet."""
    found = access.entries_visible_to(scope.viewer).filter(
        family_id=scope.family_id, unfinished=False
    )
    if scope.students is not None:
        own = Q(student_id=None) if None in scope.students else Q(student_id__in=[])
        found = found.filter(Q(student_id__in=scope.children) | own)
    if sieve.dimension:
        found = found.filter(dimension=sieve.dimension)
    if sieve.place:
        found = found.filter(place=sieve.place)
    return found.filter(_about(scope.viewer, sieve.person_id)) if sieve.person_id else found


def _about(viewer: Viewer, person_id: UUID) -> Q:
    """It tells of the person, or one of the photos that the viewer sees in it shows them."""
    told = EntryPerson.filter(person_id=person_id).values("entry_id")
    passed = Q(photo__state=PhotoState.READY, photo__standing=Standing.PASSED)
    shown = EntryPhoto.filter(
        passed | Q(photo__uploader_id=viewer.account_id),
        photo__persons__person_id=person_id,
        photo__deleted_at=None,
    )
    return Q(id__in=Subquery(told)) | Q(id__in=Subquery(shown.values("entry_id")))


async def checked(scope: Scope, sieve: Sieve) -> Sieve:
    """The sieve as it is; refused where it names somebody whom the family does not know."""
    if sieve.person_id:
        known = Person.filter(id=sieve.person_id, family_id=scope.family_id, removed_at=None)
        if not await known.exists():
            raise Invalid.field("person_id", "person.unknown", "有一个人找不到了")
    return sieve


def behind(found: QuerySet[Entry], place: Place | None) -> QuerySet[Entry]:
    """Those that come after a place."""
    if place is None:
        return found
    day, last_id = place
    return found.filter(Q(sort_day__lt=day) | Q(sort_day=day, id__lt=last_id), sort_day__lte=day)


async def latest(found: QuerySet[Entry], most: int) -> list[UUID]:
    """The ids of the latest of them."""
    ordered = found.order_by("-sort_day", "-id").limit(most).values("id")
    sql, values = statement_of(ordered)
    return [row[0] for row in await planned(sql, *values)]


async def whole(scope: Scope, entry_ids: list[UUID]) -> list[Entry]:
    """Entries with all that is shown of them, in this order."""
    seen = access.entries_visible_to(scope.viewer).filter(id__in=entry_ids)
    found = {entry.id: entry for entry in await seen.prefetch_related(*WITH_ALL)}
    return [found[entry_id] for entry_id in entry_ids if entry_id in found]


async def places(scope: Scope) -> list[tuple[str, int]]:
    """The places that these years tell of, each with the number of its entries, most told first."""
    named = entries(scope).exclude(place="").values("place")
    sql, values = statement_of(named)
    counting = (
        f"select place, count(*)::int from ({sql}) e"  # noqa: S608  Tortoise's own words
        f" group by place order by 2 desc, 1 limit {MOST_PLACES}"
    )
    return [(row[0], row[1]) for row in await planned(counting, *values)]


def is_month(word: str) -> bool:
    """Whether it names a month of a timeline: `2024-06`, or `undated`."""
    return word == NO_DATE or bool(_MONTH.fullmatch(word))


def first_day(month: str) -> date:
    """The first day of a month (`2024-06`), or of what has no date (`undated`)."""
    return UNDATED.replace(day=1) if month == NO_DATE else date.fromisoformat(f"{month}-01")


def last_day(first: date) -> date:
    """The last day of the month that begins on this one."""
    months = first.year * 12 + first.month  # of the month after, counted from 0
    if months // 12 > UNDATED.year:
        return UNDATED
    return date.fromordinal(date(months // 12, months % 12 + 1, 1).toordinal() - 1)


def in_month(found: QuerySet[Any], month: str) -> QuerySet[Any]:
    """Those of one month."""
    first = first_day(month)
    return found.filter(sort_day__gte=first, sort_day__lte=last_day(first))
