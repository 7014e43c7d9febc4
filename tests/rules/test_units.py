"""systemd's units: taken without a word, locked down, and each told no more than it needs."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = DEPLOY / "systemd"
OURS = ("jiadang-web@8001", "jiadang-worker", "jiadang-migrate", "jiadang-backup")
ALL = (*(f"{one}.service" for one in OURS), "jiadang.target", "jiadang-backup.timer")
MOST_EXPOSED = 2.0
"""Of 10, by systemd's own count; 1.7 when this was written."""
LANDLOCK = {"landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self"}

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed"
)


def analyze(*words: str) -> subprocess.CompletedProcess[str]:
    """What systemd says of these files, beside Debian's own units."""
    env = os.environ | {"SYSTEMD_UNIT_PATH": f"{UNITS}:"}
    command = ["systemd-analyze", *words]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def text(name: str) -> str:
    return (UNITS / name).read_text()


@needs_systemd
def test_systemd_takes_every_unit_without_a_word():
    done = analyze("verify", *(str(UNITS / one) for one in ALL if "@" not in one))
    assert (done.returncode, _about_ours(done.stderr)) == (0, [])
    done = analyze("verify", "jiadang-web@8001.service")
    assert (done.returncode, _about_ours(done.stderr)) == (0, [])


def _about_ours(said: str) -> list[str]:
    return [line for line in said.splitlines() if "jiadang" in line]


@needs_systemd
@pytest.mark.parametrize("name", OURS)
def test_a_process_may_do_little_else(name):
    said = analyze("security", "--offline=yes", "--no-pager", f"{name}.service").stdout
    exposed = re.search(r"exposure level for \S+: ([\d.]+)", said)
    assert exposed, said
    print(f"{name}: {exposed[1]}")
    assert float(exposed[1]) <= MOST_EXPOSED


def test_only_the_migration_is_told_the_owner():
    told = [file.name for file in UNITS.rglob("*") if file.is_file() and _names_owner(file)]
    assert told == ["jiadang-migrate.service"]


def _names_owner(file: Path) -> bool:
    return "owner.env" in file.read_text()


def test_the_process_that_reads_files_may_confine_itself():
    allowed = text("jiadang-.service.d/hardening.conf")
    assert set(re.findall(r"landlock_\w+", allowed)) == LANDLOCK


def test_a_drop_in_takes_nothing_back_that_a_unit_says():
    """It is read behind the unit: what both say of one value would be the drop-in's."""
    shared = _keys(text("jiadang-.service.d/hardening.conf")) - {"Environment", "EnvironmentFile"}
    for unit in UNITS.glob("*.service"):
        assert _keys(unit.read_text()) & shared - {"SystemCallFilter"} == set()


def _keys(unit: str) -> set[str]:
    return set(re.findall(r"^(\w+)=", unit, re.MULTILINE)) - {"Description", "Documentation"}


def test_the_target_starts_the_processes_that_the_door_knows():
    known = re.findall(r"127\.0\.0\.1:(\d+)", (DEPLOY / "processes" / "units.cfg").read_text())
    assert known == re.findall(r"jiadang-web@(\d+)", text("jiadang.target"))
    assert " ".join(known) in text("upgrade")
