"""Press: what every book is printed with: typst, our fonts, and the moment that is given."""

from collections.abc import Iterable
from pathlib import Path
from shutil import copy
from typing import Any

import pylopdf_fonts_zh_cn as fonts
import typst

STYLE = Path(__file__).parent / "templates" / "style.typ"


def press(place: Path, templates: Iterable[Path], name: str, moment: int) -> Any:
    """Make `name`.pdf of `name`.typ, with these templates beside what lies in `place`.

    `moment` is in seconds since 1970. Returns the compiler, to be asked about what it made.
    """
    for template in templates:
        copy(template, place)
    compiler = typst.Compiler(
        str(place / f"{name}.typ"),
        root=str(place),
        font_paths=[str(fonts.sans_path().parent)],
        ignore_system_fonts=True,
    )
    compiler.compile(output=str(place / f"{name}.pdf"), timestamp=moment, pdf_tags=False)
    return compiler
