"""Albums: lists of photos as far as somebody may see them: a family's, and those of an entry."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from tortoise.expressions import Q, Subquery
from tortoise.queryset import ValuesQuery

from models.archive.growth import EntryPhoto
from models.archive.photos import Photo, PhotoState
from models.trust.moderation import Standing
from service.foundation.database import query
from service.foundation.errors import NotFound
from service.people import students
from service.trust import access
from service.trust.access import Viewer

PAGE = 100
FIRST = 20
"""So many photos an entry shows at once; the others come by pages."""
BEFORE_ALL = (-1, UUID(int=0))


class Show(StrEnum):
    """Which photos of a family: `doubtful` are one's own of which the safety check is not sure."""

    ALL = "all"
    UNDATED = "undated"
    DOUBTFUL = "doubtful"
    MINE = "mine"


@dataclass(frozen=True)
class Hung:
    """A photo at its place in an entry; (position, id) is where the next page starts."""

    position: int
    id: UUID
    photo: Photo


@dataclass
class Pictures:
    """What somebody is shown of an entry at once, and how many photos they may see in it."""

    first: list[Photo] = field(default_factory=list)
    count: int = 0


async def of_family(
    viewer: Viewer, family_id: UUID, show: Show, *, after: UUID | None
) -> list[Photo]:
    """A page of a family's photos that the viewer may see, latest uploaded first.

    `after` is the last one of the page before. Returns at most PAGE + 1 photos: the last one only
    says that there is more. Raises NotFound to all but the family.
    """
    if not await students.at_home(viewer, family_id):
        raise NotFound
    seen = access.photos_visible_to(viewer).filter(_chosen(viewer, family_id, show))
    if after:
        seen = seen.filter(id__lt=after)
    return await seen.order_by("-id").limit(PAGE + 1).prefetch_related("persons__person")


def _chosen(viewer: Viewer, family_id: UUID, show: Show) -> Q:
    mine = Q(uploader_id=viewer.account_id)
    dated = Subquery(_in_dated_entries(family_id))
    return (
        Q(family_id=family_id)
        & {
            Show.ALL: Q(),
            Show.UNDATED: Q(taken="", state=PhotoState.READY, id__not_in=dated),
            Show.DOUBTFUL: mine & Q(standing=Standing.REVIEW),
            Show.MINE: mine,
        }[show]
    )


def _in_dated_entries(family_id: UUID) -> ValuesQuery:
    """Of these the family knows the day: nobody need be asked again."""
    theirs = EntryPhoto.filter(entry__family_id=family_id, entry__deleted_at=None)
    dated = theirs.exclude(entry__happened="")
    return dated.values("photo_id")


_HUNG = """
select id, entry_id, photo_id, position, count from (
    select x.id, x.entry_id, x.photo_id, x.position,
        row_number() over (partition by x.entry_id order by x.position, x.id) as place,
        count(*) over (partition by x.entry_id) as count
    from entry_photos x join photos p on p.id = x.photo_id
    where x.entry_id = any($1::uuid[]) and (x.position, x.id) > ($3, $4)
    and p.deleted_at is null
    and (p.uploader_id = $2 or p.state = 'ready' and p.standing = 'passed')
) hung where place <= $5 order by entry_id, place
"""
"""Of entries that the viewer sees: what passed the check, and one's own; so many of each entry."""


async def first_of(viewer: Viewer, entry_ids: list[UUID]) -> dict[UUID, Pictures]:
    """The first photos of each entry, in three statements however many there are."""
    pictures = {entry_id: Pictures() for entry_id in entry_ids}
    rows = await query(_HUNG, entry_ids, viewer.account_id, *BEFORE_ALL, FIRST)
    found = await _with_persons(row["photo_id"] for row in rows)
    for row in rows:
        of_entry = pictures[row["entry_id"]]
        of_entry.count = row["count"]
        of_entry.first += found.get(row["photo_id"], [])
    return pictures


async def of_entry(viewer: Viewer, entry_id: UUID, *, after: tuple[int, UUID] | None) -> list[Hung]:
    """A page of the photos of an entry that the viewer sees, in their order.

    `after` is the last one's (position, id) of the page before. Returns at most PAGE + 1 photos:
    the last one only says that there is more.
    """
    rows = await query(_HUNG, [entry_id], viewer.account_id, *(after or BEFORE_ALL), PAGE + 1)
    found = await _with_persons(row["photo_id"] for row in rows)
    return [
        Hung(row["position"], row["id"], photo)
        for row in rows
        for photo in found.get(row["photo_id"], [])
    ]


async def _with_persons(photo_ids: Iterable[UUID]) -> dict[UUID, list[Photo]]:
    """Each photo by its id; one that was purged meanwhile is none."""
    found = Photo.filter(id__in=list(photo_ids), deleted_at=None)
    return {photo.id: [photo] for photo in await found.prefetch_related("persons__person")}
