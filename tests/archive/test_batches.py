"""Batches: one answer for a whole batch of photos, all of them or none, and again is fine."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from models.trust.consents import Purpose
from service.archive import batches
from service.archive.batches import PhotosChange
from service.demo.phone import Refused
from tests.archive.shelf import acts, pages, shelved
from tests.archive.test_albums import hung
from tests.archive.test_captions import RISKY, relative, told
from tests.archive.test_photos import in_class
from tests.pupil import pupil_of
from tests.statements import counted
from tests.world import Person, World, refused

NOTHING = ["", "", "", ""]


@pytest.fixture
async def chen(world: World, alice: Person) -> Person:
    return await relative(alice, "Chen", "爷爷")


async def changes(person: Person, photo_ids: list[str], **change: Any) -> int:
    """How many photos one answer changed."""
    body = {"family_id": person.family, "photo_ids": photo_ids, **change}
    return (await person.phone.put("/photos", body))["changed"]


async def wrong(person: Person, photo_ids: list[str], **change: Any) -> tuple[str, str]:
    """The field that a batch is refused for, and why."""
    with pytest.raises(Refused) as caught:
        await changes(person, photo_ids, **change)
    assert caught.value.status == 422
    (error,) = caught.value.problem["errors"]
    return error["path"], error["code"]


async def inside(person: Person, entry: dict[str, Any]) -> list[str]:
    """The photos of an entry, in their order."""
    return [one for page in await pages(person, f"/entries/{entry['id']}/photos") for one in page]


async def read(person: Person, *photos: str) -> list[list[str]]:
    return [told(await person.phone.get(f"/photos/{photo}")) for photo in photos]


async def test_one_answer_for_a_whole_batch(alice, chen):
    photos = await shelved(alice, 3)
    entry = await alice.records(photo_ids=photos)
    assert await changes(chen, photos, taken="2016-05-01~", place="渔女像下") == 3
    assert await read(alice, *photos) == [["2016-05-01~", "person", "渔女像下", ""]] * 3
    assert (await alice.phone.get(f"/entries/{entry['id']}"))["when"] == "约2016年5月1日"
    assert await changes(alice, photos[:1], taken="") == 1
    assert await read(alice, *photos[:2]) == [
        ["", "", "渔女像下", ""],
        ["2016-05-01~", "person", "渔女像下", ""],
    ]


async def test_again_changes_nothing_and_only_what_changed_is_audited(alice):
    photos = await shelved(alice, 3)
    entry = await alice.records(title="海边")
    said = {"taken": "2016", "place": "情侣路", "entry_id": entry["id"]}
    assert await changes(alice, photos[:1], **said) == 1
    for changed in (2, 0):
        assert await changes(alice, photos, **said) == changed
    assert (await acts("photo.described"), await acts("photo.moved")) == (3, 3)
    assert await inside(alice, entry) == photos
    assert await changes(alice, photos) == 0


async def test_nobody_else_answers_for_the_family(world, alice, chen):
    aunt = await relative(alice, "Dina", "亲属", "viewer")
    bob, wang = await world.person("Bob"), await in_class(world, alice)
    await bob.founds("林家", "爸爸")
    (photo,), (chens,) = await shelved(alice, 1), await shelved(chen, 1)
    await alice.records(photo_ids=[photo], audience="class")
    members = (await alice.phone.get(f"/families/{alice.family}/members"))["items"]
    left = next(one["id"] for one in members if one["nickname"] == "Chen")
    await alice.phone.delete(f"/memberships/{left}")
    body = {"family_id": alice.family, "photo_ids": [photo]}
    for change in ({"taken": "2016"}, {"discarded": True}):
        for person, status in ((aunt, 403), (bob, 404), (wang, 404), (chen, 404)):
            with refused(status):
                await person.phone.put("/photos", body | change)
        with refused(401):
            await world.phone("nobody").put("/photos", body | change)
    with refused(404):
        await chen.phone.put("/photos", body | {"photo_ids": [chens], "taken": "2016"})
    for change in ({"taken": "2016"}, {"discarded": True}):
        assert await wrong(bob, [photo], **change) == ("photo_ids[0]", "photo.unknown")
    assert await read(alice, photo) == [NOTHING]


async def test_all_of_them_or_none(world, alice, chen):
    mine, hidden = await shelved(alice, 2), await shelved(chen, 1, standing="review")
    await alice.records(photo_ids=mine)
    (refused_one,) = await shelved(alice, 1, state="refused", refusal="这个文件读不出来")
    place = "photo_ids[2]"
    for third, code in (
        (hidden[0], "photo.unknown"),
        (str(uuid4()), "photo.unknown"),
        (refused_one, "photo.refused"),
    ):
        assert await wrong(alice, [*mine, third], taken="2016", place="海边") == (place, code)
    assert await wrong(alice, [*mine, hidden[0]], discarded=True) == (place, "photo.unknown")
    assert await wrong(alice, mine * 2, taken="2016") == ("photo_ids", "photos.twice")
    assert await wrong(alice, [], taken="2016") == ("photo_ids", "field.too_short")
    assert await wrong(alice, mine * 251, taken="2016") == ("photo_ids", "field.too_long")
    assert await wrong(alice, mine, taken="去年") == ("taken", "photo.date")
    assert await wrong(alice, mine, taken="2016", place=RISKY) == ("place", "words.refused")
    assert await read(alice, *mine) == [NOTHING] * 2
    assert await acts("photo.described") == 0


async def test_a_pupil_answers_for_its_own_alone(world, alice):
    pupil = await pupil_of(world, alice)
    own, mothers = await shelved(pupil, 2), await shelved(alice, 1)
    await alice.records(photo_ids=mothers)
    assert await changes(pupil, own, taken="2026") == 2
    with refused(403, "photo.not_yours"):
        await changes(pupil, [*own, *mothers], taken="2025")
    assert await read(pupil, *own) == [["2026", "person", "", ""]] * 2


async def test_photos_move_out_of_ones_entries_to_the_end_of_another(world, alice, chen):
    photos = await shelved(alice, 4)
    first, second = [await alice.records(photo_ids=photos[n : n + 2]) for n in (0, 2)]
    chens = await chen.records(title="我也有", photo_ids=photos[2:3])
    await world.quiet()
    held = [photos[0], photos[1], photos[3], photos[2]]
    assert await changes(alice, [photos[3], photos[0], photos[2]], entry_id=first["id"]) == 2
    assert await inside(alice, first) == held
    for left in (second, chens):
        assert await inside(alice, left) == []
        assert await alice.sees(f"/entries/{left['id']}") == [True]
    assert await changes(chen, photos[1:], entry_id=chens["id"]) == 3
    assert await inside(chen, chens) == photos[1:]
    assert await inside(alice, first) == held


async def test_what_moves_in_dates_an_entry_without_a_day(alice):
    known = await shelved(alice, 1, taken="2014", taken_day="2014-01-01")
    unknown = await shelved(alice, 1)
    undated, dated = (
        await alice.records(title="海边"),
        await alice.records(happened="2010", title="山"),
    )
    await changes(alice, unknown, entry_id=undated["id"])
    assert (await alice.phone.get(f"/entries/{undated['id']}"))["when"] == "日期待补"
    for entry, day in ((undated, "2014"), (dated, "2010")):
        await changes(alice, known, entry_id=entry["id"])
        assert (await alice.phone.get(f"/entries/{entry['id']}"))["happened"] == day


async def test_an_entry_takes_photos_from_those_alone_who_may_change_it(world, alice, chen):
    bob = await world.person("Bob")
    await bob.founds("林家", "爸爸")
    theirs, bobs = await alice.records(title="海边"), await bob.records(title="山上")
    gone = await alice.records(title="扔掉")
    await alice.phone.delete(f"/entries/{gone['id']}")
    photos = await shelved(chen, 1)
    await alice.phone.until(f"/entries/{theirs['id']}", standing=["passed"])
    for entry_id, status in ((theirs["id"], 403), (bobs["id"], 404), (str(uuid4()), 404)):
        with refused(status):
            await changes(chen, photos, entry_id=entry_id, taken="2016")
    with refused(404):
        await changes(alice, await shelved(alice, 1), entry_id=gone["id"])
    assert await read(chen, *photos) == [NOTHING]


async def test_only_who_decides_for_the_child_shows_more_to_the_class(world, alice, chen):
    wang = await in_class(world, alice)
    entry = await chen.records(title="运动会")
    path = f"/entries/{entry['id']}"
    await chen.phone.until(path, standing=["passed"])
    await alice.phone.put(path, {"audience": "class"})
    chens, alices = await shelved(chen, 1), await shelved(alice, 1)
    with refused(403):
        await changes(chen, chens, entry_id=entry["id"])
    assert await changes(alice, alices, entry_id=entry["id"]) == 1
    assert await inside(wang, entry) == alices
    consents = (await alice.phone.get("/consents", family_id=alice.family))["items"]
    given = next(one["id"] for one in consents if one["purpose"] == Purpose.CLASS)
    await alice.phone.delete(f"/consents/{given}")
    with refused(422, "consent.class_required"):
        await changes(alice, await shelved(alice, 1), entry_id=entry["id"])


async def test_a_pupil_fills_its_draft_until_it_is_confirmed(world, alice):
    pupil = await pupil_of(world, alice)
    first, second = await shelved(pupil, 2)
    entry = await pupil.records(title="我的画")
    path = f"/entries/{entry['id']}"
    await pupil.phone.until(path, standing=["passed"])
    assert await changes(pupil, [first], entry_id=entry["id"]) == 1
    version = (await alice.phone.get(path))["version"]
    await alice.phone.call("POST", f"{path}/confirmation", {"version": version})
    with refused(403, "entry.confirmed"):
        await changes(pupil, [second], entry_id=entry["id"])
    other = await pupil.records(title="又一张")
    assert await changes(pupil, [first], entry_id=other["id"]) == 1
    assert await inside(alice, entry) == [first]


async def test_an_entry_holds_five_hundred(alice):
    photos = await shelved(alice, 500)
    entry = await alice.records(title="五百张")
    assert await changes(alice, photos[:499], entry_id=entry["id"]) == 499
    more = await shelved(alice, 1)
    with refused(409, "entry.full"):
        await changes(alice, [photos[499], *more], entry_id=entry["id"])
    assert await changes(alice, [photos[0], *more], entry_id=entry["id"]) == 1
    shown = await alice.phone.get(f"/entries/{entry['id']}")
    assert (len(shown["photos"]), shown["photo_count"]) == (20, 500)


async def test_discarding_and_restoring_goes_alone(world, alice, chen):
    photos = await shelved(alice, 3)
    entry = await alice.records(photo_ids=photos)
    assert await changes(alice, photos[:2], discarded=True) == 2
    assert await changes(alice, photos, discarded=True) == 1
    assert await inside(chen, entry) == []
    assert await wrong(alice, photos, taken="2016") == ("photo_ids[0]", "photo.unknown")
    assert await changes(alice, photos, discarded=False) == 3
    assert await inside(chen, entry) == photos
    with refused(403, "photo.not_yours"):
        await changes(chen, photos, discarded=True)
    for other in ({"taken": "2016"}, {"place": ""}, {"entry_id": entry["id"]}):
        found = await wrong(alice, photos, discarded=True, **other)
        assert found == ("discarded", "photos.discarded_alone")
    assert await inside(chen, entry) == photos


async def test_photos_of_ones_other_family_are_not_this_ones(alice):
    photos, first = await shelved(alice, 1), alice.family
    await alice.founds("外婆家")
    assert await wrong(alice, photos, taken="2016") == ("photo_ids[0]", "photo.unknown")
    assert await wrong(alice, photos, discarded=True) == ("photo_ids[0]", "photo.unknown")
    alice.family = first
    assert await changes(alice, photos, taken="2016") == 1


async def test_those_who_move_the_same_photos_at_once_leave_each_in_one_place(alice, chen):
    photos = await shelved(alice, 12)
    entries = [await alice.records(title=f"第{n}篇", photo_ids=photos[n::4]) for n in range(4)]
    await asyncio.gather(
        *(changes(alice, photos[:: 1 - 2 * (n % 2)], entry_id=entries[n]["id"]) for n in range(4))
    )
    held = [await inside(alice, entry) for entry in entries]
    assert sorted(len(one) for one in held) == [0, 0, 0, 12]


async def test_what_was_widened_meanwhile_is_looked_at_again(world, alice, chen):
    photos = await shelved(chen, 1)
    entry = await chen.records(title="运动会")
    await world.quiet()
    lock = await asyncpg.connect(world.settings.database_url)
    try:
        async with lock.transaction():
            await lock.execute("update entries set audience = 30")
            filling = asyncio.create_task(changes(chen, photos, entry_id=entry["id"]))
            await world.until_blocked(1)
        with refused(409, "entry.changed"):
            await filling
    finally:
        await lock.close()
    with refused(403):
        await changes(chen, photos, entry_id=entry["id"])
    await world.quiet()
    assert await inside(alice, entry) == []


async def test_five_hundred_cost_as_many_statements_as_five(world, alice, caplog):
    photos = [UUID(photo) for photo in await shelved(alice, 500)]
    source, target = [await alice.records(title=title) for title in ("从这里", "到那里")]
    await hung(source["id"], [str(photo) for photo in photos])
    account, spent = await alice.account(), []
    async with counted(world, caplog) as since:
        for some in (photos[:5], photos[5:]):
            draft = PhotosChange(
                family_id=UUID(alice.family),
                photo_ids=some,
                taken="2016",
                place="情侣路",
                entry_id=UUID(target["id"]),
            )
            assert await batches.change(account, draft) == len(some)
            spent.append(since())
    assert spent[1] <= spent[0]
    assert await inside(alice, target) == [str(photo) for photo in photos]
