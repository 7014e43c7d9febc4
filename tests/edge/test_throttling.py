"""Throttling: how often anybody may ask in a minute, whatever they ask for."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import msgspec
import pytest

from service.foundation import settings
from service.integrations import adapters
from service.trust.access import authority
from tests.counters import forget
from tests.edge.wire import headers_of, problem_of, web
from tests.world import World, settings_for

MOST = 5


@contextmanager
def held_to(world: World, most: int) -> Iterator[None]:
    """The service as it is with another bound."""
    settings.use(msgspec.structs.replace(world.settings, most_requests=most))
    try:
        yield
    finally:
        settings.use(world.settings)


async def statuses(http: httpx.AsyncClient, path: str, times: int, **headers: str) -> list[int]:
    return [(await http.get(path, headers=headers)).status_code for _ in range(times)]


async def test_who_is_not_signed_in_is_counted_by_address(machine, database, tmp_path):
    """Of IPv6 by what one household has, in whatever way it is written."""
    given = settings_for(tmp_path, database, machine.valkey_url)
    async with web(given, trusted_proxies=1, most_requests=MOST) as http:

        async def asks(times: int, address: str) -> list[int]:
            return await statuses(http, "/api/v1/regions", times, **{"X-Forwarded-For": address})

        assert await asks(MOST, "2001:db8:1:2::1") == [200] * MOST
        assert await asks(2, "2001:DB8:1:2:ffff::9") == [429, 429]
        assert await asks(1, "2001:db8:1:3::1") == [200]
        assert await asks(MOST, "203.0.113.5") == [200] * MOST
        assert await asks(1, "::ffff:203.0.113.5") == [429]
        reply = await http.get("/api/v1/feed", headers={"X-Forwarded-For": "203.0.113.5"})
        assert problem_of(reply, 429).code == "rate_limited"
        assert 0 < int(reply.headers["retry-after"]) <= 60


async def test_supervisors_and_vendors_ask_as_often_as_they_like(machine, database, tmp_path):
    given = settings_for(tmp_path, database, machine.valkey_url)
    async with web(given, most_requests=MOST) as http:
        for path, status in (("/healthz", 200), ("/readyz", 200), ("/callbacks/wechat", 401)):
            assert await statuses(http, path, 2 * MOST) == [status] * 2 * MOST


async def test_who_is_signed_in_is_counted_by_account_wherever_they_are(world):
    alice, bob = await world.person("Alice"), await world.person("Bob")
    url = f"{world.url}/api/v1/account"
    with held_to(world, MOST):
        await forget(adapters().valkey)
        assert await statuses(world.http, url, MOST + 1, **headers_of(alice)) == [200] * MOST + [
            429
        ]
        assert await statuses(world.http, url, MOST, **headers_of(bob)) == [200] * MOST
        assert await statuses(world.http, f"{world.url}/healthz", 1) == [200]


async def test_guessed_tokens_are_counted_by_address_and_so_are_none(world):
    url = f"{world.url}/api/v1/account"
    for guess in ({"Authorization": "Bearer guess"}, {}):
        with held_to(world, MOST):
            await forget(adapters().valkey)
            assert await statuses(world.http, url, MOST + 1, **guess) == [401] * MOST + [429]


async def test_a_token_that_nobody_reads_does_not_hide_an_address(world):
    """Neither where everybody may ask, nor where there is nothing."""
    guess = {"Authorization": "Bearer guess"}
    for path in ("/api/v1/consent-texts", "/api/v1/shared/guess", "/s/guess", "/nothing"):
        with held_to(world, MOST):
            await forget(adapters().valkey)
            found = await statuses(world.http, world.url + path, MOST + 1, **guess)
            assert found[-1] == 429, path
            assert 429 not in found[:-1], path


@pytest.mark.parametrize(
    "path",
    [
        "families/{family}/archive",
        "families/{family}/timeline?whose=all",
        "students/{student}/timeline",
    ],
)
async def test_a_family_is_counted_by_what_its_members_ask_for_and_nobody_else(
    world, monkeypatch, path
):
    monkeypatch.setattr(authority, "AS_MANY_AS", 1)
    alice, grandma = await world.person("Alice"), await world.person("Grandma")
    bob, family = await world.person("Bob"), await alice.founds("Alice家")
    student = await alice.opens_archive("豆豆")
    await alice.invites(grandma, "奶奶")
    url = f"{world.url}/api/v1/" + path.format(family=family, student=student)
    with held_to(world, MOST):
        await forget(adapters().valkey)
        assert await statuses(world.http, url, MOST, **headers_of(bob)) == [404] * MOST
        assert await statuses(world.http, url, MOST - 1, **headers_of(alice)) == [200] * (MOST - 1)
        assert await statuses(world.http, url, 2, **headers_of(grandma)) == [200, 429]
