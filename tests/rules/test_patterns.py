"""Patterns: what a user sends ends where its pattern ends, and a line break is a character, too.

Before one at the end, Python's `$` matches as well: a day would be none, a hash one too long for
its column. `$(?!\\n)` says the end to Python and to ECMA 262, in which OpenAPI is read; `\\Z` to
Python alone.
"""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATTERN = re.compile(r'\bpattern=(?:\s*\w*"[^"\n]*")+')
LOOSE_END = re.compile(r"(?<!\\)\$(?!\(\?!\\n\))")


def loose(text: str) -> list[str]:
    return [said for said in PATTERN.findall(text) if LOOSE_END.search(said)]


def test_no_pattern_lets_a_trailing_line_break_through():
    paths = [
        path
        for floor in ("handlers", "models", "service")
        for path in ROOT.glob(f"{floor}/**/*.py")
    ]
    told = {str(path.relative_to(ROOT)): loose(path.read_text()) for path in paths}
    assert {path: found for path, found in told.items() if found} == {}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('pattern="^[0-9]{12}$"', 1),
        ('pattern=rf"^(own|{_ID})$"', 1),
        ('pattern=r"^(a"\n            r"|b)$"', 1),
        (r'pattern=r"^[0-9]{12}$(?!\n)"', 0),
        (r'pattern=r"^[0-9]{12}\Z"', 0),
        (r'pattern=r"^\$[0-9]"', 0),
    ],
)
def test_it_finds_the_loose_ends_and_no_others(text, count):
    assert len(loose(text)) == count


def test_the_end_of_a_pattern_is_the_end_of_what_is_sent():
    assert re.search(r"^[0-9]{2}$", "12\n")
    assert re.search(r"^[0-9]{2}$(?!\n)", "12") and not re.search(r"^[0-9]{2}$(?!\n)", "12\n")
