"""The press: makes poster.png of content.json, the code and the masters in one folder, confined.

The same files make the same bytes.
"""

import sys
from pathlib import Path
from shutil import copytree

import msgspec
import pylopdf_fonts_zh_cn as fonts
import typst
from PIL import Image

from service.archive.reading import sandbox
from service.sharing.poster_pages import CODE, Content, setting

TEMPLATES = Path(__file__).parent / "templates"
SIDES = {1: 1300, 2: 1000, 3: 1000, 4: 800}
SIDE_OF_MANY = 560
"""Pixels: as large as a picture is seen among so many."""
QUALITY = 88


def main(folder: str) -> None:
    """Draw what lies in `folder`."""
    place = Path(folder)
    sandbox.limit("poster")
    sandbox.confine(place)
    content = msgspec.json.decode((place / "content.json").read_bytes(), type=Content)
    copytree(TEMPLATES, place, dirs_exist_ok=True)
    side = SIDES.get(len(content.pictures), SIDE_OF_MANY)
    for number in range(len(content.pictures)):
        _shrink(place / setting.file_of(number), side)
    (place / "data.json").write_bytes(msgspec.json.encode(setting.typeset(content)))
    (place / CODE).rename(place / f"{CODE}.jpg")
    typst.compile(
        str(place / "poster.typ"),
        output=str(place / "poster.png"),
        root=str(place),
        font_paths=[str(fonts.sans_path().parent)],
        ignore_system_fonts=True,
        format="png",
        ppi=setting.PPI,
    )


def _shrink(path: Path, side: int) -> None:
    with Image.open(path, formats=("JPEG",)) as picture:
        picture.draft("RGB", (side, side))
        small = picture.convert("RGB")
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    small.save(path, "JPEG", quality=QUALITY)


if __name__ == "__main__":
    main(*sys.argv[1:])
