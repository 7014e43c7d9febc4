"""Exports: a guardian takes everything home; what is in the bag, who may have it, and its end."""

import asyncio
import hashlib
import os
import zipfile
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import bagit
import pytest

from models.archive.exports import Export, ExportState
from models.archive.filing import Category, FiledFile, FiledItem, Retention
from models.archive.photos import Photo
from models.people.families import Membership, Role
from models.trust.consents import Purpose
from models.trust.moderation import Standing
from service.archive import export_keeping, export_packing, inventory
from service.foundation import clock
from service.integrations import adapters
from tests.archive.circle import leaves, said, told
from tests.archive.shelf import acts
from tests.archive.suitcase import asks, downloaded, packed, unpacked
from tests.archive.test_growth import grandfather
from tests.archive.test_photos import from_a_camera
from tests.archive.vault import Vault, keep, lose
from tests.people.test_handovers import lends
from tests.pupil import pupil_of
from tests.trust.household import father_of
from tests.trust.household import told as notices_of
from tests.trust.leaving import asks as asks_for_erasure
from tests.trust.leaving import carried_out, objects
from tests.world import Person, World, a_photo, refused

RISKY = "兼职日结加微信"
FORMULA = "=HYPERLINK(1)"


def keys(world: World) -> set[str]:
    return {key for key in objects(world) if key.startswith("exports/")}


async def test_alice_takes_everything_home(world, alice, tmp_path):
    chen, data = await grandfather(world, alice), from_a_camera()
    photo, double = await alice.takes_photo(data), await alice.takes_photo(data)
    await alice.phone.put(f"/photos/{photo}", {"caption": FORMULA, "place": "湖边"})
    undated = await alice.takes_photo(plain := a_photo())
    ride = {"title": "第一次骑车", "story": "摔了一跤。", "happened": "2020-05~"}
    entry = await alice.records(**ride, photo_ids=[undated, photo], place="香山湖")
    path = f"/entries/{entry['id']}"
    await world.quiet()
    await told(chen, path, words="是我扶着车座跑的")
    await said(chen, path, "真棒")
    await chen.phone.put(f"{path}/reaction", {"warmth": "鼓掌"})
    measured = {"day": "2020-05-01", "height_cm": 104.5, "left_eye": 4.9}
    await alice.phone.post(f"/students/{alice.child}/measurements", measured)
    await alice.phone.delete(f"/consents/{await alice.consents(Purpose.CLASS, alice.child)}")
    await world.quiet()

    bag = await unpacked(alice, export := await packed(alice), tmp_path)

    shown = await alice.phone.get(export)
    assert (shown["progress"], shown["files"], shown["student_id"]) == (100, 2, None)
    assert bagit.Bag(str(bag.folder)).validate()
    originals = {name: bag.data(name) for name in bag.files("originals")}
    assert originals == {
        "originals/2016/IMG_0001.jpg": data,
        "originals/2020/IMG_0001.jpg": plain,
    }
    photos = {one["id"]: one for one in bag.all("photos")}
    assert {one["file"] for one in photos.values()} == set(originals)
    assert photos[double]["file"] == photos[photo]["file"]
    assert photos[photo]["sha256"] == hashlib.sha256(data).hexdigest()
    assert (photos[photo]["taken"], photos[photo]["caption"]) == ("2016-05-01", FORMULA)
    assert photos[photo]["著录"]["设备型号"] == "CANARY-14"
    (kept,) = bag.all("entries")
    assert (kept["happened"], kept["place"], kept["audience"]) == ("2020-05~", "香山湖", "family")
    assert kept["photo_ids"] == [undated, photo]
    assert kept["author"]["called"] == "妈妈"
    (story,), (comment,) = kept["stories"], kept["comments"]
    assert (story["words"], story["author"]["called"]) == ("是我扶着车座跑的", "爷爷")
    assert (comment["words"], comment["author"]["nickname"]) == ("真棒", "Chen")
    assert [one["warmth"] for one in kept["reactions"]] == ["鼓掌"]
    (student,) = bag.json("metadata/students.json")
    assert (student["nickname"], student["birth_date"]) == ("小满", "2016-05-01")
    assert [one["height_mm"] for one in student["measurements"]] == [1045]
    ledger = {one["purpose"]: one for one in bag.json("metadata/consents.json")}
    assert ledger["class"]["withdrawal"] and not ledger["archive"]["withdrawal"]
    (family,) = bag.json("metadata/families.json")
    assert [one["relation"] for one in family["members"]] == ["妈妈", "爷爷"]
    assert bag.json("report.json")["missing"] == bag.json("report.json")["different"] == []
    lines = bag.catalogue()
    assert [one["种类"] for one in lines] == ["照片", "照片", "照片", "记录"]
    assert lines[0]["文字说明"] == f"'{FORMULA}" and lines[3]["孩子"] == "小满"
    assert bag.data("catalogue.csv").startswith(b"\xef\xbb\xbf")
    info = (bag.folder / "bag-info.txt").read_text(encoding="utf-8")
    assert "Jiadang-Export-Version: 1" in info
    assert f"External-Identifier: urn:uuid:{alice.family}" in info


