"""Show page contents: what a page shows at this moment.

A record stays on it as it was looked at when it was chosen: once it is changed, thrown away, in
doubt or no longer consented to, it is not there. Photos that joined it later are not shown either.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from models.archive.growth import Entry
from models.archive.photos import Photo
from models.sharing.show_pages import ShowItem, ShowPage, ShowSection
from models.trust.moderation import Standing
from service.foundation import dates
from service.foundation.database import query

MOST_PICTURES = 4
"""Of one record: sixty of them are still to be a quick page."""

LIVE_ITEM = """
e.standing = 'passed' and not e.draft and not e.unfinished and e.deleted_at is null
and e.version = i.version
and not exists (select from consent_withdrawals w where w.consent_id = i.consent_id)
"""
"""Which items `i` with their entries `e` are shown, in SQL; `_is_live` says the same."""


@dataclass(frozen=True)
class ShownEntry:
    """A record on a page with its first pictures, and how many there are beside these."""

    entry: Entry
    photos: list[Photo]
    more: int

    @property
    def when(self) -> str:
        """Of a child no more than the year: a day beside an age tells the birth date."""
        when = dates.parse(self.entry.happened)
        if when is None:
            return ""
        if self.entry.student_id is None:
            return when.words
        years = {when.first_day.year, when.last_day.year}
        return f"{when.first_day.year}年" if len(years) == 1 and not when.about else ""


@dataclass(frozen=True)
class ShownSection:
    title: str
    entries: list[ShownEntry]


@dataclass(frozen=True)
class ShownPage:
    """A page as it is opened from outside: what is dark of it left out."""

    page: ShowPage
    sections: list[ShownSection]


async def shown(page_id: UUID) -> ShownPage | None:
    """A page with all that it shows; None where nothing is left of it."""
    page = await ShowPage.get_or_none(id=page_id).select_related("family")
    if page is None:
        return None
    items = [item for item in await items_of(page_id) if is_live(item)]
    pictures = await _pictures(page_id)
    entries: dict[UUID, list[ShownEntry]] = defaultdict(list)
    for item in items:
        photos, total = pictures.get(item.id, ([], 0))
        one = ShownEntry(item.entry, photos, total - len(photos))
        entries[item.section_id].append(one)
    sections = await ShowSection.filter(page_id=page_id).order_by("position")
    parts = [ShownSection(one.title, entries[one.id]) for one in sections if entries[one.id]]
    return ShownPage(page, parts) if parts else None


async def items_of(page_id: UUID) -> list[ShowItem]:
    """Everything that was chosen for a page, in its order, whatever has become of it."""
    chosen = ShowItem.filter(section__page_id=page_id).order_by("section__position", "position")
    return await chosen.prefetch_related("entry__student", "section", "consent__withdrawal")


def is_live(item: ShowItem) -> bool:
    """Whether an item, fetched with all of it, is still as it was chosen, and may be shown."""
    entry, consent = item.entry, item.consent
    passed = entry.standing is Standing.PASSED and not entry.draft and not entry.unfinished
    kept = entry.deleted_at is None and entry.version == item.version
    return passed and kept and not (consent and consent.withdrawal)


_PICTURES = """
select i.id as item_id, shown.photo_id, shown.total
from show_sections c join show_items i on i.section_id = c.id
cross join lateral (
    select place.photo_id, count(*) over () as total
    from entry_photos place join photos photo on photo.id = place.photo_id
    where place.entry_id = i.entry_id and place.created_at <= i.created_at
    and photo.state = 'ready' and photo.standing = 'passed' and photo.deleted_at is null
    and photo.medium <> 'audio' order by place.position limit $2
) shown where c.page_id = $1
"""


async def _pictures(page_id: UUID) -> dict[UUID, tuple[list[Photo], int]]:
    """By item its first pictures, and how many it has in all."""
    rows = await query(_PICTURES, page_id, MOST_PICTURES)
    photos = {one.id: one for one in await Photo.filter(id__in=[row["photo_id"] for row in rows])}
    found: dict[UUID, tuple[list[Photo], int]] = {}
    for row in rows:
        before, _ = found.get(row["item_id"], ([], 0))
        found[row["item_id"]] = ([*before, photos[row["photo_id"]]], row["total"])
    return found


def words_of(page: ShowPage, sections: list[Any]) -> list[str]:
    """The page's own words, as they are checked."""
    return [page.title, page.words, *(section.title for section in sections)]
