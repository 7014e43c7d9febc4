"""Notes beside old photos: their days, words and albums come along, once, and checked."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from service.archive import import_captions
from service.demo.pictures import exif
from service.foundation import clock
from service.foundation.database import query
from tests.archive.importer import Importer, reasons
from tests.trust.household import told
from tests.world import Person, World, a_photo, refused

WORDS = "外公在院子里写春联。"
BY_CAMERA = "Photos from 2015/IMG_3.jpg"
OLD = "Photos from 2009/IMG_1.jpg"
BEACH = "三亚/IMG_2.jpg"
COPY = "Photos from 2015/IMG_2.jpg"
NAMED = "Photos from 2019/IMG_20190101_101500.jpg"
MONTH = "扫描/老屋.jpg"
OWN = datetime(2015, 8, 1, 9, 30, tzinfo=clock.CHINA)


def takeout() -> dict[str, bytes]:
    """What grandfather's account held: a photo also lies in an album, without its note there."""
    beach = a_photo()
    return {
        OLD: a_photo(),
        BEACH: beach,
        COPY: beach,
        BY_CAMERA: a_photo(exif=exif.written(OWN, None, 1, ("Canon", "IXUS"))),
        NAMED: a_photo(),
        MONTH: a_photo(),
        f"{OLD}.supplemental-metadata.json": b"{}",
        "三亚/元数据.json": b"{}",
        "Photos from 2009/IMG_9.jpg.json": b"{}",
        "Photos from 2009/IMG_8.jpg.json": b"{",
        "Photos from 2009/IMG_7.xmp": b"{",
        "print-subscriptions.json": b"{}",
    }


NOTES = {
    OLD: {"note_taken": "2009-01-25", "caption": WORDS},
    BEACH: {"album": "三亚的海"},
    COPY: {"note_taken": "2015-08-01", "caption": "第一次看见海"},
    BY_CAMERA: {"note_taken": "2011-11-11"},
    NAMED: {"note_taken": "2018-12-31"},
    MONTH: {"note_taken": "1936-05", "album": "老屋"},
    f"{OLD}.supplemental-metadata.json": {"note": "read"},
    "三亚/元数据.json": {"note": "read"},
    "Photos from 2009/IMG_9.jpg.json": {"note": "alone"},
    "Photos from 2009/IMG_8.jpg.json": {"note": "unreadable"},
    "Photos from 2009/IMG_7.xmp": {"note": "unclear"},
}


@pytest.fixture
async def files(alice: Person) -> Importer:
    importer = Importer(alice, takeout())
    importer.notes = NOTES
    return await importer.begins("爷爷的 Takeout")


async def photo_of(importer: Importer, path: str) -> dict[str, Any]:
    """The photo that a file became."""
    rows = await query(
        "select photo_id from import_items where importing_id = $1 and path = $2",
        *(UUID(importer.id), path),
    )
    return await importer.phone.get(f"/photos/{rows[0]['photo_id']}")


async def done(importer: Importer) -> None:
    await importer.starts()
    await importer.sends()
    await importer.until(state=["done"])


async def test_the_preview_tells_what_comes_along(files):
    shown = await files.shows()
    days = [(one["taken"], one["going"], one["albums"], one["captions"]) for one in shown["days"]]
    assert days == [
        ("1936-05", 1, ["老屋"], 0),
        ("2009-01-25", 1, [], 1),
        ("2011-11-11", 1, [], 0),
        ("2015-08-01", 1, ["三亚的海"], 1),
        ("2018-12-31", 1, [], 0),
    ]
    assert shown["folders"] == []
    counts = {"note": 2, "note_alone": 1, "note_unreadable": 1, "note_unclear": 1}
    assert reasons(shown) == counts | {"unsupported": 1, "twice": 1}
    words = {one["reason"]: one["words"] for one in shown["reasons"]}
    assert words["note"] == "照片和相册的说明文件，里面的话已经读过了"


async def test_grandfathers_ten_years_keep_their_days_words_and_albums(world, alice, files):
    await done(files)
    await world.quiet()
    entries = [(one["when"], one["title"], one["photo_count"]) for one in await alice.timeline()]
    assert sorted(entries) == [
        ("1936年5月", "老屋", 1),
        ("2009年1月25日", "", 1),
        ("2015年8月1日", "", 1),
        ("2015年8月1日", "三亚的海", 1),
        ("2018年12月31日", "", 1),
    ]
    facts = {
        path: (photo["taken"], photo["taken_from"], photo["caption"])
        for path in (OLD, BEACH, BY_CAMERA, NAMED, MONTH)
        for photo in [await photo_of(files, path)]
    }
    assert facts == {
        OLD: ("2009-01-25", "sidecar", WORDS),
        BEACH: ("2015-08-01", "sidecar", "第一次看见海"),
        BY_CAMERA: ("2015-08-01", "camera", ""),
        NAMED: ("2018-12-31", "sidecar", ""),
        MONTH: ("1936-05", "sidecar", ""),
    }
    assert await query("select 1 from import_items where caption <> '' and state = 'kept'") == []