async def test_a_bag_in_which_one_byte_was_changed_is_found_out(alice, tmp_path):
    await alice.takes_photo()
    bag = await unpacked(alice, await packed(alice), tmp_path)
    (name,) = bag.files("originals")
    whole = bag.data(name)
    (bag.folder / "data" / name).write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(bag.folder)).validate()


async def test_nothing_is_in_it_that_another_guardian_would_not_see(world, alice, tmp_path):
    chen = await grandfather(world, alice)
    good = await alice.records(title="说得好")
    await alice.records(title="没写完", unfinished=True)
    await alice.records(title=RISKY)
    trashed = await alice.records(title="扔掉的")
    await alice.phone.delete(f"/entries/{trashed['id']}")
    private = await alice.records(title="只给监护人", audience="guardians")
    await world.quiet()
    await told(chen, f"/entries/{good['id']}", words=RISKY)
    await said(chen, f"/entries/{good['id']}", RISKY)
    photo = await alice.takes_photo()
    await alice.phone.delete(f"/photos/{photo}")
    doubted = await alice.takes_photo()
    await Photo.filter(id=doubted).update(standing=Standing.REVIEW)
    bag = await unpacked(alice, await packed(alice), tmp_path)
    assert [one["id"] for one in bag.all("entries")] == [good["id"], private["id"]]
    assert bag.all("entries")[0]["stories"] == bag.all("entries")[0]["comments"] == []
    assert bag.files("originals") == []
    assert RISKY.encode() not in b"".join(bag.data(name) for name in bag.files(""))


async def test_of_one_child_goes_what_is_about_it(world, alice, tmp_path):
    first = alice.child
    seen, hers = await alice.takes_photo(), await alice.takes_photo()
    own = await alice.records(title="小满的", photo_ids=[hers])
    await alice.opens_archive("豆豆", "2019-03-02")
    await alice.records(title="豆豆的", photo_ids=[await alice.takes_photo()])
    persons = (await alice.phone.get(f"/families/{alice.family}/persons"))["items"]
    (xiaoman,) = [one["id"] for one in persons if one["student_id"] == first]
    await alice.phone.put(f"/photos/{seen}/persons", {"person_ids": [xiaoman]})
    bag = await unpacked(alice, path := await packed(alice, first), tmp_path)
    assert [one["id"] for one in bag.all("entries")] == [own["id"]]
    assert {one["id"] for one in bag.all("photos")} == {seen, hers}
    assert [one["nickname"] for one in bag.json("metadata/students.json")] == ["小满"]
    assert {one["student_id"] for one in bag.json("metadata/consents.json")} == {first}
    assert (await alice.phone.get(f"{path}/download"))["name"].startswith("小满的家档 ")
    with refused(404):
        await asks(alice, str(UUID(int=7)))


async def test_what_was_filed_goes_with_its_number(alice, tmp_path):
    photo = await alice.takes_photo()
    account = await alice.account()
    item = await FiledItem.create(
        family_id=alice.family,
        filed_by=account,
        words_by_id=account.id,
        number="XZ000001-ZP·2020·Y-0001",
        household="XZ000001",
        category=Category.PHOTO,
        year=2020,
        retention=Retention.PERMANENT,
        serial=1,
        scheme="a_1",
        class_code="F1",
        title="全家福",
        happened="2020",
        responsible="爷爷",
        source="家里照的",
        standing=Standing.PASSED,
    )
    kept = await Photo.get(id=photo)
    facts = {"media_type": kept.media_type, "bytes": kept.bytes, "sha256": kept.sha256}
    await FiledFile.create(item=item, photo=kept, position=0, **facts)
    bag = await unpacked(alice, await packed(alice), tmp_path)
    (filed,) = bag.json("metadata/filed.json")["items"]
    assert filed["著录"]["档号"] == item.number and filed["著录"]["保管期限"] == "永久"
    assert filed["files"][0]["file"] == bag.files("originals")[0]
    assert bag.all("photos")[0]["著录"]["摄影者"] == "爷爷"


