"""Budgets: nine tenths of what a vendor allows, over all processes, by China's calendar."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from redis.asyncio import Redis

from service.foundation import clock
from service.integrations import budgets
from service.integrations.budgets import DAY, MINUTE, Quota, spend
from service.integrations.errors import VendorPaused
from tests.contracts.serving import free_port

CALL = "/wxa/a_call"


@pytest.fixture
def account() -> str:
    return f"wechat:{uuid4().hex}"


@pytest.fixture
async def valkey(machine) -> AsyncIterator[Redis]:
    async with Redis.from_url(machine.valkey_url, decode_responses=True) as valkey:
        yield valkey


@pytest.fixture
def noon() -> Iterator[None]:
    """The start of a minute, far from midnight in China."""
    with at(datetime.now(UTC).replace(hour=4, minute=0, second=0)):
        yield


def at(moment: datetime):
    return clock.moved(moment - datetime.now(UTC))


async def spent(valkey: Redis, account: str, *quotas: Quota, tries: int = 30) -> int:
    """How many calls get through before one does not."""
    for done in range(tries):
        try:
            await spend(valkey, account, CALL, quotas)
        except VendorPaused as paused:
            assert CALL in str(paused)
            return done
    return tries


async def test_nine_tenths_are_spent_and_no_more(valkey, account, noon):
    assert await spent(valkey, account, Quota(20, MINUTE)) == 18
    assert await spent(valkey, account, Quota(20, MINUTE)) == 0


async def test_the_narrowest_quota_decides(valkey, account, noon):
    assert await spent(valkey, account, Quota(20, MINUTE), Quota(10, DAY)) == 9


async def test_each_app_and_each_call_has_a_budget_of_its_own(valkey, account, noon):
    await spent(valkey, account, Quota(10, DAY))
    assert await spent(valkey, account + "2", Quota(10, DAY)) == 9
    await spend(valkey, account, "/wxa/another", (Quota(10, DAY),))


async def test_a_new_minute_brings_a_new_budget(valkey, account, noon):
    assert await spent(valkey, account, Quota(10, MINUTE)) == 9
    with at(clock.now() + timedelta(minutes=1)):
        assert await spent(valkey, account, Quota(10, MINUTE)) == 9


async def test_a_new_day_begins_at_midnight_in_china(valkey, account):
    midnight = datetime.now(UTC).replace(hour=16, minute=0, second=0)
    with at(midnight - timedelta(minutes=1)):
        assert await spent(valkey, account, Quota(10, DAY)) == 9
    with at(midnight):
        assert await spent(valkey, account, Quota(10, DAY)) == 9


async def test_without_valkey_a_process_counts_alone(account, noon):
    async with Redis.from_url(f"redis://127.0.0.1:{free_port()}") as nowhere:
        assert await spent(nowhere, account, Quota(20, MINUTE)) == 18


def test_the_table_is_wechats():
    assert budgets.WECHAT["/wxa/msg_sec_check"] == (Quota(4_000, 60), Quota(2_000_000, 86_400))
    assert budgets.WECHAT["/wxa/media_check_async"] == (Quota(2_000, 60), Quota(200_000, 86_400))
    assert budgets.WECHAT["/wxa/generate_urllink"] == (Quota(100, 1), Quota(500_000, 86_400))
