"""Timeline: the years of a child, or of a family, by the day things happened."""

from datetime import date
from uuid import UUID

from tortoise.expressions import Q

from models.archive.growth import Entry
from service.archive.growth import WITH_ALL
from service.trust import access
from service.trust.access import Viewer

PAGE = 20


async def page(
    viewer: Viewer,
    *,
    family_id: UUID,
    student_id: UUID | None,
    after: tuple[date, UUID] | None,
) -> list[Entry]:
    """A page of a child's entries (or of the family's own), latest day first, undated before all.

    `after` is the (sort_day, id) of the last entry of the page before. Returns at most PAGE + 1
    entries: the last one only says that there is more.
    """
    entries = access.entries_visible_to(viewer).filter(
        family_id=family_id, student_id=student_id, unfinished=False
    )
    if after:
        day, last_id = after
        entries = entries.filter(Q(sort_day__lt=day) | Q(sort_day=day, id__lt=last_id))
    return await entries.order_by("-sort_day", "-id").limit(PAGE + 1).prefetch_related(*WITH_ALL)
