"""Household rules: when a household counts as one that keeps an archive (建档户), and why not yet.

A rule is a version that stays as it is: whoever was counted can be traced to the version that
counted them, and to the items that met it. Classes are counted as upper classes of one scheme,
whichever a family uses.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from service.archive.class_schemes import upper_class
from service.archive.coaching import Enough


@dataclass(frozen=True)
class Rule:
    """Enough items in enough classes, a household number and a guardian's confirmation."""

    version: str
    enough: Enough


RULES = (Rule("2026-1", Enough(items=10, classes=4)),)
CURRENT = RULES[-1]


class Lack(StrEnum):
    """What a household does not have yet."""

    NUMBER = "number"
    CONFIRMATION = "confirmation"
    ITEMS = "items"
    CLASSES = "classes"


@dataclass(frozen=True, order=True)
class Filed:
    """An item as far as a rule looks at it; the earliest filed sorts first."""

    filed_at: datetime
    number: str
    scheme: str
    code: str

    @property
    def upper(self) -> str:
        """Its upper class."""
        return upper_class(self.code, self.scheme)


@dataclass(frozen=True)
class Household:
    """What a rule looks at; `confirmed` by a guardian."""

    number: str
    confirmed: bool
    items: Sequence[Filed]


@dataclass(frozen=True)
class Verdict:
    """Whether a rule counts a household: by these items, or else for want of these things.

    `missing` is how many items are still to come, and of how many further classes.
    """

    rule: str
    by: tuple[str, ...]
    lacks: tuple[Lack, ...]
    missing: Enough

    @property
    def counted(self) -> bool:
        """Whether nothing is lacking."""
        return not self.lacks


def judge(household: Household, rule: Rule = CURRENT) -> Verdict:
    """What a rule says of a household; more items never make it say less."""
    items = sorted(set(household.items))
    kinds = {item.upper for item in items}
    lacking = {
        Lack.NUMBER: not household.number,
        Lack.CONFIRMATION: not household.confirmed,
        Lack.ITEMS: len(items) < rule.enough.items,
        Lack.CLASSES: len(kinds) < rule.enough.classes,
    }
    lacks = tuple(lack for lack, is_so in lacking.items() if is_so)
    by = () if lacks else tuple(item.number for item in _enough(items, rule))
    missing = Enough(
        max(rule.enough.items - len(items), 0), max(rule.enough.classes - len(kinds), 0)
    )
    return Verdict(rule.version, by, lacks, missing)


def words(lack: Lack, verdict: Verdict) -> str:
    """What a family may do about a lack, in kind words."""
    return {
        Lack.NUMBER: "加入珠海家庭建档，就有户号了",
        Lack.CONFIRMATION: "请家里的管理人看一看，确认这是你们家的档案",
        Lack.ITEMS: f"再收{verdict.missing.items}件就够了",
        Lack.CLASSES: f"再收{verdict.missing.classes}类别的东西就够了",
    }[lack]


def _enough(items: Sequence[Filed], rule: Rule) -> list[Filed]:
    """The earliest items that are enough: the first of as many classes as asked, then any."""
    firsts = _first_of_each_class(items)[: rule.enough.classes]
    others = [item for item in items if item not in firsts]
    return sorted([*firsts, *others[: max(rule.enough.items - len(firsts), 0)]])


def _first_of_each_class(items: Iterable[Filed]) -> list[Filed]:
    firsts: dict[str, Filed] = {}
    for item in items:
        firsts.setdefault(item.upper, item)
    return list(firsts.values())
