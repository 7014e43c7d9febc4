"""Coaching: how far a family's archive is, and the next best thing to file, in kind words.

What is at hand in every home comes first; papers, property and health last, and of these it asks
only where they lie.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from service.archive.class_schemes import COUNTED_BY, counterpart, scheme, upper_class

_ASKED = {
    "F1": "一张全家福",
    "D2": "一张奖状",
    "B1": "一段家里的来历",
    "C2": "一封信或一张贺卡",
    "H1": "一件老物件",
    "A2": "结婚证、出生证放在哪儿",
    "G2": "接种证放在哪儿",
    "E1": "房产证、存折放在哪儿",
}
"""One lowest class of each upper one, the likeliest first."""


@dataclass(frozen=True)
class Enough:
    """So many items in so many classes make an archive; the rule in force says how many."""

    items: int
    classes: int


ENOUGH = Enough(items=10, classes=4)


@dataclass(frozen=True)
class Coaching:
    """How many items in how many classes, the class to file next (empty: any), and the words."""

    items: int
    classes: int
    next_code: str
    words: str


def coach(classes: Iterable[tuple[str, str]], version: str, enough: Enough) -> Coaching:
    """What to say to a family that uses the scheme `version`; of each item (scheme, class)."""
    counted = [upper_class(code, filed_under) for filed_under, code in classes]
    there = set(counted)
    missing = next((code for code in _ASKED if code[:1] not in there), "")
    words = _so_far(len(counted)) + _next_words(len(counted), len(there), missing, enough)
    code = counterpart(missing, COUNTED_BY, version) if missing else ""
    return Coaching(len(counted), len(there), code, words)


def held_in(classes: Iterable[tuple[str, str]], version: str) -> dict[str, int]:
    """How many of these items (scheme, class) each lowest class of `version` holds, if any."""
    held = Counter(counterpart(code, filed_under, version) for filed_under, code in classes)
    return {node.code: held[node.code] for node in scheme(version).lowest if held[node.code]}


def _so_far(items: int) -> str:
    return f"已收{items}件。" if items else ""


def _next_words(items: int, classes: int, missing: str, enough: Enough) -> str:
    if classes < enough.classes or (missing and items >= enough.items):
        verb = "记一记" if scheme(COUNTED_BY).nodes[missing].closed else "再添" if items else "先收"
        return f"{verb}{_ASKED[missing]}，就有{classes + 1}类了。"
    if items < enough.items:
        return f"再收{enough.items - items}件，就很像样了。"
    return "各类都有了，想起什么再添。"
