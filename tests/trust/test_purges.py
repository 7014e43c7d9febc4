"""Purges: killed, repeated, too early or with Kodo away, an erasure ends whole and once."""

import asyncio
from uuid import UUID

import pytest

from models.trust.erasures import DoomedObject, Erasure
from service.foundation.database import query
from service.integrations import adapters
from service.integrations.errors import VendorUnavailable
from service.trust import purges
from tests.trust.household import father_of, mother_of
from tests.trust.leaving import (
    acts,
    after,
    asks,
    carried_out,
    objects,
    of_child,
    of_home,
    passes,
    state,
)
from tests.world import Person, World, a_photo


@pytest.fixture
async def alice(world: World) -> Person:
    return await mother_of(world)


async def test_a_job_that_comes_too_early_or_after_a_change_of_mind_does_nothing(world, alice):
    erasure = await asks(alice, of_child(alice))
    await purges.purge(UUID(erasure["id"]))
    await purges.finish(UUID(erasure["id"]))
    await alice.phone.delete(f"/erasures/{erasure['id']}")
    with after(days=8):
        await purges.purge(UUID(erasure["id"]))
        await purges.finish(UUID(erasure["id"]))
    assert await alice.sees(of_child(alice)) == [True]
    assert await acts(erasure) == ["erasure.asked", "erasure.cancelled"]


async def test_an_account_that_cannot_go_keeps_nobody_waiting_behind_it(world, alice, monkeypatch):
    """Somebody joined Alice's family after she had asked: now it would lose its owner."""
    monkeypatch.setattr(purges, "BITE", 1)
    stuck = await asks(alice, "/account")
    await father_of(world, alice)
    zhao = await world.person("Zhao")
    later = await asks(zhao, "/account")
    await carried_out(world, later)
    done = {str(one.id): bool(one.done_at) for one in await Erasure.all()}
    assert done == {stuck["id"]: False, later["id"]: True}


async def test_one_object_that_kodo_keeps_is_asked_for_again(world, alice):
    photo = await alice.takes_photo()
    await alice.records(title="第一步", photo_ids=[photo])
    erasure = await asks(alice, of_child(alice))
    await world.script("kodo", "delete", {"status": 599}, key="m/")
    async with world.worker_away():
        with after(days=7):
            await purges.purge(UUID(erasure["id"]))
            with pytest.raises(VendorUnavailable):
                await purges.finish(UUID(erasure["id"]))
            assert len(objects(world)) == 1
            await purges.finish(UUID(erasure["id"]))
    assert objects(world) == set()


async def test_kodo_away_for_a_while_delays_the_end_and_loses_nothing(world, alice):
    photo = await alice.takes_photo()
    await alice.records(title="第一步", photo_ids=[photo])
    erasure = await asks(alice, of_child(alice))
    async with world.worker_away():
        await world.script("kodo", "batch", {"status": 599}, times=6)
        with after(days=7):
            await purges.purge(UUID(erasure["id"]))
            with pytest.raises(VendorUnavailable):
                await purges.finish(UUID(erasure["id"]))
        with after(days=7, minutes=145), pytest.raises(VendorUnavailable):
            await purges.finish(UUID(erasure["id"]))
        assert len(objects(world)) == await DoomedObject.all().count() == 2
        assert (await state(alice, erasure))["done_at"] is None
    with after(days=7, minutes=145):
        await world.until(lambda: _finished(erasure))
    assert objects(world) == set()
    assert await acts(erasure) == ["erasure.asked", "erasure.purged", "erasure.done"]


async def test_while_kodo_is_away_each_minute_adds_no_job_to_one_that_waits(world, alice):
    await alice.takes_photo()
    erasure = await asks(alice, of_child(alice))
    async with world.worker_away():
        for purged, wanted in ((False, "erasures.purge"), (True, "erasures.finish")):
            if purged:
                with after(days=7):
                    await purges.purge(UUID(erasure["id"]))
            with after(days=7, minutes=145):
                for _ in range(3):
                    await purges.due()
            waiting = await query("select task_name from procrastinate_jobs where status = 'todo'")
            assert [one["task_name"] for one in waiting].count(wanted) == 1


async def _finished(erasure: dict) -> bool:
    await purges.due()
    await asyncio.sleep(0.3)
    return (await Erasure.get(id=erasure["id"])).done_at is not None


