"""docs/operations/faults.md names, for every fault and goal, stories that there are."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "operations" / "faults.md"
STORY = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
FAULTS = """
ticket is issued|object was stored|calls back|committed|verdict arrives|WeChat is asked|published
author told|callback lost|doubled|reordered|after a deletion|PostgreSQL restarted|backend killed
pool exhausted|outcome of COMMIT unknown|Redis killed|Redis flushed|Redis slow|WeChat timing out
5xx|half JSON|40001|45009|61010|never pushes|579|599|573|614|612|clock +15 min|clock −15 min
disk full|retry storms|rolling restart|bit flipped
"""
"""Those of the project's list of threats and faults, in the words of the page."""
GOALS = ("250 kills", "10,000", "lost", "doubled", "before it is approved", "1.5 s", "limits hold")


def rows() -> list[tuple[str, str]]:
    """What each row is about, and the rest of it."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    cells = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")]
    return [(first, rest[-1]) for first, *rest in cells if first not in {"Fault", "Goal"}]


@cache
def stories_in(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in ast.walk(tree) if isinstance(node, functions)}


@pytest.mark.parametrize(("about", "told"), rows())
def test_every_row_names_stories_that_there_are(about: str, told: str):
    named = STORY.findall(told)
    assert named, about
    assert [name for file, name in named if name not in stories_in(file)] == []


def test_every_fault_of_the_list_has_a_row_and_every_goal_is_stated():
    told = "\n".join(about for about, _ in rows())
    wanted = [fault for line in FAULTS.split("\n") for fault in line.split("|") if fault]
    assert [fault for fault in [*wanted, *GOALS] if fault not in told] == []
