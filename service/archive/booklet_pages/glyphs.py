"""Glyphs: words as the two fonts can print them, and so that no line runs out of its page."""

import re
import struct
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn as fonts

MISSING = "〓"
"""What Chinese printers set for a character that they do not have."""
LONGEST_RUN, PIECE = 12, 6
"""So many of the widest letters fit into a line of the cover; longer ones come in pieces."""
_BREAK = "\u200b"

_DROPPED = {
    *("Cc", "Cf", "Cs", "Co", "Cn"),
    *("Mn", "Me", "So", "Sk"),
}
"""Categories of what is left out where a font has none: controls, accents, emoji."""
_UNBROKEN = re.compile(
    rf"[^\s\u2e80-\u2fff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7ff]{{{LONGEST_RUN + 1},}}"
)
"""Letters, and punctuation that must not begin a line: no break would be found in so many."""


def printable(words: str) -> str:
    """The words without emoji, which no font of ours has; other missing characters as 〓.

    Runs without a place to break get one.
    """
    plain = unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(_printed(character) for character in plain)
    return _UNBROKEN.sub(_in_pieces, kept).strip()


def all_printable(value: Any) -> Any:
    """The same data with every word in it as the fonts can print it."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list):
        return [all_printable(one) for one in value]
    if isinstance(value, Mapping):
        return {name: all_printable(one) for name, one in value.items()}
    return value


def _in_pieces(run: re.Match[str]) -> str:
    words = run.group()
    return _BREAK.join(words[at : at + PIECE] for at in range(0, len(words), PIECE))


def _printed(character: str) -> str:
    if character in "\n ":
        return character
    category = unicodedata.category(character)
    if category.startswith("Z") or character == "\t":
        return "　" if character == "　" else " "
    if category not in {"Cc", "Cf"} and ord(character) in _common():
        return character
    return "" if category in _DROPPED else MISSING


@cache
def _common() -> frozenset[int]:
    """The characters that both fonts have."""
    return _characters(fonts.sans_path()) & _characters(fonts.serif_path())


def _characters(font: Path) -> frozenset[int]:
    """What a font maps to glyphs, by its table of format 12 (OpenType `cmap`)."""
    data = font.read_bytes()
    start = _table(data, b"cmap")
    (count,) = struct.unpack_from(">H", data, start + 2)
    found: set[int] = set()
    for place in range(count):
        (offset,) = struct.unpack_from(">I", data, start + 8 + 8 * place)
        found |= _groups(data, start + offset)
    return frozenset(found)


def _table(data: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", data, 4)
    for place in range(count):
        name, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * place)
        if name == tag:
            return offset
    raise ValueError(f"the font has no {tag!r}")


def _groups(data: bytes, start: int) -> set[int]:
    form, _, _, _, groups = struct.unpack_from(">HHIII", data, start)
    if form != 12:
        return set()
    found: set[int] = set()
    for place in range(groups):
        first, last, _ = struct.unpack_from(">III", data, start + 16 + 12 * place)
        found.update(range(first, last + 1))
    return found