async def test_a_lost_and_a_damaged_original_are_told_and_stop_nothing(world, alice, tmp_path):
    lost, hurt, whole = [await keep(alice, os.urandom(3000)) for _ in range(3)]
    await lose(lost.key)
    Vault(world).flip_a_bit(hurt.key)
    bag = await unpacked(alice, path := await packed(alice), tmp_path)
    report = bag.json("report.json")
    assert [one["id"] for one in report["missing"]] == [str(lost.id)]
    assert [one["id"] for one in report["different"]] == [str(hurt.id)]
    assert (await alice.phone.get(path))["files"] == 2
    assert bagit.Bag(str(bag.folder)).validate()
    files = {one["id"]: one["file"] for one in bag.all("photos")}
    assert files[str(lost.id)] == ""
    assert hashlib.sha256(bag.data(files[str(whole.id)])).hexdigest() == whole.sha256
    assert "找不到了" in bag.data("report.txt").decode("utf-8-sig")


async def test_the_second_guardian_is_told_and_may_take_it_and_nobody_else(world, alice):
    father, chen = await father_of(world, alice), await grandfather(world, alice, "editor")
    bob, child = await world.person("Bob"), await pupil_of(world, alice)
    await bob.founds("林家")
    async with world.worker_away():
        path = await asks(alice)
        assert await asks(father) == path
        with refused(409, "export.not_ready"):
            await father.phone.get(f"{path}/download")
    await father.phone.until(path, state=["ready"])
    assert [kind for kind, _ in await notices_of(father, "export_")] == [
        "export_ready",
        "export_asked",
    ]
    assert (await downloaded(father, path)).status_code == 200
    await downloaded(alice, path)
    assert await acts("export.downloaded") == 2
    (listed,) = (await father.phone.get(f"/families/{alice.family}/exports"))["items"]
    assert listed == await alice.phone.get(path)
    of_family = f"/families/{alice.family}/exports"
    for other, status in ((chen, 403), (bob, 404), (child, 404)):
        assert await other.sees(path, f"{path}/download") == [False, False]
        with refused(404):
            await other.phone.delete(path)
        with refused(status):
            await other.phone.get(of_family)
        with refused(status):
            await other.phone.post(of_family, {})
    lent = await lends(alice)
    assert await lent.sees(path, f"{path}/download", of_family) == [False, False, False]
    with refused(403, "session.handed_over"):
        await lent.phone.post(of_family, {})
    with refused(401):
        await world.phone("nobody").get(path)
    assert await Export.all().count() == 1


async def test_a_family_in_dispute_takes_home_what_is_its_own(world, alice):
    await father_of(world, alice)
    await alice.phone.post(f"/families/{alice.family}/dispute", None)
    assert (await downloaded(alice, await packed(alice))).status_code == 200


async def test_asking_again_asks_once(world, alice):
    path, key = f"/families/{alice.family}/exports", "the-same-request"
    async with world.worker_away():
        made = await asyncio.gather(*(alice.phone.post(path, {}, key=key) for _ in range(4)))
        others = await asyncio.gather(*(alice.phone.post(path, {}) for _ in range(4)))
        assert len({one["id"] for one in made + others}) == 1
        child = await asks(alice, alice.child)
        assert child not in {f"/exports/{one['id']}" for one in made}
    assert await acts("export.asked") == 2


async def test_a_download_that_broke_off_goes_on(alice):
    await alice.takes_photo()
    path = await packed(alice)
    whole = (await downloaded(alice, path)).content
    rest = await downloaded(alice, path, Range="bytes=1000-")
    assert rest.status_code == 206
    assert rest.content == whole[1000:]
    shown = await alice.phone.get(path)
    assert (shown["bytes"], shown["sha256"]) == (len(whole), hashlib.sha256(whole).hexdigest())
    chinese = [one for one in zipfile.ZipFile(BytesIO(whole)).infolist() if "档" in one.filename]
    assert chinese and all(one.flag_bits & 0x800 for one in chinese)


async def test_it_is_given_up_or_taken_away_at_once(world, alice):
    async with world.worker_away():
        path = await asks(alice)
        for _ in range(2):
            await alice.phone.delete(path)
    await world.quiet()
    assert (await alice.phone.get(path))["state"] == "cancelled"
    assert keys(world) == set()
    path = await packed(alice)
    assert len(keys(world)) == 1
    for _ in range(2):
        await alice.phone.delete(path)
    with refused(409, "export.gone"):
        await alice.phone.get(f"{path}/download")
    await world.quiet()
    assert keys(world) == set()
    assert [await acts(f"export.{what}") for what in ("cancelled", "gone", "removed")] == [1, 1, 1]


