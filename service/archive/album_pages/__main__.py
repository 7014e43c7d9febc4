"""The press: makes album.pdf of content.json and the pictures in one folder, in the sandbox.

It prints how many pages there are. The same files make the same bytes: the moment in the PDF is the
one that is given.
"""

import sys
from pathlib import Path

import msgspec

from service.archive.album_pages import Content, setting
from service.archive.booklet_pages.press import STYLE, press
from service.archive.reading import sandbox

TEMPLATE = Path(__file__).parent / "templates" / "album.typ"


def main(folder: str, moment: str) -> None:
    """Print what lies in `folder`; `moment` is in seconds since 1970."""
    place = Path(folder)
    sandbox.limit("album")
    sandbox.confine(place)
    content = msgspec.json.decode((place / "content.json").read_bytes(), type=Content)
    (place / "data.json").write_bytes(msgspec.json.encode(setting.typeset(content)))
    made = press(place, [STYLE, TEMPLATE], "album", int(moment))
    print(made.query("<pages>", field="value", one=True))


if __name__ == "__main__":
    main(*sys.argv[1:])
