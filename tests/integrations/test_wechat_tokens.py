"""Access tokens: one for all processes, renewed once, forced hardly ever."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from service.foundation import limits
from service.integrations.errors import VendorDenied, VendorPaused, VendorRefused, VendorUnavailable
from service.integrations.wechat import Verdict
from service.integrations.wechat import token_cache as cache
from tests.contracts.serving import free_port
from tests.integrations.wechat_desk import Desk, opened

TOKEN, CHECK = "stable_token", "msg_sec_check"
PASS = Verdict("pass", 100)


@pytest.fixture
async def desk(machine, tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(tmp_path, machine.valkey_url) as desk:
        yield desk


async def test_fifty_calls_of_two_processes_fetch_one_token(desk):
    assert set(await desk.fifty_checks()) == {PASS}
    assert await desk.called(TOKEN) == 1
    assert 0 < await desk.valkey.ttl(desk.token_name) <= 7200 - 300
    assert await desk.valkey.keys(f"{desk.token_name}:lock") == []


async def test_fifty_calls_bear_a_slow_fetch_and_still_fetch_one_token(desk):
    await desk.script(TOKEN, slow_seconds=0.5)
    assert set(await desk.fifty_checks()) == {PASS}
    assert await desk.called(TOKEN) == 1


@pytest.mark.parametrize("errcode", [40001, 40014, 42001])
async def test_a_token_found_dead_is_renewed_and_the_call_made_again(desk, errcode):
    await desk.check()
    await desk.script(CHECK, errcode=errcode)
    assert await desk.check() == PASS
    assert (await desk.called(TOKEN), await desk.called(CHECK)) == (2, 3)


async def test_a_token_that_dies_under_two_processes_is_renewed_once(desk):
    await desk.fifty_checks()
    alive = await desk.someone_else_forces()
    assert set(await desk.fifty_checks()) == {PASS}
    assert await desk.called(TOKEN) == 3  # ours, the owner's, and one more of ours
    assert await desk.valkey.get(desk.token_name) == alive


async def test_a_token_that_dies_while_calls_are_under_way_is_renewed_once(desk):
    await desk.check()
    calls = asyncio.create_task(desk.fifty_checks())
    while await desk.called(CHECK) < 10:
        pass
    await desk.someone_else_forces()
    assert set(await calls) == {PASS}
    assert await desk.called(TOKEN) <= 3
    assert set(await desk.fifty_checks()) == {PASS}
    assert await desk.called(TOKEN) == 3


async def test_an_old_refusal_does_not_drop_a_newer_token(desk):
    await desk.check()
    old, newer = await desk.valkey.get(desk.token_name), await desk.someone_else_forces()
    await desk.valkey.set(desk.token_name, newer)
    assert await desk.wechat._tokens.other_than(old) == newer
    assert await desk.called(TOKEN) == 2


async def test_a_refused_new_token_is_forced_once_and_then_given_up(desk):
    await desk.check()
    first = await desk.valkey.get(desk.token_name)
    await desk.script(CHECK, times=None, errcode=40001)
    with pytest.raises(VendorPaused, match="no access token is accepted"):
        await desk.check()
    forced = await desk.valkey.get(desk.token_name)
    assert forced != first
    assert (await desk.called(TOKEN), await desk.called(CHECK)) == (3, 4)
    with pytest.raises(VendorPaused, match="a moment ago"):
        await desk.check(by=desk.other)
    assert await desk.valkey.get(desk.token_name) == forced
    assert (await desk.called(TOKEN), await desk.called(CHECK)) == (4, 6)


async def test_fifty_refusals_for_ever_force_once_over_both_processes(desk):
    await desk.check()
    await desk.script(CHECK, times=None, errcode=40001)
    outcomes = await desk.fifty_checks()
    assert {type(outcome) for outcome in outcomes} == {VendorPaused}
    assert await desk.called(TOKEN) <= 6  # the first, at most two renewals each, one by force
    await desk.fair()
    assert await desk.check() == PASS


async def test_forcing_ends_when_the_day_s_number_is_spent(desk):
    await desk.check()
    await desk.script(CHECK, times=None, errcode=40001)
    for _ in range(20):
        with pytest.raises(VendorPaused):
            await desk.check()
        paused = f"limit:force:wechat:{desk.settings.wechat_appid}"
        limits._local.pop(paused)  # the pause is over
        await desk.valkey.delete(paused)
    assert await desk.called(TOKEN) == 1 + 20 + 18


@pytest.mark.parametrize("errcode", [40001, 40013, 40125, 40164])
async def test_wrong_credentials_are_nobodys_refusal(desk, errcode):
    await desk.script(TOKEN, times=None, errcode=errcode)
    with pytest.raises(VendorDenied) as denied:
        await desk.check()
    assert denied.value.number == errcode
    assert await desk.called(TOKEN) == 1


async def test_a_fetch_in_bad_weather_is_tried_again(desk):
    await desk.script(TOKEN, times=2, http_status=502)
    assert await desk.check() == PASS
    assert await desk.called(TOKEN) == 3


async def test_another_refusal_renews_nothing(desk):
    await desk.script(CHECK, errcode=61010)
    with pytest.raises(VendorRefused) as refused:
        await desk.check()
    assert refused.value.code == 61010
    assert await desk.called(TOKEN) == 1


async def test_without_valkey_each_process_fetches_its_own_once(tmp_path):
    async with opened(tmp_path, f"redis://127.0.0.1:{free_port()}") as desk:
        assert set(await desk.fifty_checks()) == {PASS}
        assert await desk.called(TOKEN) == 2


async def test_a_process_that_died_renewing_holds_the_others_up_only_so_long(desk, monkeypatch):
    monkeypatch.setattr(cache, "PATIENCE_SECONDS", 0.2)
    await desk.valkey.set(f"{desk.token_name}:lock", "of the dead", px=60_000)
    async with asyncio.timeout(30):
        assert await desk.check() == PASS
    assert await desk.valkey.get(f"{desk.token_name}:lock") == "of the dead"


async def test_when_valkey_forgets_the_token_is_fetched_again(desk):
    await desk.check()
    await desk.valkey.delete(desk.token_name)
    assert set(await desk.fifty_checks()) == {PASS}
    assert await desk.called(TOKEN) == 2


async def test_a_failed_fetch_is_told_and_not_remembered(desk):
    await desk.script(TOKEN, times=3, http_status=500)
    with pytest.raises(VendorUnavailable):
        await desk.check()
    assert await desk.check() == PASS
