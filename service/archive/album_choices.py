"""Album choices: which pictures a printed album is of, in their order, as its maker sees them now.

An album is shown around: what only guardians read stays out of it, and so does every picture that
is filed under a closed item. What is there twice, or looks the same, comes once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tortoise.expressions import Q, Subquery

from models.archive.filing import FiledFile, FiledItem, FiledPerson, OpenLevel
from models.archive.growth import Audience, Entry, EntryPerson, EntryPhoto
from models.archive.photos import Medium, Photo, PhotoPerson, PhotoState
from models.archive.printed_albums import PrintedAlbum
from models.trust.moderation import Standing
from service.archive.filed_lists import of_class
from service.archive.lookalikes import MOST_BITS
from service.trust import access
from service.trust.access import Viewer

MOST = 400
"""So many pictures are in an album."""
LOOKED_AT = 2 * MOST
"""So many of records, and of filed items, are looked at; where there are more, it is too many."""
_SAME_SHAPE = 0.03
"""By so much, as a share, the shapes of a picture and its copy may differ."""


@dataclass(frozen=True)
class Hung:
    """A picture and what it belongs to: a record, or a filed item."""

    photo: Photo
    of: Entry | FiledItem


async def pictures(viewer: Viewer, album: PrintedAlbum) -> list[Hung]:
    """By the day of what they belong to, what has none last; more than MOST: too many."""
    filed = await _filed(viewer, album)
    recorded = [] if album.class_code else await _recorded(viewer, album)
    found = recorded + filed
    if LOOKED_AT in {len(recorded), len(filed)}:
        return found
    return _without_doubles(sorted(_once(found), key=_place))


def _once(found: Iterable[Hung]) -> list[Hung]:
    """Each picture where it comes first: with a record rather than with what was filed of that."""
    first: dict[UUID, Hung] = {}
    for hung in found:
        first.setdefault(hung.photo.id, hung)
    return [*first.values()]


def _place(hung: Hung) -> tuple[date, UUID]:
    return hung.of.sort_day, hung.of.id


async def _recorded(viewer: Viewer, album: PrintedAlbum) -> list[Hung]:
    """Of records that the whole family reads."""
    told = access.entries_at_home(viewer).filter(_chosen(album))
    told = told.filter(standing=Standing.PASSED, draft=False, unfinished=False)
    told = told.filter(audience__gte=Audience.FAMILY)
    hung = EntryPhoto.filter(_shown(album), entry_id__in=Subquery(told.values("id")))
    if album.person_id:
        tagged = EntryPerson.filter(person_id=album.person_id).values("entry_id")
        hung = hung.filter(Q(entry_id__in=Subquery(tagged)) | _shows(album.person_id))
    ordered = hung.order_by("entry__sort_day", "entry_id", "position", "id").limit(LOOKED_AT)
    return [
        Hung(one.photo, one.entry)
        for one in await ordered.select_related("photo", "entry__student")
    ]


async def _filed(viewer: Viewer, album: PrintedAlbum) -> list[Hung]:
    """Of filed items that the whole family reads."""
    told = access.filed_items_visible_to(viewer).filter(_chosen(album), standing=Standing.PASSED)
    told = told.exclude(open_level=OpenLevel.CLOSED)
    if album.class_code:
        told = told.filter(of_class(album.class_code, "class_code"))
    files = FiledFile.filter(_shown(album), item_id__in=Subquery(told.values("id")))
    if album.person_id:
        tagged = FiledPerson.filter(person_id=album.person_id).values("item_id")
        files = files.filter(Q(item_id__in=Subquery(tagged)) | _shows(album.person_id))
    ordered = files.order_by("item__sort_day", "item_id", "position", "id").limit(LOOKED_AT)
    return [
        Hung(one.photo, one.item) for one in await ordered.select_related("photo", "item__student")
    ]


def _chosen(album: PrintedAlbum) -> Q:
    """Of its family, its child and its year, by the first day that may be meant."""
    wanted = Q(family_id=album.family_id)
    if album.student_id:
        wanted &= Q(student_id=album.student_id)
    if album.year is not None:
        wanted &= Q(sort_day__gte=date(album.year, 1, 1), sort_day__lte=date(album.year, 12, 31))
    return wanted


def _shown(album: PrintedAlbum) -> Q:
    closed = FiledFile.filter(item__family_id=album.family_id, item__open_level=OpenLevel.CLOSED)
    ready = Q(photo__state=PhotoState.READY, photo__standing=Standing.PASSED)
    pictured = ~Q(photo__medium=Medium.AUDIO) & ~Q(photo__master_key="")
    kept = Q(photo__deleted_at=None) & ~Q(photo_id__in=Subquery(closed.values("photo_id")))
    return ready & pictured & kept


def _shows(person_id: UUID) -> Q:
    shown = PhotoPerson.filter(person_id=person_id).values("photo_id")
    return Q(photo_id__in=Subquery(shown))


def _without_doubles(found: Iterable[Hung]) -> list[Hung]:
    """The first of those that are the same bytes, or look the same and have the same shape."""
    kept: list[Hung] = []
    bytes_of, looks = set[str](), list[tuple[int, float]]()
    for hung in found:
        photo = hung.photo
        double = photo.sha256 in bytes_of or _is_alike(photo, looks)
        if not double:
            kept.append(hung)
        bytes_of |= {photo.sha256} - {""}
        looks += [(photo.likeness, shape(photo))] if photo.likeness is not None else []
    return kept


def _is_alike(photo: Photo, looks: Iterable[tuple[int, float]]) -> bool:
    if photo.likeness is None:
        return False
    own, mask, mine = photo.likeness, (1 << 64) - 1, shape(photo)
    return any(
        ((own ^ other) & mask).bit_count() <= MOST_BITS and abs(mine / theirs - 1) <= _SAME_SHAPE
        for other, theirs in looks
    )


def shape(photo: Photo) -> float:
    """Width by height."""
    return max(photo.width, 1) / max(photo.height, 1)
