"""Paper pages: what is printed of a family's archive, word for word, and its PDF from that alone.

As with booklets everything here is data: the templates (typst) read it from a file. Each kind of
paper has a template of its tag's name; `day` is printed and is the moment in the PDF, so that the
same content makes the same bytes.
"""

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

Count = Annotated[int, Meta(ge=0)]


class Label(msgspec.Struct):
    """What stands on one box; `numbers` are the first and the last archival number in it."""

    family: str
    number: int
    title: str
    numbers: list[str]
    years: str
    retention: str
    count: Count
    code: Annotated[str, Meta(description="The file with the mini-program code.")]


class Labels(msgspec.Struct, tag="labels"):
    """Labels of boxes, several on a page, to be cut out."""

    labels: list[Label]
    day: date


class Column(msgspec.Struct):
    """A column; 0 millimetres: it shares what is left. `plain` cells are set as they are."""

    name: str
    width: float = 0
    plain: bool = False


class Catalogue(msgspec.Struct, tag="catalogue"):
    """A list (目录) of items or boxes; each row has a cell for each column."""

    title: str
    family: str
    about: list[str]
    columns: list[Column]
    rows: list[list[str]]
    day: date


class Remark(msgspec.Struct):
    """What there is to say of one item, or of one number."""

    number: str
    title: str
    what: str


class CheckLines(msgspec.Struct):
    """One check: what was looked at, what came of it, and where to look."""

    name: str
    result: str
    word: str
    evidence: str
    remarks: list[Remark]
    more: Annotated[Count, Meta(description="So many remarks have no room here.")]


class Part(msgspec.Struct):
    """One of the four properties with its checks."""

    name: str
    result: str
    word: str
    checks: list[CheckLines]


class Soundness(msgspec.Struct, tag="soundness"):
    """The report of an inspection (四性检测报告)."""

    family: str
    about: list[str]
    result: str
    word: str
    parts: list[Part]
    day: date


class Block(msgspec.Struct):
    """A paragraph of a deed; the heading may be empty."""

    heading: str
    lines: list[str]


class Deed(msgspec.Struct, tag="deed"):
    """An agreement with its signature; `marks` are numbers and hashes, by their names."""

    title: str
    blocks: list[Block]
    signature: str
    signed: str
    marks: list[tuple[str, str]]
    day: date


class Certificate(msgspec.Struct, tag="certificate"):
    """The certificate of a donation (捐赠证书)."""

    donor: str
    lines: list[str]
    archive: str
    number: str
    day: date


Paper = Labels | Catalogue | Soundness | Deed | Certificate
