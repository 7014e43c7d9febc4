"""The doctor: nothing wrong where all is well, and each fault named with the way to mend it."""

import asyncio
import ssl
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from msgspec.structs import replace
from sanic import HTTPResponse, Request, Sanic, json

from service.doctor import database as databases
from service.doctor import kodo, machine, reaching, replica, wechat
from service.emulators.serving import wechat_of
from service.foundation import clock
from service.foundation.database import query
from service.foundation.settings import Environment, Settings
from tests.certificates import certificate_of
from tests.contracts.serving import free_port, serving
from tests.doctor.finding import found, wrongs
from tests.integrations.kodo_desk import kodo_desk
from tests.roles import as_owner, owner_of
from tests.world import World, settings_for

ROOT = Path(__file__).parents[2]


async def script(url: str, call: str, **answer: object) -> None:
    async with httpx.AsyncClient() as http:
        body = {"call": call, "answer": answer, "times": None}
        (await http.post(f"{url}/_control/scripts", json=body)).raise_for_status()


@pytest.fixture
async def vendor(tmp_path: Path, machine) -> AsyncIterator[Settings]:
    """WeChat alone."""
    given = settings_for(tmp_path, "postgresql:///", machine.valkey_url)
    async with serving(wechat_of(given), int(given.wechat_base_url.rpartition(":")[2])):
        yield given


async def test_an_installation_that_is_well_has_nothing_wrong(world: World):
    for check in (wechat.check, kodo.check, reaching.check, machine.valkey):
        lines = await found(check, world.settings)
        assert lines
        assert await wrongs(check, world.settings) == ""


async def test_looking_at_kodo_leaves_nothing_there(tmp_path):
    """Neither an object nor an upload that was begun: of those the store keeps the parts."""
    async with kodo_desk(tmp_path) as desk:
        await desk.kodo.put("o/kite", b"a kite", "image/jpeg")
        before = {*tmp_path.rglob("*")}
        await found(kodo.check, desk.settings)
        assert await desk.calls("initiate") == 1
        assert [one["key"] for one in (await desk.kodo.page()).items or []] == ["o/kite"]
        assert {*tmp_path.rglob("*")} == before


@pytest.mark.parametrize(
    ("errcode", "setting"),
    [(40125, "JIADANG_WECHAT_SECRET"), (40013, "JIADANG_WECHAT_APPID"), (40164, "白名单")],
)
async def test_what_wechat_refuses_is_told_with_the_setting(vendor, errcode, setting):
    await script(vendor.wechat_base_url, "stable_token", errcode=errcode)
    assert setting in await wrongs(wechat.check, vendor)


async def test_the_secret_is_another_one_and_is_not_printed(vendor):
    told = await wrongs(wechat.check, replace(vendor, wechat_secret="wrong-canary"))
    assert "JIADANG_WECHAT_SECRET" in told
    assert "canary" not in told


async def test_wechat_is_away(tmp_path, machine):
    given = settings_for(tmp_path, "postgresql:///", machine.valkey_url)
    assert "JIADANG_WECHAT_BASE_URL" in await wrongs(wechat.check, given)


async def test_a_clock_that_is_wrong_is_noticed(vendor, monkeypatch):
    now = clock.now
    monkeypatch.setattr(clock, "now", lambda: now() + timedelta(minutes=10))
    assert "时间同步" in await wrongs(wechat.check, vendor)


async def test_keys_bucket_and_hosts_of_kodo(tmp_path):
    async with kodo_desk(tmp_path) as desk:
        assert await wrongs(kodo.check, desk.settings) == ""
        other_key = replace(desk.settings, kodo_secret_key="another-canary")
        told = await wrongs(kodo.check, other_key)
        assert "JIADANG_KODO_SECRET_KEY" in told
        assert "canary" not in told
        told = await wrongs(kodo.check, replace(desk.settings, kodo_bucket="nowhere"))
        assert "JIADANG_KODO_BUCKET" in told
        away = replace(desk.settings, kodo_rsf_url="http://127.0.0.1:1")
        assert "JIADANG_KODO_RSF_URL" in await wrongs(kodo.check, away)
        backup = replace(desk.settings, kodo_backup_bucket="nowhere")
        assert "备份" in await wrongs(kodo.check, backup)


