"""The press: makes paper.pdf of content.json and the codes in one folder, in the sandbox.

The same files make the same bytes: the moment in the PDF is the day that the paper bears.
"""

import sys
from datetime import UTC, datetime, time
from pathlib import Path
from shutil import copytree

import msgspec
import pylopdf_fonts_zh_cn as fonts
import typst

from service.archive.paper_pages import Paper, setting
from service.archive.reading import sandbox

TEMPLATES = Path(__file__).parent / "templates"


def main(folder: str) -> None:
    """Print what lies in `folder`."""
    place = Path(folder)
    sandbox.limit("paper")
    sandbox.confine(place)
    paper: Paper = msgspec.json.decode((place / "content.json").read_bytes(), type=Paper)
    copytree(TEMPLATES, place, dirs_exist_ok=True)
    (place / "data.json").write_bytes(msgspec.json.encode(setting.typeset(paper)))
    typst.compile(
        str(place / setting.template_of(paper)),
        output=str(place / "paper.pdf"),
        root=str(place),
        font_paths=[str(fonts.sans_path().parent)],
        ignore_system_fonts=True,
        timestamp=int(datetime.combine(paper.day, time(), UTC).timestamp()),
        pdf_tags=False,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
