"""Where backups are taken and restored to: one installation after the other, and their commands."""

import asyncio
import hashlib
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import httpx
import msgspec

from models.archive.photos import Photo
from service.embedded.postgres import application_url
from service.embedded.servers import Servers
from service.emulators.kodo.store import StoredObject
from service.emulators.serving import kodo_of
from service.foundation.settings import Settings
from tests.contracts.serving import serving
from tests.integrations.kodo_desk import Desk
from tests.roles import as_owner, owner_of
from tests.world import Person, World, settings_for

ROOT = Path(__file__).parents[2]
Rows = dict[str, set[str]]


async def runs(settings: Settings, *command: str | Path) -> tuple[int, str]:
    """A command of the shell: its exit status, and all that it said."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "service", *map(str, command)),
        cwd=ROOT,
        env=settings.environ() | {"COLUMNS": "500"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode()


async def backs_up(world: World, folder: Path) -> str:
    """What `backup` says where all is well."""
    status, said = await runs(world.settings, "backup", folder)
    assert status == 0, said
    return said


def home_of(folder: Path, database: str, machine: Servers) -> Settings:
    """An installation whose tombstones lie beside it."""
    made = settings_for(folder / "home", database, machine.valkey_url)
    return msgspec.structs.replace(made, tombstone_folder=str(folder / "tombstones"))


def elsewhere_of(home: Settings, database: str) -> Settings:
    """The same installation with another database, another bucket and the owner's rights."""
    folder = home.data_folder.parent / f"elsewhere-{uuid4().hex[:6]}"
    places = settings_for(folder, database, home.valkey_url)
    changed = {
        name: getattr(places, name)
        for name in ("data_folder", "metrics_folder", "port", "public_url", "database_url")
    }
    urls = {
        f.name: getattr(places, f.name)
        for f in msgspec.structs.fields(Settings)
        if f.name.startswith(("kodo_", "wechat_base")) and f.name.endswith("_url")
    }
    owner = {"migration_database_url": owner_of(database)}
    return msgspec.structs.replace(home, **changed, **urls, **owner)


@asynccontextmanager
async def storage(settings: Settings) -> AsyncIterator[Desk]:
    """Kodo alone: nothing is served from what is being restored."""
    port = int(settings.kodo_upload_url.rpartition(":")[2])
    async with serving(kodo_of(settings), port), httpx.AsyncClient() as http:
        yield Desk(settings, http)


async def empty_database(machine: Servers) -> str:
    """A new database, as the application's role; the cluster goes with the tests."""
    name = f"elsewhere_{uuid4().hex[:12]}"
    await as_owner(machine.database_url, f"create database {name}")
    return application_url(machine.database_url.replace("/postgres?", f"/{name}?"))


async def destroy(settings: Settings) -> None:
    """The database and everything in the bucket."""
    await as_owner(settings.database_url, "drop schema public cascade")
    await asyncio.to_thread(shutil.rmtree, settings.data_folder)


async def rows_of(database: str) -> Rows:
    """Every row of every table, as its owner sees it."""
    tables = await as_owner(
        database, "select tablename as name from pg_tables where schemaname = 'public' order by 1"
    )
    found = {}
    for table in (one["name"] for one in tables):
        rows = await as_owner(database, f'select to_jsonb(t)::text as row from "{table}" t')
        found[table] = {one["row"] for one in rows}
    return found


def objects_of(settings: Settings) -> dict[str, str]:
    """The SHA-256 of what lies in the bucket, by key; read from the emulator's own disk."""
    folder = settings.data_folder / "kodo"
    files = (folder / "objects").glob("*.json")
    found = [msgspec.json.decode(path.read_bytes(), type=StoredObject) for path in files]
    return {
        one.key: hashlib.sha256((folder / "blobs" / one.blob).read_bytes()).hexdigest()
        for one in found
    }


async def may_read(database: str, table: str = "families") -> bool:
    """Whether the application's role is let in."""
    connection = await asyncpg.connect(database)
    try:
        await connection.fetch(f"select * from {table}")
    except (asyncpg.InsufficientPrivilegeError, asyncpg.UndefinedTableError):
        return False
    finally:
        await connection.close()
    return True


async def keys_of(photo: str) -> set[str]:
    """The objects of a photo."""
    found = await Photo.get(id=UUID(photo))
    return {found.key, found.master_key, found.check_key} - {""}


async def downloads(world: World) -> int:
    """How often Kodo handed out an object."""
    calls = await world.control("kodo", "calls")
    return sum(call["call"] == "download" for call in calls)


async def mother(world: World, name: str = "Alice") -> Person:
    """A mother with a family and an archive."""
    person = await world.person(name)
    await person.founds(f"{name}家")
    await person.opens_archive("小满")
    return person
