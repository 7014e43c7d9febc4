"""A database that nothing has been done to."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from service.embedded.postgres import application_url
from service.embedded.servers import Servers
from tests.roles import as_owner


@pytest.fixture
async def empty(machine: Servers) -> AsyncIterator[str]:
    """The URL of a database without a single table, as the application's role."""
    name = f"empty_{uuid4().hex[:12]}"
    await as_owner(machine.database_url, f"create database {name}")
    yield application_url(machine.database_url.replace("/postgres?", f"/{name}?"))
    await as_owner(machine.database_url, f"drop database {name} with (force)")
