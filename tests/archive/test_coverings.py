"""Coverings: a copy with stickers holds nothing of what is under them, and is the family's own."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from models.archive.photos import Photo, Upload
from service.archive import coverings, uploads
from service.foundation import clock
from service.foundation.database import query
from service.trust.consents import Purpose
from tests.archive.circle import leaves, relative
from tests.archive.footage import film
from tests.archive.test_films import fetched, keeps
from tests.trust.leaving import asks, carried_out, objects, of_child
from tests.world import Person, World, a_photo, refused

FACE = {"x": 0.4, "y": 0.3, "width": 0.2, "height": 0.3, "sticker": "sun"}


def a_picture(face: str) -> bytes:
    """A picture of 400 × 300 pixels that is the same everywhere but in the face."""
    picture = Image.radial_gradient("L").resize((400, 300)).convert("RGB")
    picture.paste(face, (160, 90, 240, 180))
    data = BytesIO()
    picture.save(data, "PNG")
    return data.getvalue()


async def asked(person: Person, photo: str, *areas: Any, key: str = "") -> str:
    """Ask for a copy; the path of it."""
    body = {"areas": [*areas] or [FACE]}
    return (
        f"/coverings/{(await person.phone.post(f'/photos/{photo}/coverings', body, key=key))['id']}"
    )


async def covered(person: Person, photo: str, *areas: Any) -> dict[str, Any]:
    """The copy, once it was drawn, read and checked."""
    made = await person.phone.until(await asked(person, photo, *areas), state=["done"])
    path = f"/photos/{made['photo']['id']}"
    return await person.phone.until(path, state=["ready"], standing=["passed"])


async def test_what_is_under_a_sticker_is_not_in_the_copy(world, alice):
    red = await alice.takes_photo(a_picture("red"))
    blue = await alice.takes_photo(a_picture("blue"))
    await alice.phone.put(f"/photos/{red}", {"taken": "2024-06", "caption": "海边"})
    copy = await covered(alice, red)
    assert (copy["covers"], copy["duplicate_of"]) == (red, None)
    assert (copy["taken"], copy["caption"], copy["persons"]) == ("2024-06", "", [])
    other = await covered(alice, blue)
    assert other["covers"] == blue
    assert other["duplicate_of"] == copy["id"], "the same bytes, whatever was under the sticker"
    data = await fetched(alice, copy["original"])
    with Image.open(BytesIO(data)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (400, 300))
        assert not {"exif", "icc_profile", "comment", "xmp"} & picture.info.keys()
        kept = Image.open(BytesIO(a_picture("red"))).getpixel((20, 280))
        assert picture.getpixel((20, 280)) == pytest.approx(kept, abs=6)
    original = await alice.phone.get(f"/photos/{red}")
    assert original["covers"] is None and original["caption"] == "海边"
    assert await fetched(alice, original["original"]) == a_picture("red")
    found = (await alice.phone.get(f"/families/{alice.family}/photos"))["items"]
    assert {one["id"]: one["covers"] for one in found}[copy["id"]] == red
    await alice.phone.delete(f"/photos/{red}")
    assert (await alice.phone.get(f"/photos/{copy['id']}"))["covers"] is None


async def test_who_may_add_may_cover_what_they_see(world, alice):
    chen = await relative(alice, "Chen", "爷爷")
    dina = await relative(alice, "Dina", "外婆", "viewer")
    bob, photo = await world.person("Bob"), await alice.takes_photo()
    entry = await alice.records(photo_ids=[photo])
    await alice.phone.until(f"/entries/{entry['id']}", standing=["passed"])
    copy = await covered(chen, photo)
    assert copy["covers"] == photo and await alice.sees(f"/photos/{copy['id']}") == [True]
    path = await asked(chen, photo)
    assert await alice.sees(path) == [False], "it is the asker's"
    assert await bob.sees(path) == [False]
    with refused(403):
        await asked(dina, photo)
    with refused(404):
        await asked(bob, photo)
    with refused(401):
        await asked(Person(world, world.phone("nobody")), photo)


async def test_who_left_and_meets_the_copy_in_the_class_has_what_others_have(world, alice):
    """Alice shows the copy that Chen made to the class, of which he is a teacher."""
    chen = await relative(alice, "Chen", "爷爷")
    photo = await alice.takes_photo()
    await alice.records(photo_ids=[photo])
    path = await asked(chen, photo)
    copy = (await chen.phone.until(path, state=["done"]))["photo"]["id"]
    await chen.phone.until(f"/photos/{copy}", standing=["passed"])
    await alice.phone.put(f"/photos/{copy}", {"caption": "在外婆家门口", "place": "外婆家"})
    await world.quiet()
    inside = (await chen.phone.get(path))["photo"]
    assert (inside["caption"], inside["place"]) == ("在外婆家门口", "外婆家")
    await leaves(chen, alice)
    school = await world.school()
    class_id = await school.opens()
    await school.takes_on(chen, class_id)
    await alice.consents(Purpose.CLASS, alice.child)
    await school.enrols(alice, class_id)
    await alice.records(audience="class", photo_ids=[copy])
    await world.quiet()
    outside = (await chen.phone.get(path))["photo"]
    assert (outside["caption"], outside["place"], outside["original"]) == ("", "", "")
    assert (outside["id"], bool(outside["screen"])) == (copy, True)


async def test_areas_are_rectangles_of_the_picture(alice):
    photo = await alice.takes_photo()
    for areas in (
        [],
        [FACE] * 21,
        [FACE | {"sticker": "skull"}],
        [FACE | {"x": 1.2}],
        [FACE | {"y": -0.1}],
        [FACE | {"width": 0}],
        [FACE | {"opacity": 0.5}],
        [{"x": 0.1}],
    ):
        with refused(422, "invalid"):
            await alice.phone.post(f"/photos/{photo}/coverings", {"areas": areas})


async def test_only_a_still_that_was_not_refused_is_covered(world, alice):
    moving = await keeps(alice, "IMG_0001.MOV", "video", film())
    with refused(409, "photo.not_a_still"):
        await asked(alice, moving["id"])
    await world.quiet()
    await world.script("wechat", "media_check_async", {"suggest": "risky"})
    with refused(422, "photo.risky"):
        await asked(alice, await alice.takes_photo())


async def test_asked_again_it_is_one_and_a_kodo_away_only_delays_it(world, alice):
    photo = await alice.takes_photo()
    await world.script("kodo", "download", {"status": 503}, key=f"m/{photo}", times=3)
    path = await asked(alice, photo, key="covering-1")
    assert await asked(alice, photo, key="covering-1") == path
    done = await alice.phone.until(path, state=["done"])
    for _ in range(2):
        await coverings.draw(path.rpartition("/")[2])
        await coverings.sweep()
    await world.quiet()
    assert await Photo.filter(covers_id=photo).count() == 1
    assert (await alice.phone.get(path))["photo"]["id"] == done["photo"]["id"]


async def test_it_gives_up_where_the_photo_went_meanwhile(world, alice):
    photo = await alice.takes_photo()
    async with world.worker_away():
        path = await asked(alice, photo)
        assert (await alice.phone.get(path))["state"] == "drawing"
        await alice.phone.delete(f"/photos/{photo}")
    await world.quiet()
    with clock.moved(timedelta(minutes=61)):
        await uploads.sweep()
    shown = await alice.phone.get(path)
    assert (shown["state"], shown["photo"]) == ("failed", None)
    assert await Photo.filter(covers_id=photo).count() == 0


async def test_the_copy_of_a_childs_photo_goes_with_the_child(world, alice):
    photo = await alice.takes_photo()
    await alice.records(photo_ids=[photo])
    await covered(alice, photo)
    async with world.worker_away():
        await asked(alice, photo, FACE | {"sticker": "cloud"})
    await world.quiet()
    erasure = await asks(alice, of_child(alice))
    await carried_out(world, erasure)
    assert objects(world) == set()
    assert (await Photo.all().count(), await Upload.all().count()) == (0, 0)


async def test_the_copy_outlives_an_original_that_was_thrown_away(world: World, alice: Person):
    photo = await alice.takes_photo(a_photo())
    copy = await covered(alice, photo)
    await alice.phone.delete(f"/photos/{photo}")
    await query("update erasures set due_at = now() - interval '1 day'")
    await carried_out(world, {"kind": "family"})
    assert await Photo.filter(id=photo).count() == 0
    assert (await alice.phone.get(f"/photos/{copy['id']}"))["covers"] is None
    assert any(copy["id"] in key for key in objects(world))
