"""Donation deeds (捐赠协议): the text that the donor reads and signs, word for word, by version.

It stands on 档案法 §31 (a donor may restrict the use) and §32 (the owner decides on publication).
Nothing in it depends on the day it is read: the same choices and items make the same text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

from models.programme.donations import Publication
from service.foundation import dates
from service.foundation.drafts import Draft

VERSION = "2026-1"
TITLE = "家庭档案捐赠协议"
TEXTS = Path(__file__).with_name("deed_texts")
"""One file for each version; a version that was signed is never changed: a change is another."""

_PUBLICATION = {
    Publication.NEVER: "不公布，也不展出。",
    Publication.ASK_FIRST: "每次公布或者展出之前，先问甲方，甲方同意了才可以。",
    Publication.FREELY: "乙方可以公布和展出，不用每次再问。",
}
_NAMED = {
    True: "公布和展出的时候，可以写明捐赠人的名字。",
    False: "公布和展出的时候，不写捐赠人的名字。",
}


class Restrictions(Draft):
    """What the donor lets the archive do."""

    publication: Publication = Publication.ASK_FIRST
    closed_until: Annotated[date | None, "Nobody is shown it before this day."] = None
    named: Annotated[bool, "Whether the donor's name may be told."] = True


@dataclass(frozen=True)
class Deed:
    """A text to be read; `sha256` is of its UTF-8, in hexadecimal."""

    version: str
    text: str

    @property
    def sha256(self) -> str:
        return sha256(self.text.encode()).hexdigest()

    def as_kept(self) -> dict[str, Any]:
        """As it stays in the donation, word for word."""
        return {"version": self.version, "text": self.text}


@dataclass(frozen=True)
class Listed:
    """A line of the list: what is handed over, and the SHA-256 of its description."""

    content: dict[str, Any]
    digest: str


def written(family: str, archive: str, items: Sequence[Listed], restrictions: Restrictions) -> Deed:
    """The text of the present version over these items, in their order."""
    text = (TEXTS / f"{VERSION}.txt").read_text(encoding="utf-8")
    filled = text.format(
        title=TITLE,
        version=VERSION,
        family=_line(family),
        archive=archive,
        count=len(items),
        closed=_closed(restrictions.closed_until),
        publication=_PUBLICATION[restrictions.publication],
        named=_NAMED[restrictions.named],
        items="\n".join(_item(place, one) for place, one in enumerate(items, 1)),
    )
    return Deed(VERSION, filled)


def _closed(until: date | None) -> str:
    if until is None:
        return "入馆以后就可以按第四条办。"
    said = dates.in_words(until.isoformat())
    return f"{said}以前不开放，除了负责保管的工作人员，不给任何人看；从那天起按第四条办。"


def _item(place: int, one: Listed) -> str:
    content = one.content
    files = len(content["files"])
    said = f"{_line(content['title'])}　{content['when']}　{files}个文件"
    return f"{place}. {content['number']}　{said}　校验码 {one.digest[:16]}"


def _line(words: str) -> str:
    """On one line: nobody's words make a paragraph of the deed."""
    return " ".join(words.split())
