"""Backlogs: what waits is told as it is now, and nothing is told of what cannot be read."""

import asyncio
import ssl
from pathlib import Path

import msgspec
import pytest
from prometheus_client import REGISTRY

from models.archive.findings import FindingKind
from service import bootstrap
from service.archive import findings
from service.embedded.servers import Servers
from service.foundation import jobs
from service.foundation.database import query, transaction
from service.foundation.settings import Settings
from service.integrations import door
from service.trust import backlogs
from service.trust.consents import Purpose
from tests.certificates import ALIVE, certificate_of
from tests.contracts.serving import free_port
from tests.trust.test_audit import settled_family
from tests.world import World, settings_for


@pytest.fixture(autouse=True)
def asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backlogs, "FRESH", 0)


def told(name: str, **labels: str) -> float | None:
    return REGISTRY.get_sample_value(f"jiadang_{name}", labels)


async def test_what_no_worker_takes_is_due_and_grows_old(world: World):
    async with world.worker_away():
        await query("delete from procrastinate_jobs")
        await backlogs.refresh()
        assert told("jobs_due", queue="default") == 0
        assert told("jobs_oldest_due_seconds", queue="default") == 0
        await jobs.later("tallies.roll_up")
        await query("update procrastinate_events set at = now() - interval '7 minutes'")
        await backlogs.refresh()
        assert told("jobs_due", queue="default") == 1
        assert 420 <= (told("jobs_oldest_due_seconds", queue="default") or 0) < 600
        await query("delete from procrastinate_jobs")


async def test_what_is_for_later_is_not_due_and_what_failed_is_told_by_its_task(world: World):
    async with world.worker_away():
        await query("delete from procrastinate_jobs")
        await jobs.later("tallies.roll_up")
        await query("update procrastinate_jobs set scheduled_at = now() + interval '1 hour'")
        await backlogs.refresh()
        assert told("jobs_due", queue="default") == 0
        await query("update procrastinate_jobs set status = 'failed'")
        await backlogs.refresh()
        assert told("jobs_failed", task="tallies.roll_up") == 1
        await query("delete from procrastinate_jobs")
        await backlogs.refresh()
        assert told("jobs_failed", task="tallies.roll_up") is None


async def test_an_urgent_report_waits_until_a_moderator_has_decided(world: World):
    alice, bob = await settled_family(world), await world.person("Bob")
    await alice.consents(Purpose.SHOW, alice.child)
    post = await alice.shows("风筝", [await alice.takes_photo()])
    await alice.phone.until(f"/posts/{post['id']}", state=["approved"])
    await bob.phone.post(f"/posts/{post['id']}/reports", {"reason": "child_in_danger"})
    await query("update reviews set created_at = now() - interval '20 minutes'")
    await backlogs.refresh()
    assert told("reviews_open", cause="report", urgent="yes") == 1
    assert (told("reviews_oldest_seconds", cause="report", urgent="yes") or 0) > 1199
    assert told("reviews_open", cause="report", urgent="no") == 0
    await query("update reviews set decided_at = now()")
    await backlogs.refresh()
    assert told("reviews_open", cause="report", urgent="yes") == 0
    assert told("reviews_oldest_seconds", cause="report", urgent="yes") == 0


async def test_a_verdict_that_does_not_come_is_waited_for(world: World):
    alice = await settled_family(world)
    await world.script("wechat", "media_check_async", {"push": "never"})
    await alice.takes_photo(checked=False)
    await world.quiet()
    await query("update checks set created_at = now() - interval '10 minutes'")
    await backlogs.refresh()
    assert told("checks_pending", vendor="wechat") == 1
    assert (told("checks_oldest_seconds", vendor="wechat") or 0) > 599


async def test_a_budget_is_told_as_it_is_spent(world: World):
    alice = await world.person("Alice")
    await alice.founds("陈家")
    await backlogs.refresh()
    spent = told("quota_used_ratio", vendor="wechat", call="msg_sec_check", window="day")
    assert 0 < (spent or 0) < 0.001
    assert told("quota_used_ratio", vendor="wechat", call="force_refresh", window="day") == 0


async def read_without(settings: Settings, **away: str) -> None:
    """What a worker reads that cannot reach one of these."""
    async with bootstrap.opened(msgspec.structs.replace(settings, **away)):
        await backlogs.refresh()


async def test_without_valkey_no_budget_is_told(machine: Servers, database: str, tmp_path: Path):
    settings = settings_for(tmp_path, database, machine.valkey_url)
    await read_without(settings)
    assert told("dependency_up", dependency="valkey") == 1
    await read_without(settings, valkey_url=f"redis://127.0.0.1:{free_port()}/0")
    assert told("dependency_up", dependency="valkey") == 0
    assert told("quota_used_ratio", vendor="wechat", call="stable_token", window="day") is None
    assert told("dependency_up", dependency="database") == 1


async def test_the_disk_of_the_backup_is_told_where_the_worker_sees_it(
    machine: Servers, database: str, tmp_path: Path
):
    settings = settings_for(tmp_path, database, machine.valkey_url)
    await read_without(settings)
    assert told("disk_free_ratio", of="backup") is None
    await read_without(settings, backup_folder=str(tmp_path))
    assert 0 < (told("disk_free_ratio", of="backup") or 0) < 1


async def test_a_file_that_is_gone_is_told_until_it_is_back(world: World):
    await backlogs.refresh()
    assert told("findings_open", kind="missing") == 0
    async with transaction():
        gone = await findings.note(FindingKind.MISSING, "o/of/nobody")
    await backlogs.refresh()
    assert told("findings_open", kind="missing") == 1
    async with transaction():
        await findings.settle(gone, "returned")
    await backlogs.refresh()
    assert told("findings_open", kind="missing") == 0


async def test_the_door_is_asked_by_the_public_name(world: World):
    await backlogs.refresh()
    assert told("dependency_up", dependency="door") == 1


async def test_a_door_behind_which_nobody_is_is_told(
    machine: Servers, database: str, tmp_path: Path
):
    await read_without(settings_for(tmp_path, database, machine.valkey_url))
    assert told("dependency_up", dependency="door") == 0
    assert told("dependency_up", dependency="database") == 1


async def test_a_door_whose_certificate_nobody_trusts_is_shut(tmp_path: Path, monkeypatch):
    pem = tmp_path / "site.pem"
    pem.write_bytes(certificate_of("localhost"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)

    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(served, "localhost", 0, ssl=context) as server:
        url = f"https://localhost:{server.sockets[0].getsockname()[1]}"
        assert not (await door.knock(url, 5)).answers
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        found = await door.knock(url, 5)
    assert found.answers
    assert (found.certificate_left or 0) == pytest.approx(ALIVE.total_seconds(), abs=60)


async def test_of_a_database_that_is_away_nothing_is_told(
    machine: Servers, database: str, tmp_path: Path
):
    settings = settings_for(tmp_path, database, machine.valkey_url)
    await read_without(settings)
    assert told("reviews_open", cause="report", urgent="yes") == 0
    await read_without(settings, database_url=f"postgresql://nobody@127.0.0.1:{free_port()}/0")
    assert told("dependency_up", dependency="database") == 0
    assert told("reviews_open", cause="report", urgent="yes") is None
    assert told("jobs_due", queue="default") is None
