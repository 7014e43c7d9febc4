"""Printed albums: what is in one, who may have it, and its end."""

import asyncio
from uuid import UUID, uuid4

import pytest

from models.archive.growth import EntryPhoto
from models.archive.photos import Photo
from models.archive.printed_albums import PrintedAlbum
from models.people.families import Membership, Role
from models.trust.moderation import Standing
from service.archive import album_choices, album_printing, reconciling
from service.foundation.database import query
from tests.archive.album_room import READY, a_scene, asks, pages_of, printed, remembers
from tests.archive.booklet_room import kinds, pdf_of, pictures_in
from tests.archive.circle import leaves
from tests.archive.filing_room import AWARD, files
from tests.archive.footage import film, recording
from tests.archive.shelf import acts, shelved
from tests.archive.test_booklets import _walked
from tests.archive.test_films import keeps
from tests.archive.test_growth import grandfather
from tests.archive.vault import Vault, lose
from tests.people.test_handovers import lends
from tests.pupil import pupil_of
from tests.trust.household import father_of
from tests.trust.leaving import carried_out, objects
from tests.world import Person, World, refused

RISKY = "兼职日结加微信"


def albums(world: World) -> set[str]:
    return {key for key in objects(world) if key.startswith("printed-albums/")}


async def test_alice_prints_a_year(world, alice):
    story = "摔了一跤，爬起来又骑。"
    await remembers(alice, "骑车", a_scene(1), a_scene(2), happened="2020-05-02", story=story)
    await remembers(alice, "看海", a_scene(3, 900, 1200), happened="2020-08-09", place="野狸岛")
    await remembers(alice, "别的年份", a_scene(4), happened="2021-08-09")
    (photo,) = await Photo.filter(entry_places__entry__title="看海")
    await alice.phone.put(f"/photos/{photo.id}", {"caption": "浪花打湿了裤脚🌊"})
    await world.quiet()
    path = await printed(alice, year=2020, subtitle="四岁的那一年")

    shown = await alice.phone.get(path)
    assert (shown["title"], shown["photos"], shown["pages"]) == ("陈家的2020年", 3, 4)
    assert (shown["progress"], shown["year"], shown["student_id"]) == (100, 2020, None)
    pages = await pages_of(alice, path)
    cover, may, august, last = pages
    for said in ("陈家的2020年", "四岁的那一年", "陈家", "2020年"):
        assert said in cover, said
    for said in ("2020年5月", "骑车", "2020年5月2日", "小满4岁", "爬起来又骑", "妈妈记"):
        assert said in may, said
    for said in ("2020年8月", "看海·2020年8月9日·小满4岁3个月", "浪花打湿了裤脚"):
        assert said in august, said
    assert "家庭相册" in last and "收录3张照片" in last and "打印" in last
    assert "别的年份" not in "".join(pages)
    pdf = await alice.phone.get(f"{path}/pdf")
    data = await pdf_of(alice, path)
    assert (pdf["name"], pdf["bytes"]) == ("陈家的2020年.pdf", len(data))
    assert "attname=" in pdf["url"] and pictures_in(data) == 4
    assert await kinds(alice) == ["album_ready"]
    (told,) = (await alice.phone.get("/notices"))["items"]
    assert told["about"] == {"kind": "printed_album", "id": shown["id"]}
    (listed,) = (await alice.phone.get(f"/families/{alice.family}/printed-albums"))["items"]
    assert listed == shown


async def test_nothing_that_only_guardians_read_is_shown_around(world, alice):
    await remembers(alice, "大家看", a_scene(1), happened="2020-01-01")
    await remembers(alice, "只给监护人", a_scene(2), happened="2020-01-02", audience="guardians")
    closed = await remembers(alice, "收起来的", a_scene(3), happened="2020-01-03")
    (photo,) = await Photo.filter(entry_places__entry_id=closed)
    await files(alice, title="遗嘱", photo_ids=[str(photo.id)], open_level="closed")
    trashed, doubted = [
        await remembers(alice, title, a_scene(seed), happened="2020-01-04")
        for seed, title in ((4, "扔掉的"), (5, "说不清的"))
    ]
    (photo,) = await Photo.filter(entry_places__entry_id=trashed)
    await alice.phone.delete(f"/photos/{photo.id}")
    await Photo.filter(entry_places__entry_id=doubted).update(standing=Standing.REVIEW)
    await alice.records(title="没写完", happened="2020-01-05", unfinished=True)
    pupil = await pupil_of(world, alice)
    draft = await pupil.takes_photo(a_scene(6))
    await pupil.records(title="我写的", photo_ids=[draft], happened="2020-01-06")
    await world.quiet()
    path = await printed(alice, year=2020)
    words = "".join(await pages_of(alice, path))
    assert (await alice.phone.get(path))["photos"] == 1
    assert "大家看" in words
    for kept in ("只给监护人", "收起来的", "扔掉的", "说不清的", "没写完", "我写的"):
        assert kept not in words, kept


