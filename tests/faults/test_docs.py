"""The documentation, run: what each page shows, in its order, beside an installation of its own."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from tests.documents.answers import differences, said_by
from tests.documents.pages import ROOT, Fence, fences, pages
from tests.faults.installation import Installation, free_port, installation

WITHIN = 240
STARTED = re.compile(r"^<<(\d+)>>$", re.MULTILINE)
NOT_OURS = {".jiadang", ".git"}
PREPARED = ". .jiadang/environment\nPATH=$PWD/.venv/bin:$PATH\n"
"""As the handbook says, for pages that do not say it themselves."""


def run_by_us(page: str, language: str) -> list[Fence]:
    return [one for one in fences(page) if (one.language, one.mark) == (language, "run")]


@dataclass(frozen=True)
class Place:
    """A folder that looks like the project's while `make run` is going."""

    folder: Path
    home: Installation


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def place(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Place]:
    data, folder = tmp_path_factory.mktemp("documented"), tmp_path_factory.mktemp("project")
    for one in ROOT.iterdir():
        if one.name not in NOT_OURS:
            (folder / one.name).symlink_to(one)
    (folder / ".jiadang").symlink_to(data)
    async with installation(data, free_port()) as home:
        yield Place(folder, home)


@pytest.mark.parametrize("page", [page for page in pages() if run_by_us(page, "sh")])
async def test_what_a_page_shows_does_what_it_says(place: Place, page: str):
    """Its blocks succeed, and the answer that stands behind one is what it wrote."""
    said = await said_of(run_by_us(page, "sh"), place)
    for block, answer in pairwise(fences(page)):
        if answer.language == "json" and block in said:
            wrong = differences(json.loads(answer.text), said_by(said[block]))
            assert wrong == [], answer.place


async def said_of(blocks: list[Fence], place: Place) -> dict[Fence, str]:
    """What each block of a page wrote; they share one shell, as those of a reader do."""
    itself = any(PREPARED.splitlines()[0] in one.text for one in blocks)
    script = "set -euo pipefail\n" + ("" if itself else PREPARED)
    script += "".join(f"echo '<<{n}>>'\n{one.text}echo\n" for n, one in enumerate(blocks))
    shell = await asyncio.create_subprocess_exec(
        *("bash", "-c", script),
        cwd=place.folder,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told = (await asyncio.wait_for(shell.communicate(), WITHIN))[0].decode()
    _, *parts = STARTED.split(told)
    said = {blocks[int(n)]: words for n, words in zip(parts[::2], parts[1::2], strict=True)}
    assert shell.returncode == 0, f"{list(said)[-1].place if said else script}\n{told[-3000:]}"
    return said


@pytest.mark.parametrize("page", [page for page in pages() if run_by_us(page, "sql")])
async def test_what_a_page_asks_the_database_is_answered(place: Place, page: str):
    """As the application's role."""
    connection = await asyncpg.connect(place.home.settings.database_url)
    try:
        for one in run_by_us(page, "sql"):
            await connection.execute(one.text)
    finally:
        await connection.close()
