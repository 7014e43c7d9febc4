"""The pages on security: every threat and requirement has its answer, and each test exists."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "security"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::([\w*]+)`")
KINDS = ("Test: ", "Done: ", "None: ", "Not met: ")
NEVER_GIVEN = {29, 38, 39}
LEVEL_1, LEVEL_2 = 70, 183
"""How many requirements the standard has at each level, as it says itself."""


def rows(page: str) -> list[list[str]]:
    """The cells of each row that begins with a number."""
    lines = (PAGES / page).read_text().splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in cells if re.fullmatch(r"[\d.]+", row[0])]


@cache
def names_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text())
    defined = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(one.name for one in tree.body if isinstance(one, defined))


def missing(text: str) -> list[str]:
    """The tests that a text names and that there are not."""
    return [
        f"{path}::{name}"
        for path, name in NAMED.findall(text)
        if not (ROOT / path).is_file() or (name != "*" and name not in names_in(path))
    ]


def requirements() -> dict[str, int]:
    """The level of each requirement, by its number."""
    found = {}
    for line in (ROOT / "tests/rules/asvs_5.0.0.txt").read_text().splitlines():
        if not line.startswith("#"):
            section, _, numbers = line.partition(":")
            for level, some in enumerate(numbers.split("|"), start=1):
                found |= {f"{section}.{number}": level for number in some.split()}
    return found


def test_every_threat_has_a_story():
    told = rows("threats.md")
    assert [int(row[0]) for row in told] == [n for n in range(1, 42) if n not in NEVER_GIVEN]
    assert [row[0] for row in told if len(row) != 4 or not all(row)] == []
    assert [row[0] for row in told if not NAMED.search(row[3])] == []


def test_the_standard_is_whole():
    levels = [*requirements().values()]
    assert (levels.count(1), levels.count(2)) == (LEVEL_1, LEVEL_2)


def test_every_requirement_has_an_answer_and_no_other_is_there():
    told = rows("asvs.md")
    assert [row[0] for row in told if len(row) != 4 or not all(row)] == []
    assert {row[0]: int(row[1]) for row in told} == requirements()
    assert len(told) == LEVEL_1 + LEVEL_2


def test_an_answer_says_what_kind_it_is_and_why():
    for number, _, _, how in rows("asvs.md"):
        kind = next((kind for kind in KINDS if how.startswith(kind)), None)
        assert kind, number
        assert kind != "Test: " or NAMED.search(how), number
        assert len(how) > len(kind) + 5, number


def test_each_test_that_is_named_exists():
    for page in PAGES.glob("*.md"):
        assert missing(page.read_text()) == [], page


def test_what_is_missing_would_be_missed():
    assert missing("`tests/rules/test_security_pages.py::test_nobody`")
    assert missing("`tests/rules/test_nothing.py::test_each_test_that_is_named_exists`")
    assert not missing("`tests/rules/test_security_pages.py::test_every_threat_has_a_story`")
