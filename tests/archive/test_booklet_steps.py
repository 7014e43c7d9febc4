"""Booklet steps: a yes is to everything that is printed, pictures and the words of others, too."""

from collections.abc import Awaitable, Callable

import pytest

from models.archive.booklets import Booklet
from tests.archive.booklet_room import booklet_of, confirms, locks, pdf_of, text_of, told
from tests.archive.circle import relative
from tests.archive.circle import told as story_of
from tests.world import Person, World, a_photo, refused

HIS = "那天是我扶着车座跑的。"
Act = Callable[[Person, Person, str], Awaitable[object]]


async def one_more_picture(alice: Person, chen: Person, entry: str) -> None:
    photo = await alice.takes_photo(a_photo(800, 600))
    body = {"family_id": alice.family, "photo_ids": [photo], "entry_id": entry}
    await alice.phone.put("/photos", body)


async def a_story(alice: Person, chen: Person, entry: str) -> None:
    await story_of(chen, f"/entries/{entry}", words="后来他还摔过。")


async def other_words(alice: Person, chen: Person, entry: str) -> None:
    (story,) = (await chen.phone.get(f"/entries/{entry}/stories"))["items"]
    await chen.phone.put(f"/stories/{story['id']}", {"words": "车座是我扶的。"})
    await chen.phone.until(f"/stories/{story['id']}", standing=["passed"])


@pytest.mark.parametrize("adds", [one_more_picture, a_story, other_words])
async def test_what_is_added_after_the_yes_is_looked_at_before_it_is_locked(
    world: World, alice: Person, adds: Act
):
    chen = await relative(alice, "Chen", "爷爷")
    entry = await told(alice, photo_ids=[await alice.takes_photo(a_photo(800, 600))])
    await story_of(chen, f"/entries/{entry}", words=HIS)
    path = await booklet_of(alice, entry)
    assert not (await confirms(alice, path, together=True))["stale"]
    before = (await alice.phone.get(path))["choice"]
    await adds(alice, chen, entry)
    shown = await alice.phone.get(path)
    assert shown["stale"] and shown["choice"] != before
    with refused(409, "booklet.changed"):
        await alice.phone.call("POST", f"{path}/lock")
    with refused(409, "booklet.changed"):
        body = {"choice": before, "together": True}
        await alice.phone.call("POST", f"{path}/confirmation", body)
    assert not (await confirms(alice, path, together=True))["stale"]
    await locks(alice, path)


async def test_what_went_after_the_yes_is_not_printed_and_asks_for_no_other(
    world: World, alice: Person
):
    chen = await relative(alice, "Chen", "爷爷")
    photos = [await alice.takes_photo(a_photo(800, 600)) for _ in range(2)]
    entry = await told(alice, photo_ids=photos)
    story = await story_of(chen, f"/entries/{entry}", words=HIS)
    path = await booklet_of(alice, entry)
    await confirms(alice, path, together=True)
    await chen.phone.delete(f"/stories/{story['id']}")
    await alice.phone.delete(f"/photos/{photos[0]}")
    assert not (await alice.phone.get(path))["stale"]
    await locks(alice, path)
    assert HIS not in text_of(await pdf_of(alice, path))


async def test_a_yes_of_which_nothing_is_known_any_more_is_asked_for_again(
    world: World, alice: Person
):
    path = await booklet_of(alice, await told(alice))
    await confirms(alice, path, together=True)
    await Booklet.filter(id=path.removeprefix("/booklets/")).update(content=None)
    assert (await alice.phone.get(path))["stale"]
    with refused(409, "booklet.changed"):
        await alice.phone.call("POST", f"{path}/lock")
    await confirms(alice, path, together=True)
    await locks(alice, path)
