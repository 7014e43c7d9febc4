"""The page about the mutants: what each is and which tests must notice it, wing by wing."""

from tests.mutants.catalogue import WINGS
from tests.mutants.mutant import Mutant

HEAD = """# Mutants: who tests the tests

Each line is a small defect in one file of the source. `make mutants` puts one at a time into a
copy of the tree and runs the tests named beside it: at least one has to fail, by what it asserts.
A mutant that survives is a story that is missing. Numbers are threats, I1 to I6 invariants of the
reliability reference. `python -m tests.mutants "<the defect>"` tries one. A change that moves such
a place moves its mutant along (`tests/rules/test_mutants.py`). This page is printed by
`python -m tests.mutants --page`.
"""


def page() -> str:
    """The whole page, in Markdown."""
    parts = [HEAD]
    for wing in WINGS:
        title = (wing.__doc__ or "").removeprefix("Mutants of ").rstrip(".")
        parts.append(f"\n## {title[:1].upper()}{title[1:]}\n\n{_table(wing.MUTANTS)}")
    return "".join(parts)


def _table(mutants: list[Mutant]) -> str:
    head = "| The defect | in | breaks | noticed by |\n|---|---|---|---|\n"
    return head + "".join(
        f"| {one.name} | `{one.file}` | {', '.join(one.breaks)} | {_tests(one)} |\n"
        for one in mutants
    )


def _tests(mutant: Mutant) -> str:
    return "; ".join(f"`{test.rpartition('::')[2]}`" for test in mutant.tests)
