"""The topology, built once and running for all stories."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from tests.deployment.topology import PATIENCE, SITE, Topology


@pytest.fixture(scope="session")
def topology(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Topology]:
    folder: Path = tmp_path_factory.mktemp("topology")
    made = Topology(folder)
    made.make()
    try:
        made.up()
        yield made
    finally:
        made.down()


@pytest.fixture
async def http(topology: Topology) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(verify=False, timeout=20) as http:
        await _until_served(http)
        yield http


async def _until_served(http: httpx.AsyncClient) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await _is_served(http):  # noqa: ASYNC110  the answer is over HTTP
            await asyncio.sleep(0.2)


async def _is_served(http: httpx.AsyncClient) -> bool:
    try:
        return (await http.get(f"{SITE}/healthz")).status_code == 200
    except httpx.HTTPError:
        return False
