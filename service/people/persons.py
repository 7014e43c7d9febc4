"""Persons: whoever a family's archive tells of, living or dead, with or without an account."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from models.people.accounts import Account
from models.people.families import Membership, Relation, Role
from models.people.persons import Person
from models.people.students import Student
from service.foundation import clock, dates
from service.foundation.database import transaction
from service.foundation.drafts import Draft, Name, text
from service.foundation.errors import Conflict, Invalid, NotFound
from service.people import students
from service.trust import access, audit, moderation

MOST_NAMED = 30
"""So many persons at most an entry or a photo tells of."""

Edtf = Annotated[str, Meta(max_length=40, description="EDTF: 1938, 1938-11~, or empty.")]
Kin = Annotated[str, text(16, least=0, description="What the family calls them, such as 曾祖父.")]
PersonIds = Annotated[list[UUID], Meta(max_length=MOST_NAMED, description="Of the same family.")]


class PersonDraft(Draft):
    """Somebody of the family; whoever knows no dates leaves them out."""

    name: Name
    relation: Kin = ""
    born: Edtf = ""
    died: Edtf = ""


class PersonChange(Draft):
    """What is to change of a person; what is left out stays."""

    name: Name | UnsetType = UNSET
    relation: Kin | UnsetType = UNSET
    born: Edtf | UnsetType = UNSET
    died: Edtf | UnsetType = UNSET


@dataclass(frozen=True)
class Known:
    """A person, and what else they are to the family now: its student, a member of it."""

    person: Person
    student_id: UUID | None
    member: bool


async def add(account: Account, family_id: UUID, draft: PersonDraft) -> Person:
    """Have the archive know somebody; relatives read the name, so WeChat has to pass it first."""
    await access.family_for(account, family_id, Role.CONTRIBUTOR)
    person = Person(family_id=family_id, **msgspec.structs.asdict(draft))
    _require_plausible(person)
    await moderation.require_clean(account, _words(person), "name")
    async with transaction():
        await access.family_for(account, family_id, Role.CONTRIBUTOR)
        await person.save()
        await audit.record(account, "person.added", person)
    return person


async def change(account: Account, person_id: UUID, draft: PersonChange) -> Person:
    """Correct what the archive knows of somebody; a child's is corrected in its own profile."""
    person = await _of(account, person_id, Role.CONTRIBUTOR)
    before = _words(person)
    _apply(person, draft)
    if _words(person) != before:
        await moderation.require_clean(account, _words(person), "name")
    async with transaction():
        await _of(account, person_id, Role.CONTRIBUTOR)
        person = await _locked(person_id)
        if person.removed_at:
            raise NotFound
        if await Student.exists(person_id=person_id):
            raise Conflict("person.student", "孩子的名字和生日，请在孩子的资料里改")
        if _apply(person, draft):
            _require_plausible(person)
            await person.save()
            await audit.record(account, "person.changed", person)
    return person


async def _locked(person_id: UUID) -> Person:
    person = await Person.filter(id=person_id).select_for_update().first()
    if person is None:
        raise NotFound  # an erasure was waited for
    return person


async def remove(guardian: Account, person_id: UUID) -> None:
    """Have the archive no longer name somebody; again is fine."""
    async with transaction():
        person = await _of(guardian, person_id, Role.GUARDIAN)
        await access.require_undisputed(person.family_id)  # the family first, as who joins it
        await _of(guardian, person_id, Role.GUARDIAN)  # it may have waited for their leaving
        person = await _locked(person_id)
        if person.removed_at:
            return
        known = await _known([person])
        if known[0].student_id:
            raise Conflict("person.student", "孩子的成长档案还在，不能从家里的人当中去掉")
        if known[0].member:
            raise Conflict("person.member", "这位还是家庭成员，先请他退出再去掉")
        person.removed_at = clock.now()
        await person.save(update_fields=["removed_at"])
        await audit.record(guardian, "person.removed", person)


async def of_family(account: Account, family_id: UUID) -> list[Known]:
    """Everybody the archive tells of, first known first, to members and the family's students."""
    viewer = await access.viewer(account)
    if not await students.at_home(viewer, family_id):
        raise NotFound
    return await _known(await Person.filter(family_id=family_id, removed_at=None).order_by("id"))


async def seen_by(account: Account, person_id: UUID) -> Known:
    """One person of a family of the account's."""
    person = await Person.get_or_none(id=person_id, removed_at=None)
    viewer = await access.viewer(account)
    if person is None or not await students.at_home(viewer, person.family_id):
        raise NotFound
    return (await _known([person]))[0]


async def of_member(account: Account, family_id: UUID, relation: Relation) -> None:
    """Know somebody who joins: as before, or anew. Part of the caller's transaction."""
    own = Person.filter(family_id=family_id, account_id=account.id)
    person = await own.select_for_update().first()
    if person is None:
        name = account.nickname or relation
        await Person.create(
            family_id=family_id, account_id=account.id, name=name, relation=relation
        )
    elif person.removed_at:
        person.removed_at = None  # type: ignore[assignment]
        await person.save(update_fields=["removed_at"])


async def named(family_id: UUID, person_ids: list[UUID]) -> list[Person]:
    """The family's persons that a request names, in its order; else refused with the place."""
    if len(set(person_ids)) != len(person_ids):
        raise Invalid.field("person_ids", "persons.twice", "同一个人选了两次")
    known = Person.filter(id__in=person_ids, family_id=family_id, removed_at=None)
    found = {person.id: person for person in await known}
    for place, person_id in enumerate(person_ids):
        if person_id not in found:
            raise Invalid.field(f"person_ids[{place}]", "person.unknown", "有一个人找不到了")
    return [found[person_id] for person_id in person_ids]


async def _of(account: Account, person_id: UUID, at_least: Role) -> Person:
    """A person, removed or not, of a family in which the account stands so high."""
    person = await Person.get_or_none(id=person_id)
    if person is None:
        raise NotFound
    await access.family_for(account, person.family_id, at_least)
    return person


async def _known(persons: list[Person]) -> list[Known]:
    children = Student.filter(person_id__in=[person.id for person in persons], erased_at=None)
    student_of = {child.person_id: child.id for child in await children}
    families = {person.family_id for person in persons}
    members = {
        (held.family_id, held.account_id)
        for held in await Membership.filter(family_id__in=families, until=None)
    }
    return [
        Known(person, student_of.get(person.id), (person.family_id, person.account_id) in members)
        for person in persons
    ]


def _words(person: Person) -> str:
    return f"{person.name} {person.relation}".strip()


def _apply(person: Person, draft: PersonChange) -> bool:
    """Write the change into the person; whether there was any."""
    given = {k: v for k, v in msgspec.structs.asdict(draft).items() if v is not UNSET}
    changed = any(getattr(person, name) != value for name, value in given.items())
    person.update_from_dict(given)
    return changed


def _require_plausible(person: Person) -> None:
    """Refuse dates that nobody can read, that are yet to come, or a life that ends unbegun."""
    born, died = _year(person, "born"), _year(person, "died")
    if born and died and died < born:
        raise Invalid.field("died", "person.dates", "去世的年份比出生还早，请再看一下")


def _year(person: Person, field: str) -> int | None:
    edtf = getattr(person, field)
    fuzzy = dates.parse(edtf)
    if edtf and (fuzzy is None or fuzzy.is_to_come()):
        raise Invalid.field(field, "person.date", "这个日期看不懂，可以只写年份")
    return fuzzy.first_day.year if fuzzy else None
