"""Reading any medium: who reads it, and what becomes of a reader that fails."""

from collections.abc import Callable
from pathlib import Path

from service.archive.reading import CHECK, CLEAN, MASTER, Reading, films, pictures, sounds
from service.archive.reading.kinds import Refused

READERS: dict[str, tuple[Callable[[Path, Path], Reading], str]] = {
    "photo": (pictures.read_picture, pictures.UNREADABLE),
    "video": (films.read_film, films.UNREADABLE),
    "audio": (sounds.read_sound, sounds.UNREADABLE),
}


def read(medium: str, source: Path, folder: Path) -> Reading:
    """Read `source`, announced as `medium`, and write its copies into `folder`; none if refused."""
    reader, unreadable = READERS[medium]
    try:
        return reader(source, folder)
    except Refused as refused:
        sentence = str(refused)
    except Exception:  # decoders raise whatever they like on a broken file
        sentence = unreadable
    for copy in (MASTER, CLEAN, CHECK):
        (folder / copy).unlink(missing_ok=True)
    return Reading(refusal=sentence)