async def test_what_is_given_up_while_it_is_packed_leaves_nothing(world, alice):
    await alice.takes_photo()
    await world.script("kodo", "download", {"delay_seconds": 1.5}, key="o/")
    path = await asks(alice)
    await alice.phone.until(path, state=["packing"])
    await alice.phone.delete(path)
    await world.quiet()
    assert (await alice.phone.get(path))["state"] == "cancelled"
    assert keys(world) == set()
    assert list((world.settings.data_folder / "kodo" / "staging").glob("*")) == []


async def test_after_seven_days_it_is_gone(world, alice):
    path = await packed(alice)
    with clock.moved(timedelta(days=7, seconds=-60)):
        await export_keeping.sweep()
        assert (await alice.phone.get(path))["state"] == "ready"
    with clock.moved(timedelta(days=7, seconds=1)):
        with refused(409, "export.gone"):
            await alice.phone.get(f"{path}/download")
        await export_keeping.sweep()
        await world.quiet()
    shown = await alice.phone.get(path)
    assert (shown["state"], keys(world)) == ("gone", set())


async def test_who_leaves_takes_nothing_along(world, alice):
    father = await father_of(world, alice)
    async with world.worker_away():
        path = await asks(father)
        await leaves(father, alice)
    await world.quiet()
    assert (await alice.phone.get(path))["state"] == "cancelled"
    assert await father.sees(path) == [False]


async def test_a_guardian_who_no_longer_is_one_gets_no_bag(world, alice):
    father = await father_of(world, alice)
    async with world.worker_away():
        path = await asks(father)
        own = Membership.filter(account_id=(await father.account()).id)
        await own.update(role=Role.EDITOR)
    await world.quiet()
    assert (await alice.phone.get(path))["state"] == "cancelled"
    assert keys(world) == set()


async def test_an_outage_in_the_middle_delays_it_and_loses_nothing(world, alice, tmp_path):
    data = a_photo()
    await alice.takes_photo(data)
    await world.script("kodo", "part", {"status": 503}, times=3)
    bag = await unpacked(alice, await packed(alice), tmp_path)
    assert [bag.data(name) for name in bag.files("originals")] == [data]
    assert await acts("export.ready") == 1


async def test_two_who_pack_the_same_make_one_file(world, alice):
    await alice.takes_photo()
    async with world.worker_away():
        export_id = UUID((await asks(alice)).rpartition("/")[2])
        first, second = [await export_packing._begun(export_id) for _ in range(2)]
        assert first and second
        await asyncio.gather(*(export_packing._pack(one) for one in (first, second)))
    await world.quiet()
    export = await Export.get(id=export_id)
    facts = await adapters().kodo.stat(export.key)
    assert facts and facts["fsize"] == export.bytes
    assert await acts("export.ready") == 1
    reply = await downloaded(alice, f"/exports/{export_id}")
    assert hashlib.sha256(reply.content).hexdigest() == export.sha256


async def test_a_worker_that_stopped_in_the_middle_is_followed_by_another(world, alice):
    await alice.takes_photo()
    async with world.worker_away():
        path = await asks(alice)
        export_id = UUID(path.rpartition("/")[2])
        assert await export_packing._begun(export_id)
        await Export.filter(id=export_id).update(progress=60)
    await alice.phone.until(path, state=["ready"])
    assert (await downloaded(alice, path)).status_code == 200


async def test_a_job_that_was_lost_is_asked_for_again(world, alice):
    account = await alice.account()
    lost = await Export.create(family_id=alice.family, account=account)
    await Export.filter(id=lost.id).update(created_at=clock.now() - timedelta(hours=1))
    await export_keeping.sweep()
    await alice.phone.until(f"/exports/{lost.id}", state=["ready"])


async def test_it_goes_with_a_child_that_is_in_it(world, alice):
    await alice.takes_photo()
    await packed(alice)
    await packed(alice, alice.child)
    assert len(keys(world)) == 2
    await carried_out(world, await asks_for_erasure(alice, f"/students/{alice.child}"))
    assert await Export.all().count() == 0
    assert keys(world) == set()


async def test_the_walk_over_all_objects_knows_the_bags(world: World, alice: Person):
    path = await packed(alice)
    export = await Export.get(id=path.rpartition("/")[2])
    assert export.state is ExportState.READY
    assert export.key in await inventory.due(inventory.Span())
    assert await inventory.strays([export.key]) == [inventory.Stray(export.key, None, None)]
