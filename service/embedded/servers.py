"""PostgreSQL and Valkey together: what the installation and the tests start alike."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from service.embedded.postgres import postgres
from service.embedded.sockets import socket_folder
from service.embedded.valkey import valkey


@dataclass(frozen=True)
class Servers:
    """Where they are reached; `database_url` is the owner's, who migrates."""

    database_url: str
    valkey_url: str


@asynccontextmanager
async def servers(
    data: Path, postgres_options: Mapping[str, str] | None = None
) -> AsyncIterator[Servers]:
    """Run both servers on `data`. Tests that need no durability pass `{"fsync": "off"}`."""
    with socket_folder(data) as run:
        async with (
            postgres(data, run, postgres_options) as database_url,
            valkey(data, run) as valkey_url,
        ):
            yield Servers(database_url, valkey_url)
