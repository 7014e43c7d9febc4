"""The owner of a test's database, who may do there what the application may not."""

import asyncpg

from service.embedded.postgres import APPLICATION, OWNER
from service.foundation import migrations


def owner_of(database_url: str) -> str:
    """The URL of the same database as its owner."""
    return database_url.replace(f"//{APPLICATION}@", f"//{OWNER}@", 1)


async def as_owner(database_url: str, sql: str, *values: object) -> list[asyncpg.Record]:
    """What a statement gives to the owner of this database."""
    connection = await asyncpg.connect(owner_of(database_url))
    try:
        return await connection.fetch(sql, *values)
    finally:
        await connection.close()


async def migrate(database_url: str) -> None:
    """Migrate as the owner, for the role that the URL names."""
    await migrations.migrate(owner_of(database_url), database_url)
