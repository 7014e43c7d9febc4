"""Tags: when and where a film or a recording was made, as its container tells; never told on."""

import re
from contextlib import suppress
from datetime import UTC, datetime

from service.archive.reading.exif import CHINA, credible, printable

APPLES_MOMENT, HEADERS_MOMENT = "com.apple.quicktime.creationdate", "creation_time"
_PLACES = ("com.apple.quicktime.location.ISO6709", "location")
_CAMERAS = {
    "make": ("com.apple.quicktime.make", "com.android.manufacturer", "make"),
    "model": ("com.apple.quicktime.model", "com.android.model", "model"),
}
_ISO_6709 = re.compile(r"([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)(?:[+-]\d+(?:\.\d+)?)?/?")


def taken(tags: dict[str, str]) -> datetime | None:
    """The moment of the making by the place's clock, which Apple tells; else by China's.

    The MP4 header's is in UTC. Zeros, 1904 and the future are none.
    """
    with suppress(ValueError):
        if (moment := datetime.fromisoformat(tags.get(APPLES_MOMENT, ""))).tzinfo:
            return credible(moment)
    with suppress(ValueError):
        moment = datetime.fromisoformat(tags.get(HEADERS_MOMENT, "")).replace(tzinfo=UTC)
        return credible(moment.astimezone(CHINA))
    return None


def kept(tags: dict[str, str]) -> dict[str, str | float]:
    """The private part of the record: camera and place (degrees, north and east positive)."""
    kept: dict[str, str | float] = {}
    for name, places in _CAMERAS.items():
        if value := printable(_first(tags, places)):
            kept[name] = value
    if found := _ISO_6709.fullmatch(_first(tags, _PLACES).strip()):
        latitude, longitude = float(found[1]), float(found[2])
        if abs(latitude) <= 90 and abs(longitude) <= 180:
            kept |= {"latitude": latitude, "longitude": longitude}
    return kept


def _first(tags: dict[str, str], names: tuple[str, ...]) -> str:
    return next((tags[name] for name in names if name in tags), "")
