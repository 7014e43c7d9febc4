"""The bucket is private, or production does not start on it."""

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from service import bootstrap
from service.foundation.settings import Environment, Settings, SettingsError
from tests.integrations.kodo_desk import Desk, kodo_desk


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with kodo_desk(tmp_path) as desk:
        yield desk


def in_production(desk: Desk, database: str) -> Settings:
    return msgspec.structs.replace(
        desk.settings, environment=Environment.PRODUCTION, database_url=database
    )


async def test_a_private_bucket_refuses_what_is_not_signed(desk):
    assert await desk.kodo.is_private()


async def test_a_public_bucket_says_that_there_is_no_such_object(desk):
    await desk.script("download", status=404)
    assert not await desk.kodo.is_private()


async def test_production_does_not_start_on_a_public_bucket(desk, database):
    await desk.script("download", status=404)
    with pytest.raises(SettingsError, match="is public"):
        async with bootstrap.opened(in_production(desk, database)):
            pass


async def test_production_starts_on_a_private_bucket_and_while_kodo_is_away(desk, database):
    async with bootstrap.opened(in_production(desk, database)):
        pass
    for status in (503, 419, 403, 302):  # frozen, or the domain keeps us out: it says nothing of it
        await desk.script("download", status=status)
        async with bootstrap.opened(in_production(desk, database)):
            pass
