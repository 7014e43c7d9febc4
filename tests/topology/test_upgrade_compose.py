"""deploy/upgrade, broken off at each of its steps and run again: as many as there were, all new.

Docker is a program of a few lines here that keeps its containers in a file; the real one is told
of in tests/deployment, where nothing is broken off.
"""

import os
import subprocess
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "deploy/upgrade"
DOCKER = """#!/bin/sh
# Each line of `webs` is a container: its name, its image, `up` or `down`.
set -eu
step() {
    echo "$*" >>steps
    test "$(wc -l <steps)" != "$BREAK_AT" || kill -9 0
}
case "$*" in
    "ps -q -a "*) cut -d" " -f1 webs ;;
    "ps -q "*) sed -n "s/ .* up$//p" webs ;;
    "exec "*) grep "^$2 .* up$" webs | grep -qv " bad " ;;
    "logs "*) ;;
    "stop "*) sed -i "s/^\\($4 .*\\) up$/\\1 down/" webs ;;
    "rm -f "*)
        shift 2
        for one; do sed -i "/^$one /d" webs; step removed "$one"; done ;;
    "rm "*) sed -i "/^$2 .* down$/d" webs ;;
    "compose run "*" migrate") ;;
    "compose up "*" --scale web="*" web")
        sed -i "s/ down$/ up/" webs
        wanted=${*#*web=}
        while [ "$(wc -l <webs)" -lt "${wanted% web}" ]; do
            echo made >>made
            echo "web-$(wc -l <made) $(cat image) up" >>webs
            step made
        done ;;
    "compose up "*" worker") cp image worker ;;
    *) exit 2 ;;
esac
step "$@"
"""
NEVER = 0


class Machine:
    """A folder with compose's containers, and with nobody's patience."""

    def __init__(self, folder: Path, webs: int) -> None:
        folder.mkdir()
        self.folder = folder
        self._program("docker", DOCKER)
        self._program("sleep", "#!/bin/sh\n")
        self._program("seq", "#!/bin/sh\necho 1 2\n")
        folder.joinpath("webs").write_text("".join(f"old-{one} old up\n" for one in range(webs)))

    def _program(self, name: str, text: str) -> None:
        self.folder.joinpath(name).write_text(text)
        self.folder.joinpath(name).chmod(0o755)

    def upgrade(self, image: str, break_at: int = NEVER) -> int:
        """The exit status; SIGKILL's where everything was broken off after that step."""
        self.folder.joinpath("image").write_text(f"{image}\n")
        self.folder.joinpath("steps").write_text("")
        path = f"{self.folder}:{os.environ['PATH']}"
        env = {"PATH": path, "BREAK_AT": str(break_at)}
        done = subprocess.run(
            [SCRIPT], cwd=self.folder, env=env, start_new_session=True, check=False
        )
        return done.returncode

    def webs(self) -> list[str]:
        """The image of each that is up, and of each that is down how it is."""
        lines = self.folder.joinpath("webs").read_text().splitlines()
        return sorted(line.partition(" ")[2].removesuffix(" up") for line in lines)

    def serving(self) -> int:
        """How many a phone may find."""
        return len([one for one in self.webs() if one in ("old", "new")])

    def is_done(self) -> bool:
        """Nothing is left to be remembered."""
        return not self.folder.joinpath(".upgrading").exists()


def broken_off(folder: Path, image: str) -> Iterator[Machine]:
    """One machine with three web processes for each step after which it can be broken off."""
    for step in count(1):
        machine = Machine(folder / str(step), 3)
        if machine.upgrade(image, step) >= 0:
            assert step > 10
            return
        assert machine.serving() >= 3, step
        yield machine


def test_broken_off_anywhere_and_run_again_as_many_are_new_and_none_is_old(tmp_path):
    for machine in broken_off(tmp_path, "new"):
        assert machine.upgrade("new") == 0
        assert machine.webs() == ["new"] * 3
        assert machine.folder.joinpath("worker").read_text() == "new\n"
        assert machine.is_done()


def test_broken_off_twice_it_is_still_as_many(tmp_path):
    for machine in broken_off(tmp_path, "new"):
        machine.upgrade("new", 6)
        assert machine.upgrade("new") == 0
        assert machine.webs() == ["new"] * 3


def test_of_a_bad_image_that_was_broken_off_nothing_is_left_when_a_good_one_comes(tmp_path):
    for machine in broken_off(tmp_path, "bad"):
        assert machine.upgrade("bad") == 1
        assert machine.webs().count("old") == 3
        assert machine.upgrade("new") == 0
        assert machine.webs() == ["new"] * 3
        assert machine.is_done()


def test_a_bad_image_makes_way_and_whoever_adds_a_process_then_keeps_it(tmp_path):
    machine = Machine(tmp_path / "machine", 2)
    assert machine.upgrade("bad") == 1
    assert (machine.webs(), machine.is_done()) == (["old"] * 2, True)
    with machine.folder.joinpath("webs").open("a") as webs:
        webs.write("old-3 old up\n")
    assert machine.upgrade("new") == 0
    assert machine.webs() == ["new"] * 3


@pytest.mark.parametrize("stopped", [0, 1])
def test_where_none_runs_there_are_two(tmp_path, stopped):
    machine = Machine(tmp_path / "machine", 0)
    machine.folder.joinpath("webs").write_text("old-1 old down\n" * stopped)
    assert machine.upgrade("new") == 0
    assert machine.webs() == ["new"] * 2
