"""Database roles: the application adds to the ledgers, works on the rest, and defines nothing."""

import asyncio
import hashlib
import hmac
from base64 import b64decode
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import pytest

from models.trust.audit import AuditRecord
from models.trust.consents import Consent, ConsentWithdrawal
from service.embedded.postgres import APPLICATION, OWNER
from service.embedded.servers import Servers
from service.foundation import migrations
from service.foundation.database_roles import LEDGERS, MigrationError
from tests.roles import as_owner, migrate, owner_of

EVERYTHING = ("select", "insert", "update", "delete", "truncate", "references", "trigger")
WORK = ["select", "insert", "update", "delete"]
PRIVILEGES = """
select c.relname as table, p.name as privilege from pg_class c, unnest($2::text[]) as p(name)
where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
    and has_table_privilege($1::name, c.oid, p.name)
"""


CHANGES = (
    "update {} set created_at = created_at",
    "delete from {}",
    "truncate {} cascade",
    "select 1 from {} for update",
    "drop table {} cascade",
    "alter table {} add column remark text",
    "alter table {} disable trigger all",
    "create rule forget as on insert to {} do instead nothing",
    "create trigger gone before insert on {} "
    "execute function procrastinate_notify_queue_abort_job_v1()",
)
DEFINITIONS = (
    "create table spy (id int)",
    "create schema spy",
    "create function spy() returns int language sql as 'select 1'",
    "drop table families cascade",
    "drop function procrastinate_notify_queue_job_inserted_v1 cascade",
    "alter table families drop column name",
    "truncate families cascade",
    "create index on families (name)",
    "create role spy superuser",
    f"set role {OWNER}",
)


async def run(url: str, sql: str, *values: object) -> list[asyncpg.Record]:
    """What a statement gives to the role of this URL."""
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetch(sql, *values)
    finally:
        await connection.close()


async def allowed(url: str, acts: Iterable[str]) -> list[str]:
    """Which of these the role of this URL is not refused; those are done."""
    done = []
    for act in acts:
        with suppress(asyncpg.InsufficientPrivilegeError):
            await run(url, act)
            done.append(act)
    return done


async def privileges(url: str) -> dict[str, list[str]]:
    """What the application's role may do to each table."""
    found: dict[str, list[str]] = {}
    for row in await as_owner(url, PRIVILEGES, APPLICATION, EVERYTHING):
        found.setdefault(row["table"], []).append(row["privilege"])
    return found


@pytest.fixture
async def role(machine: Servers, empty: str) -> AsyncIterator[str]:
    """The name of a role that is not there, for once; it leaves with what it owns and was given."""
    name = f"somebody_{uuid4().hex[:12]}"
    yield name
    for url in (empty, machine.database_url):
        if await as_owner(url, "select from pg_roles where rolname = $1", name):
            await as_owner(url, f"drop owned by {name} cascade")
    await as_owner(machine.database_url, f"drop role if exists {name}")


def named(url: str, role: str, password: str = "") -> str:
    return url.replace(f"//{APPLICATION}@", f"//{role}:{password}@")


def test_the_ledgers_are_those_of_the_models():
    tables = {model._meta.db_table for model in (AuditRecord, Consent, ConsentWithdrawal)}
    assert set(LEDGERS) == tables


async def test_the_application_works_on_every_table_and_only_adds_to_the_ledgers(database):
    found = await privileges(database)
    assert [found.pop(ledger) for ledger in LEDGERS] == [["select", "insert"]] * 3
    assert {"families", "procrastinate_jobs", "queue_schema", "tortoise_migrations"} <= {*found}
    assert [table for table, allowed in found.items() if allowed != WORK] == []


async def test_a_ledger_is_read_and_not_changed(database):
    acts = [act.format(ledger) for ledger in LEDGERS for act in CHANGES]
    assert await allowed(database, acts) == []
    reads = [f"select 1 from {ledger}" for ledger in LEDGERS]
    assert await allowed(database, reads) == reads


async def test_the_application_defines_nothing(database):
    assert await allowed(database, DEFINITIONS) == []


async def test_a_table_made_between_two_migrations_is_usable_at_once(database):
    await as_owner(database, "create table later (id bigserial primary key, name text)")
    for act in (
        "insert into later (name) values ('a'), ('b')",
        "update later set name = 'c' where id = 1",
        "delete from later where id = 2",
    ):
        await run(database, act)
    assert [tuple(row) for row in await run(database, "select * from later")] == [(1, "c")]


async def test_migrating_again_changes_no_right(database):
    before = await privileges(database)
    await migrate(database)
    assert await privileges(database) == before


