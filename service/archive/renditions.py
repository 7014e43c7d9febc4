"""Renditions: the few named sizes of a master, and the signed URLs of all that belongs to a photo.

Nothing but what is signed here opens an object, and no other parameter is ever signed.
"""

from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from models.archive.photos import Medium, Photo
from service.foundation import clock
from service.integrations import adapters

INSIDE, OUTSIDE = 3600, 300
"""Seconds that the deadlines of signed URLs are rounded to: for the family, and for others.

A URL lives one to two of them (so at most 10 minutes outside) and stays the same within one, which
keeps the phone's cache warm.
"""


class Rendition(StrEnum):
    """The sizes there are, each a Kodo fop of the master."""

    THUMB = "imageView2/1/w/320/h/320/q/75"
    CARD = "imageView2/2/w/720/q/78"
    SCREEN = "imageView2/2/w/1600/q/82"


def master_key_of(photo_id: UUID) -> str:
    """Masters are named without the family: their URLs leave it."""
    return f"m/{photo_id}.jpg"


def clean_key_of(photo_id: UUID) -> str:
    """The film or recording without metadata, to be played."""
    return f"c/{photo_id}"


def check_key_of(photo_id: UUID) -> str:
    """What the safety check gets of a film or a recording."""
    return f"k/{photo_id}"


def keys_of(photo_id: UUID, medium: Medium) -> list[str]:
    """Everything that is derived from a photo's original, or is about to be."""
    played = [] if medium is Medium.PHOTO else [clean_key_of(photo_id), check_key_of(photo_id)]
    return [master_key_of(photo_id), *played]


def rendition_url(photo: Photo, rendition: Rendition, *, outside: bool) -> str:
    """The signed URL of a rendition; `outside` the family it dies within 10 minutes."""
    return rendition_of(photo.master_key, rendition, outside=outside)


def rendition_of(master_key: str, rendition: Rendition, *, outside: bool) -> str:
    """The same of a photo of which only the key is at hand."""
    return adapters().kodo.download_url(
        master_key, until=deadline(OUTSIDE if outside else INSIDE), fop=rendition
    )


def clean_url(photo: Photo, *, outside: bool) -> str:
    """The signed URL of a film or a recording to be played; empty for a picture."""
    return clean_of(photo.clean_key, outside=outside)


def clean_of(clean_key: str, *, outside: bool) -> str:
    """The same of a photo of which only the key is at hand."""
    if not clean_key:
        return ""
    until = deadline(OUTSIDE if outside else INSIDE)
    return adapters().kodo.download_url(clean_key, until=until)


def check_url(photo: Photo) -> str:
    """The signed, short-lived URL of what the safety check looks at or listens to.

    Empty for a recording that is too long for it.
    """
    if photo.medium is Medium.PHOTO:
        return rendition_url(photo, Rendition.SCREEN, outside=True)
    if not photo.check_key:
        return ""
    return adapters().kodo.download_url(photo.check_key, until=deadline(OUTSIDE))


def original_url(photo: Photo) -> str:
    """The signed URL of the original, byte for byte: for the family alone."""
    return adapters().kodo.download_url(photo.key, until=deadline(INSIDE))


def deadline(bucket: int) -> datetime:
    """The rounded end of a URL that is signed now."""
    seconds = int(clock.now().timestamp())
    return datetime.fromtimestamp(seconds - seconds % bucket + 2 * bucket, UTC)