async def test_what_is_there_twice_comes_once_and_a_film_as_its_first_picture(world, alice):
    same = a_scene(1)
    await remembers(alice, "一", same, a_scene(2), happened="2020-01-01")
    await remembers(alice, "二", same, a_scene(1, 800, 600), happened="2020-02-01")
    moving = (await keeps(alice, "IMG_0002.MOV", "video", film()))["id"]
    voice = (await keeps(alice, "录音.m4a", "audio", recording()))["id"]
    await remembers(alice, "三", happened="2020-03-01")
    entry = await alice.records(title="动起来", photo_ids=[moving, voice], happened="2020-03-02")
    await alice.phone.until(f"/entries/{entry['id']}", standing=["passed"])
    path = await printed(alice, year=2020)
    assert (await alice.phone.get(path))["photos"] == 3
    assert pictures_in(await pdf_of(alice, path)) == 4, "one of them on the cover, too"
    words = "".join(await pages_of(alice, path))
    assert "动起来" in words and "二·" not in words


async def test_of_a_person_and_of_a_class(world, alice):
    persons = f"/families/{alice.family}/persons"
    grandmother = (await alice.phone.post(persons, {"name": "外婆"}))["id"]
    named = {"person_ids": [grandmother]}
    await remembers(alice, "在外婆家", a_scene(1), happened="1986-22~", **named)
    other = await remembers(alice, "郊游", a_scene(2), a_scene(3), happened="2020-05-01")
    first, _ = await Photo.filter(entry_places__entry_id=other).order_by("entry_places__position")
    await alice.phone.put(f"/photos/{first.id}/persons", named)
    award = [await alice.takes_photo(a_scene(4, 900, 1200))]
    await files(alice, photo_ids=award, words="二年级下学期得的。")
    path = await printed(alice, person_id=grandmother)
    assert (await alice.phone.get(path))["photos"] == 2
    pages = await pages_of(alice, path)
    assert pages[0].startswith("外婆的相册") and "1986—2020年" in pages[0]
    assert "1986年" in pages[1] and "约1986年夏" in pages[1] and "2020年" in pages[2]
    for code in (AWARD["class_code"], AWARD["class_code"][:1]):
        path = await printed(alice, class_code=code)
        words = "".join(await pages_of(alice, path))
        assert (await alice.phone.get(path))["photos"] == 1
        assert "三好学生奖状" in words and "二年级下学期得的" in words and "郊游" not in words


async def test_what_cannot_be_printed_is_refused_kindly(world, alice):
    bob = await world.person("Bob")
    await bob.founds("林家")
    await bob.opens_archive("豆豆")
    await remembers(alice, "骑车", a_scene(1), happened="2020-05-02")
    with refused(422, "album.no_choice"):
        await asks(alice, title="我们家")
    for wrong in ({"year": 20}, {"class_code": "F1234"}, {"title": "字" * 41}, {"month": 5}):
        with refused(422):
            await asks(alice, **{"year": 2020} | wrong)
    with refused(422, "class.unknown"):
        await asks(alice, class_code="Z9")
    for wrong in ({"student_id": bob.child}, {"person_id": str(uuid4())}):
        with refused(404):
            await asks(alice, **wrong)
    for field in ("title", "subtitle"):
        with refused(422, "words.refused"):
            await asks(alice, year=2020, **{field: RISKY})
    for empty in ({"year": 1999}, {"class_code": "A1"}):
        with refused(409, "album.nothing"):
            await asks(alice, **empty)
    entry = await remembers(alice, "一千张", happened="2020-06-01")
    many = await shelved(alice, album_choices.MOST, master_key="m/x.jpg", width=4, height=3)
    await EntryPhoto.bulk_create(
        EntryPhoto(entry_id=UUID(entry), photo_id=UUID(one), position=place)
        for place, one in enumerate(many)
    )
    for more in ({}, {"student_id": alice.child}):
        with refused(409, "album.too_many"):
            await asks(alice, year=2020, **more)
    assert await PrintedAlbum.all().count() == 0


