"""The canary child: planted through every table, and gone from everywhere once it was erased."""

import importlib
import inspect
import io
import logging
import sys
from collections.abc import Iterator
from uuid import UUID

import pytest
import structlog
from tortoise.exceptions import IntegrityError

from models import MODULES
from models.base import Record
from models.trust.erasures import ErasedKind
from service.foundation import logs
from service.foundation.database import transaction
from service.trust import personal_data
from service.trust.personal_data import Holding
from tests.trust.canary import (
    LEDGERS,
    MENTIONING,
    NOT_OF_A_CHILD,
    OF_THE_CHILD,
    PASSING,
    TOMBSTONES,
    TRACES,
    Home,
    dump,
    home_of,
    left_in,
    left_in_valkey,
    left_on_disk,
    objects_of,
    plant,
    planted,
)
from tests.trust.leaving import asks, carried_out
from tests.world import World

REMOVED_TOO = {"replays", "notices", "findings", "accounts", "reminders"}
"""The account by which the child wrote on a lent phone, and rows that mention it by ids."""

WITH_THEIR_POSTS = {"tallies"}
"""The database itself lets them go with what they count."""


class _Undo(Exception):
    pass


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """The log, as a process writes it."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    logs.configure()
    yield stream
    root.handlers[:], root.level = before
    structlog.reset_defaults()


@pytest.fixture
async def home(world: World) -> Home:
    home = await home_of(world)
    await plant(home)
    return home


def tables() -> set[str]:
    return {model._meta.db_table for model in models()}


def models() -> list[type[Record]]:
    """Every table of ours."""
    found = []
    for name in MODULES:
        module = importlib.import_module(name)
        own = (one for _, one in inspect.getmembers(module, inspect.isclass))
        found += [one for one in own if one.__module__ == name and issubclass(one, Record)]
    return found


def test_every_table_is_planted_or_named_as_no_childs():
    named = (OF_THE_CHILD, MENTIONING, LEDGERS, {"erasures"}, NOT_OF_A_CHILD, PASSING)
    assert sorted(tables()) == sorted(table for group in named for table in group)


async def test_the_child_is_in_every_table_first_and_nowhere_after(written, world: World, home):
    there = planted(await dump(), home) - PASSING
    assert there == OF_THE_CHILD | MENTIONING | LEDGERS | {"erasures"}
    assert len(objects_of(home)) == 35
    assert left_on_disk(home)
    erasure = await asks(home.alice, f"/students/{home.alice.child}")
    await carried_out(world, erasure)
    assert (await home.alice.phone.get(f"/erasures/{erasure['id']}"))["done_at"]
    after = await dump()
    assert left_in(after, home) == []
    assert planted(after, home) <= LEDGERS | TOMBSTONES
    assert objects_of(home) == set()
    assert left_on_disk(home) == []
    assert await left_in_valkey(home) == []
    told = written.getvalue()
    assert [trace for trace in {*TRACES, *home.ids} if trace in told] == []
    (family_entry,) = (await home.alice.phone.get(f"/families/{home.alice.family}/timeline"))[
        "items"
    ]
    assert [one["name"] for one in family_entry["persons"]] == ["外婆"]


async def test_without_any_one_of_its_parts_the_purge_would_leave_something(
    world: World, home, monkeypatch
):
    """Each part is left out in turn, and the purge undone again."""
    async with world.worker_away():
        assert await _remains(home, personal_data.registered(), monkeypatch) == []
        parts = [one for one in personal_data.registered() if _is_of_a_child(one)]
        assert {part.kind for part in parts} == OF_THE_CHILD | REMOVED_TOO | PASSING
        for part in parts:
            if part.kind in PASSING | WITH_THEIR_POSTS:
                continue
            others = [one for one in personal_data.registered() if one is not part]
            assert await _remains(home, others, monkeypatch), part.kind


def _is_of_a_child(holding: Holding) -> bool:
    return ErasedKind.STUDENT in holding.goes or bool(holding.mentions)


async def _remains(home: Home, holdings: list[Holding], monkeypatch) -> list[str]:
    """What would be left if only these were registered; a row that others need counts, too."""
    remains = ["refused by the database"]
    try:
        with monkeypatch.context() as patched:
            patched.setattr(personal_data, "_holdings", holdings)
            async with transaction():
                purged = await personal_data.purge(ErasedKind.STUDENT, UUID(home.alice.child))
                remains = left_in(await dump(), home)
                remains += sorted(objects_of(home) - set(purged.keys))
                raise _Undo
    except (_Undo, IntegrityError):
        return remains
