"""Copies of the tree in a folder of their own, in which defects are put and tests run.

The working tree is never written. The copies share its `.venv`, and one migrated database.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.mutants.mutant import Mutant
from tests.mutants.witness import Failure, failures

ROOT = Path(__file__).parents[2]
PATIENCE = 300
"""Seconds for the tests of one mutant."""
MIGRATED = Path("d", "migrated")


class Broken(Exception):
    """pytest did not come to run the tests, or not to their end; `args` say what it printed."""


class Copy:
    """One copy of the tree, where one process at a time runs tests."""

    def __init__(self, root: Path, cache: Path) -> None:
        self.root, self._cache = root, cache
        for name in _listed():
            target = root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target, follow_symlinks=False)
        (root / ".venv").symlink_to(ROOT / ".venv")

    @contextmanager
    def mutated(self, mutant: Mutant) -> Iterator[None]:
        """With the defect in it; as before afterwards. LookupError where it no longer applies."""
        path = self.root / mutant.file
        source = path.read_text(encoding="utf-8")
        changed = mutant.applied_to(source)
        if changed is None:
            raise LookupError(mutant.name)
        path.write_text(changed, encoding="utf-8")
        try:
            yield
        finally:
            path.write_text(source, encoding="utf-8")

    def test(
        self, tests: Iterable[str], *options: str, seconds: float | None = None
    ) -> list[Failure]:
        """Run these tests: which failed. Raises Broken, or TimeoutError after `seconds`."""
        witness = self.root / "failures.jsonl"
        witness.unlink(missing_ok=True)
        ours = ("-p", "tests.mutants.witness", f"--witness={witness}")
        cached = ("-o", f"cache_dir={self._cache}")
        run = subprocess.Popen(
            [sys.executable, "-m", "pytest", *ours, *cached, *options, *tests],
            cwd=self.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            printed, _ = run.communicate(timeout=seconds)
        except BaseException as error:
            os.killpg(run.pid, signal.SIGKILL)
            run.wait()
            if isinstance(error, subprocess.TimeoutExpired):
                raise TimeoutError from error
            raise
        found = failures(witness)
        if run.returncode and not found:
            raise Broken(printed)
        return found

    def test_mutated(self, mutant: Mutant) -> list[Failure]:
        """Which of its tests fails first with this defect."""
        with self.mutated(mutant):
            return self.test(mutant.tests, "-x", "--any-cluster", seconds=PATIENCE)


def _listed() -> list[str]:
    """All files of the tree that git knows or does not ignore."""
    listing = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    listed = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [name for name in sorted({*listed.split("\0")} - {""}) if (ROOT / name).is_file()]


@contextmanager
def copies(folder: Path, count: int) -> Iterator[list[Copy]]:
    """So many copies below `folder`, with the migrated database that the working tree has."""
    cache = folder / "cache"
    made = ROOT / ".pytest_cache" / MIGRATED
    if made.exists():
        (cache / MIGRATED).parent.mkdir(parents=True)
        subprocess.run(["cp", "-a", made, cache / MIGRATED], check=True)
    yield [Copy(folder / f"copy-{number}", cache) for number in range(count)]
