"""The laboratory: an installation with a proxy of ours on every way that its processes go."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from service.embedded.postgres import APPLICATION
from service.foundation.settings import Settings
from tests.faults.installation import Installation, free_port, installation
from tests.faults.processes import client_of
from tests.faults.proxy import CHUNK, HOST, Passage, Proxy, Streams
from tests.world import Person


class Laboratory:
    """What stands between: the service and PostgreSQL, Valkey, WeChat, Kodo; phones and both.

    Phones put files by `uploads`, and call the service by `web` where a story has them do so.
    """

    home: Installation

    def __init__(self) -> None:
        self.database, self.valkey, self.wechat = Proxy(transactions=True), Proxy(), Proxy()
        self.kodo, self.uploads, self.web = Proxy(), Proxy(), Proxy()
        self.all = (self.database, self.valkey, self.wechat, self.kodo, self.uploads, self.web)

    def detour(self) -> dict[str, dict[str, str]]:
        """The settings of the service's processes, by which they go through here."""
        kodo, uploads = (f"http://{HOST}:{proxy.port}" for proxy in (self.kodo, self.uploads))
        names = ("kodo_download_url", "kodo_rs_url", "kodo_rsf_url", "kodo_censor_url")
        ours = {
            "database_url": f"postgresql://{APPLICATION}@{HOST}:{self.database.port}/postgres",
            "valkey_url": f"redis://{HOST}:{self.valkey.port}",
            "wechat_base_url": f"http://{HOST}:{self.wechat.port}",
            "kodo_upload_url": uploads,
            **dict.fromkeys(names, kodo),
        }
        return {"settings": ours}

    def stands(self, direct: Settings) -> None:
        """Lead the proxies to where everything is."""
        (run,) = parse_qs(urlsplit(direct.database_url).query)["host"]
        self.database.leads_to(_socket(f"{run}/.s.PGSQL.5432"))
        self.valkey.leads_to(_socket(urlsplit(direct.valkey_url).path))
        self.wechat.leads_to(_address(direct.wechat_base_url))
        for proxy in (self.kodo, self.uploads):
            proxy.leads_to(_address(direct.kodo_upload_url))
        self.web.leads_to(_address(direct.public_url))

    def client(self, passage: Passage) -> int:
        """The process of the service that is at the other end."""
        found = self.home.processes
        return client_of(passage.port, [*found.web(), *found.worker()])

    def far_away(self, person: Person) -> Person:
        """The same person on a phone that comes by a bad network: through `web`."""
        phone = self.home.phone(person.phone.person)
        phone._base_url = f"http://{HOST}:{self.web.port}"
        phone.token = person.phone.token
        away = Person(self.home, phone)
        away.family, away.child, away.reachable = person.family, person.child, person.reachable
        return away


@asynccontextmanager
async def laboratory(folder: Path) -> AsyncIterator[Laboratory]:
    """Stand it up on `folder`."""
    made = Laboratory()
    async with AsyncExitStack() as stack:
        for proxy in made.all:
            await stack.enter_async_context(proxy.serving())
        standing = installation(folder, free_port(), made.detour(), made.stands)
        made.home = await stack.enter_async_context(standing)
        yield made


def _socket(path: str) -> Callable[[], Coroutine[Any, Any, Streams]]:
    return partial(asyncio.open_unix_connection, path, limit=CHUNK)


def _address(url: str) -> Callable[[], Coroutine[Any, Any, Streams]]:
    parts = urlsplit(url)
    return partial(asyncio.open_connection, parts.hostname, parts.port, limit=CHUNK)
