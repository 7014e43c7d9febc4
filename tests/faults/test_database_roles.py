"""The running installation is not the owner of its database, and was not told how to be."""

from pathlib import Path

import asyncpg
import pytest

from tests.faults.installation import Installation
from tests.roles import as_owner

OWNERS = b"JIADANG_MIGRATION_DATABASE_URL="


def environment(pid: int) -> list[bytes]:
    return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")


async def test_whatever_serves_is_the_applications_role(home: Installation):
    clients = "select usename from pg_stat_activity where backend_type = 'client backend'"
    clients_of = await home.rows(f"{clients} and pid <> pg_backend_pid()")
    assert {row["usename"] for row in clients_of} == {"jiadang"}
    found = home.processes
    for pid in (*found.web_main(), *found.web(), *found.worker(), *found.emulators()):
        assert [line for line in environment(pid) if line.startswith(OWNERS)] == [OWNERS]


async def test_the_running_installation_cannot_rewrite_what_was_agreed(home, alice):
    kept = await as_owner(home.settings.database_url, "select * from consents order by id")
    assert len(kept) > 0
    for act in ("delete from consents", "update consents set version = 'later'"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await home.rows(act)
    assert await as_owner(home.settings.database_url, "select * from consents order by id") == kept
