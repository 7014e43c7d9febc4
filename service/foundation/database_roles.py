"""The database's two roles: the owner migrates, the application's only adds to the ledgers.

So no statement of the application, whether wrong or injected, can rewrite who did what and who
agreed to what.
"""

from contextlib import suppress

import asyncpg

from service.foundation.database import tortoise_config

LEDGERS = ("audit_records", "consents", "consent_withdrawals")
"""Tables that are added to and read, never changed, by anybody but the owner."""

LEDGER_PRIVILEGES = "select, insert"
TABLE_PRIVILEGES = "select, insert, update, delete"
SEQUENCE_PRIVILEGES = "usage, select"

# Only what the owner owns: a view that an extension has put beside it is not its to grant.
_OWNED = """
select c.oid::regclass::text as name, c.relname = any($1::text[]) as ledger,
    c.relkind = 'S' as sequence
from pg_class c
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S')
    and pg_has_role(c.relowner, 'usage')
"""
# Superusers, owners and members of an owner need no grant; a column's is not seen in the table's.
_CHANGEABLE = """
select c.relname from pg_class c
where c.relnamespace = 'public'::regnamespace and c.relname = any($2::text[])
    and (has_any_column_privilege($1::name, c.oid, 'update')
        or has_table_privilege($1::name, c.oid, 'delete, truncate')
        or pg_has_role($1::name, c.relowner, 'member'))
order by 1
"""
_DEFINES = """
select has_schema_privilege($1::name, 'public', 'create')
    or has_database_privilege($1::name, current_database(), 'create')
"""


class MigrationError(RuntimeError):
    """The database cannot be migrated as it stands; the message says what an operator can do."""


async def separate(owner: asyncpg.Connection, application_url: str) -> None:
    """Give the role of `application_url` what the application needs and take the rest from it.

    The role is made where it is missing. Safe to repeat; readers and writers notice nothing.
    Raises MigrationError where the owner cannot make the role, or it keeps power over a ledger.
    """
    role, password = _role_of(application_url)
    if not await _exists(owner, role):
        await _create(owner, role, password)
    async with owner.transaction():
        for statement in await _statements(owner, await _quoted(owner, role)):
            await owner.execute(statement)
    await _refuse_power(owner, role)


async def shut_out(owner: asyncpg.Connection, application_url: str) -> None:
    """See to it that the role of `application_url` gets nothing of what is made from now on, until
    `separate` gives it.
    """
    role, _ = _role_of(application_url)
    if not await _exists(owner, role):
        return
    name = await _quoted(owner, role)
    for kind in ("tables", "sequences"):
        later = f"alter default privileges in schema public revoke all on {kind} from {name}"
        await owner.execute(later)


def _role_of(url: str) -> tuple[str, str | None]:
    credentials = tortoise_config(url)["connections"]["default"]["credentials"]
    return credentials["user"], credentials["password"]


async def _exists(owner: asyncpg.Connection, role: str) -> bool:
    return bool(await owner.fetchval("select 1 from pg_roles where rolname = $1", role))


async def _quoted(owner: asyncpg.Connection, name: str) -> str:
    return str(await owner.fetchval("select quote_ident($1)", name))


async def _create(owner: asyncpg.Connection, role: str, password: str | None) -> None:
    """Roles belong to the whole server: the migration of another database may be making it, too."""
    login = "create role %I login" if password is None else "create role %I login password %L"
    statement = await owner.fetchval("select format($1, $2::text, $3::text)", login, role, password)
    try:
        with suppress(asyncpg.DuplicateObjectError, asyncpg.UniqueViolationError):
            await owner.execute(str(statement))
    except asyncpg.InsufficientPrivilegeError:
        name = await _quoted(owner, role)
        raise MigrationError(
            f"The role of JIADANG_DATABASE_URL is missing and this owner may not create it; run "
            f"as a superuser: CREATE ROLE {name} LOGIN PASSWORD '<as in JIADANG_DATABASE_URL>';"
        ) from None


async def _statements(owner: asyncpg.Connection, role: str) -> list[str]:
    """The grants, each table's after whatever was granted on it before is taken back."""
    later = f"alter default privileges in schema public grant {{}} to {role}"
    found = await owner.fetch(_OWNED, LEDGERS)
    return [
        f"revoke create on schema public from public, {role}",
        f"grant usage on schema public to {role}",
        later.format(f"{TABLE_PRIVILEGES} on tables"),
        later.format(f"{SEQUENCE_PRIVILEGES} on sequences"),
        *(f"revoke all on {_kind(one)} {one['name']} from public, {role}" for one in found),
        *(f"grant {_privileges(one)} on {_kind(one)} {one['name']} to {role}" for one in found),
    ]


def _kind(relation: asyncpg.Record) -> str:
    return "sequence" if relation["sequence"] else "table"


def _privileges(relation: asyncpg.Record) -> str:
    if relation["sequence"]:
        return SEQUENCE_PRIVILEGES
    return LEDGER_PRIVILEGES if relation["ledger"] else TABLE_PRIVILEGES


async def _refuse_power(owner: asyncpg.Connection, role: str) -> None:
    """What is granted around the grants: by a superuser, to all, through another role."""
    if changeable := await owner.fetch(_CHANGEABLE, role, LEDGERS):
        tables = ", ".join(row["relname"] for row in changeable)
        raise MigrationError(
            f"The role {role} of JIADANG_DATABASE_URL may still change {tables}: it must be "
            "neither a superuser nor their owner, nor a member of a role that may."
        )
    if await owner.fetchval(_DEFINES, role):
        raise MigrationError(
            f"The role {role} of JIADANG_DATABASE_URL may still create tables: it must neither own "
            "the database nor hold CREATE on it or on the schema public, not even through PUBLIC."
        )
