"""Pupils: whoever is below 18 shows nothing to strangers, of a family of its own neither."""

from typing import Any

import pytest

from service.trust.consents import Purpose
from tests.pupil import pupil_of
from tests.sharing.test_show_pages import makes, page_of, tells
from tests.world import Person, World, refused


@pytest.fixture
async def xiaoman(world: World, alice: Person) -> Person:
    """小满, ten years old, owner of a family that has agreed to show its own things."""
    child = await pupil_of(world, alice)
    await child.founds("小满自己的家")
    child.child = ""
    await child.consents(Purpose.SHOW)
    return child


async def link_to(person: Person, path: str) -> dict[str, Any]:
    return await person.phone.post(f"{path}/share-links", {})


async def test_a_child_of_ten_publishes_nothing_of_a_family_of_its_own(xiaoman, bob):
    photo = await xiaoman.takes_photo()
    with refused(403, "post.student"):
        await xiaoman.shows("我自己发的", [photo])
    kept = await xiaoman.publishes("给自己看", [photo])
    path = f"/posts/{kept['id']}"
    await xiaoman.phone.until(path, state=["approved"])
    with refused(403, "post.student"):
        await xiaoman.phone.put(path, {"audience": "public"})
    assert await bob.feed() == []


async def test_nor_does_it_give_anybody_a_link_or_make_a_page(xiaoman):
    post = await xiaoman.publishes("给自己看", [await xiaoman.takes_photo()])
    path = f"/posts/{post['id']}"
    await xiaoman.phone.until(path, state=["approved"])
    with refused(403, "post.student"):
        await link_to(xiaoman, path)
    record = await tells(xiaoman, "我的小船")
    with refused(403, "post.student"):
        await xiaoman.phone.post(f"/families/{xiaoman.family}/show-pages", page_of(record))


async def test_of_age_it_does(alice, xiaoman, bob):
    await alice.phone.put(f"/students/{alice.child}", {"birth_date": "2005-05-01"})
    post = await xiaoman.shows("我自己发的", [await xiaoman.takes_photo()])
    await link_to(xiaoman, f"/posts/{post['id']}")
    await link_to(xiaoman, await makes(xiaoman, page_of(await tells(xiaoman, "我的小船"))))
    assert await bob.feed() == [post["id"]]