async def test_what_was_granted_by_hand_ends_with_the_next_migration(database):
    ledgers = ", ".join(LEDGERS)
    for grant in (
        f"update (created_at) on {ledgers} to {APPLICATION}",
        f"truncate on all tables in schema public to {APPLICATION} with grant option",
        f"delete on {ledgers} to public",
        f"create on schema public to {APPLICATION}",
        "create on schema public to public",
    ):
        await as_owner(database, f"grant {grant}")
    acts = [act.format(ledger) for ledger in LEDGERS for act in CHANGES[:3]]
    acts.append("create table spy (id int)")
    assert await allowed(database, acts) == acts
    await as_owner(database, "drop table spy")
    await migrate(database)
    assert await allowed(database, acts) == []


async def test_a_database_from_before_the_roles_gains_them(database):
    granted = await privileges(database)
    await as_owner(database, f"drop owned by {APPLICATION}")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await run(database, "select 1 from families")
    await migrate(database)
    assert await privileges(database) == granted


async def test_a_missing_role_is_made_and_lets_in_whoever_knows_the_password(empty, role):
    url = named(empty, role, "p%27%25%40%E5%AE%B6")
    await migrations.migrate(owner_of(empty), url)
    assert await run(url, "select 1 from families") == []
    secret = "select rolpassword from pg_authid where rolname = $1 and rolcanlogin"
    kept = (await as_owner(empty, secret, role))[0]["rolpassword"]
    assert is_password(kept, "p'%@家")
    assert not is_password(kept, "another")


def is_password(kept: str, password: str) -> bool:
    """Whether PostgreSQL's `SCRAM-SHA-256$rounds:salt$stored:server` is of this one (RFC 5802)."""
    _, salting, keys = kept.split("$")
    rounds, salt = salting.split(":")
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), b64decode(salt), int(rounds))
    client = hmac.digest(salted, b"Client Key", "sha256")
    return hashlib.sha256(client).digest() == b64decode(keys.split(":")[0])


async def test_a_password_that_was_changed_since_stays(empty, role):
    await as_owner(empty, f"create role {role} login password 'the newer one'")
    await migrations.migrate(owner_of(empty), named(empty, role, "first"))
    secret = "select rolpassword from pg_authid where rolname = $1"
    assert is_password((await as_owner(empty, secret, role))[0]["rolpassword"], "the newer one")


async def test_an_owner_that_may_make_no_roles_says_what_to_run(empty, role):
    mason = f"mason_{uuid4().hex[:12]}"
    await as_owner(empty, f"create role {mason} login")
    await as_owner(empty, f"alter database {urlsplit(empty).path[1:]} owner to {mason}")
    owner, application = named(empty, mason), named(empty, role, "secret-canary")
    with pytest.raises(MigrationError) as refused:
        await migrations.migrate(owner, application)
    assert "canary" not in str(refused.value)
    advised = str(refused.value).partition("superuser: ")[2]
    assert role in advised
    await as_owner(empty, advised)
    await migrations.migrate(owner, application)
    assert await run(application, "select 1 from audit_records") == []
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await run(application, "delete from audit_records")
    await as_owner(empty, f"reassign owned by {mason} to {OWNER}")
    await as_owner(empty, f"drop owned by {mason}")
    await as_owner(empty, f"drop role {mason}")


@pytest.mark.parametrize(
    "power",
    [
        "alter role {role} superuser",
        f"grant {OWNER} to {{role}}",
        "grant pg_write_all_data to {role}",
        "alter table audit_records owner to {role}",
        "alter database {database} owner to {role}",
        "grant create on database {database} to {role}",
    ],
)
async def test_an_application_that_has_power_all_the_same_is_refused(empty, role, power):
    url = named(empty, role)
    await migrations.migrate(owner_of(empty), url)
    database = urlsplit(empty).path[1:]
    await as_owner(empty, power.format(role=role, database=database))
    with pytest.raises(MigrationError, match=role):
        await migrations.migrate(owner_of(empty), url)
    await as_owner(empty, f"alter database {database} owner to {OWNER}")


async def test_two_databases_of_a_server_may_make_the_role_at_once(empty, role):
    other = await asyncpg.connect(owner_of(empty))
    making = other.transaction()
    await making.start()
    await other.execute(f"create role {role} login")
    migrating = asyncio.create_task(migrations.migrate(owner_of(empty), named(empty, role)))
    waits = "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query ~ $1"
    async with asyncio.timeout(240):
        while not await as_owner(empty, waits, role):
            assert not migrating.done()
            await asyncio.sleep(0.01)
    await making.commit()
    await other.close()
    await migrating
    assert await run(named(empty, role), "select 1 from families") == []