async def test_the_maker_and_the_guardians_have_it_and_nobody_else(world, alice):
    chen, aunt = await grandfather(world, alice), await world.person("Aunt")
    bob, pupil = await world.person("Bob"), await pupil_of(world, alice)
    await alice.invites(aunt, "亲属", "viewer")
    await bob.founds("林家")
    await remembers(alice, "骑车", a_scene(1), happened="2020-05-02")
    hers, his = await printed(alice, year=2020), await printed(chen, year=2020)
    of_family = f"/families/{alice.family}/printed-albums"
    assert await alice.sees(hers, his, f"{his}/pdf") == [True] * 3
    assert await chen.sees(hers, f"{hers}/pdf", his, f"{his}/pdf") == [False, False, True, True]
    assert [one["id"] for one in (await chen.phone.get(of_family))["items"]] == [his[-36:]]
    assert len((await alice.phone.get(of_family))["items"]) == 2
    assert (await aunt.phone.get(of_family))["items"] == []
    for other, status in ((aunt, 403), (bob, 404), (pupil, 404)):
        assert await other.sees(hers, f"{hers}/pdf") == [False, False]
        with refused(404):
            await other.phone.delete(hers)
        with refused(status):
            await other.phone.post(of_family, {"year": 2020})
    lent = await lends(alice)
    assert await lent.sees(hers, f"{hers}/pdf", of_family) == [False] * 3
    with refused(403, "session.handed_over"):
        await lent.phone.post(of_family, {"year": 2020})
    with refused(401):
        await world.phone("nobody").get(hers)
    with refused(404):
        await chen.phone.delete(hers)
    assert "album_ready" in await kinds(chen)
    assert (await kinds(alice)).count("album_ready") == 1


@pytest.mark.parametrize("end", ["left", "lowered"])
async def test_who_left_meanwhile_gets_nothing(world: World, alice: Person, end: str):
    chen = await grandfather(world, alice)
    await remembers(alice, "骑车", a_scene(1), happened="2020-05-02")
    async with world.worker_away():
        path = await asks(chen, year=2020)
        assert await alice.sees(path) == [True]
        with refused(409, "album.not_printed"):
            await chen.phone.get(f"{path}/pdf")
        if end == "left":
            await leaves(chen, alice)
        else:
            own = Membership.filter(account_id=(await chen.account()).id)
            await own.update(role=Role.VIEWER)
    await world.quiet()
    assert [await chen.sees(path), await alice.sees(path)] == [[False], [False]]
    assert albums(world) == set() and await acts("album.printed") == 0


async def test_what_became_private_meanwhile_is_not_printed(world, alice):
    first = await remembers(alice, "先前", a_scene(1), happened="2020-05-02")
    await remembers(alice, "后来", a_scene(2), happened="2020-06-02")
    async with world.worker_away():
        path = await asks(alice, year=2020)
        await alice.phone.put(f"/entries/{first}", {"audience": "guardians"})
    await alice.phone.until(path, state=READY)
    assert (await alice.phone.get(path))["photos"] == 1
    words = "".join(await pages_of(alice, path))
    assert "后来" in words and "先前" not in words


async def test_a_master_that_is_gone_leaves_no_hole(world, alice):
    await remembers(alice, "骑车", a_scene(1), a_scene(2), happened="2020-05-02")
    photos = await Photo.filter(entry_places__entry__title="骑车").order_by("id")
    async with world.worker_away():
        path = await asks(alice, year=2020)
        await lose(photos[0].master_key)
    await alice.phone.until(path, state=READY)
    assert (await alice.phone.get(path))["photos"] == 1
    assert pictures_in(await pdf_of(alice, path)) == 2, "the one that is left is the cover's, too"
    assert "骑车" in "".join(await pages_of(alice, path))
    async with world.worker_away():
        empty = await asks(alice, year=2020)
        await lose(photos[1].master_key)
    await world.until(lambda: _is_gone(alice, empty))


