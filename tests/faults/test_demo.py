"""The story of the command that a newcomer types: `python -m service run`, and `demo` after it."""

import asyncio
import os
import re
import signal
import sys
from pathlib import Path

import httpx
import pytest

from service.emulators.phone import is_built
from tests.faults.installation import ROOT, free_port, within

pytestmark = pytest.mark.last

FIRST_RUN = 600
LATER_RUN = 60
LINKS = 5 + is_built()
"""The front door, a share page, the interface to read and as OpenAPI, health; and the phone, where
the mini-program was built."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same for all these runs, in their order."""
    return tmp_path_factory.mktemp("demo")


async def command(name: str, folder: Path, port: int) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "service", name, "--data", str(folder), "--port", str(port)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, "COLUMNS": "160"},
        cwd=ROOT,
    )


async def told(running: asyncio.subprocess.Process, until: str = "") -> str:
    """What a command says, up to a line with `until` in it, or to its end."""
    assert running.stdout
    lines: list[str] = []
    while line := (await running.stdout.readline()).decode():
        lines.append(line)
        if until and until in line:
            break
    return "".join(lines)


async def test_the_first_run_prints_links_that_open_and_stops_when_asked(folder: Path):
    run = await command("run", folder, free_port())
    async with asyncio.timeout(FIRST_RUN):
        said = await told(run, until="Ctrl-C")
    links = re.findall(r"http://[^\s│]+", said)
    assert len(links) == LINKS, said
    async with httpx.AsyncClient(timeout=10) as browser:
        assert [(await browser.get(link)).status_code for link in links] == [200] * LINKS
    run.send_signal(signal.SIGTERM)
    await asyncio.wait_for(run.wait(), LATER_RUN)
    assert run.returncode == 0


async def test_a_later_run_keeps_the_families_and_does_the_main_job_again(folder: Path):
    doors = (folder / "doors.json").read_bytes()
    demo = await command("demo", folder, free_port())
    async with asyncio.timeout(LATER_RUN):
        said = await told(demo)
    assert await demo.wait() == 0, said
    assert "主要的一件事，做完了" in said
    assert "families move in" not in said
    assert (folder / "doors.json").read_bytes() == doors


async def test_a_step_that_fails_is_named_and_fails_the_run(folder: Path):
    port = free_port()
    demo = await command("demo", folder, port)
    telling = asyncio.create_task(told(demo))
    await within(LATER_RUN, lambda: wechat_refuses_to_sign_in(port + 1))
    async with asyncio.timeout(LATER_RUN):
        said = await telling
    assert await demo.wait() == 1
    assert "✗ 周敏用微信登录" in said
    assert "Traceback" not in said


async def wechat_refuses_to_sign_in(port: int) -> bool:
    """Script WeChat as soon as it is there."""
    script = {"call": "jscode2session", "answer": {"errcode": 40029}, "times": None}
    async with httpx.AsyncClient() as http:
        try:
            reply = await http.post(f"http://127.0.0.1:{port}/_control/scripts", json=script)
        except httpx.TransportError:
            return False
    return reply.is_success
