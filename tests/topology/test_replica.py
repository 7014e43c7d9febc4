"""A streaming replica: it never answers with what is stale, and takes over without a loss."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from service.demo.phone import Refused
from tests.faults.installation import within
from tests.faults.ledger import Ledger
from tests.faults.test_postgres_killed import has, keeps_recording
from tests.topology.pair import STANDBY, Pair, paired
from tests.world import XIANGZHOU, Person

ROUNDS = 12
COUNTING = "counted_households"
"""A table of which the heavy figures are read."""
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pair(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> AsyncIterator[Pair]:
    folder: Path = tmp_path_factory.mktemp("pair")
    async with paired(folder, pytestconfig.cache.mkdir("migrated")) as made:
        yield made


async def test_everybody_reads_what_was_written_whatever_the_lag(pair: Pair):
    archivist = await pair.archivist()
    alice = await settles_in(pair, "Alice")
    assert await households(archivist) == 0

    for _ in range(ROUNDS):  # the replica follows closely
        await joins(pair, alice)
        assert await households(archivist) == 1
        await leaves(alice)
        assert await households(archivist) == 0
    assert pair.second.has_logged().count(COUNTING)

    await pair.second.rows("select pg_wal_replay_pause()")  # and now it does not
    await within(30, lambda: is_paused(pair))
    before = pair.second.has_logged().count(COUNTING)
    await joins(pair, alice)
    assert await households(archivist) == 1
    await leaves(alice)
    assert await households(archivist) == 0
    assert pair.second.has_logged().count(COUNTING) == before
    (behind,) = await pair.second.rows("select count(*) from audit_records")
    (known,) = await pair.first.rows("select count(*) from audit_records")
    assert behind["count"] < known["count"]

    await pair.second.rows("select pg_wal_replay_resume()")
    await within(30, lambda: answers_there_again(pair, archivist, before))

    bob = await settles_in(pair, "Bob")
    with pytest.raises(Refused) as refused:
        await households(bob)
    assert refused.value.status == 404


async def test_a_replica_that_is_gone_is_done_without(pair: Pair):
    archivist, carol = await pair.home.person("Staff"), await settles_in(pair, "Carol")
    await pair.second.dies()
    await joins(pair, carol)
    assert await households(archivist) == 1
    await leaves(carol)
    assert await households(archivist) == 0
    assert not pair.home.wrong


async def test_after_a_failover_nothing_that_was_acknowledged_is_missing(
    pair: Pair, tmp_path: Path
):
    """docs/operations/failover.md, step by step, while a mother goes on recording."""
    ledger = Ledger(tmp_path / "ledger")
    dora = await settles_in(pair, "Dora")
    await pair.second.start({"primary_conninfo": pair.follows()})
    await pair.first.rows(f"alter system set synchronous_standby_names = 'ANY 1 ({STANDBY})'")
    await pair.first.rows("select pg_reload_conf()")
    await within(30, lambda: is_waited_for(pair))

    async with keeps_recording(dora, ledger):
        await within(60, lambda: has(ledger, 20))
        await pair.first.dies()
        await pair.second.rows("select pg_promote()")
        await pair.second.rows("alter system reset synchronous_standby_names")
        await pair.second.rows("select pg_reload_conf()")
        pair.points_to(pair.second)
        before = len(ledger.made("entry"))
        await within(60, lambda: has(ledger, before + 20))
    kept = await pair.second.rows("select id from entries where family_id = $1", dora.family)
    assert sorted(str(row["id"]) for row in kept) == sorted(ledger.made("entry"))
    photo = await dora.takes_photo()  # jobs are done, by a worker that found its queue again
    assert await dora.sees(f"/photos/{photo}") == [True]
    assert await households(await pair.home.person("Staff")) == 0
    assert not pair.home.wrong


async def households(person: Person) -> int:
    found = await person.phone.get("/staff/household-standings", region=XIANGZHOU)
    return found["households"]


async def joins(pair: Pair, person: Person) -> None:
    (region,) = await pair.first.rows("select id from regions where code = $1", XIANGZHOU)
    path = f"/families/{person.family}/household"
    await person.phone.post(path, {"region_id": str(region["id"])})


async def leaves(person: Person) -> None:
    await person.phone.delete(f"/families/{person.family}/household")


async def settles_in(pair: Pair, name: str) -> Person:
    person = await pair.home.person(name)
    await person.founds(f"{name}家")
    await person.opens_archive("豆豆")
    return person


async def is_paused(pair: Pair) -> bool:
    (row,) = await pair.second.rows("select pg_get_wal_replay_pause_state() as state")
    return row["state"] == "paused"


async def is_waited_for(pair: Pair) -> bool:
    found = await pair.first.rows("select from pg_stat_replication where sync_state = 'quorum'")
    return bool(found)


async def answers_there_again(pair: Pair, archivist: Person, before: int) -> bool:
    await households(archivist)
    await asyncio.sleep(0.2)
    return pair.second.has_logged().count(COUNTING) > before
