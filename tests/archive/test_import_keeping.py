"""Import keeping: what happens to a day of photos while the job puts it into the timeline."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from service.archive import growth, import_keeping, trash
from service.foundation.database import query, transaction
from service.foundation.errors import Conflict, Refusal, TooMany
from tests.archive.importer import Importer, reasons
from tests.archive.test_imports import NEW_YEAR, dated
from tests.world import Person, World


async def arrived(world: World, alice: Person) -> Importer:
    """Two photos of New Year, put into the timeline once and about to be put there anew."""
    files = Importer(alice, {name: dated(NEW_YEAR) for name in ("饺子.jpg", "灯笼.jpg")})
    await files.begins()
    await files.starts()
    await files.sends()
    await files.until(state=["done"])
    await world.quiet()
    await query("update imports set state = 'running', done_at = null")
    await query("update import_items set state = 'uploaded', entry_id = null")
    return files


async def test_one_that_is_thrown_away_meanwhile_takes_none_of_its_day_along(world, alice):
    files, account = await arrived(world, alice), await alice.account()
    (thrown,) = await query("select photo_id from import_items where path = '灯笼.jpg'")
    gone, goes_on = asyncio.Event(), asyncio.Event()

    async def throws_away() -> None:
        async with transaction():
            await trash.discard(account, [thrown["photo_id"]])
            gone.set()
            await goes_on.wait()

    async with world.worker_away():
        throwing = asyncio.create_task(throws_away())
        await gone.wait()
        keeping = asyncio.ensure_future(import_keeping.keep(UUID(files.id)))
        await world.until_blocked(1)
        goes_on.set()
        await asyncio.gather(throwing, keeping)
    shown = await files.shows()
    assert (shown["state"], shown["kept"], reasons(shown)) == ("done", 1, {"trashed": 1})


@pytest.mark.parametrize(
    "refusal", [TooMany(retry_after=1), Conflict("entry.changed", "请再试一次")]
)
async def test_what_was_refused_for_a_moment_is_tried_again(world, alice, monkeypatch, refusal):
    files = await arrived(world, alice)

    async def refuses(*_: Any) -> None:
        raise refusal

    async with world.worker_away():
        with monkeypatch.context() as busy:
            busy.setattr(growth, "record", refuses)
            with pytest.raises(Refusal):
                await import_keeping.keep(UUID(files.id))
        await import_keeping.sweep()
    shown = await files.until(state=["done"])
    assert (shown["kept"], reasons(shown)) == (2, {})