async def test_what_was_killed_between_two_steps_is_taken_up_where_it_was(world, alice):
    """The queue forgets everything each time: the sweep alone finds what is left to do."""
    photo = await alice.takes_photo()
    await alice.records(title="第一步", photo_ids=[photo])
    erasure = await asks(alice, of_child(alice))
    async with world.worker_away():
        with after(days=7):
            await asyncio.gather(*(purges.purge(UUID(erasure["id"])) for _ in range(3)))
        await query("delete from procrastinate_jobs")
    assert len(objects(world)) == 2
    async with world.worker_away():
        with after(days=7, minutes=145):
            finishing = (purges.finish(UUID(erasure["id"])) for _ in range(3))
            await asyncio.gather(*finishing)
    assert objects(world) == set()
    assert await acts(erasure) == ["erasure.asked", "erasure.purged", "erasure.done"]
    done = await state(alice, erasure)
    counts = {one["kind"]: one["count"] for one in done["receipt"]}
    assert (counts["entries"], counts["objects"]) == (1, 2)


async def test_a_purge_that_breaks_off_leaves_everything_as_it_was(world, alice, monkeypatch):
    await alice.records(title="第一步")
    erasure = await asks(alice, of_child(alice))

    async def broken(*_: object) -> None:
        raise ConnectionError

    async with world.worker_away():
        with monkeypatch.context() as patched:
            patched.setattr(purges.audit, "record", broken)
            with after(days=7), pytest.raises(ConnectionError):
                await purges.purge(UUID(erasure["id"]))
        assert len(await alice.timeline()) == 1
    await carried_out(world, erasure)
    assert await alice.sees(of_child(alice)) == [False]


async def test_what_comes_late_by_an_old_ticket_goes_too(world, alice):
    body = {"family_id": alice.family, "files": [{"name": "IMG_1.jpg", "bytes": 90_000}]}
    (ticket,) = (await alice.phone.post("/uploads", body))["items"]
    erasure = await asks(alice, of_home(alice))
    async with world.worker_away():
        with after(days=7):
            await purges.purge(UUID(erasure["id"]))
            await purges.finish(UUID(erasure["id"]))
        await alice.phone.put_file(ticket, a_photo())
        assert len(objects(world)) == 1
    await passes(world, 7, 145)
    assert objects(world) == set()
    assert (await state(alice, erasure))["done_at"]


async def test_what_was_being_written_during_the_purge_is_found_by_the_second_one(world, alice):
    erasure = await asks(alice, of_child(alice))
    await passes(world, 7)
    await query(
        "insert into entries (id, created_at, family_id, author_id, student_id, title, story,"
        " audience, happened, sort_day, standing, draft) select gen_random_uuid(), now(), $1,"
        " account_id, $2, '迟到的', '', 20, '', now(), 'pending', false from memberships",
        *(UUID(alice.family), UUID(alice.child)),
    )
    await passes(world, 7, 145)
    assert await query("select 1 from entries") == []
    counts = {one["kind"]: one["count"] for one in (await state(alice, erasure))["receipt"]}
    assert counts["entries"] == 1


async def test_an_object_that_only_the_second_purge_finds_is_waited_for(world, alice):
    erasure = await asks(alice, of_home(alice))
    await passes(world, 7)
    key = f"o/{alice.family}/late"
    await adapters().kodo.put(key, a_photo(), "image/jpeg")
    await query(
        "insert into uploads (id, created_at, family_id, account_id, batch_id, key, name, state,"
        " medium, bytes, expires_at) select gen_random_uuid(), now(), $1, id, id, $2, '', 'issued',"
        " 'photo', 1, now()"
        " from accounts limit 1",
        *(UUID(alice.family), key),
    )
    await passes(world, 7, 145)
    assert objects(world) == {key}
    assert (await state(alice, erasure))["done_at"] is None
    await passes(world, 7, 146)
    assert objects(world) == set()
    assert (await state(alice, erasure))["done_at"]


async def test_erasures_of_the_same_rows_come_one_after_the_other(world, alice):
    for number in range(5):
        await alice.records(title=f"第{number}步")
    await world.quiet()
    both = [await asks(alice, what(alice)) for what in (of_child, of_home)]
    async with world.worker_away():
        with after(days=7):
            await asyncio.gather(*(purges.purge(UUID(one["id"])) for one in both))
    await passes(world, 7, 145)
    for erasure in both:
        assert (await state(alice, erasure))["done_at"]


async def test_so_is_what_was_being_written_in_a_family_that_went_with_its_account(world, alice):
    erasure = await asks(alice, "/account")
    await passes(world, 15)
    await query(
        "insert into persons (id, created_at, family_id, name, relation, born, died)"
        " values (gen_random_uuid(), now(), $1, '外公', '', '', '')",
        UUID(alice.family),
    )
    await passes(world, 15, 145)
    assert await query("select 1 from persons where name <> ''") == []
    assert (await Erasure.get(id=erasure["id"])).done_at