async def test_relatives_read_the_words_once_they_passed_and_strangers_never(
    world: World, alice, files
):
    chen, bob = await world.person("Chen"), await world.person("Bob")
    await alice.invites(chen, "爷爷")
    await bob.founds("林家")
    await done(files)
    await world.quiet()
    photo = (await photo_of(files, OLD))["id"]
    seen = await chen.phone.get(f"/photos/{photo}")
    assert (seen["caption"], seen["words_standing"]) == (WORDS, "passed")
    with refused(404):
        await bob.phone.get(f"/photos/{photo}")
    with refused(404):
        await Importer(bob, files.folder).resumes(files).lists()
    with refused(401):
        await world.phone("nobody").get(f"/photos/{photo}")


async def test_words_that_do_not_pass_stay_with_who_brought_them(world: World, alice):
    chen = await world.person("Chen")
    await alice.invites(chen, "爷爷")
    risky = Importer(alice, {"a.jpg": a_photo()})
    risky.notes = {"a.jpg": {"note_taken": "2009-01-25", "caption": "兼职日结加微信"}}
    await risky.begins()
    await done(risky)
    await world.quiet()
    own = await photo_of(risky, "a.jpg")
    assert own["words_standing"] in {"review", "risky"}
    assert (await chen.phone.get(f"/photos/{own['id']}"))["caption"] == ""


async def test_the_list_again_and_the_job_again_change_nothing(world, alice, files):
    for _ in range(2):
        await files.lists()
    assert (await files.shows())["found"] == 5
    await done(files)
    await world.quiet()
    photo = await photo_of(files, OLD)
    path = f"/photos/{photo['id']}"
    await alice.phone.put(path, {"caption": "是外婆写的"})
    await query("update import_items set caption = $1 where path = $2", WORDS, OLD)
    await import_captions.sweep()
    await world.quiet()
    await import_captions.caption(UUID(files.id))
    assert (await alice.phone.get(path))["caption"] == "是外婆写的"
    again = Importer(alice, files.folder)
    again.notes = NOTES
    await again.begins()
    assert reasons(await again.starts())["duplicate"] == 6
    assert len(await alice.timeline()) == 5
    assert len(await told(alice, "import_done")) == 2


async def test_a_persons_day_stands_against_the_note_and_a_photo_thrown_away_needs_no_words(
    world, alice, files
):
    await files.chooses(paths=[OLD], taken="2008")
    await files.lists()
    await files.starts()
    await files.sends(OLD)
    async with world.worker_away():
        await query("update import_items set caption = 'x' where path = $1", BEACH)
        await files.sends(BEACH)
    await files.until(kept=[2])
    await world.quiet()
    old = await photo_of(files, OLD)
    assert (old["taken"], old["taken_from"], old["caption"]) == ("2008", "person", WORDS)
    async with world.worker_away():
        await files.sends(MONTH)
        await query("update import_items set caption = 'x' where path = $1", BEACH)
        await alice.phone.delete(f"/photos/{(await photo_of(files, BEACH))['id']}")
        await import_captions.caption(UUID(files.id))
    left = await query("select caption from import_items where path = $1", BEACH)
    assert left[0]["caption"] == ""


async def test_notes_that_say_nonsense_are_refused_or_say_nothing(alice, files):
    for wrong in (
        {"caption": "字" * 501},
        {"album": "字" * 61},
        {"note": "lost"},
        {"note_taken": "2018-05-01T"},
    ):
        files.notes = {OLD: wrong}
        with refused(422):
            await files.lists()
    for day in ("1838", "2999", "2018-02-30", "昨天", "2018~", "198X"):
        files.notes = {OLD: {"note_taken": day}}
        await files.lists()
        assert (await files.items())[OLD]["taken"] == "", day
    files.notes = {OLD: {"note_taken": "2018-05", "caption": " ", "album": " "}}
    await files.lists()
    kept = (await files.items())[OLD]
    assert (kept["taken"], kept["album"]) == ("2018-05", "")
    files.notes = {OLD: {"note": "read"}}
    await files.lists()
    assert (await files.items())[OLD]["state"] == "found"
