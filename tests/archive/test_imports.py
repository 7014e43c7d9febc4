"""Imports: a folder of old photos comes into the timeline by its days, and nothing is lost."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
import pytest

from service.archive import import_keeping, uploads
from service.demo.pictures import exif
from service.foundation import clock, settings
from service.foundation.database import query
from tests.archive.importer import Importer, reasons
from tests.pupil import pupil_of
from tests.trust.household import told
from tests.world import Person, a_photo, refused

NEW_YEAR = datetime(2008, 2, 7, 9, 30, tzinfo=clock.CHINA)
SCAN = "外婆的相册/扫描0001.jpg"


def dated(moment: datetime) -> bytes:
    """A photo with the camera's date in it."""
    return a_photo(exif=exif.written(moment, None, 1, ("Canon", "IXUS")))


def folder() -> dict[str, bytes]:
    """Two days, a folder of scans, and what always lies in such folders as well."""
    kite = dated(NEW_YEAR + timedelta(days=100))
    return {
        "2008/DSC_0001.jpg": dated(NEW_YEAR),
        "2008/DSC_0002.jpg": dated(NEW_YEAR),
        "2008/风筝.jpg": kite,
        "手机/IMG_20080207_101500.jpg": a_photo(),
        SCAN: a_photo(),
        "外婆的相册/扫描0002.png": a_photo(),
        "备份/风筝.jpg": kite,
        "备份/说明.txt": "我的照片".encode(),
        "备份/空.jpg": b"",
        "坏的/坏.jpg": b"\xff\xd8\xff\xe0 no picture",
    }


@pytest.fixture
async def files(alice: Person) -> Importer:
    return await Importer(alice, folder()).begins()


async def listed_days(importer: Importer) -> list[list]:
    days = (await importer.shows())["days"]
    return [[day["when"], day["going"], day["files"]] for day in days]


async def test_the_preview_tells_what_would_come_and_writes_nothing(world, alice, files):
    await files.lists(DSC_0001="2008-02-07", DSC_0002="2008-02-07", 风筝="2008-05-17")
    shown = await files.shows()
    assert (shown["state"], shown["files"], shown["found"]) == ("preview", 10, 7)
    assert reasons(shown) == {"twice": 1, "unsupported": 1, "empty": 1}
    assert await listed_days(files) == [["2008年2月7日", 3, 3], ["2008年5月17日", 1, 2]]
    folders = {one["folder"]: one["going"] for one in shown["folders"]}
    assert folders == {"外婆的相册": 2, "坏的": 1}
    assert all(one["when"] == "日期待补" for one in shown["folders"])
    assert await alice.timeline() == []
    assert await query("select 1 from uploads") == []
    with refused(409, "import.not_started"):
        await files.turns(SCAN)


async def test_everything_comes_into_its_day_or_its_folder(world, alice, files):
    assert await files.chooses(folder="外婆的相册", taken="1986-22~") == 2
    assert (await files.starts())["state"] == "running"
    await files.sends()
    shown = await files.until(state=["done"])
    assert (shown["kept"], shown["found"], shown["skipped"]) == (6, 0, 4)
    assert reasons(shown) == {"twice": 1, "unsupported": 1, "empty": 1, "unreadable": 1}
    timeline = await alice.timeline()
    told_of = [(one["when"], one["title"], one["photo_count"]) for one in timeline]
    assert told_of == [
        ("2008年5月17日", "", 1),
        ("2008年2月7日", "", 3),
        ("约1986年夏", "外婆的相册", 2),
    ]
    assert {one["audience"] for one in timeline} == {"family"}
    scans = timeline[-1]["photos"]
    assert {(one["taken"], one["taken_from"]) for one in scans} == {("1986-22~", "person")}
    ((_, words),) = await told(alice, "import_done")
    assert "时间轴" in words
    report = (await files.report()).splitlines()
    entry = timeline[1]["id"]
    assert report[0] == "文件,结果,原因,日期,记录"
    assert f"2008/DSC_0001.jpg,已收进时间轴,,2008年2月7日,{entry}" in report
    assert "备份/说明.txt,没有导入,这种文件还收不了,日期待补," in report
    assert len(report) == 11


