"""Persons: whom the family's archive tells of, and what it knows of them."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read
from handlers.edge.idempotency import creates
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.rates import limited
from models.people.accounts import Account
from models.people.persons import Person
from service.foundation import dates
from service.people import persons
from service.people.persons import Known, PersonChange, PersonDraft

bp = Blueprint("persons")


class PersonTag(msgspec.Struct):
    """Somebody of whom an entry tells, or whom a photo shows."""

    id: UUID
    name: str
    relation: str


class PersonView(msgspec.Struct):
    """Somebody of the family, to the family."""

    id: UUID
    name: str
    relation: str
    born: Annotated[str, Meta(description="EDTF, or empty.")]
    died: Annotated[str, Meta(description="EDTF, or empty.")]
    life: Annotated[str, Meta(description="Both in words, such as 「约1938年出生」.")]
    student_id: Annotated[UUID | None, Meta(description="Of a child with a growth archive.")]
    member: Annotated[bool, Meta(description="Whether the family's membership is theirs, too.")]


class Persons(msgspec.Struct):
    items: Annotated[list[PersonView], Meta(description="First known first.")]


def present_tag(person: Person) -> PersonTag:
    return PersonTag(person.id, person.name, person.relation)


def _present(known: Known) -> PersonView:
    person = known.person
    return PersonView(
        id=person.id,
        name=person.name,
        relation=person.relation,
        born=person.born,
        died=person.died,
        life=_life(person),
        student_id=known.student_id,
        member=known.member,
    )


def _life(person: Person) -> str:
    ends = ((dates.parse(person.born), "出生"), (dates.parse(person.died), "去世"))
    return "，".join(fuzzy.words + verb for fuzzy, verb in ends if fuzzy)


async def shown(account: Account, person_id: UUID) -> PersonView:
    return _present(await persons.seen_by(account, person_id))


@bp.post("/families/<family_id:uuid>/persons")
@operation(
    "Have the archive know somebody of the family",
    takes=PersonDraft,
    example={"name": "陈阿公", "relation": "曾祖父", "born": "1938~", "died": "2011-05"},
    gives=PersonView,
    status=201,
    refuses=(403, 409, 503),
)
@signed_in
@limited("persons", most=120, seconds=600)
@creates(shown)
async def add(request: Request, account: Account, family_id: UUID) -> UUID:
    return (await persons.add(account, family_id, read(request, PersonDraft))).id


@bp.get("/families/<family_id:uuid>/persons")
@operation("Whom the family's archive tells of", gives=Persons)
@signed_in
async def index(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    found = await persons.of_family(account, family_id)
    return ok(Persons([_present(known) for known in found]))


@bp.put("/persons/<person_id:uuid>")
@operation(
    "Correct what the archive knows of somebody",
    takes=PersonChange,
    example={"died": "2011-05-20"},
    gives=PersonView,
    refuses=(403, 409, 503),
)
@signed_in
@limited("persons", most=120, seconds=600)
async def change(request: Request, account: Account, person_id: UUID) -> HTTPResponse:
    await persons.change(account, person_id, read(request, PersonChange))
    return ok(await shown(account, person_id))


@bp.delete("/persons/<person_id:uuid>")
@operation("Have the archive no longer name somebody", status=204, refuses=(403, 409))
@signed_in
async def remove(request: Request, account: Account, person_id: UUID) -> HTTPResponse:
    await persons.remove(account, person_id)
    return gone()
