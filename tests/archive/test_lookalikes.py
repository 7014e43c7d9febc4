"""Look-alikes: the family's pictures that look the same, and what they let guess of each other."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from models.archive.photos import Photo, TakenFrom
from models.trust.moderation import Standing
from service.demo.pictures.exif import written
from tests.archive.shelf import shelved
from tests.archive.test_captions import relative
from tests.archive.test_photos import CAMERA, NOON, SHORE, in_class
from tests.archive.test_reading import encoded, red_and_blue
from tests.archive.test_tagging import adds, ids
from tests.each import each
from tests.pupil import pupil_of
from tests.world import Person, refused

EMPTY = {"taken": "", "taken_from": "", "place": "", "persons": []}
ALL = 0x0F0F_0F0F_0F0F_0F0F
"""A likeness; others of it differ in some of its lowest bits."""


async def alike(person: Person, photo: str) -> list[str]:
    found = await person.phone.get(f"/photos/{photo}/look-alikes")
    return [one["id"] for one in found["items"]]


async def suggested(person: Person, photo: str) -> dict[str, Any]:
    return await person.phone.get(f"/photos/{photo}/suggestions")


def differing(bits: int) -> int:
    """A likeness that differs in so many bits."""
    return ALL ^ ((1 << bits) - 1)


async def looking(person: Person, *likenesses: int, **columns: Any) -> list[str]:
    return [(await shelved(person, 1, likeness=one, **columns))[0] for one in likenesses]


async def test_what_wechat_made_smaller_is_found_with_its_day_and_people(world, alice):
    picture = red_and_blue(640, 480)
    original = await alice.takes_photo(encoded(picture, exif=written(NOON, SHORE, 1, CAMERA)))
    elder = await adds(alice, "陈阿公", "曾祖父")
    await alice.phone.put(f"/photos/{original}/persons", {"person_ids": ids(elder)})
    smaller = BytesIO()
    picture.resize((320, 240), Image.Resampling.LANCZOS).save(smaller, "JPEG", quality=60)
    copy = await alice.takes_photo(smaller.getvalue())
    assert (await alice.phone.get(f"/photos/{copy}"))["taken"] == ""
    assert await alike(alice, copy) == [original]
    found = await suggested(alice, copy)
    assert found == {"taken": "2016-05-01", "taken_from": "camera", "place": "", "persons": [elder]}
    assert (await alice.phone.get(f"/photos/{copy}"))["persons"] == []


@each("sign", [1, -1, "least"])
async def test_the_likest_come_first_and_six_bits_are_the_end(alice, sign):
    base = -(2**63) if sign == "least" else ALL * int(sign)
    first = (await shelved(alice, 1, likeness=base))[0]
    others = {
        bits: (await shelved(alice, 1, likeness=base ^ ((1 << bits) - 1)))[0]
        for bits in (7, 6, 1, 0, 40)
    }
    await shelved(alice, 1)
    assert await alike(alice, first) == [others[0], others[1], others[6]]


async def test_no_more_than_twenty(alice):
    photos = await shelved(alice, 24, likeness=ALL)
    assert await alike(alice, photos[3]) == [*photos[:3], *photos[4:21]]


async def test_recordings_of_the_same_bytes_are_alike_too(alice):
    first, second = await shelved(alice, 2, medium="audio", sha256="ab" * 32)
    await shelved(alice, 1, medium="audio", sha256="cd" * 32)
    unread = await shelved(alice, 2)
    assert await alike(alice, first) == [second]
    assert await alike(alice, unread[0]) == []


async def test_nothing_is_told_of_what_one_may_not_see(world, alice):
    chen, bob = await relative(alice, "Chen", "爷爷"), await world.person("Bob")
    await bob.founds("林家", "爸爸")
    mine, doubtful, trashed = await looking(alice, ALL, differing(1), differing(2))
    await Photo.filter(id=doubtful).update(standing=Standing.REVIEW)
    (bobs,) = await looking(bob, ALL, taken="2001", exif={"latitude": 22.0, "longitude": 113.0})
    (chens,) = await looking(chen, differing(3), taken="2002", taken_from="person", place="爷爷家")
    await alice.phone.delete(f"/photos/{trashed}")
    await alice.records(photo_ids=[mine, doubtful])
    assert await alike(alice, mine) == [doubtful, chens]
    assert await alike(chen, mine) == [chens]
    assert await alike(bob, bobs) == []
    assert (await suggested(chen, mine))["taken"] == "2002"
    assert await suggested(bob, bobs) == EMPTY | {"taken": "2001"}
    await alice.founds("外婆家")
    await looking(alice, ALL)
    assert await alike(alice, mine) == [doubtful, chens]


async def test_nobody_outside_is_suggested_anything(world, alice):
    aunt = await relative(alice, "Dina", "亲属", "viewer")
    wang, bob = await in_class(world, alice), await world.person("Bob")
    pupil = await pupil_of(world, alice)
    first, second = await shelved(alice, 2, likeness=ALL)
    entry = await alice.records(photo_ids=[first, second], audience="class")
    assert await wang.sees(f"/photos/{first}") == [True]
    for person in (aunt, pupil):
        assert await alike(person, first) == [second]
    for ask in (alike, suggested):
        for person in (wang, bob):
            with refused(404):
                await ask(person, first)
        with refused(401):
            await ask(Person(world, world.phone("nobody")), first)
    assert entry["photo_count"] == 2


async def test_a_place_that_the_family_named_is_suggested_nearby(world, alice):
    chen = await relative(alice, "Chen", "爷爷")

    async def at(north: float, east: float, place: str = "", who: Person = alice) -> str:
        exif = {"latitude": north, "longitude": east, "model": "14"}
        return (await shelved(who, 1, exif=exif, place=place))[0]

    here = await at(22.2769, 113.5678)
    assert await suggested(alice, here) == EMPTY
    await at(22.2769 + 0.0030, 113.5678, "三百多米外")
    await at(22.2769 + 0.0026, 113.5678, "情侣路")
    assert (await suggested(alice, here))["place"] == "情侣路"
    await at(22.2769, 113.5678 + 0.0010, "渔女像下")
    assert (await suggested(alice, here))["place"] == "渔女像下"
    own = await at(22.2769, 113.5678, "爷爷的秘密", chen)
    assert (await suggested(chen, own))["place"] == ""
    assert (await suggested(alice, here))["place"] == "爷爷的秘密"
    (elsewhere,) = await shelved(alice, 1, place="没有坐标")
    assert await suggested(alice, elsewhere) == EMPTY


@pytest.mark.parametrize("place", [(0.0, 180.0), (90.0, 12.0), (-33.9, -70.6), (0.0, -180.0)])
async def test_wherever_on_earth(alice, place):
    exif = {"latitude": place[0], "longitude": place[1]}
    (here,) = await shelved(alice, 1, exif=exif)
    await shelved(alice, 1, exif={"latitude": -place[0], "longitude": 0.0}, place="另一边")
    assert await suggested(alice, here) == EMPTY
    await shelved(alice, 1, exif={**exif, "longitude": -place[1] or 1e-4}, place="这里")
    same = abs(place[1]) in (180.0, 0.0) or abs(place[0]) == 90.0
    assert (await suggested(alice, here))["place"] == ("这里" if same else "")


async def test_its_own_day_comes_before_that_of_others_and_the_named_are_not_named_again(alice):
    elder, child = await adds(alice, "陈阿公"), await adds(alice, "小姨")
    own, other, undated = await looking(alice, ALL, differing(1), differing(2))
    for photo, day in ((own, "2010"), (other, "2011")):
        await Photo.filter(id=photo).update(taken=day, taken_from=TakenFrom.FILE_NAME)
    await alice.phone.put(f"/photos/{other}/persons", {"person_ids": ids(elder, child)})
    await alice.phone.put(f"/photos/{own}/persons", {"person_ids": ids(elder)})
    found = await suggested(alice, own)
    assert found == {"taken": "2010", "taken_from": "file_name", "place": "", "persons": [child]}
    assert (await suggested(alice, undated))["taken"] == "2011"
    await alice.phone.delete(f"/persons/{child['id']}")
    assert (await suggested(alice, own))["persons"] == []