async def test_the_originals_day_beats_the_browsers_and_a_persons_beats_both(alice):
    day, other = "2008-02-07", "2009-01-01"
    importer = Importer(alice, {"a.jpg": dated(NEW_YEAR), "b/b.jpg": dated(NEW_YEAR)})
    await importer.begins()
    await importer.lists(a=other)
    await importer.chooses(folder="b", taken="1999")
    await importer.starts()
    await importer.sends()
    await importer.until(state=["done"])
    assert [one["happened"] for one in await alice.timeline()] == [day, "1999"]
    plain = await Importer(alice, {"c.jpg": a_photo()}).begins()
    await plain.lists(c=other)
    await plain.starts()
    await plain.sends()
    await plain.until(state=["done"])
    assert [one["happened"] for one in await alice.timeline()] == [other, day, "1999"]


async def test_days_and_folders_can_be_left_out_dated_and_taken_back(alice, files):
    await files.lists(DSC_0001="2008-02-07", DSC_0002="2008-02-07", 风筝="2008-05-17")
    assert await files.chooses(day="2008-05-17", skipped=True) == 2
    assert await listed_days(files) == [["2008年2月7日", 3, 3], ["2008年5月17日", 0, 2]]
    assert reasons(await files.shows())["chosen"] == 2
    assert await files.chooses(paths=["备份/风筝.jpg"], skipped=False) == 1
    assert reasons(await files.shows()) == {"chosen": 1, "unsupported": 1, "empty": 1}
    await files.chooses(folder="外婆的相册", taken="1986")
    await files.chooses(paths=[SCAN], taken="1987")
    await files.lists()
    folders = {(one["folder"], one["taken"]) for one in (await files.shows())["folders"]}
    assert {("外婆的相册", "1986"), ("外婆的相册", "1987")} <= folders
    await files.chooses(folder="外婆的相册", taken="")
    assert ("外婆的相册", "") in {
        (one["folder"], one["taken"]) for one in (await files.shows())["folders"]
    }
    for taken, code in (
        ("去年", "import.date"),
        ("2999", "import.future"),
        ("2016-07/2999-08", "import.future"),
    ):
        with refused(422, code):
            await files.chooses(folder="外婆的相册", taken=taken)
    with refused(422, "import.nothing_named"):
        await files.chooses(skipped=True)
    await files.chooses(paths=list(files.folder), skipped=True)
    assert (await files.starts())["state"] == "done"
    assert await alice.timeline() == []


async def test_what_the_family_has_is_named_and_not_sent_again(world, alice):
    photo = a_photo()
    await alice.takes_photo(photo)
    importer = await Importer(alice, {"a.jpg": photo, "b.jpg": a_photo()}).begins()
    assert reasons(await importer.shows()) == {"duplicate": 1}
    await importer.starts()
    assert set(await importer.turns()) == {"b.jpg"}
    await alice.takes_photo(importer.folder["b.jpg"])  # from the phone, meanwhile
    again = await Importer(alice, importer.folder).begins()
    assert await importer.turns() == {"b.jpg": None}
    assert (await importer.shows())["state"] == "done"
    assert reasons(await again.starts()) == {"duplicate": 2}


async def test_a_closed_browser_loses_nothing_and_another_one_goes_on(world, alice, files):
    await files.starts()
    first = (await files.turns("2008/DSC_0001.jpg"))["2008/DSC_0001.jpg"]
    assert await files.sends("2008/DSC_0002.jpg") == ["2008/DSC_0002.jpg"]
    await files.until(kept=[1])
    other = Importer(alice, files.folder).resumes(files)
    found = (await alice.phone.get(f"/families/{alice.family}/imports"))["items"]
    assert [(one["id"], one["kept"]) for one in found] == [(files.id, 1)]
    same = await other.turns("2008/DSC_0001.jpg", "2008/DSC_0002.jpg")
    assert same["2008/DSC_0001.jpg"]["upload_id"] == first["upload_id"]
    assert same["2008/DSC_0002.jpg"] is None
    with clock.moved(timedelta(minutes=20)):
        assert await other.turns("2008/DSC_0001.jpg") == {"2008/DSC_0001.jpg": None}
        await uploads.sweep()
        again = (await other.turns("2008/DSC_0001.jpg"))["2008/DSC_0001.jpg"]
    assert again["upload_id"] != first["upload_id"]
    await other.sends()
    await other.until(state=["done"])
    days = sorted(one["photo_count"] for one in await alice.timeline())
    assert days == [1, 2, 3]


