"""Personal data: what every table holds of an account, a child or a family, and how it goes.

Each floor registers its tables, the upper floors first, in the order in which their rows may be
removed. All that goes is found before any of it is removed, so that a row may be found by way of
another one.
"""

from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from models.base import Record
from models.people.accounts import Account
from models.trust.erasures import ErasedKind
from service.foundation.database import query
from service.foundation.errors import NotFound
from service.trust import access

BITE = 10_000
"""Ids at once: who looks for rows by a list binds each, and a statement takes 32,767."""

Clear = Callable[[list[UUID]], Awaitable[None]]
Conditions = Mapping[ErasedKind, str]
"""The rows of a table that are about a subject: SQL behind `where`, with the subject's id as $1."""


@dataclass(frozen=True)
class Objects:
    """What rows have in the object storage."""

    keys: list[str] = field(default_factory=list)
    bytes: int = 0


@dataclass(frozen=True, eq=False)
class Holding:
    """One table's rows about somebody; `label` names them for a parent.

    `goes` is removed by an erasure: by `clear` where that takes more, or where the row has to
    stay; `stays` is left, and `why` says the reason. `mentions` finds rows by the ids ($1, an
    array) of all that goes: those that name others by opaque ids alone. Subjects of the kinds in
    `untold` lose these rows like all others, but are not told that there are any.
    """

    model: type[Record]
    label: str
    goes: Conditions = field(default_factory=dict)
    stays: Conditions = field(default_factory=dict)
    why: str = ""
    mentions: str = ""
    untold: frozenset[ErasedKind] = frozenset()
    clear: Clear | None = None
    objects: Callable[[list[UUID]], Awaitable[Objects]] | None = None

    @property
    def kind(self) -> str:
        """The name of the table."""
        return self.model._meta.db_table


@dataclass(frozen=True)
class Item:
    """So many rows of one kind, with the size of their files; `why` if an erasure leaves them."""

    kind: str
    label: str
    count: int
    bytes: int = 0
    why: str = ""


@dataclass(frozen=True)
class Purged:
    """What was removed: how many rows of each kind, and the keys of the objects that are to go."""

    rows: Counter[str]
    keys: list[str]


_holdings: list[Holding] = []


def register(holdings: list[Holding]) -> None:
    """Called by bootstrap, once for each floor, from the top down."""
    _holdings.extend(holdings)


def registered() -> list[Holding]:
    """Every holding, in the order in which they are removed."""
    return _holdings


def label_of(kind: str) -> str:
    """What a parent calls the rows of a table."""
    return next((one.label for one in _holdings if one.kind == kind), "")


async def of_student(account: Account, student_id: UUID) -> list[Item]:
    """What is kept about a child, for a guardian or the child itself."""
    viewer = await access.viewer(account)
    student = await access.students_visible_to(viewer).get_or_none(id=student_id)
    if student is None:
        raise NotFound
    if account.is_lent or student.id not in viewer.selves:
        await access.guarded_family(account, student.family_id)
    return await summary(ErasedKind.STUDENT, student_id)


async def of_family(guardian: Account, family_id: UUID) -> list[Item]:
    """What is kept about a family, for a guardian."""
    await access.guarded_family(guardian, family_id)
    return await summary(ErasedKind.FAMILY, family_id)


async def summary(kind: ErasedKind, subject_id: UUID) -> list[Item]:
    """What there is to be told about a subject, by kind: what an erasure removes, what it leaves.

    Nor does it tell what is found by way of an untold row alone.
    """
    found = await _find(kind, subject_id, [one for one in _holdings if kind not in one.untold])
    going = [
        Item(one.kind, one.label, len(ids), (await _objects(one, ids)).bytes)
        for one, ids in found.items()
    ]
    staying = [
        Item(one.kind, one.label, await _count(one, one.stays[kind], subject_id), why=one.why)
        for one in _holdings
        if kind in one.stays
    ]
    return [item for item in going + staying if item.count]


async def purge(kind: ErasedKind, subject_id: UUID) -> Purged:
    """Remove all rows about a subject, in the caller's transaction; the objects are the caller's.

    What mentions others goes first: a verdict locks its question before its subject.
    """
    found = await _find(kind, subject_id, _holdings)
    keys = [key for one, ids in found.items() for key in (await _objects(one, ids)).keys]
    for one, ids in sorted(found.items(), key=lambda pair: not pair[0].mentions):
        for bite in _bites(ids):
            await (one.clear(bite) if one.clear else _delete(one, bite))
    rows = defaultdict[str, set[UUID]](set)
    for one, ids in found.items():
        rows[one.kind].update(ids)
    return Purged(+Counter({kind: len(ids) for kind, ids in rows.items()}), keys)


async def _find(
    kind: ErasedKind, subject_id: UUID, holdings: list[Holding]
) -> dict[Holding, list[UUID]]:
    found = {one: await _ids(one, one.goes.get(kind), subject_id) for one in holdings}
    going = [subject_id, *(row_id for ids in found.values() for row_id in ids)]
    for one in holdings:
        if one.mentions:
            found[one] = [*{*found[one], *await _ids(one, one.mentions, going)}]
    return found


async def _ids(holding: Holding, condition: str | None, value: UUID | list[UUID]) -> list[UUID]:
    if condition is None:
        return []
    sql = f"select id from {holding.kind} where {condition}"  # noqa: S608  our own words
    return [row["id"] for row in await query(sql, value)]


async def _count(holding: Holding, condition: str, subject_id: UUID) -> int:
    sql = f"select count(*) from {holding.kind} where {condition}"  # noqa: S608
    return (await query(sql, subject_id))[0]["count"]


async def _delete(holding: Holding, ids: list[UUID]) -> None:
    sql = f"delete from {holding.kind} where id = any($1::uuid[])"  # noqa: S608
    await query(sql, ids)


async def _objects(holding: Holding, ids: list[UUID]) -> Objects:
    if holding.objects is None:
        return Objects()
    found = [await holding.objects(bite) for bite in _bites(ids)]
    return Objects([key for one in found for key in one.keys], sum(one.bytes for one in found))


def _bites(ids: list[UUID]) -> Iterator[list[UUID]]:
    return (ids[start : start + BITE] for start in range(0, len(ids), BITE))
