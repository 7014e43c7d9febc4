"""Dismissals: the operator ends an office, and signs its holder out everywhere.

For a lost phone, or staff that left: nobody is above the archivists of the city, and an office that
has ended still leaves its holder signed in.
"""

from uuid import UUID

from models.people.staff import Appointment
from service.foundation import clock
from service.foundation.database import transaction
from service.people import sessions
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
        found = found.select_related("account")
        appointment = await found.select_for_update(of=("appointments",)).get_or_none()
        if appointment is None or appointment.account is None:
            return None
        if await Appointment.filter(id=appointment_id, until=None).update(until=clock.now()):
            await audit.record(None, "appointment.ended", appointment)
        return await sessions.end_all_of(appointment.account, by=None)
