"""Words as an eye reads them: one form for every digit, nothing invisible, each place traceable."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from unicodedata import category, normalize

from service.trust.privacy.finding import Spot

EMOJI = "\ufffc"
"""Stands for a run of emoji, which people put between digits to hide a number."""
GAP = rf"[ \t\-.·•_—–~*){EMOJI}]{{0,3}}"
"""What may lie between two digits of one number, which never goes on in the next line."""
HANZI = r"[\u4e00-\u9fff]"
NUMERAL = r"[\d零〇一二三四五六七八九十百]"
LONGEST_NAME = 16

_INVISIBLE = {"Cf", "Mn", "Me"}
_PICTURES = {"So", "Sk"}
_NUMERALS = str.maketrans("零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "001234567891123456789")


@dataclass(frozen=True)
class Reading:
    """`text` in NFKC; `digits` is the same, numerals read out as digits; both equally long."""

    text: str
    digits: str
    starts: Sequence[int]
    ends: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The slice of the original words that reads as `text[start:end]`, which is not empty."""
        return self.starts[start], self.ends[end - 1]

    def without(self, spots: Iterable[Spot]) -> "Reading":
        """The same with brackets over what was found, as its ways out begin and end with them."""
        text, digits = list(self.text), list(self.digits)
        for spot in spots:
            hidden = "【" * (spot.end - spot.start)
            text[spot.start : spot.end] = digits[spot.start : spot.end] = hidden
        return replace(self, text="".join(text), digits="".join(digits))


def name_start(text: str, end: int, stops: re.Pattern[str]) -> int:
    """Where the name that ends at `end` begins: behind the last of `stops`, 在, 去 and the like."""
    start = max(0, end - LONGEST_NAME)
    return max((stop.end() for stop in stops.finditer(text, start, end)), default=start)


def read(words: str) -> Reading:
    """NFKC character by character, so that every place can be traced back."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for place, char in enumerate(words):
        plain = _plain(char)
        if text and (not plain or plain == text[-1] == EMOJI):
            ends[-1] = place + 1
            continue
        text += plain
        starts += [place] * len(plain)
        ends += [place + 1] * len(plain)
    joined = "".join(text)
    return Reading(joined, joined.translate(_NUMERALS), starts, ends)


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    return "".join(
        EMOJI if category(each) in _PICTURES and each > "\u2000" else each
        for each in normalize("NFKC", char)
        if category(each) not in _INVISIBLE
    )
