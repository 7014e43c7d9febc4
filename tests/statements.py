"""Statements: how many some work takes, with nobody else's among them."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from tests.world import World

DATABASE = "tortoise.db_client"


@asynccontextmanager
async def counted(
    world: World, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[Callable[[], int]]:
    """How many since the last call; the worker is away, whose own would be among them."""

    def since() -> int:
        many = sum(record.name == DATABASE for record in caplog.records)
        caplog.clear()
        return many

    async with world.worker_away():
        with caplog.at_level(logging.DEBUG, DATABASE):
            caplog.clear()
            yield since
