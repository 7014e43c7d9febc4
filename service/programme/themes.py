"""Themes: tasks of a region's for every family of it; those of the city are open to all.

A family without a household takes part in the city's; one with a household also in those of its
district, town and community. A class's task may take up one of those where its school is.
"""

from datetime import date
from uuid import UUID

from models.base import uuid7
from models.people.accounts import Account
from models.people.regions import Household, Level, Region
from models.people.staff import Office
from models.programme.tasks import Task
from service.foundation.database import transaction
from service.foundation.drafts import Draft
from service.foundation.errors import NotFound
from service.people import class_staff, regions, students
from service.programme import policy, tasks
from service.programme.tasks import LastDay, Title, Words
from service.trust import access
from service.trust.access import Viewer

MOST = 100
"""More at once are none that a family could read."""


class ThemeDraft(Draft):
    """An invitation to every family of a region to record something in a period."""

    title: Title
    since: date
    until: LastDay
    words: Words = ""


async def open_theme(archivist: Account, region_id: UUID, draft: ThemeDraft) -> Task:
    """Invite the families of a region, as an archivist of its district or of the city."""
    region = await _governed(archivist, region_id)
    async with transaction():
        theme = Task(
            id=uuid7(),
            region_id=region.id,
            author_id=archivist.id,
            title=draft.title,
            words=draft.words,
            since=draft.since,
            until=draft.until,
        )
        await tasks.launch(archivist, theme)
    return theme


async def of_region(archivist: Account, region_id: UUID, *, after: UUID | None) -> list[Task]:
    """A page of a region's own themes, the latest first, past ones too, to its archivists.

    `after` is the last one of the page before. Returns at most PAGE + 1 themes.
    """
    region = await _governed(archivist, region_id)
    found = Task.filter(policy.checked_or_own(archivist), region_id=region.id)
    if after:
        found = found.filter(id__lt=after)
    return await found.order_by("-id").limit(tasks.PAGE + 1)


async def of_family(viewer: Viewer, family_id: UUID) -> list[Task]:
    """The themes of these days that are for a family, the first to end first."""
    if not await students.at_home(viewer, family_id):
        raise NotFound
    return await _open_at(await _home(family_id))


async def of_class(account: Account, class_id: UUID) -> list[Task]:
    """The themes of these days that a class may take up, to its staff."""
    school_class = await class_staff.class_looked_after(account, class_id)
    await school_class.fetch_related("school__region")
    return await _open_at(school_class.school.region)


async def is_for(theme: Task, family_id: UUID) -> bool:
    """Whether a theme is for a family, by where its household is today."""
    return theme.region_id in {region.id for region in await _reached(await _home(family_id))}


async def _governed(archivist: Account, region_id: UUID) -> Region:
    region = await regions.found(region_id)
    await access.office_over(archivist, region, Office.ARCHIVIST, level=Level.DISTRICT)
    return region


async def _home(family_id: UUID) -> Region | None:
    household = Household.get_or_none(family_id=family_id, until=None)
    present = await household.select_related("region")
    return present.region if present else None


async def _reached(home: Region | None) -> list[Region]:
    """The regions whose themes are for somebody of `home`: it, all above it, the city anyway."""
    above = await regions.chain(home) if home else []
    return [*above, *await Region.filter(level=Level.CITY)]


async def _open_at(home: Region | None) -> list[Task]:
    reached = [region.id for region in await _reached(home)]
    found = Task.filter(policy.current(), region_id__in=reached)
    return await found.order_by("until", "id").limit(MOST)
