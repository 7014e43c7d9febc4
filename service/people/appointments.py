"""Appointments: offices are offered by a code, held by whoever accepts it, and ended at once."""

from datetime import timedelta
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from models.base import uuid7
from models.people.accounts import Account
from models.people.regions import Level, Region
from models.people.schools import School
from models.people.staff import Appointment, Office
from service.foundation import clock, tokens
from service.foundation.database import transaction
from service.foundation.drafts import Draft, Name
from service.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from service.trust import access, audit

LIFE = timedelta(days=14)
OF_THE_CITY = {Office.MODERATOR, Office.CURATOR, Office.AUDITOR}
"""Offices that only the city's archivists give."""


class AppointmentDraft(Draft):
    """An office for somebody: over a region, or over a school for its administrator."""

    office: Office
    name: Name
    region_id: UUID | None = None
    school_id: UUID | None = None


async def offer(archivist: Account, draft: AppointmentDraft) -> Appointment:
    """Offer an office below one's own; whoever accepts its code holds it."""
    async with transaction():
        region, school = await _place(draft)
        over = [held for held in await _appointing(archivist) if _covers(held, region)]
        if not over:
            raise NotFound
        by = next((held for held in over if _gives(held, draft.office, region)), None)
        if by is None:
            raise Forbidden("appointment.beyond", "这个岗位要由上一级来任命")
        offer = Appointment(
            office=draft.office, name=draft.name, region=region, school=school, offered_by=by
        )
        return await _offered(archivist, offer)


async def offer_first(office: Office, name: str, region_code: str) -> Appointment:
    """Offer an office over a region by the operator at the shell, whom nobody appoints."""
    region = await Region.get_or_none(code=region_code)
    if region is None:
        raise Invalid.field("region", "region.unknown", "没有这个地区")
    if office is Office.SCHOOL_ADMINISTRATOR:
        raise Invalid.field("office", "appointment.place", "学校管理员由所在地区的档案人员任命")
    async with transaction():
        return await _offered(None, Appointment(office=office, name=name, region=region))


def code_of(appointment: Appointment) -> str:
    """The code that is handed on (128 bits; only its hash is stored)."""
    return tokens.derived_code("appointment", appointment.id)


async def accept(account: Account, code: str) -> Appointment:
    """Take up an office. The offer is locked first, so that of several racers one has it."""
    async with transaction():
        await Account.filter(id=account.id).select_for_update().get()
        offered = Appointment.filter(_open_offer(), code_hash=tokens.hashed(code), until=None)
        appointment = await offered.select_for_update(of=("appointments",)).get_or_none()
        if appointment is None:
            raise NotFound
        if await _holds_already(account, appointment):
            raise Conflict("appointment.held", "你已经在这个岗位上了")
        appointment.account_id, appointment.since = account.id, clock.now()
        await appointment.save(update_fields=["account_id", "since"])
        await audit.record(account, "appointment.accepted", appointment)
    return appointment


async def end(account: Account, appointment_id: UUID) -> None:
    """End an office or its offer: by its holder, or by whoever could give it; again is fine."""
    async with transaction():
        appointment = await _known(Appointment.filter(id=appointment_id)).get_or_none()
        if appointment is None or not await _may_end(account, appointment):
            raise NotFound
        standing = Appointment.filter(id=appointment_id, until=None)
        if await standing.update(until=clock.now()):
            await audit.record(account, "appointment.ended", appointment)


async def seen_by(account: Account) -> list[Appointment]:
    """The offices that the account holds, and those below it that it may end, offers too."""
    own = await _known(access.holds(account)).order_by("region__path", "id")
    return [*own, *await _below(account)]


async def one_seen_by(account: Account, appointment_id: UUID) -> Appointment:
    """One office, with its place, to its holder or whoever may end it."""
    appointment = await _known(Appointment.filter(id=appointment_id)).get_or_none()
    if appointment is None or not await _may_end(account, appointment):
        raise NotFound
    return appointment


async def _place(draft: AppointmentDraft) -> tuple[Region, School | None]:
    """The region of an office, and its school."""
    administers = draft.office is Office.SCHOOL_ADMINISTRATOR
    wanted, other = ("school_id", "region_id") if administers else ("region_id", "school_id")
    if getattr(draft, wanted) is None or getattr(draft, other) is not None:
        raise Invalid.field(
            wanted, "appointment.place", "学校管理员要选一所学校，其他岗位要选一个地区"
        )
    if administers:
        school = await School.get_or_none(id=draft.school_id).select_related("region")
        if school is None:
            raise NotFound
        return school.region, school
    region = await Region.get_or_none(id=draft.region_id)
    if region is None:
        raise NotFound
    return region, None


async def _offered(actor: Account | None, appointment: Appointment) -> Appointment:
    appointment.id = uuid7()
    appointment.code_hash = tokens.hashed(code_of(appointment))
    appointment.expires_at = clock.now() + LIFE
    await appointment.save()
    await audit.record(actor, "appointment.offered", appointment)
    return appointment


async def _appointing(account: Account) -> list[Appointment]:
    """The offices by which the account gives others: an archivist's of a district or the city."""
    held = await access.offices_of(account)
    return [o for o in held if o.office is Office.ARCHIVIST and o.region.level <= Level.DISTRICT]


def _covers(held: Appointment, region: Region) -> bool:
    return region.path.startswith(held.region.path)


def _gives(held: Appointment, office: Office, region: Region) -> bool:
    """Whether an archivist's office gives another one: nobody makes a peer of themselves."""
    if not _covers(held, region):
        return False
    if office in OF_THE_CITY:
        return held.region.level is Level.CITY
    return office is not Office.ARCHIVIST or held.region_id != region.id


async def _may_end(account: Account, appointment: Appointment) -> bool:
    if appointment.account_id == account.id:
        return True
    held = await _appointing(account)
    return any(_gives(one, appointment.office, appointment.region) for one in held)


async def _below(account: Account) -> list[Appointment]:
    """What the account's offices could give: offices held and offers still open, by region."""
    held = await _appointing(account)
    if not held:
        return []
    places = Q(*(Q(region__path__startswith=one.region.path) for one in held), join_type="OR")
    alive = Q(account_id__isnull=False) | _open_offer()
    found = _known(Appointment.filter(places, alive, until=None)).order_by("region__path", "id")
    given = [o for o in await found if any(_gives(one, o.office, o.region) for one in held)]
    return [one for one in given if one.account_id != account.id]


def _open_offer() -> Q:
    """It dies with the office of whoever made it."""
    standing = Q(offered_by_id=None) | Q(offered_by__until=None)
    return Q(standing, account_id=None, expires_at__gt=clock.now())


def _known(appointments: QuerySet[Appointment]) -> QuerySet[Appointment]:
    return appointments.select_related("region", "school")


async def _holds_already(account: Account, offered: Appointment) -> bool:
    """Whether the very same office is the account's: ending it would leave the other one."""
    same = access.holds(account).filter(office=offered.office, region_id=offered.region_id)
    return await same.filter(school_id=offered.school_id).exists()
