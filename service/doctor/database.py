"""PostgreSQL: there, of this schema, durable, its roles apart, with room for all processes."""

import re
from collections.abc import AsyncIterator, Collection
from typing import Any

import asyncpg

from service.doctor.findings import Finding, fine, judged, look, wrong
from service.foundation import clock, database, migrations
from service.foundation.database_roles import LEDGERS
from service.foundation.settings import Settings

OLDEST_VERSION = 170_000
SKEW_SECONDS = 5
OLDEST_JOB_SECONDS = 300
MIGRATE = (
    "运行 docker compose run --rm --no-deps migrate，没有容器时 systemctl start jiadang-migrate"
)
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")

_POWER = """
select bool_or(has_any_column_privilege(name, 'UPDATE') or has_table_privilege(name, 'DELETE')
    or has_table_privilege(name, 'TRUNCATE')) or has_schema_privilege('public', 'CREATE')
from unnest($1::text[]) as name where to_regclass(name) is not null
"""
_ROOM = """
select current_setting('max_connections')::int
    - current_setting('superuser_reserved_connections')::int
    - (select count(*) from pg_stat_activity
        where backend_type = 'client backend' and usename is distinct from current_user)
"""
_OLDEST_JOB = """
select coalesce(extract(epoch from now() - min(coalesce(j.scheduled_at, e.at))), 0)::float
from procrastinate_jobs j
left join procrastinate_events e on e.job_id = j.id and e.type = 'deferred'
where j.status = 'todo' and coalesce(j.scheduled_at, e.at) <= now()
"""
_STANDBYS = "select application_name from pg_stat_replication"
_SYNCHRONOUS = re.compile(r"(?:(?:FIRST|ANY)?\s*(?P<wanted>\d+)\s*)?\(?(?P<names>[^()]*)\)?", re.I)
"""`a, b`, `2 (a, b)`, `FIRST 2 (a, b)` or `ANY 2 (a, b)`; `*` is any."""


async def check(given: Settings) -> AsyncIterator[Finding]:
    """Connect as the application does, and look."""
    try:
        connection = await asyncpg.connect(given.session_url, timeout=5)
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        yield wrong(
            f"连不上数据库（{type(error).__name__}）",
            "检查 PostgreSQL 是否在运行，以及 JIADANG_DATABASE_URL 的地址、用户和密码",
        )
        return
    try:
        yield await _version(connection)
        async for finding in _durability(connection):
            yield finding
        yield await _clock(connection)
        yield await _roles(connection)
        yield await _room(connection, given)
        async for finding in _standbys(connection):
            yield finding
        yield await _schema(given)
        yield await _queue(connection)
    finally:
        await connection.close()


async def _value(connection: asyncpg.Connection, sql: str, *values: object) -> Any:
    return await connection.fetchval(sql, *values)


async def _version(connection: asyncpg.Connection) -> Finding:
    number = int(await _value(connection, "show server_version_num"))
    what = f"PostgreSQL {await _value(connection, 'show server_version')}"
    return judged(number >= OLDEST_VERSION, what, "太旧了，请升级到 17 以上")


async def _durability(connection: asyncpg.Connection) -> AsyncIterator[Finding]:
    for name in DURABLE:
        value = await _value(connection, "select current_setting($1)", name)
        mend = f"断电会丢数据：在 postgresql.conf 里设 {name} = on，然后重新加载"
        yield judged(value != "off", f"{name} = {value}", mend)
    if await _value(connection, "show data_checksums") == "off":
        yield look("data_checksums = off", "坏块不会被发现：停库后运行 pg_checksums --enable")


async def _clock(connection: asyncpg.Connection) -> Finding:
    skew = abs((await _value(connection, "select now()") - clock.now()).total_seconds())
    what = f"数据库的时钟和本机相差 {skew:.0f} 秒"
    return judged(skew < SKEW_SECONDS, what, "在两台机器上都启用时间同步（systemd-timesyncd）")


async def _roles(connection: asyncpg.Connection) -> Finding:
    power = await _value(connection, _POWER, [*LEDGERS])
    mend = "应用的角色能改账本或建表：按 docs/operations/database-roles.md 分开，再迁移一次"
    return judged(not power, "数据库的两个角色" + ("没有分开" if power else "是分开的"), mend)


async def _room(connection: asyncpg.Connection, given: Settings) -> Finding:
    """As in compose.yaml: two `serve`, each with its processes, and a worker."""
    free, processes = await _value(connection, _ROOM), 2 * given.workers + 1
    wanted = processes * (database.POOL_SIZE + 2)
    what = f"数据库连接：可用 {free}，两个 serve 和一个 worker 的 {processes} 个进程最多用 {wanted}"
    return judged(free >= wanted, what, "调大 max_connections，重启 PostgreSQL")


async def _standbys(connection: asyncpg.Connection) -> AsyncIterator[Finding]:
    wanted = await _value(connection, "show synchronous_standby_names")
    standbys = [row["application_name"] for row in await connection.fetch(_STANDBYS)]
    for one in standbys:
        yield fine(f"副本 {one} 已连接")
    if lacking := standbys_lacking(wanted, standbys):
        mend = "写入会一直等它：启动副本，或清空 synchronous_standby_names"
        yield wrong(f"同步副本 {wanted} 少 {lacking} 个没有连接", mend)


def standbys_lacking(wanted: str, connected: Collection[str]) -> int:
    """How many more of the standbys that `synchronous_standby_names` has commits wait for."""
    said = _SYNCHRONOUS.fullmatch(wanted.strip())
    if not wanted.strip() or not said:
        return 0
    names = {name.strip(' "').lower() for name in said["names"].split(",")}
    there = [one for one in connected if "*" in names or one.lower() in names]
    return max(int(said["wanted"] or 1) - len(there), 0)


async def _schema(given: Settings) -> Finding:
    async with database.opened(given.session_url):
        current = await migrations.is_current()
    mend = f"{MIGRATE}；没有做完的恢复要先再运行一次 restore"
    return judged(current, "数据库的表是这一版的" if current else "数据库的表不是这一版的", mend)


async def _queue(connection: asyncpg.Connection) -> Finding:
    if not await _value(connection, "select to_regclass('procrastinate_jobs') is not null"):
        return wrong("没有任务队列", MIGRATE)
    oldest = await _value(connection, _OLDEST_JOB)
    what = f"最早到期的任务等了 {oldest:.0f} 秒"
    mend = "worker 没有在运行，或者忙不过来：看它的日志，重启它"
    return judged(oldest < OLDEST_JOB_SECONDS, what, mend)
