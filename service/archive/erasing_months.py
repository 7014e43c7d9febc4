"""Erasing months: the counters of a timeline, which the entries leave empty behind them."""

from uuid import UUID

from models.archive.growth import TimelineMonth
from models.trust.erasures import ErasedKind
from service.foundation.database import query
from service.trust.personal_data import Holding


async def _remove(ids: list[UUID]) -> None:
    """Under the family's lock on its counters, as whoever counts at this moment holds it, too."""
    families = "select distinct family_id from timeline_months where id = any($1::uuid[])"
    await query(f"select hold_timeline(family_id) from ({families}) those", ids)  # noqa: S608
    await query("delete from timeline_months where id = any($1::uuid[])", ids)


HOLDINGS = [
    Holding(
        TimelineMonth,
        "每个月记了几条",
        {ErasedKind.STUDENT: "student_id = $1", ErasedKind.FAMILY: "family_id = $1"},
        clear=_remove,
    ),
]
"""They go last: others who write entries wait for that lock with rows of theirs in hand."""
