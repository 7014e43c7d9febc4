"""The trash of entries: gone at once for everybody, and in 30 days for good unless restored."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from models.trust.consents import Purpose
from models.trust.erasures import ErasedKind, Erasure
from service.archive import entry_trash
from service.foundation import clock
from service.foundation.database import query, transaction
from service.foundation.errors import NotFound
from service.trust import purges
from tests.archive.test_photos import in_class
from tests.archive.test_trash_purge import _apart
from tests.people.relatives import Home, home_of, told
from tests.pupil import pupil_of
from tests.trust.canary import dump
from tests.trust.leaving import after, asks, carried_out, of_child, passes
from tests.world import Person, World, refused

RISKY = "想看更多照片加微信"


@pytest.fixture
async def home(world: World) -> Home:
    return await home_of(world)


async def kept(person: Person, **entry: Any) -> str:
    """The path of an entry whose words have passed."""
    path = f"/entries/{(await person.records(**{'title': '海边', **entry}))['id']}"
    await person.phone.until(path, standing=["passed"])
    return path


async def restores(person: Person, path: str) -> dict[str, Any]:
    return await person.phone.call("POST", f"{path}/restoration")


async def trash_of(person: Person) -> list[str]:
    """What somebody may restore, latest discarded first."""
    found = await person.phone.get(f"/families/{person.family}/trash/entries")
    return [f"/entries/{one['entry']['id']}" for one in found["items"]]


async def acts(path: str) -> list[str]:
    subject = UUID(path.rpartition("/")[2])
    rows = await query(
        "select action from audit_records where subject_id = $1 order by id", subject
    )
    return [row["action"] for row in rows if row["action"].startswith("entry.")]


async def cancelled() -> list[bool]:
    """For each erasure of an entry, in order, whether it was cancelled."""
    found = await Erasure.filter(kind=ErasedKind.ENTRY).order_by("id")
    return [one.cancelled_at is not None for one in found]


async def the_erasure() -> Erasure:
    return await Erasure.get(kind=ErasedKind.ENTRY)


async def test_it_goes_dark_at_once_and_comes_back_as_it_was(world, home):
    photo = await home.alice.takes_photo()
    path = await kept(home.alice, photo_ids=[photo], place="情侣路", happened="2020")
    before = await home.alice.phone.get(path)
    assert await home.chen.sees(path, f"/photos/{photo}") == [True, True]
    for _ in range(2):
        await home.alice.phone.delete(path)
    for person in (home.alice, home.chen):
        assert (await person.sees(path, f"{path}/photos"), await person.timeline()) == (
            [False, False],
            [],
        )
    with refused(404):
        await home.alice.phone.put(path, {"title": "又来了"})
    assert await home.alice.sees(f"/photos/{photo}") == [True]
    assert await home.dina.sees(f"/photos/{photo}") == [False]
    (item,) = (await home.alice.phone.get(f"{home.path}/trash/entries"))["items"]
    assert (item["entry"]["title"], len(item["entry"]["photos"])) == ("海边", 1)
    gone, ends = (datetime.fromisoformat(item[name]) for name in ("discarded_at", "purged_at"))
    assert ends - gone == timedelta(days=30)
    for _ in range(2):
        assert (await restores(home.alice, path))["id"] == before["id"]
    assert {**await home.alice.phone.get(path), "photos": 0} == {**before, "photos": 0}
    assert await home.dina.sees(path, f"/photos/{photo}") == [True, True]
    assert (await trash_of(home.alice), await cancelled()) == ([], [True])
    assert await acts(path) == ["entry.recorded", "entry.deleted", "entry.restored"]


async def test_who_may_discard_it_may_restore_it(world, home):
    path = await kept(home.chen)
    stranger, nobody = await world.person("Wang"), Person(world, world.phone("nobody"))
    for person, status in ((home.dina, 403), (stranger, 404), (nobody, 401)):
        for call in (person.phone.delete(path), restores(person, path)):
            with refused(status):
                await call
    await home.chen.phone.delete(path)
    for person, status in ((home.dina, 404), (stranger, 404), (nobody, 401)):
        for call in (person.phone.delete(path), restores(person, path)):
            with refused(status):
                await call
    stranger.family = nobody.family = home.alice.family
    readers = (home.alice, home.bob, home.chen, home.dina)
    assert [await trash_of(one) for one in readers] == [[path]] * 3 + [[]]
    for person, status in ((stranger, 404), (nobody, 401)):
        with refused(status):
            await trash_of(person)
    await restores(home.bob, path)
    assert await home.dina.sees(path) == [True]


async def test_what_only_its_author_sees_is_only_its_authors_in_the_trash(world, home):
    risky = f"/entries/{(await home.chen.records(title=RISKY))['id']}"
    await home.chen.phone.until(risky, standing=["risky"])
    begun = f"/entries/{(await home.chen.records(title='先记着', unfinished=True))['id']}"
    for path in (risky, begun):
        await home.chen.phone.delete(path)
        with refused(404):
            await restores(home.alice, path)
    assert (await trash_of(home.alice), await trash_of(home.chen)) == ([], [begun, risky])
    assert (await restores(home.chen, begun))["unfinished"]
    assert (await restores(home.chen, risky))["standing"] == "risky"


async def test_a_pupil_restores_its_draft_and_nothing_that_is_confirmed(world, home):
    pupil = await pupil_of(world, home.alice)
    path = await kept(pupil, title="我的画")
    await pupil.phone.delete(path)
    assert await trash_of(pupil) == await trash_of(home.alice) == [path]
    assert (await restores(pupil, path))["draft"]
    await home.alice.phone.call("POST", f"{path}/confirmation", {"version": 1})
    with refused(403, "entry.confirmed"):
        await pupil.phone.delete(path)
    await home.alice.phone.delete(path)
    assert await trash_of(pupil) == []
    with refused(404):
        await restores(pupil, path)


async def test_what_was_taken_back_meanwhile_does_not_come_back_with_it(world, home):
    wang = await in_class(world, home.alice)
    path = await kept(home.alice, audience="class")
    assert await wang.sees(path) == [True]
    await home.alice.phone.delete(path)
    assert await wang.sees(path) == [False]
    consents = (await home.alice.phone.get("/consents", family_id=home.alice.family))["items"]
    given = next(one["id"] for one in consents if one["purpose"] == Purpose.CLASS)
    await home.alice.phone.delete(f"/consents/{given}")
    assert (await restores(home.alice, path))["audience"] == "class"
    assert (await wang.sees(path), await home.chen.sees(path)) == ([False], [True])
    await home.alice.consents(Purpose.CLASS, home.alice.child)
    assert await wang.sees(path) == [False]
    shown = await home.alice.phone.put(path, {"audience": "class"})
    assert (await wang.sees(path), shown["version"]) == ([True], 2)


async def test_the_check_goes_on_and_whoever_has_to_act_is_told_on_its_return(world, home):
    pupil = await pupil_of(world, home.alice)
    async with world.worker_away():
        path = f"/entries/{(await pupil.records(title='我的画'))['id']}"
        doubtful = f"/entries/{(await home.chen.records(title='说不清'))['id']}"
        await pupil.phone.delete(path)
        await home.chen.phone.delete(doubtful)
        openid = (await home.chen.account()).openid
        await world.script("wechat", "msg_sec_check", {"suggest": "review"}, openid=openid)
    await world.quiet()
    waits = ("draft_to_confirm", path.rpartition("/")[2])
    doubt = ("words_doubtful", doubtful.rpartition("/")[2])
    assert waits not in await told(home.bob) and doubt not in await told(home.chen)
    assert (await restores(pupil, path))["standing"] == "passed"
    assert (await restores(home.chen, doubtful))["standing"] == "review"
    assert waits in await told(home.bob) and doubt in await told(home.chen)


async def test_nothing_moves_while_the_guardians_are_in_dispute(world, home):
    gone, there = await kept(home.alice), await kept(home.alice)
    await home.alice.phone.delete(gone)
    await home.bob.phone.call("POST", f"{home.path}/dispute", key="dispute-1")
    for call in (home.alice.phone.delete(there), restores(home.alice, gone)):
        with refused(409, "family.disputed"):
            await call
    await passes(world, 31)
    assert await trash_of(home.alice) == [gone]
    await home.bob.phone.delete(f"{home.path}/dispute")
    await restores(home.alice, gone)
    assert await home.alice.sees(gone, there) == [True, True]


async def test_the_trash_is_paged_latest_first(home, monkeypatch):
    monkeypatch.setattr(entry_trash, "PAGE", 2)
    made = [f"/entries/{(await home.alice.records(title=f'第{n}条'))['id']}" for n in range(5)]
    await home.alice.phone.until(made[-1], standing=["passed"])
    for path in made[::-1]:
        await home.alice.phone.delete(path)
    pages, cursor = [], ""
    while not pages or cursor:
        page = await home.alice.phone.get(f"{home.path}/trash/entries", cursor=cursor)
        pages.append([f"/entries/{one['entry']['id']}" for one in page["items"]])
        cursor = page["next"]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [one for page in pages for one in page] == made


async def test_racers_discard_once_and_restore_once(home):
    path = await kept(home.alice)
    for _ in range(2):
        await asyncio.gather(*(one.phone.delete(path) for one in (home.alice, home.bob) * 3))
        await asyncio.gather(*(restores(one, path) for one in (home.alice, home.bob) * 3))
    assert await acts(path) == ["entry.recorded", *["entry.deleted", "entry.restored"] * 2]
    assert await cancelled() == [True, True]


async def test_after_thirty_days_all_that_hangs_on_it_is_gone_and_the_photos_stay(world, home):
    photo = await home.alice.takes_photo()
    persons = (await home.alice.phone.get(f"{home.path}/persons"))["items"]
    path = await kept(home.alice, photo_ids=[photo], person_ids=[persons[0]["id"]])
    await home.alice.phone.put(path, {"title": "海滨"})
    await home.alice.phone.until(path, standing=["passed"])
    await home.alice.phone.delete(path)
    erasure = await the_erasure()
    with refused(404):
        await home.alice.phone.delete(f"/erasures/{erasure.id}")
    await passes(world, 29.9)
    assert await trash_of(home.alice) == [path]
    await passes(world, 30)
    assert await trash_of(home.alice) == []
    with refused(404):
        await restores(home.alice, path)
    entry_id = path.rpartition("/")[2]
    left = {table for table, rows in (await dump()).items() if any(entry_id in r for r in rows)}
    assert left == {"audit_records", "erasures"}
    assert await home.alice.sees(f"/photos/{photo}") == [True]
    await passes(world, 30, 145)
    done = await home.bob.phone.get(f"/erasures/{erasure.id}")
    counts = {one["kind"]: one["count"] for one in done["receipt"]}
    once = ("entries", "entry_photos", "entry_persons", "entry_revisions")
    assert done["done_at"] and counts.items() >= dict.fromkeys(once, 1).items()
    assert "photos" not in counts and "objects" not in counts


async def test_a_restored_entry_is_not_purged_by_the_act_that_once_discarded_it(world, home):
    path = await kept(home.alice)
    await home.alice.phone.delete(path)
    await restores(home.alice, path)
    with clock.moved(timedelta(days=20)):
        await home.alice.phone.delete(path)
    await passes(world, 40)
    assert await trash_of(home.alice) == [path]
    await passes(world, 51)
    assert await trash_of(home.alice) == []


@pytest.mark.parametrize("first", ["restore", "purge"])
async def test_of_a_restore_and_a_purge_the_first_one_wins(world, home, first):
    path = await kept(home.alice)
    await home.alice.phone.delete(path)
    account, erasure = await home.alice.account(), await the_erasure()
    entry_id = UUID(path.rpartition("/")[2])
    async with world.worker_away():
        with after(days=30):
            async with transaction():
                if first == "restore":
                    await entry_trash.restore(account, entry_id)
                    other = _apart(purges.purge(erasure.id))
                else:
                    await purges.purge(erasure.id)
                    other = _apart(entry_trash.restore(account, entry_id))
                await world.until_blocked(1)
            if first == "restore":
                await other
            else:
                with pytest.raises(NotFound):
                    await other
    assert await home.alice.sees(path) == [first == "restore"]
    await erasure.refresh_from_db()
    assert (erasure.purged_at is None) is (first == "restore")


async def test_what_is_restored_while_it_is_being_discarded_stays(world, home):
    path = await kept(home.alice)
    await world.quiet()
    async with world.worker_away():
        async with transaction():
            await entry_trash.discard(await home.alice.account(), UUID(path.rpartition("/")[2]))
            restoring = asyncio.create_task(restores(home.alice, path))
            await world.until_blocked(1)
        await restoring
    assert await home.alice.sees(path) == [True]
    await passes(world, 30)
    assert await home.alice.sees(path) == [True]


async def test_a_child_erased_meanwhile_takes_its_trash_with_it(world, home):
    path = await kept(home.alice)
    await home.alice.phone.delete(path)
    await carried_out(world, await asks(home.alice, of_child(home.alice)))
    assert await trash_of(home.alice) == []
    await passes(world, 30)
    await passes(world, 30, 145)
    ended = await the_erasure()
    assert (ended.done_at is not None, ended.receipt) == (True, {})
