"""Stories of starts that cannot be: each ends with one clear sentence and exit status 1."""

import asyncio
import signal
import socket
import sys
from pathlib import Path

import pytest

from tests.embedded.observing import until_gone
from tests.faults.installation import ROOT, Installation, free_port, within
from tests.faults.processes import Processes

ENDS_WITHIN = 90


async def starts(data: Path, port: int, name: str = "demo") -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "service", name, "--data", str(data), "--port", str(port)),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )


async def ends_with(start: asyncio.subprocess.Process, sentence: str) -> None:
    _, told = await asyncio.wait_for(start.communicate(), ENDS_WITHIN)
    words = " ".join(told.decode().split())
    assert start.returncode == 1, words
    assert sentence in words
    assert "Traceback" not in words
    assert len(words) < 300


async def test_a_second_start_on_a_folder_in_use_names_the_process_that_uses_it(
    home: Installation,
):
    start = await starts(home.settings.data_folder, free_port())
    await ends_with(start, f"already runs on {home.settings.data_folder}"[:30])
    assert await home.is_whole()


async def test_a_start_on_a_port_in_use_says_so(home: Installation, tmp_path: Path):
    start = await starts(tmp_path / "other", home.settings.port)
    await ends_with(start, f"Port {home.settings.port} is taken")
    assert await home.is_whole()


async def test_a_start_on_a_port_of_another_program_says_so(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        await ends_with(await starts(tmp_path / "other", port), f"Port {port} is taken")


async def test_of_two_starts_at_once_one_runs_and_one_says_why_not(tmp_path: Path):
    both = [await starts(tmp_path / "data", free_port()) for _ in range(2)]
    done, running = await asyncio.wait(
        [asyncio.create_task(start.wait()) for start in both],
        return_when=asyncio.FIRST_COMPLETED,
        timeout=ENDS_WITHIN,
    )
    assert (len(done), len(running)) == (1, 1)
    (loser,) = [start for start in both if start.returncode is not None]
    (winner,) = [start for start in both if start is not loser]
    await ends_with(loser, f"(process {winner.pid})")
    await serves(winner)
    killed = await Processes(winner.pid).cut_the_power()
    await asyncio.gather(*running)
    await until_gone(*killed)


async def serves(start: asyncio.subprocess.Process) -> None:
    """Wait until a start has its web processes; one that ended instead says why."""

    async def is_there() -> bool:
        if start.returncode is not None:
            pytest.fail((await start.communicate())[1].decode())
        return len(Processes(start.pid).web()) > 0

    await within(ENDS_WITHIN, is_there)


@pytest.mark.parametrize(
    ("name", "asked", "status"), [("run", signal.SIGTERM, 0), ("demo", signal.SIGINT, 130)]
)
async def test_a_start_that_is_stopped_early_leaves_nothing_behind(
    tmp_path: Path, name: str, asked: signal.Signals, status: int
):
    start = await starts(tmp_path / "data", free_port(), name)
    await serves(start)
    begun = Processes(start.pid).all()
    start.send_signal(asked)
    _, told = await asyncio.wait_for(start.communicate(), ENDS_WITHIN)
    assert start.returncode == status, told.decode()
    assert "Traceback" not in told.decode()
    await until_gone(*begun)