async def test_two_tabs_and_every_request_twice_make_each_photo_once(world, alice, files):
    tabs = [files, Importer(alice, files.folder).resumes(files)]
    await asyncio.gather(*(tab.starts() for tab in tabs * 2))
    await asyncio.gather(*(tab.sends() for tab in tabs * 2))
    await asyncio.gather(*(import_keeping.keep(UUID(files.id)) for _ in range(4)))
    await files.until(state=["done"])
    await world.quiet()
    timeline = await alice.timeline()
    assert sorted(one["photo_count"] for one in timeline) == [1, 2, 3]
    rows = await query("select count(*) from photos where state = 'ready'")
    assert rows[0]["count"] == 6
    assert len(await told(alice, "import_done")) == 1


async def test_a_day_of_many_photos_is_one_entry_and_another_above_five_hundred(
    world, alice, monkeypatch
):
    monkeypatch.setattr("service.archive.growth.MOST_PHOTOS", 3)
    names = [f"IMG_20080207_1015{n:02}.jpg" for n in range(5)]
    importer = await Importer(alice, {name: a_photo() for name in names}).begins()
    await importer.starts()
    for name in names:
        await importer.sends(name)
    await importer.until(state=["done"])
    assert sorted(one["photo_count"] for one in await alice.timeline()) == [2, 3]


async def test_an_entry_that_was_widened_or_discarded_meanwhile_is_left_alone(world, alice):
    names = [f"IMG_20080207_1015{n:02}.jpg" for n in range(3)]
    importer = await Importer(alice, {name: a_photo() for name in names}).begins()
    await importer.starts()
    entries = []
    for name in names:
        await importer.sends(name)
        kept = await importer.phone.until(f"/imports/{importer.id}", kept=[len(entries) + 1])
        assert kept["state"] in {"running", "done"}
        newest = (await importer.items())[name]["entry_id"]
        entries.append(newest)
        if len(entries) == 1:
            await alice.phone.put(f"/entries/{newest}", {"audience": "guardians"})
        if len(entries) == 2:
            await alice.phone.delete(f"/entries/{newest}")
    assert entries[0] == entries[1] != entries[2]


async def test_cancelling_keeps_what_is_there_and_forgets_the_rest(world, alice, files):
    await files.starts()
    await files.sends("2008/DSC_0001.jpg")
    await files.until(kept=[1])
    ticket = (await files.turns(SCAN))[SCAN]
    for _ in range(2):
        await alice.phone.delete(f"/imports/{files.id}")
    shown = await files.shows()
    assert (shown["state"], shown["files"], shown["kept"]) == ("cancelled", 1, 1)
    assert len(await alice.timeline()) == 1
    await alice.phone.put_file(ticket, files.folder[SCAN])
    await world.quiet()
    assert len(await alice.timeline()) == 1
    for act in (files.starts(), files.turns("2008/DSC_0001.jpg")):
        with refused(409, "import.cancelled"):
            await act


async def test_what_has_arrived_before_the_cancelling_comes_into_the_timeline(world, alice, files):
    await files.starts()
    async with world.worker_away():
        await files.sends("2008/DSC_0001.jpg")
        await alice.phone.delete(f"/imports/{files.id}")
        assert list(await files.items()) == ["2008/DSC_0001.jpg"]
    await files.until(kept=[1])
    assert len(await alice.timeline()) == 1


async def test_no_more_comes_than_there_is_room_for(world, alice):
    big = {f"{n}.jpg": a_photo() for n in range(3)}
    importer = await Importer(alice, big).begins()
    room = sum(len(data) for data in list(big.values())[:2]) + 10
    settings.use(msgspec.structs.replace(world.settings, family_quota_gib=1))
    await query(
        "insert into uploads (id, created_at, family_id, account_id, batch_id, key, name, medium,"
        " bytes, state, expires_at) select gen_random_uuid(), now(), $1, $2, gen_random_uuid(),"
        " 'o/full', '', 'photo', $3, 'issued', now()",
        *(UUID(alice.family), (await alice.account()).id, (1 << 30) - room),
    )
    assert reasons(await importer.shows()) == {"quota": 1}
    await importer.starts()
    assert set(await importer.turns()) == {"0.jpg", "1.jpg"}
    await query("update uploads set bytes = bytes + 20 where key = 'o/full'")
    await query("update import_items set upload_id = null, state = 'found' where path = '1.jpg'")
    await query("delete from uploads where bytes < 1000000 and name = '1.jpg'")
    assert await importer.turns("1.jpg") == {"1.jpg": None}
    assert reasons(await importer.shows()) == {"quota": 2}


