"""Stories of supervised processes: they come back, stop in order, leave nothing behind."""

import asyncio
import os
import signal
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest

from service.embedded import processes
from service.embedded.processes import (
    Command,
    ProcessError,
    Supervisor,
    run_to_end,
    supervised,
    tied_to_this_process,
)
from tests.embedded.observing import is_alive, until, until_gone

SAY_BYE = "trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.05; done"

PARENT = """
import asyncio, sys
from pathlib import Path
from service.embedded.processes import Supervisor

async def main():
    async with Supervisor(Path(sys.argv[1])) as supervisor:
        await supervisor.start("story", ["/bin/sh", "-c", "echo $$; exec sleep 60"])
        await asyncio.sleep(60)

asyncio.run(main())
"""


def shell(script: str, **options) -> Command:
    return Command(name="story", argv=["/bin/sh", "-c", script], **options)


async def until_logged(logs: Path, text: str, name: str = "story") -> None:
    log = logs / f"{name}.log"
    await until(lambda: log.exists() and text in log.read_text())


async def test_a_process_that_dies_comes_back_each_time_a_little_later(tmp_path: Path):
    async with supervised(shell("date +%s.%N"), tmp_path) as child:
        await until(lambda: child.deaths == 4)
    starts = [float(line) for line in (tmp_path / "story.log").read_text().split()]
    pauses = [later - earlier for earlier, later in pairwise(starts)]
    assert len(pauses) == 3
    assert pauses[0] >= 0.2
    assert pauses[1] >= 0.4
    assert pauses[2] >= 0.8


async def test_after_a_settled_life_the_patience_starts_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(processes, "SETTLED_AFTER", 0.1)
    async with supervised(shell("echo alive; sleep 0.15"), tmp_path) as child:
        await until_logged(tmp_path, "alive\nalive\nalive\n")
        assert child.deaths == 1


async def test_kill_minus_nine_takes_the_grandchildren_too_and_the_process_returns(tmp_path: Path):
    family = "sleep 60 & echo $$ $!; wait"
    async with supervised(shell(family), tmp_path) as child:
        await until_logged(tmp_path, "\n")
        main, grandchild = map(int, (tmp_path / "story.log").read_text().split())
        assert child.pid == main
        os.kill(main, signal.SIGKILL)
        await until_gone(main, grandchild)
        await until(lambda: child.pid not in (None, main))


async def test_a_process_may_say_good_bye(tmp_path: Path):
    async with supervised(shell(SAY_BYE), tmp_path):
        await until_logged(tmp_path, "up")
    assert (tmp_path / "story.log").read_text() == "up\nbye\n"


async def test_a_deaf_process_is_killed_after_its_grace(tmp_path: Path):
    deaf = shell("trap '' TERM; echo up; while :; do sleep 0.05; done", grace=0.3)
    async with supervised(deaf, tmp_path) as child:
        await until_logged(tmp_path, "up")
        pid, asked = child.pid, time.monotonic()
    assert pid and not is_alive(pid)
    assert 0.3 <= time.monotonic() - asked < Command.grace


async def test_the_supervisor_stops_the_last_one_first(tmp_path: Path):
    order = tmp_path / "order"
    note = f"trap 'echo $NAME >> \"{order}\"; exit' TERM; echo up; while :; do sleep 0.05; done"
    async with Supervisor(tmp_path) as supervisor:
        for name in ("first", "second"):
            await supervisor.start(name, ["/bin/sh", "-c", note], {"NAME": name})
            await until_logged(tmp_path, "up", name)
    assert order.read_text().split() == ["second", "first"]


async def test_a_hopeless_process_is_reported_with_its_last_words(tmp_path: Path):
    async with supervised(shell("echo 'no such licence' >&2; exit 3"), tmp_path) as child:

        async def never() -> bool:
            return False

        with pytest.raises(ProcessError, match=r"exit status 3(.|\n)*no such licence"):
            await child.until(never)


async def test_a_single_run_ends_or_says_why_not(tmp_path: Path):
    await run_to_end(shell("exit 0"), tmp_path)
    with pytest.raises(ProcessError, match=r"exit status 4(.|\n)*half done"):
        await run_to_end(shell("echo half done; exit 4"), tmp_path)


async def test_children_die_with_a_killed_parent(tmp_path: Path):
    async with asyncio.timeout(60):
        parent = await asyncio.create_subprocess_exec(sys.executable, "-c", PARENT, tmp_path)
        await until_logged(tmp_path, "\n")
        child = int((tmp_path / "story.log").read_text())
        assert is_alive(child)
        parent.kill()
        await parent.wait()
        await until_gone(child)


async def test_a_process_whose_parent_died_before_the_tie_does_not_start(tmp_path: Path):
    ran = tmp_path / "ran"
    words = tied_to_this_process(shell(f"touch '{ran}'"))
    adopted = await asyncio.create_subprocess_exec("/bin/sh", "-c", '"$@"; exit $?', "-", *words)
    assert await adopted.wait() == 1
    assert not ran.exists()
