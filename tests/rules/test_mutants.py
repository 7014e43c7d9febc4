"""Mutants: the catalogue still fits the source, and leaves no threat and no invariant out."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.mutants.catalogue import MUTANTS, WINGS
from tests.mutants.mutant import Mutant
from tests.mutants.page import page

ROOT = Path(__file__).parents[2]
THREATS = {
    *("1", "2", "3", "4", "5-7", "8", "9", "10", "11", "12", "13-14", "15", "16-17", "18-19"),
    *("20", "21-23", "24", "25-26", "27", "28", "31-32", "33", "34-35", "36", "37", "40", "41"),
}
"""Those that some code of ours defends against: none fetches what users name (30)."""
INVARIANTS = {f"I{number}" for number in range(1, 7)}


@cache
def source_of(file: str) -> str:
    return (ROOT / file).read_text(encoding="utf-8")


@cache
def stories_in(file: str) -> set[str]:
    return {getattr(node, "name", "") for node in ast.parse(source_of(file)).body}


def test_there_are_enough_and_each_has_a_name_of_its_own():
    assert len(MUTANTS) == sum(len(wing.MUTANTS) for wing in WINGS) >= 45


def test_each_wing_threat_and_invariant_has_some():
    assert all(wing.MUTANTS for wing in WINGS)
    broken = {what for mutant in MUTANTS.values() for what in mutant.breaks}
    assert broken == THREATS | INVARIANTS | {"faults"}


@pytest.mark.parametrize("mutant", MUTANTS.values(), ids=lambda mutant: mutant.name)
def test_it_is_another_program_and_its_tests_are_there(mutant: Mutant):
    source = source_of(mutant.file)
    assert source.count(mutant.old) == 1, "its place has changed: change the mutant with it"
    changed = mutant.applied_to(source)
    assert changed and ast.dump(ast.parse(changed)) != ast.dump(ast.parse(source))
    assert mutant.tests
    for test in mutant.tests:
        file, _, name = test.partition("::")
        assert name in stories_in(file)


def test_the_page_is_this_catalogue():
    written = (ROOT / "docs" / "mutants.md").read_text(encoding="utf-8")
    assert written == page(), "python -m tests.mutants --page > docs/mutants.md"
