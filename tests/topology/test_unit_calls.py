"""The units' filter of system calls leaves the process that reads files its own confinement."""

import json
import subprocess
import sys
from pathlib import Path

from tests.topology.units import HERE, allowed_calls, read_unit

ROOT = HERE.parents[1]
CONFINES = (
    "import sys; from pathlib import Path; from service.archive.reading import sandbox;"
    "print(sandbox.confine(Path(sys.argv[1])))"
)
OF_LANDLOCK = {"landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self"}


def confined_among(calls: list[str], folder: Path) -> str:
    """Whether a process with these system calls confined itself."""
    argv = [sys.executable, "-c", CONFINES, str(folder)]
    spec = {"argv": argv, "folder": str(ROOT), "env": {}, "umask": 0o77, "files": 1024}
    file = folder / "spec.json"
    file.write_text(json.dumps(spec | {"calls": calls}))
    command = [sys.executable, HERE / "confined.py", file]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() or done.stderr


def test_landlock_is_there_only_because_the_unit_names_it(tmp_path):
    calls = allowed_calls(read_unit("jiadang-worker"))
    without_filter = confined_among([], tmp_path)
    assert confined_among(calls, tmp_path) == without_filter
    rest = [one for one in calls if one not in OF_LANDLOCK]
    assert confined_among(rest, tmp_path) == "False"
