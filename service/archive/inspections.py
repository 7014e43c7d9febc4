"""Inspections: what staff see of one child's archive under a grant; each look leaves its row.

The row is committed before anything is answered. The policy of `access` knows nothing of grants:
they open these reads and no others.
"""

from datetime import date
from uuid import UUID

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from models.archive.growth import Audience, Entry, EntryPhoto
from models.archive.photos import Photo, PhotoState
from models.people.accounts import Account
from models.trust.moderation import Standing
from service.foundation.database import transaction
from service.foundation.errors import NotFound
from service.trust import grants

PAGE = 20


async def timeline(
    archivist: Account, grant_id: UUID, *, after: tuple[date, UUID] | None
) -> list[Entry]:
    """A page of the child's entries, latest day first; `after` is the last (sort_day, id) before.

    Returns at most PAGE + 1 entries: the last one only says that there is more.
    """
    async with transaction():
        opened = await grants.opened_by(archivist, grant_id)
        entries = _entries(opened.student_id)
        if after:
            day, last_id = after
            entries = entries.filter(Q(sort_day__lt=day) | Q(sort_day=day, id__lt=last_id))
        page = entries.order_by("-sort_day", "-id").limit(PAGE + 1)
        found = await page
        await grants.looked(archivist, opened)
    return found


async def entry(archivist: Account, grant_id: UUID, entry_id: UUID) -> Entry:
    """One of the child's entries."""
    async with transaction():
        opened = await grants.opened_by(archivist, grant_id)
        found = await _entries(opened.student_id).get_or_none(id=entry_id)
        if found is None:
            raise NotFound
        await grants.looked(archivist, opened)
    return found


async def photo(archivist: Account, grant_id: UUID, photo_id: UUID) -> Photo:
    """A photo of one of the child's entries."""
    async with transaction():
        opened = await grants.opened_by(archivist, grant_id)
        entries = _entries(opened.student_id).values("id")
        places = EntryPhoto.filter(entry_id__in=Subquery(entries)).values("photo_id")
        passed = Photo.filter(state=PhotoState.READY, standing=Standing.PASSED)
        shown = passed.filter(deleted_at=None)
        found = await shown.filter(id__in=Subquery(places)).get_or_none(id=photo_id)
        if found is None:
            raise NotFound
        await grants.looked(archivist, opened)
    return found


def _entries(student_id: UUID) -> QuerySet[Entry]:
    """What the child's relatives read, once checked; no drafts, nothing for guardians alone."""
    return Entry.filter(
        student_id=student_id,
        standing=Standing.PASSED,
        draft=False,
        audience__gte=Audience.FAMILY,
        deleted_at=None,
    )
