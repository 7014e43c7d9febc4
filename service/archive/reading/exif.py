"""EXIF: the day a camera wrote, by its clock, and what stays private: camera, lens and place.

Cameras and editors write whatever they like; a block that cannot be read is none.
"""

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

from PIL import ExifTags, Image

CHINA = timezone(timedelta(hours=8))
OLDEST_CAMERA = datetime(1981, 1, 1, tzinfo=UTC)


def read(picture: Image.Image) -> Image.Exif:
    """The picture's EXIF; a broken block is none, and the picture is still a picture."""
    with suppress(Exception):
        return picture.getexif()
    return Image.Exif()


def taken(exif: Image.Exif) -> datetime | None:
    """DateTimeOriginal with its offset; cameras without a clock write zeros, 1970 or nonsense."""
    with suppress(Exception):  # whatever a broken block makes Pillow raise
        details = exif.get_ifd(ExifTags.IFD.Exif)
        text = str(details.get(ExifTags.Base.DateTimeOriginal, "")).strip("\0 ")
        moment = datetime.strptime(text, "%Y:%m:%d %H:%M:%S")
        return credible(moment.replace(tzinfo=_zone(details)))
    return None


def credible(moment: datetime) -> datetime | None:
    """A moment at which there were cameras, and which is not to come."""
    latest = datetime.now(UTC) + timedelta(days=1)
    return moment if OLDEST_CAMERA < moment < latest else None


def _zone(details: dict) -> timezone:
    text = str(details.get(ExifTags.Base.OffsetTimeOriginal, ""))
    with suppress(ValueError, AttributeError):
        offset = datetime.strptime(text.strip("\0 "), "%z").utcoffset()
        return timezone(offset) if offset is not None else CHINA
    return CHINA


def kept(exif: Image.Exif) -> dict[str, str | float]:
    """The private part of the record: camera and place (degrees, north and east positive)."""
    kept: dict[str, str | float] = {}
    for name, tag in (("make", ExifTags.Base.Make), ("model", ExifTags.Base.Model)):
        if value := printable(str(exif.get(tag, ""))):
            kept[name] = value
    with suppress(Exception):  # GPS blocks are where cameras are most creative
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        latitude = _degrees(gps[2], negative=gps.get(1) == "S")
        longitude = _degrees(gps[4], negative=gps.get(3) == "W")
        if abs(latitude) <= 90 and abs(longitude) <= 180:  # false for what is not a number
            kept |= {"latitude": latitude, "longitude": longitude}
    return kept


def printable(text: str) -> str:
    """What PostgreSQL and JSON can hold of a camera's name."""
    return "".join(c for c in text if c.isprintable()).strip()[:64]


def _degrees(parts: tuple, *, negative: bool) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = round(degrees + minutes / 60 + seconds / 3600, 6)
    return -value if negative else value
