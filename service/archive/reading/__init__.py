"""Reading a stored file: what it really is, and clean copies of it that may leave the family.

Runs in a process of its own (`python -m service.archive.reading MEDIUM SOURCE FOLDER`, or forked by
`fork_server`), with limits on memory and CPU time: a hostile file can end that process, never a
worker. It writes into FOLDER the MASTER always and, of a film or a recording, CLEAN and CHECK; none
of them has any metadata.
"""

from datetime import date, datetime

import msgspec

MASTER = "master.jpg"
"""The upright picture in sRGB, or a film's poster, or a recording's waveform."""
CLEAN = "clean"
"""The film (MP4) or recording (M4A) to be played; `Reading.clean_type` is its media type."""
CHECK = "check"
"""What the safety check looks at or listens to; `Reading.check_type` is its media type.

A picture is checked by its master.
"""


class Reading(msgspec.Struct):
    """What a file was found to be. `refusal` is a sentence for its owner, empty if it is fine.

    `width` and `height` are those of the upright picture; `taken_on` is the day as the camera wrote
    it, `taken_at` the moment, by the camera's offset or else by China's. `likeness` is a perceptual
    hash of 64 bits as a signed integer, `thumbhash` a placeholder in Base64.
    """

    refusal: str = ""
    media_type: str = ""
    sha256: str = ""
    sm3: str = ""
    width: int = 0
    height: int = 0
    seconds: float = 0
    colour: str = ""
    thumbhash: str = ""
    likeness: int | None = None
    taken_on: date | None = None
    taken_at: datetime | None = None
    exif: dict[str, str | float] = {}
    clean_type: str = ""
    check_type: str = ""


class Ended(msgspec.Struct):
    """How a reading process ended: its exit status (negative: the signal) and what it printed."""

    status: int
    printed: bytes = b""
