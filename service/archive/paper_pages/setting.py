"""Setting: a paper as its template reads it: every word printable, every number as it is."""

from typing import Any

import msgspec

from service.archive.booklet_pages.glyphs import all_printable, printable
from service.archive.paper_pages import Catalogue, Certificate, Labels, Paper, Soundness
from service.foundation import dates


def template_of(paper: Paper) -> str:
    """The file that sets this kind of paper."""
    return f"{type(paper).__struct_config__.tag}.typ"


def typeset(paper: Paper) -> dict[str, Any]:
    """What the template reads.

    Archival numbers have no character that a font lacks, and are to be found when searched for: no
    break is put into them.
    """
    said = {"printed": f"{dates.in_words(paper.day.isoformat())}打印"}
    if isinstance(paper, Labels):
        return said | {"labels": [_but(one, "numbers", "code") for one in paper.labels]}
    if isinstance(paper, Catalogue):
        return said | _but(paper, "rows") | {"rows": [_row(paper, row) for row in paper.rows]}
    if isinstance(paper, Soundness):
        return said | _but(paper, "parts") | {"parts": _parts(paper)}
    if isinstance(paper, Certificate):
        return said | _but(paper, "number") | {"dated": dates.in_words(paper.day.isoformat())}
    return said | _but(paper, "marks")


def _row(paper: Catalogue, row: list[str]) -> list[str]:
    pairs = zip(paper.columns, row, strict=True)
    return [cell if column.plain else printable(cell) for column, cell in pairs]


def _parts(paper: Soundness) -> list[dict[str, Any]]:
    return [
        _but(part, "checks")
        | {
            "checks": [
                _but(check, "remarks")
                | {"remarks": [_but(remark, "number") for remark in check.remarks]}
                for check in part.checks
            ]
        }
        for part in paper.parts
    ]


def _but(struct: msgspec.Struct, *as_they_are: str) -> dict[str, Any]:
    """A struct with every word printable but in these fields."""
    plain = msgspec.to_builtins(struct)
    return all_printable(plain) | {name: plain[name] for name in as_they_are}
