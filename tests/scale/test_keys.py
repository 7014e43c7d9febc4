"""Every hot statement carries its family or its region, or is allowed to do without."""

from pathlib import Path

import pytest

from tests.scale import keys
from tests.scale.listening import Listening, plain
from tests.scale.session import a_day
from tests.world import World

PAGE = Path(__file__).parents[2] / "docs" / "scale.md"


async def test_what_phones_ask_for_most_carries_its_key(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    listening = Listening(world, monkeypatch)
    await a_day(world, listening)
    assert len(listening.said) > 30
    assert all(listening.said.values())
    assert keys.strangers(listening.said) == []
    told = keys.page(listening.said)
    assert told in PAGE.read_text(), f"docs/scale.md has to say:\n{told}"


@pytest.mark.parametrize(
    ("sql", "key"),
    [
        ('SELECT "id" FROM "entries" WHERE "family_id"=$1 AND "deleted_at" IS NULL', keys.FAMILY),
        ("select * from posts p where p.family_id = any($1::uuid[])", keys.FAMILY),
        ('UPDATE "families" SET "name"=$1 WHERE "id"=$2', keys.FAMILY),
        ('INSERT INTO "photos" ("id","family_id") VALUES ($1,$2)', keys.FAMILY),
        ("select * from posts p join families f on f.id = p.family_id order by p.id", None),
        (
            "select 1 from households h join regions r on r.id=h.region_id where r.path like $1",
            "region",
        ),
        ('SELECT "id" FROM "sessions" WHERE "token_hash"=$1', keys.ACCOUNT),
        ('SELECT "id" FROM "sessions" WHERE "device"=$1', None),
        ('SELECT "id" FROM "entries" WHERE "title"=$1', None),
        ('DELETE FROM "entry_photos" WHERE "position">$1', None),
        ('INSERT INTO "photos" ("id","key") VALUES ($1,$2)', None),
        ('SELECT "id" FROM "audit_records" WHERE "action"=$1', None),
        ("select p.id from posts p where p.words like $1 order by p.shown_at desc", None),
        (
            "select e.id from entries e where e.happened > $1 and exists"
            " (select 1 from memberships m where m.family_id = $2 and (m.until is null))",
            None,
        ),
    ],
)
def test_a_key_is_told_by_the_conditions(sql: str, key: str | None):
    found = keys.statement_of(plain(sql))
    assert found
    assert keys.key_of(found) == key


def test_what_asks_for_nothing_needs_no_key():
    assert keys.statement_of(plain('SELECT "id" FROM "photos" WHERE 1=0 AND "caption"=$1')) is None
