"""Indexes: what erasures, sweeps and 我的数据 ask of the large tables, none of them reads whole."""

from uuid import UUID

import asyncpg
import pytest

from service.archive import erasing as archive
from service.trust import erasing

ONE = f"'{UUID(int=7)}'::uuid"
THEM = f"array[{ONE}]"
WAITING = "select id from {} where {} order by id limit 500"
OF_IMPORTS = "select distinct importing_id from import_items where {}"
OF_CHILD = f"select id from uploads where {archive._UPLOADS_OF_CHILD}".replace("$1", ONE)
AT_THOSE = f"select id from replays where ({erasing._AT_THOSE}) and route not like '%/reports'"


@pytest.mark.parametrize(
    ("sql", "indexes"),
    [
        ("update uploads set covers_id = null where covers_id = any($1)", ["uploads_covering"]),
        ("update accounts set avatar_id = null where avatar_id = any($1)", ["accounts_wearing"]),
        ("update students set avatar_id = null where avatar_id = any($1)", ["students_wearing"]),
        (OF_CHILD, ["uploads_covering"]),
        (AT_THOSE, ["replays_made", "replays_at"]),
        ("delete from notices where subject_id = any($1)", ["notices_of"]),
        ("delete from reminders where subject_id = any($1)", ["reminders_of"]),
        ("select id from notices where family_id = any($1)", ["notices_of_family"]),
        ("select id from reminders where family_id = any($1)", ["reminders_of_family"]),
        (WAITING.format("checks", "standing = 'pending'"), ["checks_pending"]),
        (WAITING.format("photos", "state = 'stored'"), ["photos_stored"]),
        (OF_IMPORTS.format("state = 'uploaded'"), ["import_items_uploaded"]),
        (OF_IMPORTS.format("state = 'kept' and not caption = ''"), ["import_items_worded"]),
        ("select id from photos where uploader_id = any($1)", ["photos_of_uploader"]),
        ("select id from uploads where account_id = any($1)", ["uploads_of_account"]),
        ("select id from entries where author_id = any($1)", ["entries_of_author"]),
        ("select id from checks where account_id = any($1)", ["checks_of_account"]),
        ("select id from entry_revisions where changed_by_id = any($1)", ["entry_revisions_of"]),
    ],
)
async def test_a_large_table_is_not_read_whole(database: str, sql: str, indexes: list[str]):
    connection = await asyncpg.connect(database)
    try:
        await connection.execute("set enable_seqscan = off")
        plan = await connection.fetch(f"explain {sql.replace('$1', THEM)}")
    finally:
        await connection.close()
    told = "\n".join(row[0] for row in plan)
    assert [one for one in indexes if one not in told] == [], told
