"""Stories of the embedded PostgreSQL and Valkey: any folder, any locale, any sudden death."""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

import asyncpg
import pytest
from redis import asyncio as aioredis
from redis.exceptions import RedisError

from service.embedded.servers import Servers, servers
from service.embedded.sockets import socket_folder
from tests.embedded.observing import children_of, is_alive, until_gone

PARENT = """
import asyncio, sys
from pathlib import Path
from service.embedded.servers import servers

async def main():
    async with servers(Path(sys.argv[1])):
        print("up", flush=True)
        await asyncio.sleep(60)

asyncio.run(main())
"""


async def value(running: Servers, query: str):
    connection = await asyncpg.connect(running.database_url)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


async def insist(ask):
    """What a client with retries does."""
    async with asyncio.timeout(60):
        while True:
            try:
                return await ask()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, RedisError):
                await asyncio.sleep(0.02)


async def lose_the_parent(data: Path, meanwhile: Callable[[int], None] = lambda _: None) -> int:
    """Run the servers under a parent of their own, kill -9 it; return the pid of PostgreSQL."""
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PARENT, data, stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout
    async with asyncio.timeout(60):
        assert await parent.stdout.readline() == b"up\n"
    postmaster = postmaster_of(data)
    meanwhile(postmaster)
    parent.kill()
    await parent.wait()
    return postmaster


def postmaster_of(data: Path) -> int:
    return int((data / "postgres" / "postmaster.pid").read_text().split()[0])


async def test_a_long_chinese_path_with_spaces_in_a_locale_this_machine_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for name in ("LANG", "LC_ALL", "LC_COLLATE"):
        monkeypatch.setenv(name, "zh_CN.UTF-8")
    data = tmp_path / "张 家 的 相 册" / ("长" * 40)
    assert len(os.fsencode(data)) > 120
    async with servers(data) as running:
        assert await value(running, "select 'Z' < 'a' and 'a' < '家' and lower('É') = 'é'")
        async with aioredis.Redis.from_url(running.valkey_url) as valkey:
            await valkey.set("家", "档")
            assert await valkey.get("家") == "档".encode()


async def test_durability_is_on_and_nothing_listens_on_the_network(tmp_path: Path):
    async with servers(tmp_path) as running:
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums"):
            assert await value(running, f"show {setting}") == "on"
        assert await value(running, "show listen_addresses") == ""
        async with aioredis.Redis.from_url(running.valkey_url, decode_responses=True) as valkey:
            settings = await valkey.config_get("port", "appendonly", "appendfsync")
            assert settings == {"port": "0", "appendonly": "yes", "appendfsync": "everysec"}


async def test_killed_servers_come_back_with_their_data(tmp_path: Path):
    async with servers(tmp_path) as running, AsyncExitStack() as stack:
        valkey = aioredis.Redis.from_url(running.valkey_url, decode_responses=True)
        await stack.enter_async_context(valkey)
        await value(running, "create table kept as select 7 as number")
        await valkey.set("kept", "7")
        await valkey.execute_command("WAITAOF", 1, 0, 2000)
        killed = [postmaster_of(tmp_path), int((await valkey.info("server"))["process_id"])]
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        await until_gone(*killed)
        assert await insist(lambda: value(running, "select number from kept")) == 7
        assert await insist(lambda: valkey.get("kept")) == "7"


async def test_what_a_killed_server_left_hanging_does_not_keep_the_next_one_away(tmp_path: Path):
    """As one that waits for a lock whose holder was killed with the server does, for ever."""
    async with servers(tmp_path) as running:
        hanging = await asyncpg.connect(running.database_url)
        left, killed = await hanging.fetchval("select pg_backend_pid()"), postmaster_of(tmp_path)
        os.kill(left, signal.SIGSTOP)
        os.kill(killed, signal.SIGKILL)
        await until_gone(killed)
        assert await insist(lambda: value(running, "select 1")) == 1
        assert not is_alive(left)
        hanging.terminate()


async def test_a_hundred_connections_at_once(tmp_path: Path):
    async with servers(tmp_path, {"fsync": "off"}) as running:
        pool = await asyncpg.create_pool(running.database_url, min_size=100, max_size=100)
        assert pool.get_size() == 100
        await pool.close()


async def test_everything_dies_with_a_killed_parent_and_the_next_start_works(tmp_path: Path):
    family: list[int] = []
    postmaster = await lose_the_parent(tmp_path, lambda pid: family.extend(children_of(pid)))
    assert len(family) > 3
    await until_gone(postmaster, *family)
    async with servers(tmp_path) as running:
        assert await value(running, "select 1") == 1


async def test_a_start_waits_for_the_old_server_to_finish(tmp_path: Path):
    old = await lose_the_parent(tmp_path, lambda pid: os.kill(pid, signal.SIGSTOP))
    asyncio.get_running_loop().call_later(0.7, os.kill, old, signal.SIGCONT)
    async with servers(tmp_path) as running:
        assert not is_alive(old)
        assert await value(running, "select 1") == 1
    assert "still in use" not in (tmp_path / "logs" / "postgres.log").read_text()


async def test_a_pid_file_that_names_a_living_stranger_is_forgotten(tmp_path: Path):
    async with servers(tmp_path):
        lock = tmp_path / "postgres" / "postmaster.pid"
        left_behind = lock.read_text().splitlines()
    owner = (tmp_path / "postgres").stat()
    same_user = None if os.geteuid() else owner.st_uid
    stranger = await asyncio.create_subprocess_exec("/bin/sleep", "60", user=same_user)
    lock.write_text("\n".join([str(stranger.pid), *left_behind[1:]]) + "\n")
    os.chown(lock, owner.st_uid, owner.st_gid)
    async with servers(tmp_path) as running:
        assert await value(running, "select 1") == 1
    assert is_alive(stranger.pid)
    stranger.kill()
    await stranger.wait()


async def test_an_interrupted_first_start_is_begun_again(tmp_path: Path):
    (tmp_path / "postgres.unfinished" / "base").mkdir(parents=True)
    async with servers(tmp_path, {"fsync": "off"}) as running:
        assert await value(running, "select 1") == 1


def test_servers_live_in_a_background_thread(tmp_path: Path):
    answers: list[int] = []

    async def live() -> None:
        async with servers(tmp_path, {"fsync": "off"}) as running:
            answers.append(await value(running, "select 42"))

    thread = threading.Thread(target=lambda: asyncio.run(live()))
    thread.start()
    thread.join(timeout=60)
    assert answers == [42]
    assert "fast shutdown" in (tmp_path / "logs" / "postgres.log").read_text()


def test_a_socket_folder_others_can_enter_is_refused(tmp_path: Path):
    with socket_folder(tmp_path) as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        assert len(os.fsencode(folder)) < 60
        folder.chmod(0o755)
        with pytest.raises(PermissionError, match="private"), socket_folder(tmp_path):
            pass
    assert not folder.exists()
