"""Export keeping: a file that was put goes, also where nothing was written down of it."""

from uuid import UUID

import pytest

from service.archive import export_keeping, export_packing, exports
from service.foundation.database import query
from tests.archive.suitcase import asks
from tests.archive.test_exports import keys
from tests.trust.leaving import asks as asks_for_erasure
from tests.trust.leaving import carried_out, of_child
from tests.world import Person, World


async def put_by_a_worker_that_was_killed(
    world: World, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> str:
    """The path of an export whose file is there while its row knows nothing of it."""
    path = await asks(alice)
    export = await export_packing._begun(UUID(path.rpartition("/")[2]))
    assert export
    with monkeypatch.context() as killed:
        killed.setattr(exports, "tell", _power_cut)
        with pytest.raises(ConnectionError):
            await export_packing._pack(export)
    assert len(keys(world)) == 1
    return path


async def _power_cut(*_: object) -> None:
    raise ConnectionError


async def forgets_to_remove() -> None:
    await query("delete from procrastinate_jobs where task_name = 'exports.remove'")


async def test_it_goes_with_the_cancelling(world, alice, monkeypatch):
    async with world.worker_away():
        path = await put_by_a_worker_that_was_killed(world, alice, monkeypatch)
        await alice.phone.delete(path)
    await world.quiet()
    assert ((await alice.phone.get(path))["state"], keys(world)) == ("cancelled", set())


async def test_it_goes_with_the_sweep_where_the_job_was_lost(world, alice, monkeypatch):
    async with world.worker_away():
        await alice.phone.delete(await put_by_a_worker_that_was_killed(world, alice, monkeypatch))
        await forgets_to_remove()
        await export_keeping.sweep()
    await world.quiet()
    assert keys(world) == set()


async def test_it_goes_with_the_child_where_nothing_else_has_removed_it(world, alice, monkeypatch):
    async with world.worker_away():
        await alice.phone.delete(await put_by_a_worker_that_was_killed(world, alice, monkeypatch))
        await forgets_to_remove()
    await carried_out(world, await asks_for_erasure(alice, of_child(alice)))
    assert keys(world) == set()
