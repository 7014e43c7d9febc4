"""Class schemes: how family archives are divided into classes (分类), by versioned lists.

Each CSV in `class_lists` is one version of a scheme: a class by its letter or digit, and under it
the lowest classes, of which an item has one. `closed` classes (证件、财产、健康) are noted with
where the thing lies, never asked for as pictures and never shown outside the family, whichever
scheme is in force. The eight upper classes of `b` and the first seven of `a` are those in use for
family archives; the lowest ones, and 其他, are ours, so that each has one counterpart in the other
scheme. A version that was filed under is never changed: a change is another file.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from models.archive.filing import Category, Retention

_FOLDER = Path(__file__).parent / "class_lists"
CURRENT = ("a_1", "b_1")
"""The versions that may be chosen."""
DEFAULT = "a_1"
COUNTED_BY = "a_1"
"""The version whose upper classes are counted, whichever a family uses."""


@dataclass(frozen=True)
class ClassNode:
    """A class; `parent` is empty for an upper one.

    `holds` names examples of a lowest one; of `category` and `retention` most of its items are.
    """

    code: str
    name: str
    holds: str
    closed: bool
    category: Category | None
    retention: Retention | None

    @property
    def parent(self) -> str:
        """The code of the upper class, which is its first letter."""
        return self.code[:-1]


@dataclass(frozen=True)
class ClassScheme:
    """One version of a scheme, its classes in their order by code."""

    version: str
    nodes: Mapping[str, ClassNode]

    @property
    def lowest(self) -> tuple[ClassNode, ...]:
        """The classes that items have."""
        return tuple(node for node in self.nodes.values() if node.parent)

    def title(self, code: str) -> str:
        """「业绩类 › 荣誉」; KeyError for a class that this version does not have."""
        node = self.nodes[code]
        names = [self.nodes[node.parent].name] if node.parent else []
        return " › ".join([*names, node.name])


@cache
def scheme(version: str) -> ClassScheme:
    """A version of a scheme, such as `a_1`; FileNotFoundError if there never was one."""
    nodes = {row["code"]: _node(row) for row in _rows(version)}
    return ClassScheme(version, nodes)


def counterpart(code: str, version: str, wanted: str) -> str:
    """The class of `wanted` that a lowest class of `version` corresponds to.

    Raises KeyError for a class that `version` does not have.
    """
    return code if version == wanted else _counterparts(version, wanted)[code]


def upper_class(code: str, version: str) -> str:
    """The upper class by which a lowest class of `version` is counted."""
    return counterpart(code, version, COUNTED_BY)[:1]


@cache
def _counterparts(version: str, wanted: str) -> dict[str, str]:
    first, second = sorted((version, wanted))
    return {row[version]: row[wanted] for row in _rows(f"{first}_to_{second}")}


def _node(row: dict[str, str]) -> ClassNode:
    category, retention = row["category"], row["retention"]
    return ClassNode(
        row["code"],
        row["name"],
        row["holds"],
        row["closed"] == "yes",
        Category(category) if category else None,
        Retention(retention) if retention else None,
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
