"""Stories of one installation: it is alone on its folder and port, and keeps its credentials."""

import asyncio
import json
import os
import socket
import sys
from pathlib import Path

import asyncpg
import pytest

from service.embedded import claims
from service.embedded.claims import ClaimError, PortClaims
from service.embedded.installation import installed
from service.embedded.postgres import APPLICATION
from service.embedded.stack import keep_environment
from service.foundation import migrations
from service.foundation.settings import Settings, read_settings
from tests.roles import as_owner

FAST = {"fsync": "off"}

WITH_A_WEB_PROCESS = """
import asyncio, sys
from pathlib import Path
from service.embedded.installation import installed
from service.embedded.processes import Supervisor

async def main():
    async with installed(Path(sys.argv[1]), int(sys.argv[2])) as settings:
        async with Supervisor(settings.data_folder / "logs") as supervisor:
            web = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", sys.argv[2]]
            await supervisor.start("web", web)
            await asyncio.sleep(60)

asyncio.run(main())
"""


@pytest.fixture
def port() -> int:
    with PortClaims() as ports:
        return ports.claim_after(20_000, 1)[0]


async def settings_of(data: Path, port: int) -> Settings:
    async with installed(data, port, FAST) as settings:
        return settings


async def web_process(port: int) -> None:
    async with asyncio.timeout(60):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                return writer.close()
            except ConnectionRefusedError:
                await asyncio.sleep(0.02)


async def test_the_settings_travel_to_a_child_process(tmp_path: Path, port: int):
    settings = await settings_of(tmp_path / "家 档", port)
    assert read_settings(settings.environ()) == settings
    assert settings.public_url == f"http://127.0.0.1:{port}"
    places = {settings.kodo_upload_url, settings.wechat_base_url, settings.phone_url}
    assert len(places) == 3


async def test_credentials_are_made_once_and_private(tmp_path: Path, port: int):
    first, second = await settings_of(tmp_path, port), await settings_of(tmp_path, port)
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert first.secret == second.secret
    assert first.wechat_push_key == second.wechat_push_key
    other = await settings_of(tmp_path / "other", port)
    assert other.secret != first.secret


async def test_credentials_of_an_earlier_release_are_kept_and_completed(tmp_path: Path, port: int):
    first, path = await settings_of(tmp_path, port), tmp_path / "secrets.json"
    kept = json.loads(path.read_text())
    path.write_text(json.dumps({key: kept[key] for key in kept if key != "data_keys"}))
    second, third = await settings_of(tmp_path, port), await settings_of(tmp_path, port)
    assert second.secret == first.secret
    assert second.data_keys == third.data_keys != first.data_keys
    assert read_settings(second.environ()).data_keys == second.data_keys
    assert path.stat().st_mode & 0o777 == 0o600


async def test_a_folder_from_before_the_roles_gains_them_by_its_next_migration(
    tmp_path: Path, port: int
):
    async with installed(tmp_path, port, FAST) as settings:
        await migrations.migrate(settings.owner_url, settings.database_url)
        await as_owner(settings.database_url, f"drop owned by {APPLICATION}")
        await as_owner(settings.database_url, f"drop role {APPLICATION}")
    async with installed(tmp_path, port, FAST) as settings:
        await migrations.migrate(settings.owner_url, settings.database_url)
        application = await asyncpg.connect(settings.database_url)
        assert await application.fetch("select 1 from families") == []
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await application.execute("delete from audit_records")
        await application.close()


async def test_a_second_run_on_the_same_folder_names_the_first(tmp_path: Path, port: int):
    async with installed(tmp_path, port, FAST):
        with pytest.raises(ClaimError, match=rf"process {os.getpid()}.*进程 {os.getpid()}"):
            await settings_of(tmp_path, port + 10)


@pytest.mark.parametrize("shared", [False, True])
async def test_a_busy_port_is_refused_even_when_its_server_would_share_it(
    tmp_path: Path, port: int, shared: bool, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(claims, "PATIENCE", 0.2)
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, shared)
        server.bind(("127.0.0.1", port))
        server.listen()
        with pytest.raises(ClaimError, match=f"{port} is taken.*已被占用"):
            await settings_of(tmp_path, port)


async def test_the_emulators_step_around_a_taken_port(tmp_path: Path, port: int):
    with socket.socket() as server:
        server.bind(("127.0.0.1", port + 1))
        server.listen()
        settings = await settings_of(tmp_path, port)
    assert not settings.wechat_base_url.endswith(f":{port + 1}")


async def test_a_killed_installation_starts_again_at_once_on_its_port(tmp_path: Path, port: int):
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WITH_A_WEB_PROCESS, tmp_path, str(port)
    )
    await web_process(port)
    parent.kill()
    await parent.wait()
    assert (await settings_of(tmp_path, port)).port == port


async def test_a_shell_that_sources_the_environment_has_the_settings(tmp_path, port):
    data = tmp_path / "家 with 'quotes' $HOME"
    settings = (await settings_of(data, port)).without_owner()
    keep_environment(settings)
    kept = data / "environment"
    assert kept.stat().st_mode & 0o777 == 0o600
    shell = await asyncio.create_subprocess_exec(
        *("sh", "-c", '. "$0"; exec env -0', str(kept)),
        env={"PATH": os.environ["PATH"]},
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await shell.communicate()
    environ = dict(line.split("=", 1) for line in said.decode().split("\0") if line)
    assert read_settings(environ) == settings
