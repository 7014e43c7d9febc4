"""Stories of processes that are forked: they end when told to, and with their parent."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process

import pytest

from tests.embedded.observing import is_alive, until_gone

# As granian does: the parent takes SIGTERM for itself, then forks what has no handler yet.
PARENT = """
import multiprocessing, signal, time
from service.foundation.lifeline import tie_forks

signal.signal(signal.SIGTERM, lambda *_: None)
tie_forks()
child = multiprocessing.get_context("fork").Process(target=time.sleep, args=(60,))
child.start()
print(child.pid, flush=True)
input()
child.terminate()
child.join(10)
print(child.exitcode, flush=True)
"""


@pytest.fixture
async def parent():
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", PARENT), stdin=PIPE, stdout=PIPE
    )
    yield process
    if process.returncode is None:
        process.kill()
    await process.communicate()


async def told(parent: Process) -> int:
    assert parent.stdout
    return int(await asyncio.wait_for(parent.stdout.readline(), 30))


async def test_a_fork_that_has_no_handler_of_its_own_yet_ends_when_told_to(parent: Process):
    child = await told(parent)
    assert is_alive(child)
    assert parent.stdin
    parent.stdin.write(b"\n")
    assert await told(parent) == -signal.SIGTERM


async def test_a_fork_ends_with_its_parent_from_its_first_moment(parent: Process):
    child = await told(parent)
    parent.kill()
    await until_gone(child)
