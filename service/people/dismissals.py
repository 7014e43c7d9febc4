"""Dismissals: the operator ends an office, and signs its holder out everywhere.

For a lost phone, or staff that left: nobody is above the archivists of the city, and an office that
has ended still leaves its holder signed in.
"""

from uuid import UUID

from models.people.accounts import Session
from models.people.staff import Appointment
from service.foundation import clock
from service.foundation.database import transaction
from service.trust import audit


async def held() -> list[Appointment]:
    """Every office that somebody holds, with its region and school, by region."""
    found = Appointment.filter(account_id__isnull=False, until=None)
    return await found.select_related("region", "school").order_by("region__path", "office", "id")


async def dismiss(appointment_id: UUID) -> int | None:
    """End an office at the next request, and sign its holder out everywhere; again is fine.

    Returns how many devices were signed out, None where there is no such office.
    """
    async with transaction():
        found = Appointment.filter(id=appointment_id, account_id__isnull=False)
        appointment = await found.select_for_update(of=("appointments",)).get_or_none()
        if appointment is None:
            return None
        if await Appointment.filter(id=appointment_id, until=None).update(until=clock.now()):
            await audit.record(None, "appointment.ended", appointment)
        return await _sign_out(appointment.account_id)  # type: ignore[attr-defined]


async def _sign_out(account_id: UUID) -> int:
    sessions = await Session.filter(account_id=account_id, revoked_at=None)
    await Session.filter(id__in=[one.id for one in sessions]).update(revoked_at=clock.now())
    await audit.record_each(None, "session.closed", [one.id for one in sessions])
    return len(sessions)
