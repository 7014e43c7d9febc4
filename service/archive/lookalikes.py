"""Look-alikes: photos of one family that look the same, and what they let guess of each other.

Only ever suggested; nothing is done about it, and nothing is said of other families' photos.
"""

from dataclasses import dataclass
from uuid import UUID

from tortoise.expressions import Q, RawSQL
from tortoise.queryset import QuerySet

from models.archive.photos import Photo, TakenFrom
from models.people.persons import Person
from service.archive import photos, tagging
from service.foundation.errors import NotFound
from service.people import students
from service.trust import access
from service.trust.access import Viewer

MOST_BITS = 6
"""Of 64: as far as a photo drifts that was scaled or encoded anew."""
MOST = 20
NEARBY = 300
EARTH = 6_371_000


@dataclass(frozen=True)
class Suggestions:
    """What the family may want to say of a photo; empty where nothing is known."""

    taken: str
    taken_from: TakenFrom
    place: str
    persons: list[Person]


async def of(viewer: Viewer, photo_id: UUID) -> list[Photo]:
    """At most MOST photos that look like one of the viewer's family, the likest first."""
    return await _alike(viewer, await _at_home(viewer, photo_id))


async def suggestions(viewer: Viewer, photo_id: UUID) -> Suggestions:
    """When, where and of whom a photo may be, from what the viewer sees of the family's others."""
    photo = await _at_home(viewer, photo_id)
    alike = await _alike(viewer, photo)
    dated = next((one for one in (photo, *alike) if one.taken), photo)
    named = {person.id for person in tagging.named_in(photo)}
    told = {person.id: person for one in alike for person in tagging.named_in(one)}
    return Suggestions(
        taken=dated.taken,
        taken_from=dated.taken_from,
        place=await _place_near(viewer, photo),
        persons=[told[person_id] for person_id in sorted(told.keys() - named)],
    )


async def _at_home(viewer: Viewer, photo_id: UUID) -> Photo:
    """A photo of a family that the viewer belongs to; the class is told nothing of the others."""
    photo = await photos.seen_by(viewer, photo_id)
    if photo.family_id is None or not await students.at_home(viewer, photo.family_id):
        raise NotFound
    return photo


def _others(viewer: Viewer, photo: Photo) -> QuerySet[Photo]:
    return access.photos_visible_to(viewer).filter(family_id=photo.family_id).exclude(id=photo.id)


async def _alike(viewer: Viewer, photo: Photo) -> list[Photo]:
    """The same picture or nearly so, and the same bytes: a recording has no looks."""
    looks = "null" if photo.likeness is None else f"'{photo.likeness}'"
    differing = RawSQL(f"bit_count((photos.likeness # {looks}::bigint)::bit(64))")
    same = Q(sha256=photo.sha256) & ~Q(sha256="")
    others = _others(viewer, photo).annotate(differing=differing)
    alike = others.filter(Q(differing__lte=MOST_BITS) | same).order_by("differing", "id")
    return await alike.limit(MOST).prefetch_related("persons__person")


async def _place_near(viewer: Viewer, photo: Photo) -> str:
    """What the family calls the place of the nearest photo that has a name for it."""
    kept = photo.exif or {}
    if not {"latitude", "longitude"} <= kept.keys():
        return ""
    metres = RawSQL(_metres_from(float(kept["latitude"]), float(kept["longitude"])))
    placed = _others(viewer, photo).exclude(place="").annotate(metres=metres)
    nearest = await placed.filter(metres__lte=NEARBY).order_by("metres", "id").first()
    return nearest.place if nearest else ""


def _metres_from(latitude: float, longitude: float) -> str:
    """The great circle to a photo's place by the haversine formula, in SQL; null without a place.

    EARTH is the mean radius in metres.
    """
    north, east = (f"(photos.exif->>'{name}')::float8" for name in ("latitude", "longitude"))
    return (
        f"2 * {EARTH} * asin(least(1, sqrt(power(sin(radians({north} - ({latitude})) / 2), 2)"
        f" + cos(radians({latitude})) * cos(radians({north}))"
        f" * power(sin(radians({east} - ({longitude})) / 2), 2))))"
    )
