"""`python -m tests.mutants [name…]`: try the mutants of these names, or all; 1 if one survives.

`python -m tests.mutants --page`: the catalogue as a page, which is docs/mutants.md.
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.mutants.catalogue import MUTANTS
from tests.mutants.copies import copies
from tests.mutants.page import page
from tests.mutants.running import Outcome, Trial, failing_without, trials

AT_ONCE = 2


def main(names: list[str]) -> int:
    """Try them and print what became of each; the exit code."""
    unknown = sorted(set(names) - MUTANTS.keys())
    if unknown:
        print("No such mutant:", *unknown, sep="\n  ")
        return 2
    chosen = [MUTANTS[name] for name in names or MUTANTS]
    with (
        tempfile.TemporaryDirectory(prefix="mutants-") as folder,
        copies(Path(folder), min(AT_ONCE, len(chosen))) as made,
    ):
        print(f"{len(chosen)} mutants; first their tests without any defect …", flush=True)
        if failing := failing_without(made, chosen):
            print("These fail by themselves:", *(f"  {one.test}" for one in failing), sep="\n")
            return 1
        outcomes = Counter(_told(trial).outcome for trial in trials(made, chosen))
    print(", ".join(f"{count} {outcome}" for outcome, count in outcomes.items()))
    return 0 if outcomes.keys() == {Outcome.CAUGHT} else 1


def _told(trial: Trial) -> Trial:
    mutant, by = trial.mutant, trial.by.rpartition("/")[2]
    print(f"{trial.outcome:<17} {mutant.name} ({', '.join(mutant.breaks)})", flush=True)
    if by:
        print(f"{'':<17} {by}", flush=True)
    return trial


if __name__ == "__main__":
    if sys.argv[1:] == ["--page"]:
        sys.stdout.write(page())
    else:
        sys.exit(main(sys.argv[1:]))