async def test_a_public_bucket_is_wrong(tmp_path):
    async with kodo_desk(tmp_path) as desk:
        await script(desk.url, "download", status=404)
        assert "谁都能看孩子的照片" in await wrongs(kodo.check, desk.settings)


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        ((200, {"private": 1}), "✓ 备份空间 copies 是私有的"),
        ((200, {"private": 0}), "✗ 备份空间 copies 是公开的：谁都能看孩子的照片"),
        ((200, {"zone": "z0"}), "! 备份空间 copies：不知道"),
        ((612, {}), "! 备份空间 copies：不知道"),
    ],
)
async def test_the_backup_bucket_is_as_private_as_the_first(tmp_path, monkeypatch, answer, line):
    """Kodo's host for buckets, of which the emulator has none."""
    status, body = answer
    port, asked, app = free_port(), [], Sanic(f"uc-{uuid4().hex}", configure_logging=False)
    app.config.TOUCHUP = False

    @app.post("/v2/bucketInfo")
    async def bucket_info(request: Request) -> HTTPResponse:
        asked.append((request.args.get("bucket"), request.headers["authorization"]))
        return json(body, status=status)

    monkeypatch.setattr(kodo, "UC_URL", f"http://127.0.0.1:{port}")
    async with kodo_desk(tmp_path, kodo_backup_bucket="copies") as desk, serving(app, port):
        await found(kodo.check, desk.settings)
        assert asked == []
        given = replace(desk.settings, environment=Environment.PRODUCTION)
        told = [str(one) for one in await found(kodo.check, given)]
    assert [one for one in told if one.startswith(line)]
    ((bucket, signed),) = asked
    assert bucket == "copies"
    assert signed.startswith("Qiniu access-key:")


async def test_nobody_behind_the_public_name(tmp_path):
    given = settings_for(tmp_path, "postgresql:///", "redis://h")
    told = await wrongs(reaching.check, given)
    assert "连不上" in told
    assert "HAProxy" in told
    missing = replace(given, public_url="http://nobody.invalid")
    assert "域名解析不到" in await wrongs(reaching.check, missing)


async def test_the_push_is_set_up_with_another_token(world: World):
    given = replace(world.settings, wechat_push_token="another-canary")
    told = await wrongs(reaching.check, given)
    assert "JIADANG_WECHAT_PUSH_TOKEN" in told
    assert "canary" not in told


async def test_the_push_is_set_up_with_another_key(world: World):
    told = await wrongs(reaching.check, replace(world.settings, wechat_push_key="c" * 43))
    assert "JIADANG_WECHAT_PUSH_KEY" in told
    assert "TOKEN" not in told
    assert "c" * 43 not in told


async def test_asking_for_the_push_leaves_no_job(world: World):
    async with world.worker_away():
        await query("delete from procrastinate_jobs")
        assert await wrongs(reaching.check, world.settings) == ""
        assert await query("select 1 from procrastinate_jobs") == []


async def test_a_database_that_forgets_and_has_no_tables(empty, tmp_path):
    """The server of the tests runs with fsync off."""
    given = settings_for(tmp_path, empty, "redis://h")
    told = await wrongs(databases.check, given)
    assert "fsync = off" in told
    assert "migrate" in told
    assert "full_page_writes" not in told


async def test_a_database_of_this_schema_and_its_faults(database, tmp_path, monkeypatch):
    given = settings_for(tmp_path, database, "redis://h")
    assert (await wrongs(databases.check, given)).count("\n") == 0  # fsync alone
    as_one = replace(given, database_url=owner_of(database))
    assert "没有分开" in await wrongs(databases.check, as_one)
    many = replace(given, workers=64)
    assert "max_connections" in await wrongs(databases.check, many)
    newest = "(select max(name) from tortoise_migrations)"
    await as_owner(database, f"delete from tortoise_migrations where name = {newest}")
    assert "不是这一版的" in await wrongs(databases.check, given)


