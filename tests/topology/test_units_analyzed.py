"""systemd's units as systemd sees them: taken without a word, and locked down."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.topology.units import UNITS

OURS = ("jiadang-web@8001", "jiadang-worker", "jiadang-migrate", "jiadang-backup")
ALL = (*(f"{one}.service" for one in OURS), "jiadang.target", "jiadang-backup.timer")
MOST_EXPOSED = 2.0
"""Of 10, by systemd's own count; 1.7 when this was written."""


def analyze(*words: str) -> subprocess.CompletedProcess[str]:
    """What systemd says of these files, beside Debian's own units."""
    env = os.environ | {"SYSTEMD_UNIT_PATH": f"{UNITS}:"}
    command = ["systemd-analyze", *words]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def test_systemd_takes_every_unit_without_a_word():
    done = analyze("verify", *(str(UNITS / one) for one in ALL if "@" not in one))
    assert (done.returncode, _about_ours(done.stderr)) == (0, [])
    done = analyze("verify", "jiadang-web@8001.service")
    assert (done.returncode, _about_ours(done.stderr)) == (0, [])


def _about_ours(said: str) -> list[str]:
    return [line for line in said.splitlines() if "jiadang" in line]


@pytest.mark.parametrize("name", OURS)
def test_a_process_may_do_little_else(name):
    said = analyze("security", "--offline=yes", "--no-pager", f"{name}.service").stdout
    exposed = re.search(r"exposure level for \S+: ([\d.]+)", said)
    assert exposed, said
    assert float(exposed[1]) <= MOST_EXPOSED


def told_by(words: tuple[str, ...], folder: Path) -> list[str]:
    """What `deploy/systemd/jiadang` asks of systemd-run."""
    told = folder / "systemd-run"
    told.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    told.chmod(0o755)
    env = os.environ | {"PATH": f"{folder}:{os.environ['PATH']}"}
    return subprocess.check_output([UNITS / "jiadang", *words], env=env, text=True).splitlines()


def test_an_operators_command_is_one_that_systemd_finds(tmp_path):
    """It looks for the program before it goes to the release's folder: here, its words are told."""
    said = told_by(("doctor",), tmp_path)
    command = [word for word in said if not word.startswith("--")]
    assert command[0].startswith("/")
    assert command[-3:] == ["-m", "service", "doctor"]


@pytest.mark.parametrize(
    ("words", "files"),
    [
        (("doctor",), ["jiadang.env"]),
        (("backup", "/var/backups/jiadang"), ["jiadang.env"]),
        (("migrate",), ["jiadang.env", "owner.env"]),
        (("restore", "/var/backups/jiadang"), ["jiadang.env", "owner.env"]),
        (("replay-erasures",), ["jiadang.env", "owner.env"]),
    ],
)
def test_a_command_is_told_the_owner_of_the_database_where_it_needs_it(words, files, tmp_path):
    prefix = "--property=EnvironmentFile=/etc/jiadang/"
    said = told_by(words, tmp_path)
    assert [word.removeprefix(prefix) for word in said if word.startswith(prefix)] == files
    assert said[-len(words) :] == [*words]