async def _is_gone(person: Person, path: str) -> bool:
    return await person.sees(path) == [False]


async def test_asking_again_asks_once_and_what_is_lost_is_printed_again(world, alice):
    await remembers(alice, "骑车", a_scene(1), happened="2020-05-02")
    of_family, key = f"/families/{alice.family}/printed-albums", "the-same-request"
    asking = (alice.phone.post(of_family, {"year": 2020}, key=key) for _ in range(4))
    (made,) = {one["id"] for one in await asyncio.gather(*asking)}
    path = f"/printed-albums/{made}"
    await alice.phone.until(path, state=READY)
    first, album = await pdf_of(alice, path), await PrintedAlbum.get(id=made)
    assert await _walked() == {}
    await lose(album.pdf_key)
    assert await _walked() == {album.pdf_key: "missing"}
    await asyncio.gather(*(album_printing.print_one(album.id) for _ in range(3)))
    await world.quiet()
    assert Vault(world).holds(album.pdf_key) and await pdf_of(alice, path) == first
    await album_printing.print_one(album.id)
    assert await _walked() == {}
    assert [await acts(f"album.{what}") for what in ("asked", "printed")] == [1, 2]
    assert (await kinds(alice)).count("album_ready") == 1


async def test_what_is_lost_is_printed_once_the_printing_goes_on(world, alice):
    """Its job was given up, so that the walk alone knows of it."""
    await remembers(alice, "春天", a_scene(1), happened="2020-05-02")
    path = await printed(alice, year=2020)
    before = albums(world)
    await lose((await PrintedAlbum.get(id=path.rpartition("/")[2])).pdf_key)
    async with world.worker_away():
        await _walked()
        await query("delete from procrastinate_jobs where task_name = 'printed_albums.print'")
    assert albums(world) == set()
    await reconciling.repair()
    await world.quiet()
    assert albums(world) == before


async def test_an_outage_delays_the_print_and_loses_nothing(world, alice):
    await remembers(alice, "骑车", a_scene(1), happened="2020-05-02")
    (photo,) = await Photo.filter(entry_places__entry__title="骑车")
    await world.script("kodo", "download", {"status": 503}, key=photo.master_key)
    path = await printed(alice, year=2020)
    assert pictures_in(await pdf_of(alice, path)) == 2


async def test_taking_it_away_takes_the_pdf_and_leaves_the_photos(world, alice):
    father, chen = await father_of(world, alice), await grandfather(world, alice)
    await remembers(alice, "骑车", a_scene(1), happened="2020-05-02")
    before = objects(world)
    path, his = await printed(alice, year=2020), await printed(chen, year=2020)
    assert len(albums(world)) == 2
    await alice.phone.post(f"/families/{alice.family}/dispute", None)
    with refused(409, "family.disputed"):
        await alice.phone.delete(path)
    await alice.phone.delete(f"/families/{alice.family}/dispute")
    for person, one in ((father, path), (alice, path), (chen, his), (chen, his)):
        await person.phone.delete(one)
        await world.quiet()
        assert await person.sees(one, f"{one}/pdf") == [False, False]
    assert objects(world) == before
    assert await acts("album.deleted") == await acts("album.removed") == 2
    assert {one.title for one in await PrintedAlbum.all()} == {""}
    async with world.worker_away():
        waiting = await asks(alice, year=2020)
        await alice.phone.delete(waiting)
    await world.quiet()
    assert objects(world) == before


async def test_it_goes_with_the_child(world, alice):
    await remembers(alice, "骑车", a_scene(1), happened="2020-05-02")
    persons = (await alice.phone.get(f"/families/{alice.family}/persons"))["items"]
    (xiaoman,) = [one["id"] for one in persons if one["student_id"] == alice.child]
    await remembers(alice, "和小满", a_scene(2), person_ids=[xiaoman])
    for choice in ({"year": 2020}, {"student_id": alice.child}, {"person_id": xiaoman}):
        await printed(alice, **choice)
    assert len(albums(world)) == 3
    await carried_out(world, await alice.phone.post(f"/students/{alice.child}/erasure", None))
    assert albums(world) == set() and await PrintedAlbum.all().count() == 0
