"""Show page contents: what a page shows at this moment.

A record, or a filed item, stays on it as it was looked at when it was chosen: once it is changed,
thrown away or taken out, narrowed, in doubt or no longer consented to, it is not there. Photos that
joined it later are not shown either.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from models.archive.filing import FiledItem
from models.archive.growth import Entry
from models.archive.photos import Photo
from models.people.students import Student
from models.sharing.show_pages import ShowFiledItem, ShowItem, ShowPage, ShowSection
from models.trust.consents import Consent
from service.archive import tagging
from service.foundation import dates
from service.foundation.database import query

MOST_PICTURES = 4
"""Of one record: sixty of them are still to be a quick page."""

_LIVE = """
select i.id from show_sections c join show_items i on i.section_id = c.id
join entries e on e.id = i.entry_id where c.page_id = {page}
and e.standing = 'passed' and not e.draft and not e.unfinished and e.deleted_at is null
and e.version = i.version
and not exists (select from consent_withdrawals w where w.consent_id = i.consent_id)
union all
select o.id from show_sections c join show_filed_items o on o.section_id = c.id
join filed_items f on f.id = o.item_id where c.page_id = {page}
and f.standing = 'passed' and f.open_level = 'open' and f.version = o.version
and not exists (
    select from jsonb_array_elements_text(o.consent_ids) given
    join consent_withdrawals w on w.consent_id = given::uuid)
"""

Thing = Entry | FiledItem
Place = ShowItem | ShowFiledItem
"""Where something was put on a page."""


@dataclass(frozen=True)
class ShownThing:
    """A record or a filed item with its first pictures, and how many there are beside these."""

    thing: Thing
    photos: list[Photo]
    more: int

    @property
    def title(self) -> str:
        return self.thing.title

    @property
    def words(self) -> str:
        """What is told of it under its title."""
        return self.thing.story if isinstance(self.thing, Entry) else self.thing.words

    @property
    def kind(self) -> str:
        """What kind of thing was filed, such as 「文书」; empty for a record."""
        return self.thing.category.word if isinstance(self.thing, FiledItem) else ""

    @property
    def student(self) -> Student | None:
        return self.thing.student

    @property
    def when(self) -> str:
        """Of a child no more than the year: a day beside an age tells the birth date."""
        when = dates.parse(self.thing.happened)
        if when is None:
            return ""
        if self.student is None:
            return when.words
        years = {when.first_day.year, when.last_day.year}
        return f"{when.first_day.year}年" if len(years) == 1 and not when.about else ""


@dataclass(frozen=True)
class ShownSection:
    title: str
    things: list[ShownThing]


@dataclass(frozen=True)
class ShownPage:
    """A page as it is opened from outside: what is dark of it left out."""

    page: ShowPage
    sections: list[ShownSection]


@dataclass(frozen=True)
class Part:
    """A section with all that was chosen for it, whatever has become of it.

    `live` are the ids of the places whose thing is still as it was chosen, and may be shown.
    """

    section: ShowSection
    entries: list[ShowItem]
    filed: list[ShowFiledItem]
    live: frozenset[UUID]

    @property
    def places(self) -> list[Place]:
        return [*self.entries, *self.filed]


def live_on(page: str) -> str:
    """The ids of the places on a page whose things are shown, in SQL; `page` is its id there."""
    return _LIVE.format(page=page)


async def shown(page_id: UUID) -> ShownPage | None:
    """A page with all that it shows; None where nothing is left of it."""
    page = await ShowPage.get_or_none(id=page_id).select_related("family")
    if page is None:
        return None
    sections = await sections_on(page_id, MOST_PICTURES)
    left = [section for section in sections if section.things]
    return ShownPage(page, left) if left else None


async def sections_on(page_id: UUID, most: int) -> list[ShownSection]:
    """All sections of a page with what they show, also nothing; of each thing so many pictures."""
    pictures = await _pictures(page_id, most)
    return [_section(part, pictures) for part in await parts_of(page_id)]


def _section(part: Part, pictures: dict[UUID, tuple[list[Photo], int]]) -> ShownSection:
    things = []
    for place in part.places:
        thing = thing_at(place)
        if thing and place.id in part.live:
            photos, total = pictures.get(place.id, ([], 0))
            things.append(ShownThing(thing, photos, total - len(photos)))
    return ShownSection(part.section.title, things)


def thing_at(place: Place) -> Thing | None:
    """What was put there; None once it was taken out of the archive."""
    return place.entry if isinstance(place, ShowItem) else place.item


async def parts_of(page_id: UUID) -> list[Part]:
    """Everything that was chosen for a page, in its order."""
    live = frozenset(row["id"] for row in await query(live_on("$1"), page_id))
    sections = ShowSection.filter(page_id=page_id).order_by("position")
    return [
        Part(section, _in_order(section.items), _in_order(section.filed), live)
        for section in await sections.prefetch_related(*_WITH_ALL)
    ]


_WITH_ALL = ("items__entry__student", "filed__item__student")


def _in_order(places: Iterable[Any]) -> list[Any]:
    return sorted(places, key=lambda place: place.position)


async def children_on(page_id: UUID) -> set[UUID | None]:
    """Whose a page is: the family's own, None, and each child's that it is about."""
    children: set[UUID | None] = {None}
    for part in await parts_of(page_id):
        children |= {place.entry.student_id for place in part.entries}
        given = [one for place in part.filed for one in place.consent_ids]
        children |= {consent.student_id for consent in await Consent.filter(id__in=given)}
    return children


async def children_told_of(page_id: UUID) -> set[UUID | None]:
    """On whose consents a page stands: those children's, and theirs whom its records tell of."""
    entries = [place.entry_id for part in await parts_of(page_id) for place in part.entries]
    return await children_on(page_id) | await tagging.children_in(entries)


_SHOWABLE = """
photo.state = 'ready' and photo.standing = 'passed' and photo.deleted_at is null
and photo.medium <> 'audio' order by place.position limit $2
"""
_PICTURES = f"""
select i.id as place_id, shown.* from show_sections c join show_items i on i.section_id = c.id
cross join lateral (
    select place.photo_id, place.position, count(*) over () as total
    from entry_photos place join photos photo on photo.id = place.photo_id
    where place.entry_id = i.entry_id and place.created_at <= i.created_at and {_SHOWABLE}
) shown where c.page_id = $1
union all
select o.id, shown.* from show_sections c join show_filed_items o on o.section_id = c.id
cross join lateral (
    select place.photo_id, place.position, count(*) over () as total
    from filed_files place join photos photo on photo.id = place.photo_id
    where place.item_id = o.item_id and {_SHOWABLE}
) shown where c.page_id = $1 order by position
"""  # noqa: S608  our own words


async def _pictures(page_id: UUID, most: int) -> dict[UUID, tuple[list[Photo], int]]:
    """By place the first pictures of what is there, and how many it has in all."""
    rows = await query(_PICTURES, page_id, most)
    photos = {one.id: one for one in await Photo.filter(id__in=[row["photo_id"] for row in rows])}
    found: dict[UUID, tuple[list[Photo], int]] = {}
    for row in rows:
        if photo := photos.get(row["photo_id"]):  # none if it was erased since
            before, _ = found.get(row["place_id"], ([], 0))
            found[row["place_id"]] = ([*before, photo], row["total"])
    return found


def words_of(page: ShowPage, sections: list[Any]) -> list[str]:
    """The page's own words, as they are checked."""
    return [page.title, page.words, *(section.title for section in sections)]