@pytest.mark.parametrize(
    ("wanted", "connected", "lacking"),
    [
        ("", ["b"], 0),
        ("b", [], 1),
        ("b", ["walreceiver"], 1),
        ("b, c", ["C"], 0),
        ("*", ["walreceiver"], 0),
        ("ANY 1 (b, c)", ["c"], 0),
        ('FIRST 2 (b, "c")', ["c", "other"], 1),
        ("2(b, c)", ["b", "c"], 0),
    ],
)
def test_a_commit_waits_for_the_standbys_that_are_named(wanted, connected, lacking):
    assert databases.standbys_lacking(wanted, connected) == lacking


async def test_room_for_two_serves_and_a_worker(database, tmp_path):
    given = replace(settings_for(tmp_path, database, "redis://h"), workers=2)
    assert "的 5 个进程" in "".join(str(one) for one in await found(databases.check, given))


async def test_jobs_that_nobody_does(database, tmp_path):
    given = settings_for(tmp_path, database, "redis://h")
    await as_owner(
        database,
        "insert into procrastinate_jobs (queue_name, task_name, args, status, scheduled_at)"
        " values ('default', 'moderation.check', '{}', 'todo', now() - interval '1 hour')",
    )
    assert "worker 没有在运行" in await wrongs(databases.check, given)


async def test_a_database_that_is_away_and_its_password_is_not_told(tmp_path):
    given = settings_for(tmp_path, "postgresql://u:canary@127.0.0.1:1/d", "redis://h")
    told = await wrongs(databases.check, given)
    assert "JIADANG_DATABASE_URL" in told
    assert "canary" not in told


async def test_a_replica_that_is_the_primary_and_one_that_is_away(database, tmp_path):
    given = settings_for(tmp_path, database, "redis://h")
    assert await found(replica.check, given) == []
    told = await wrongs(replica.check, replace(given, replica_database_url=database))
    assert "JIADANG_REPLICA_DATABASE_URL 指向了主库" in told
    away = replace(given, replica_database_url="postgresql://u:canary@127.0.0.1:1/d")
    told = await wrongs(replica.check, away)
    assert "连不上副本" in told
    assert "canary" not in told


async def test_the_command_fails_with_a_line_for_each_setting_that_is_wrong():
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "service", "doctor"),
        cwd=ROOT,
        env={"JIADANG_ENVIRONMENT": "production", "JIADANG_SECRET": "canary"},
        stdout=asyncio.subprocess.PIPE,
    )
    said = (await process.communicate())[0].decode()
    assert process.returncode == 1
    assert "✗ JIADANG_PUBLIC_URL is missing" in said
    assert "✗ JIADANG_SECRET" in said
    assert "canary" not in said


async def test_certificates(tmp_path, monkeypatch):
    """One that nobody trusts; the same one when it is trusted, and about to end."""
    pem = tmp_path / "site.pem"
    pem.write_bytes(certificate_of("localhost"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)

    async def served(_: object, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async with await asyncio.start_server(served, "localhost", 0, ssl=context) as server:
        port = server.sockets[0].getsockname()[1]
        given = settings_for(tmp_path, "postgresql:///", "redis://h")
        given = replace(given, wechat_base_url=f"https://localhost:{port}")

        async def line() -> str:
            return next(
                str(one) for one in await found(reaching.check, given) if "证书" in str(one)
            )

        assert "证书不被信任" in await line()
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        trusted = await line()
        assert trusted.startswith(("✓ localhost", "! localhost"))
        now = clock.now
        monkeypatch.setattr(clock, "now", lambda: now() + timedelta(days=days_of(trusted) - 3))
        assert (await line()).startswith("! localhost：证书还有 3 天")


def days_of(line: str) -> int:
    return int(line.partition("证书还有 ")[2].partition(" ")[0])
