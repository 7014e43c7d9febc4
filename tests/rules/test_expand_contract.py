"""Expand and contract: the code of the release before works on the schema that a migration makes.

A migration only adds. What takes away, renames, narrows or forbids is a contraction, and comes in a
migration that says by `UNUSED_SINCE = "1.4"` which release was the first that needed it no more;
that one must be out. Nothing was released before 1.0, so what was contracted until then is listed.
"""

import importlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tortoise import fields
from tortoise.fields.relational import ForeignKeyFieldInstance
from tortoise.migrations import operations as ops

ROOT = Path(__file__).parents[2]
NAMES = sorted(one.stem for one in (ROOT / "models/migrations").glob("0*.py"))
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]

BEFORE_THE_FIRST_RELEASE = {
    "0004_sharing": 1,
    "0009_shown_filed_items": 0,
}
"""How much each contracted, where nobody had installed anything yet. Nothing is added here."""

TAKES_AWAY = (
    *(ops.RemoveField, ops.DeleteModel, ops.RenameField, ops.RenameModel),
    *(ops.AddConstraint, ops.RenameConstraint, ops.RemoveConstraint, ops.DropSchema),
)
CONTRACTING_SQL = re.compile(
    r"\bdrop\s+(table|column|view|type|schema)\b|\brename\b|\bset\s+not\s+null\b"
    r"|\balter\s+(column\s+)?\w+\s+type\b|\bdrop\s+default\b|\badd\s+constraint\b|\btruncate\b",
    re.IGNORECASE,
)
LOCKING_SQL = re.compile(r"\bcreate\s+(unique\s+)?index\s+(?!concurrently)", re.IGNORECASE)

Fields = dict[tuple[str, str], Any]


def contractions(operations: list[Any], known: Fields) -> list[str]:
    """What of these the code before would run into; `known` are all fields, and is kept so."""
    found = [what for one in operations for what in _contracts(one, known)]
    for one in operations:
        _remember(one, known)
    return found


def _contracts(one: Any, known: Fields) -> Iterator[str]:
    if isinstance(one, TAKES_AWAY):
        yield f"{type(one).__name__} {vars(one)}"
    if isinstance(one, ops.AddField) and not _may_be_left_out(one.field):
        yield f"{one.model_name}.{one.name}: whoever does not know it cannot write"
    if isinstance(one, ops.AlterField):
        before = known[one.model_name, one.name]
        if not _takes_what_it_took(before, one.field):
            yield f"{one.model_name}.{one.name}: takes less than before"
    if isinstance(one, ops.RunSQL):
        yield from (match[0] for sql in _statements(one) for match in CONTRACTING_SQL.finditer(sql))


def _may_be_left_out(field: Any) -> bool:
    return field.null or field.has_db_default() or isinstance(field, fields.ManyToManyRelation)


def _takes_what_it_took(before: Any, after: Any) -> bool:
    longer = (getattr(after, "max_length", 0) or 0) >= (getattr(before, "max_length", 0) or 0)
    laxer = after.null or not before.null
    no_key = before.unique or not after.unique
    keeps = after.has_db_default() or not before.has_db_default()
    return _kind(before) == _kind(after) and longer and laxer and no_key and keeps


def _kind(field: Any) -> str:
    """What it is in the database: an enumeration is a string or a number."""
    if isinstance(field, ForeignKeyFieldInstance):
        return f"to {field.model_name}"
    return str(field.get_for_dialect("postgres", "SQL_TYPE")).split("(")[0]


def _statements(one: ops.RunSQL) -> list[str]:
    """Without the bodies of functions, which take nothing away by being written down."""
    given = one.sql if isinstance(one.sql, list | tuple) else [one.sql]
    texts = [sql[0] if isinstance(sql, tuple) else sql for sql in given]
    return [re.sub(r"\$(\w*)\$.*?\$\1\$", "", text, flags=re.DOTALL) for text in texts]


def _remember(one: Any, known: Fields) -> None:
    if isinstance(one, ops.CreateModel):
        known.update({(one.name, name): field for name, field in one.fields})
    if isinstance(one, ops.AddField | ops.AlterField):
        known[one.model_name, one.name] = one.field


