"""Reading any medium: who reads it, and what becomes of a reader that fails."""

import errno
from collections.abc import Callable
from pathlib import Path

from service.archive.reading import CHECK, CLEAN, MASTER, Reading
from service.archive.reading.kinds import Refused

Reader = Callable[[Path, Path], Reading]
NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


def read(medium: str, source: Path, folder: Path) -> Reading:
    """Read `source`, announced as `medium`, and write its copies into `folder`; none if refused.

    A disk that is full says nothing about the file: OSError.
    """
    reader, unreadable = reader_of(medium)
    try:
        return reader(source, folder)
    except Refused as refused:
        sentence = str(refused)
    except Exception as error:  # decoders raise whatever they like on a broken file
        if getattr(error, "errno", None) in NO_ROOM:
            raise
        sentence = unreadable
    for copy in (MASTER, CLEAN, CHECK):
        (folder / copy).unlink(missing_ok=True)
    return Reading(refusal=sentence)


def reader_of(medium: str) -> tuple[Reader, str]:
    """Who reads a medium, and its sentence for what nobody can read.

    Imported only now: ffmpeg takes as long to load as a small picture to read.
    """
    if medium == "photo":
        from service.archive.reading import pictures  # noqa: PLC0415

        return pictures.read_picture, pictures.UNREADABLE
    if medium == "video":
        from service.archive.reading import films  # noqa: PLC0415

        return films.read_film, films.UNREADABLE
    from service.archive.reading import sounds  # noqa: PLC0415

    return sounds.read_sound, sounds.UNREADABLE
