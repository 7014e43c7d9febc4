"""Schools: founded by the district's archivists, opened to its teachers by one code."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType
from tortoise.exceptions import IntegrityError
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from models.base import uuid7
from models.people.accounts import Account
from models.people.regions import Level, Region
from models.people.schools import School
from models.people.staff import Office
from service.foundation import tokens
from service.foundation.database import transaction
from service.foundation.drafts import Draft, text
from service.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from service.integrations import adapters
from service.integrations.errors import VendorRefused
from service.trust import access, audit

PAGE = "pages/school/join"
"""The mini-program's page that a scanned school code opens; the code is its scene."""


OfficialName = Annotated[str, text(60, description="Its official name.")]
Approval = Annotated[
    str,
    text(
        60,
        least=4,
        description="The authority's paper by which it takes part, such as 「珠教基〔2026〕12号」.",
    ),
]


class SchoolDraft(Draft):
    """A new school."""

    name: OfficialName
    region_id: Annotated[UUID, Meta(description="Its district.")]
    approval: Approval


class SchoolChange(Draft):
    """What is to change of a school; what is left out stays."""

    name: OfficialName | UnsetType = UNSET
    approval: Approval | UnsetType = UNSET


async def found(archivist: Account, draft: SchoolDraft) -> School:
    """Found a school in a district that the archivist's office covers; one name is one school."""
    async with transaction():
        region = await Region.get_or_none(id=draft.region_id)
        if region is None:
            raise NotFound
        await access.office_over(archivist, region, Office.ARCHIVIST)
        if region.level is not Level.DISTRICT:
            raise Invalid.field("region_id", "school.district", "请选学校所在的区")
        school = School(id=uuid7(), region=region, name=draft.name, approval=draft.approval)
        school.code_hash = tokens.hashed(code_of(school))
        await _save(school)
        await audit.record(archivist, "school.founded", school)
    return school


async def change(archivist: Account, school_id: UUID, draft: SchoolChange) -> School:
    """Give a school its new name or the authority's new paper, as an archivist of its district."""
    async with transaction():
        school = await one_of(archivist, school_id)
        try:
            await access.office_over(archivist, school.region, Office.ARCHIVIST)
        except NotFound as not_theirs:
            detail = "学校的名称和批准文号，由区里的档案人员来改"
            raise Forbidden("school.by_archivist", detail) from not_theirs
        school = await School.filter(id=school_id).select_for_update().get()
        before = school.name, school.approval
        school.name = draft.name if isinstance(draft.name, str) else school.name
        school.approval = draft.approval if isinstance(draft.approval, str) else school.approval
        if before != (school.name, school.approval):
            await _save(school, "name", "approval")
            await audit.record(archivist, "school.changed", school)
    return await one_of(archivist, school_id)


async def _save(school: School, *columns: str) -> None:
    """A new school or the changed columns of one; its name is its own in the district."""
    try:
        await school.save(update_fields=columns or None)
    except IntegrityError as taken:
        raise Conflict("school.exists", "这个区已经有一所同名的学校") from taken


def code_of(school: School) -> str:
    """The school's present code (128 bits; only its hash is stored)."""
    return tokens.derived_code(f"school.{school.serial}", school.id)


async def renew_code(administrator: Account, school_id: UUID) -> School:
    """Give a school a new code; the one before opens nothing any more."""
    async with transaction():
        await access.school_administered(administrator, school_id)
        school = await School.filter(id=school_id).select_for_update().get()
        school.serial += 1
        school.code_hash = tokens.hashed(code_of(school))
        await school.save(update_fields=["serial", "code_hash"])
        await audit.record(administrator, "school.code_renewed", school)
    return school


async def administered(administrator: Account, school_id: UUID) -> School:
    """A school with its district, to its administrator."""
    school = await access.school_administered(administrator, school_id)
    await school.fetch_related("region")
    return school


async def picture_of_code(administrator: Account, school_id: UUID) -> bytes:
    """The school's code to print, a JPEG that WeChat draws and its camera reads."""
    school = await access.school_administered(administrator, school_id)
    try:
        return await adapters().wechat.mini_code(code_of(school), PAGE)
    except VendorRefused as refused:
        raise Conflict("school.code_picture", "二维码暂时画不出来，请稍后再试") from refused


async def of(account: Account) -> list[School]:
    """The schools that the account administers or whose district its office covers."""
    return await (await _looked_after_by(account)).order_by("region__path", "name")


async def one_of(account: Account, school_id: UUID) -> School:
    """One of these schools."""
    school = await (await _looked_after_by(account)).get_or_none(id=school_id)
    if school is None:
        raise NotFound
    return school


async def opened_by(code: str) -> School:
    """The school, with its district, that a code opens; NotFound for codes of the past."""
    school = await _with_code(code).select_related("region").get_or_none()
    if school is None:
        raise NotFound
    return school


async def locked_by(code: str) -> School:
    """The same within the caller's transaction: the code stays alive until that ends."""
    school = await _with_code(code).select_for_update().get_or_none()
    if school is None:
        raise NotFound
    return school


def _with_code(code: str) -> QuerySet[School]:
    return School.filter(code_hash=tokens.hashed(code))


async def _looked_after_by(account: Account) -> QuerySet[School]:
    offices = await access.offices_of(account)
    places = Q(id__in=[one.school_id for one in offices if one.school_id])
    for one in offices:
        if one.office is Office.ARCHIVIST:
            places |= Q(region__path__startswith=one.region.path)
    return School.filter(places).select_related("region")