def locking(operations: list[Any]) -> list[str]:
    """Indexes on tables that are there before, built while nobody may write."""
    made = {one.name for one in operations if isinstance(one, ops.CreateModel)}
    added = [one for one in operations if isinstance(one, ops.AddIndex)]
    sql = [text for one in operations if isinstance(one, ops.RunSQL) for text in _statements(one)]
    return [
        *(f"AddIndex on {one.model_name}" for one in added if one.model_name not in made),
        *(match[0] for text in sql for match in LOCKING_SQL.finditer(text)),
    ]


@pytest.fixture(scope="module")
def told() -> dict[str, list[str]]:
    """What each migration contracts."""
    known: Fields = {}
    return {name: contractions(_module(name).Migration.operations, known) for name in NAMES}


def _module(name: str) -> Any:
    return importlib.import_module(f"models.migrations.{name}")


def test_what_was_contracted_before_the_first_release_is_known(told):
    for name in NAMES:
        if name <= max(BEFORE_THE_FIRST_RELEASE):
            assert len(told[name]) == BEFORE_THE_FIRST_RELEASE.get(name, 0), told[name]


def test_a_later_migration_expands_or_says_since_when_nobody_needs_what_it_takes(told):
    for name in [one for one in NAMES if one > max(BEFORE_THE_FIRST_RELEASE)]:
        since = getattr(_module(name), "UNUSED_SINCE", None)
        assert not told[name] or (since and _is_out(since)), told[name]


def test_a_later_migration_keeps_nobody_from_writing(told):
    """`create index concurrently if not exists`, alone in a migration with `atomic = False`."""
    for name in [one for one in NAMES if one > max(BEFORE_THE_FIRST_RELEASE)]:
        assert locking(_module(name).Migration.operations) == [], name


def _is_out(release: str) -> bool:
    """Whether that release comes before the one that this tree becomes."""
    return _numbers(release) < _numbers(VERSION)


def _numbers(release: str) -> list[int]:
    return [int(one) for one in release.split(".")]


KNOWN: Fields = {
    ("Entry", "title"): fields.CharField(max_length=40),
    ("Entry", "note"): fields.TextField(null=True),
}


@pytest.mark.parametrize(
    "operation",
    [
        ops.RemoveField("Entry", "title"),
        ops.DeleteModel("Entry"),
        ops.RenameField("Entry", "title", "name"),
        ops.AddField("Entry", "place", fields.TextField()),
        ops.AddField("Entry", "place", fields.TextField(default="")),
        ops.AlterField("Entry", "title", fields.CharField(max_length=30)),
        ops.AlterField("Entry", "title", fields.IntField()),
        ops.AlterField("Entry", "title", fields.CharField(max_length=40, unique=True)),
        ops.AlterField("Entry", "note", fields.TextField()),
        ops.RunSQL("alter table entries drop column title"),
        ops.RunSQL("alter table entries alter column title type int using 1"),
        ops.RunSQL(["select 1", "alter table entries rename to days"]),
        ops.RunSQL("alter table entries alter note set not null"),
    ],
)
def test_a_contraction_is_known_as_one(operation):
    assert len(contractions([operation], dict(KNOWN))) == 1


@pytest.mark.parametrize(
    "operation",
    [
        ops.CreateModel("Day", [("id", fields.UUIDField(primary_key=True))]),
        ops.AddField("Entry", "place", fields.TextField(null=True)),
        ops.AddField("Entry", "place", fields.TextField(db_default="")),
        ops.AlterField("Entry", "title", fields.CharField(max_length=60)),
        ops.AlterField("Entry", "title", fields.CharField(max_length=40, null=True)),
        ops.RunSQL("create index concurrently if not exists of_day on entries (title)"),
        ops.RunSQL("create function f() returns int as $$ drop table x $$ language sql"),
    ],
)
def test_an_expansion_is_none(operation):
    assert contractions([operation], dict(KNOWN)) == []
    assert locking([operation]) == []


def test_an_index_on_a_table_that_is_there_is_built_beside_the_writing():
    assert locking([ops.RunSQL("create unique index one on entries (title)")]) != []
