"""Classes: opening, moving up and ending them, and what the school's code shows its teachers."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read
from handlers.edge.idempotency import creates
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.rates import limited
from handlers.edge.shapes import ClassEnd
from models.people.accounts import Account
from models.people.schools import SchoolClass
from service.people import class_staff, classes, school_years
from service.people.classes import ClassDraft
from service.people.school_years import ClassChange

bp = Blueprint("classes")


class ClassView(msgspec.Struct):
    """A class of a school."""

    id: UUID
    name: str
    until: ClassEnd


class Classes(msgspec.Struct):
    items: Annotated[list[ClassView], Meta(description="By name.")]


class OpenedSchool(msgspec.Struct):
    """What a school's code shows its teachers: where one is, and the classes to choose from."""

    name: str
    region: str
    approval: Annotated[str, Meta(description="The paper by which it takes part: 「经…批准」.")]
    classes: list[ClassView]


class TaughtClass(ClassView):
    """A class, to its teacher."""

    school: str


class TaughtClasses(msgspec.Struct):
    items: list[TaughtClass]


def _present(school_class: SchoolClass) -> ClassView:
    return ClassView(school_class.id, school_class.name, school_class.until)


async def shown(account: Account, class_id: UUID) -> ClassView:
    return _present(await classes.administered(account, class_id))


@bp.post("/schools/<school_id:uuid>/classes")
@operation(
    "Open a class",
    takes=ClassDraft,
    example={"name": "四年级2班"},
    gives=ClassView,
    status=201,
    refuses=(409,),
)
@signed_in
@creates(shown)
async def open_class(request: Request, account: Account, school_id: UUID) -> UUID:
    return (await classes.open_class(account, school_id, read(request, ClassDraft).name)).id


@bp.get("/schools/<school_id:uuid>/classes")
@operation("The classes of a school, to its administrator", gives=Classes)
@signed_in
async def of_school(request: Request, account: Account, school_id: UUID) -> HTTPResponse:
    return ok(Classes([_present(one) for one in await classes.of_school(account, school_id)]))


@bp.put("/classes/<class_id:uuid>")
@operation(
    "Move a class up by a year, or end it, as its school's administrator",
    takes=ClassChange,
    example={"name": "五年级2班", "until": "2028-09-01"},
    gives=ClassView,
    refuses=(409,),
)
@signed_in
async def change(request: Request, account: Account, class_id: UUID) -> HTTPResponse:
    draft = read(request, ClassChange)
    return ok(_present(await school_years.change(account, class_id, draft)))


@bp.get("/school-codes/<code:str>")
@operation("What a school's code shows to whoever teaches there", gives=OpenedSchool)
@signed_in
@limited("school-codes", most=10, seconds=600)
async def shown_by(request: Request, account: Account, code: str) -> HTTPResponse:
    school, found = await classes.shown_by(code)
    classes_of_it = [_present(one) for one in found]
    return ok(OpenedSchool(school.name, school.region.name, school.approval, classes_of_it))


@bp.get("/classes")
@operation("The classes that one teaches", gives=TaughtClasses)
@signed_in
async def taught(request: Request, account: Account) -> HTTPResponse:
    found = await class_staff.taught_by(account)
    items = [TaughtClass(one.id, one.name, one.until, one.school.name) for one in found]
    return ok(TaughtClasses(items))
