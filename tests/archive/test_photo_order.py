"""Photo order: whoever may change an entry says which photo comes first; again is fine."""

import asyncio
from typing import Any
from uuid import uuid4

from tests.archive.shelf import acts, pages, shelved
from tests.archive.test_captions import relative
from tests.pupil import pupil_of
from tests.world import Person, World, refused


async def pictured(person: Person, count: int) -> tuple[str, list[str]]:
    """The path of an entry with so many photos, and their ids."""
    photos = await shelved(person, count)
    return f"/entries/{(await person.records(photo_ids=photos))['id']}", photos


async def arranges(person: Person, path: str, photos: list[str]) -> list[str]:
    return ids(await person.phone.put(f"{path}/photos", {"photo_ids": photos}))


def ids(entry: dict[str, Any]) -> list[str]:
    return [photo["id"] for photo in entry["photos"]]


async def test_alice_puts_the_best_one_first_and_the_family_sees_it_so(alice: Person):
    chen = await relative(alice, "Chen", "爷爷", "viewer")
    path, (kite, sea, cake) = await pictured(alice, 3)
    assert await arranges(alice, path, [cake, kite, sea]) == [cake, kite, sea]
    assert ids(await chen.phone.get(path)) == [cake, kite, sea]
    assert await arranges(alice, path, [cake, kite, sea]) == [cake, kite, sea]
    assert await acts("entry.arranged") == 1
    (more,) = await shelved(alice, 1)
    entry = path.removeprefix("/entries/")
    body = {"family_id": alice.family, "photo_ids": [more], "entry_id": entry}
    await alice.phone.put("/photos", body)
    assert ids(await alice.phone.get(path)) == [cake, kite, sea, more]


async def test_those_not_named_stay_behind_in_their_order(alice: Person):
    path, photos = await pictured(alice, 20)
    first = [photos[17], photos[3]]
    others = [photo for photo in photos if photo not in first]
    assert await arranges(alice, path, first) == first + others
    assert await pages(alice, f"{path}/photos") == [first + others]


async def test_what_is_not_of_the_entry_is_refused_and_nothing_moves(alice: Person):
    path, photos = await pictured(alice, 2)
    (elsewhere,) = await shelved(alice, 1)
    for strange in (elsewhere, str(uuid4())):
        with refused(422):
            await arranges(alice, path, [photos[1], strange])
    with refused(422):
        await arranges(alice, path, [])
    assert ids(await alice.phone.get(path)) == photos


async def test_nobody_else_arranges_them(world: World, alice: Person):
    path, photos = await pictured(alice, 2)
    chen, bob = await relative(alice, "Chen", "爷爷"), await world.person("Bob")
    pupil, nobody = await pupil_of(world, alice), Person(world, world.phone("nobody"))
    for person, status in ((chen, 403), (pupil, 403), (bob, 404), (nobody, 401)):
        with refused(status):
            await arranges(person, path, photos[::-1])
    await alice.phone.delete(path)
    with refused(404):
        await arranges(alice, path, photos[::-1])
    await alice.phone.post(f"{path}/restoration", None)
    assert ids(await alice.phone.get(path)) == photos


async def test_a_draft_that_the_child_arranged_is_looked_at_anew(world: World, alice: Person):
    pupil = await pupil_of(world, alice)
    path, photos = await pictured(pupil, 2)
    seen = (await alice.phone.get(path))["version"]
    await arranges(pupil, path, photos[::-1])
    with refused(409, "entry.changed"):
        await alice.phone.post(f"{path}/confirmation", {"version": seen})
    assert ids(await alice.phone.get(path)) == photos[::-1]


async def test_two_who_arrange_at_once_leave_one_whole_order(alice: Person):
    path, photos = await pictured(alice, 12)
    orders = [photos[n:] + photos[:n] for n in range(6)]
    await asyncio.gather(*(arranges(alice, path, order) for order in orders))
    assert ids(await alice.phone.get(path)) in orders
