"""The replica from which what is heavy is read: there, a replica indeed, and not far behind."""

from collections.abc import AsyncIterator

import asyncpg

from service.doctor.findings import Finding, judged, wrong
from service.foundation.settings import Settings

LAG_SECONDS = 30

_LAG = """
select case when pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
    else extract(epoch from now() - pg_last_xact_replay_timestamp()) end::float
"""


async def check(given: Settings) -> AsyncIterator[Finding]:
    """Nothing where none is set: the primary is then read."""
    if not given.replica_database_url:
        return
    try:
        connection = await asyncpg.connect(given.replica_database_url, timeout=5)
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        mend = "它不在时由主库回答；检查它是否在运行，以及 JIADANG_REPLICA_DATABASE_URL"
        yield wrong(f"连不上副本（{type(error).__name__}）", mend)
        return
    try:
        if not await connection.fetchval("select pg_is_in_recovery()"):
            mend = "JIADANG_REPLICA_DATABASE_URL 指向了主库，或者它已被提升：改设置或重建副本"
            yield wrong("副本不是副本", mend)
            return
        lag = await connection.fetchval(_LAG) or 0
        mend = "看副本的磁盘、网络和长查询"
        yield judged(lag < LAG_SECONDS, f"副本落后 {lag:.0f} 秒", mend)
    finally:
        await connection.close()
