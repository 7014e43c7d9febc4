"""The shared world: the whole service once for the tests of a process, and as new for each.

To stand a service up costs more than most stories take. So it stays; what a story leaves behind, in
the tables, in Valkey, at WeChat, at Kodo and in their adapters, is gone before the next one.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress

import asyncpg
import httpx

from handlers.app import application
from service import integrations
from service.emulators.kodo.kodo import open_kodo
from service.emulators.serving import kodo_of, wechat_of
from service.emulators.wechat.platform import Platform
from service.foundation import settings as foundation_settings
from service.foundation.database import query
from service.foundation.settings import Settings
from service.integrations import Adapters
from service.integrations.kodo import Kodo
from service.integrations.wechat import WeChat
from tests.contracts.serving import serving
from tests.world import PATIENCE, World, working

# deletes what is there instead of truncating: most tables are empty, the others small
_EMPTIED = """
do $$
declare one text;
begin
    set local session_replication_role = replica;
    for one in select tablename from pg_tables where schemaname = 'public' loop
        execute format('delete from public.%I', one);
    end loop;
    for one in select tablename from pg_tables where schemaname = 'as_new' loop
        execute format('insert into public.%I overriding system value select * from as_new.%I',
            one, one);
    end loop;
end $$
"""
_KEPT = """
do $$
declare one text; there bool;
begin
    create schema as_new;
    for one in select tablename from pg_tables where schemaname = 'public' loop
        execute format('select exists (select from public.%I)', one) into there;
        if there then
            execute format('create table as_new.%I as table public.%I', one, one);
        end if;
    end loop;
end $$
"""
_BUSY = """
select count(*) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'
"""


class Service:
    """Web, WeChat and Kodo on their ports, and a worker that is started for each story."""

    def __init__(self, settings: Settings, owner: asyncpg.Connection) -> None:
        self._settings = settings
        self._owner = owner
        self._wechat, self._kodo = wechat_of(settings), kodo_of(settings)
        self._adapters: Adapters | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Service"]:
        given, web = self._settings, application(self._settings)
        async with AsyncExitStack() as stack:
            for app, url in (
                (self._wechat, given.wechat_base_url),
                (self._kodo, given.kodo_upload_url),
                (web, given.public_url),
            ):
                await stack.enter_async_context(serving(app, int(url.rpartition(":")[2])))
            self._http = await stack.enter_async_context(httpx.AsyncClient())
            self._worker = await stack.enter_async_context(working(given.database_url))
            await self._worker.stop()
            self._adapters = integrations.adapters()
            await self._owner.execute(_KEPT)
            yield self

    async def is_whole(self) -> bool:
        """Whether no story of another service has opened, and so closed, it meanwhile."""
        with suppress(Exception):
            (here,) = await query("select current_database() as name")
            named = self._settings.database_url.partition("?")[0].endswith(f"/{here['name']}")
            return named and self._adapters is integrations.adapters()
        return False

    @asynccontextmanager
    async def story(self) -> AsyncIterator[World]:
        """A world in which nothing has happened yet."""
        await self._vendors_anew()
        while await self._owner.fetchval(_BUSY):  # noqa: ASYNC110  it is in the database
            await asyncio.sleep(0.005)
        await self._owner.execute(_EMPTIED)
        self._worker.start()
        try:
            async with httpx.AsyncClient(timeout=PATIENCE) as http:
                yield World(self._settings, http, self._worker)
        finally:
            await self._worker.stop()

    async def _vendors_anew(self) -> None:
        given = self._settings
        foundation_settings.use(given)
        valkey = integrations.adapters().valkey
        await valkey.flushall()
        self._adapters = Adapters(
            Kodo(given, self._http), WeChat(given, self._http, valkey), valkey
        )
        integrations.use(self._adapters)
        await self._wechat.ctx.platform.close()
        self._wechat.ctx.platform = Platform(self._wechat.ctx.platform.config)
        await self._kodo.ctx.kodo.close()
        for left in given.data_folder.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        self._kodo.ctx.kodo = open_kodo(self._kodo.ctx.kodo.config)


class SharedWorld:
    """The one service of this process, stood up when first asked for and when it was closed."""

    def __init__(self, stand_up: Callable[[], AbstractAsyncContextManager[Service]]) -> None:
        self._stand_up = stand_up
        self._stack = AsyncExitStack()
        self._service: Service | None = None

    async def service(self) -> Service:
        if self._service is None or not await self._service.is_whole():
            await self.close()
            self._service = await self._stack.enter_async_context(self._stand_up())
        return self._service

    async def close(self) -> None:
        self._service = None
        await self._stack.aclose()
