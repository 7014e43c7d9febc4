"""Schools: founding one, its approval, and the one code for its teachers."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read
from handlers.edge.idempotency import creates
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.overload import costly
from handlers.edge.rates import limited
from models.people.accounts import Account
from models.people.schools import School
from service.people import schools
from service.people.schools import SchoolChange, SchoolDraft

bp = Blueprint("schools")


class SchoolView(msgspec.Struct):
    """A school in its district."""

    id: UUID
    name: str
    region_id: UUID
    region: str
    approval: Annotated[str, Meta(description="The paper by which it takes part: 「经…批准」.")]


class AdministeredSchool(SchoolView):
    """A school with the code by which teachers ask for a class, to its administrator."""

    code: Annotated[str, Meta(description="Of the present; renewing it ends it.")]


class Schools(msgspec.Struct):
    items: Annotated[list[SchoolView], Meta(description="By district and name.")]


def _present(school: School) -> SchoolView:
    return SchoolView(school.id, school.name, school.region_id, school.region.name, school.approval)


async def _founded(account: Account, school_id: UUID) -> SchoolView:
    return _present(await schools.one_of(account, school_id))


async def shown(account: Account, school_id: UUID) -> AdministeredSchool:
    school = await schools.administered(account, school_id)
    return AdministeredSchool(
        **msgspec.structs.asdict(_present(school)), code=schools.code_of(school)
    )


@bp.post("/schools")
@operation(
    "Found a school in a district",
    takes=SchoolDraft,
    example={
        "name": "香洲区第一小学",
        "region_id": "0192f0c4-7b1e-7c3a-9d52-6f1a2b3c4d5e",
        "approval": "珠教基〔2026〕12号",
    },
    gives=SchoolView,
    status=201,
    refuses=(404, 409),
)
@signed_in
@creates(_founded)
async def found(request: Request, account: Account) -> UUID:
    return (await schools.found(account, read(request, SchoolDraft))).id


@bp.get("/schools")
@operation("The schools that one's offices look after", gives=Schools)
@signed_in
async def index(request: Request, account: Account) -> HTTPResponse:
    return ok(Schools([_present(school) for school in await schools.of(account)]))


@bp.get("/schools/<school_id:uuid>")
@operation("A school with its code, to its administrator", gives=AdministeredSchool)
@signed_in
async def show(request: Request, account: Account, school_id: UUID) -> HTTPResponse:
    return ok(await shown(account, school_id))


@bp.put("/schools/<school_id:uuid>")
@operation(
    "Change a school's name or approval, as its district's archivist",
    takes=SchoolChange,
    example={"approval": "珠教基〔2027〕3号"},
    gives=SchoolView,
    refuses=(403, 409),
)
@signed_in
async def change(request: Request, account: Account, school_id: UUID) -> HTTPResponse:
    return ok(_present(await schools.change(account, school_id, read(request, SchoolChange))))


@bp.post("/schools/<school_id:uuid>/code")
@operation("Give a school a new code", gives=AdministeredSchool, status=201)
@signed_in
@limited("school-code", most=20, seconds=3600)
@creates(shown)
async def renew_code(request: Request, account: Account, school_id: UUID) -> UUID:
    return (await schools.renew_code(account, school_id)).id


@bp.get("/schools/<school_id:uuid>/code.jpg")
@operation(
    "A school's code as a picture that WeChat's camera reads",
    media_type="image/jpeg",
    refuses=(409,),
)
@signed_in
@limited("school-code-picture", most=20, seconds=600)
@costly("drawings")
async def picture_of_code(request: Request, account: Account, school_id: UUID) -> HTTPResponse:
    picture = await schools.picture_of_code(account, school_id)
    return HTTPResponse(picture, content_type="image/jpeg")
