"""The press: makes booklet.pdf of content.json and the pictures in one folder, in the sandbox.

The same files make the same bytes: the moment in the PDF is the one that is given.
"""

import sys
from pathlib import Path

import msgspec

from service.archive.booklet_pages import Content, setting
from service.archive.booklet_pages.press import press
from service.archive.reading import sandbox

TEMPLATES = Path(__file__).parent / "templates"


def main(folder: str, locked_at: str, digest: str) -> None:
    """Print what lies in `folder`; `locked_at` is in seconds since 1970, `digest` is printed."""
    place = Path(folder)
    sandbox.limit("booklet")
    sandbox.confine(place)
    content = msgspec.json.decode((place / "content.json").read_bytes(), type=Content)
    _write(place, content, digest)
    press(place, TEMPLATES.iterdir(), "booklet", int(locked_at))


def _write(place: Path, content: Content, digest: str) -> None:
    (place / "data.json").write_bytes(msgspec.json.encode(setting.typeset(content, digest)))
    for number, curve in enumerate(content.curves):
        (place / f"curve-{number}.svg").write_text(curve.svg, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