async def test_it_is_one_accounts_alone_and_only_while_it_may_add(world, alice, files):
    chen, bob = await world.person("Chen"), await world.person("Bob")
    await alice.invites(chen, "爷爷")
    await bob.founds("林家")
    for person in (chen, bob):
        other = Importer(person, files.folder).resumes(files)
        for act in (other.shows(), other.starts(), other.chooses(folder=""), other.items()):
            with refused(404):
                await act
    assert (await chen.phone.get(f"/families/{alice.family}/imports"))["items"] == []
    with refused(404):
        await bob.phone.get(f"/families/{alice.family}/imports")
    own = await Importer(chen, files.folder).begins(student_id=None)
    await own.starts()
    members = (await alice.phone.get(f"/families/{alice.family}/members"))["items"]
    left = next(one["id"] for one in members if one["nickname"] == "Chen")
    async with world.worker_away():
        await own.sends("2008/DSC_0001.jpg")
        await alice.phone.delete(f"/memberships/{left}")
    await world.quiet()
    rows = await query(
        "select state, reason from import_items where importing_id = $1", UUID(own.id)
    )
    assert [tuple(row.values()) for row in rows] == [("skipped", "not_allowed")]
    with refused(404):
        await own.shows()


async def test_a_pupil_imports_for_itself_and_a_guardian_confirms(world, alice):
    pupil = await pupil_of(world, alice)
    importer = await Importer(pupil, {"IMG_20240601_101500.jpg": a_photo()}).begins()
    await importer.starts()
    await importer.sends()
    await importer.until(state=["done"])
    (entry,) = [one for one in await pupil.timeline() if one["draft"]]
    assert entry["happened"] == "2024-06-01"


async def test_what_is_no_list_is_refused_kindly(world, alice, files):
    item = {"path": "a.jpg", "bytes": 1}
    for wrong in (
        {"items": []},
        {"items": [item | {"path": ""}]},
        {"items": [item | {"bytes": -1}]},
        {"items": [item | {"bytes": 1 << 49}]},  # of so large ones no sum could be told
        {"items": [item | {"sha256": "x"}]},
        {"items": [item | {"sha256": "0" * 64 + "\n"}]},
        {"items": [item] * 501},
    ):
        with refused(422):
            await alice.phone.put(f"/imports/{files.id}/items", wrong)
    for day in ("0000-00-00", "1970-01-01", "2999-01-01", "今天", "2008:02:07"):
        body = {"items": [item | {"exif_taken": day}]}
        await alice.phone.put(f"/imports/{files.id}/items", body)
        assert (await files.items())["a.jpg"]["taken"] == ""
    for name in ("=cmd.jpg", "＝cmd.jpg"):
        await alice.phone.put(f"/imports/{files.id}/items", {"items": [item | {"path": name}]})
        assert f"\n'{name}," in await files.report()
    await files.starts()
    for act in (files.lists(), files.chooses(folder="坏的", taken="1986")):
        with refused(409, "import.started"):
            await act


async def test_what_a_browser_cannot_send_is_given_up_and_the_rest_is_done(alice):
    importer = await Importer(alice, {"a.jpg": a_photo(), "b.jpg": a_photo()}).begins()
    await importer.starts()
    for _ in range(2):
        await importer.chooses(paths=["a.jpg"], skipped=True)
    await importer.sends("b.jpg")
    shown = await importer.until(state=["done"])
    assert (shown["kept"], reasons(shown)) == (1, {"given_up": 1})
    again = await Importer(alice, {"a.jpg": importer.folder["a.jpg"]}).begins()
    await again.starts()
    await again.chooses(paths=["a.jpg"], skipped=True)
    assert (await again.shows())["state"] == "done"


async def test_the_sweep_takes_up_what_was_left(world, alice, files):
    await files.starts()
    await files.sends("2008/DSC_0001.jpg")
    await files.until(kept=[1])
    again = "update import_items set state = 'uploaded', entry_id = null where state = 'kept'"
    await query(again)
    await import_keeping.sweep()
    await files.until(kept=[1])
    before = len(await alice.timeline())
    async with world.worker_away():
        await query(again)
        await asyncio.gather(*(import_keeping.keep(UUID(files.id)) for _ in range(6)))
        assert len(await alice.timeline()) == before + 1
        await query(again)
        (photo,) = await query("select photo_id from import_items where state = 'uploaded'")
        await alice.phone.delete(f"/photos/{photo['photo_id']}")
        await import_keeping.keep(UUID(files.id))
    assert reasons(await files.shows())["trashed"] == 1
