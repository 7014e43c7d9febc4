"""Health: what a load balancer and a supervisor are told."""

import asyncio

from service.foundation.database import query
from tests.contracts.serving import free_port
from tests.edge.wire import problem_of, web
from tests.world import settings_for

OK = {"status": "ok", "database": "ok", "migrations": "ok", "valkey": "ok"}


def dead(scheme: str) -> str:
    return f"{scheme}://127.0.0.1:{free_port()}/0"


async def test_a_whole_service_is_alive_and_ready(world):
    assert (await world.http.get(f"{world.url}/healthz")).json() == {"status": "ok"}
    ready = await world.http.get(f"{world.url}/readyz")
    assert (ready.status_code, ready.json()) == (200, OK)


async def test_without_valkey_it_is_ready_and_says_what_fails(machine, database, tmp_path):
    settings = settings_for(tmp_path, database, machine.valkey_url)
    async with web(settings, valkey_url=dead("redis")) as http:
        ready = await http.get("/readyz")
        assert (ready.status_code, ready.json()) == (200, OK | {"valkey": "failing"})
        assert (await http.get("/api/v1/feed")).status_code == 200


async def test_without_the_database_it_is_alive_but_not_ready(machine, database, tmp_path):
    settings = settings_for(tmp_path, database, machine.valkey_url)
    async with web(settings, database_url=dead("postgresql")) as http:
        assert (await http.get("/healthz")).status_code == 200
        ready = await http.get("/readyz")
        failing = {"status": "failing", "database": "failing", "migrations": "failing"}
        assert (ready.status_code, ready.json()) == (503, OK | failing)
        feed = await http.get("/api/v1/feed")
        assert problem_of(feed, 503).code == "database.unavailable"
        assert int(feed.headers["retry-after"]) > 0


async def test_it_recovers_when_its_backends_were_killed(machine, database, tmp_path):
    settings = settings_for(tmp_path, database, machine.valkey_url)
    async with web(settings) as http:
        await asyncio.gather(*(http.get("/readyz") for _ in range(10)))
        await query(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
        assert (await http.get("/readyz")).json() == OK


async def test_an_older_schema_is_not_ready(world):
    await query("delete from tortoise_migrations")
    ready = await world.http.get(f"{world.url}/readyz")
    assert (ready.status_code, ready.json()["migrations"]) == (503, "failing")


async def test_an_older_queue_is_not_ready(world):
    await query("update queue_schema set version = '3.3.0'")
    ready = await world.http.get(f"{world.url}/readyz")
    assert (ready.status_code, ready.json()["migrations"]) == (503, "failing")
