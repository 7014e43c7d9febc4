"""Albums: a family finds its photos, each of it those that are for their eyes."""

from typing import Any
from uuid import UUID

import pytest

from models.archive.growth import EntryPhoto
from models.archive.photos import Photo
from models.trust.moderation import Standing
from service.foundation.database import query
from tests.archive.shelf import pages, shelved
from tests.archive.test_captions import relative
from tests.archive.test_photos import in_class
from tests.pupil import pupil_of
from tests.statements import counted
from tests.world import Person, a_photo, refused


async def listed(person: Person, show: str = "all") -> list[str]:
    """The first page of a family's photos."""
    (first, *_) = await pages(person, f"/families/{person.family}/photos", show=show)
    return first


async def hung(entry_id: str, photo_ids: list[str]) -> None:
    """Put photos into an entry, behind those that are there."""
    start = await EntryPhoto.filter(entry_id=entry_id).count()
    await EntryPhoto.bulk_create(
        EntryPhoto(entry_id=entry_id, photo_id=photo_id, position=position)
        for position, photo_id in enumerate(photo_ids, start)
    )


def ids(view: dict[str, Any]) -> list[str]:
    return [photo["id"] for photo in view["photos"]]


async def test_alice_finds_those_without_a_day_those_in_doubt_and_her_own(world, alice):
    chen = await relative(alice, "Chen", "爷爷")
    dated, undated = [(await shelved(alice, 1, taken=taken))[0] for taken in ("2016", "")]
    (doubtful,) = await shelved(alice, 1, standing=Standing.REVIEW, taken="2017")
    (waiting,) = await shelved(alice, 1, state="stored", standing=Standing.PENDING)
    (chens,) = await shelved(chen, 1)
    everything = [chens, waiting, doubtful, undated, dated]
    assert await listed(alice) == everything
    assert await listed(alice, "undated") == [chens, undated]
    assert await listed(alice, "doubtful") == [doubtful]
    assert await listed(alice, "mine") == everything[1:]
    assert await listed(chen) == await listed(chen, "mine") == [chens]
    assert await listed(chen, "doubtful") == []
    await alice.records(photo_ids=[dated, doubtful])
    assert await listed(chen) == [chens, dated]
    with refused(422):
        await listed(alice, "everything")


async def test_of_a_photo_in_an_entry_with_a_day_nobody_is_asked_again(alice):
    told, asked = await shelved(alice, 2)
    entry = await alice.records(happened="1986", photo_ids=[told])
    await alice.records(photo_ids=[asked])
    assert await listed(alice, "undated") == [asked]
    await alice.phone.delete(f"/entries/{entry['id']}")
    assert set(await listed(alice, "undated")) == {told, asked}


async def test_what_lies_in_the_trash_is_in_no_list(alice):
    kept, lost = await shelved(alice, 2)
    entry = await alice.records(photo_ids=[lost, kept])
    await alice.phone.delete(f"/photos/{lost}")
    assert await listed(alice) == [kept]
    path = f"/entries/{entry['id']}"
    assert await pages(alice, f"{path}/photos") == [[kept]]
    shown = await alice.phone.get(path)
    assert (ids(shown), shown["photo_count"]) == ([kept], 1)


async def test_nobody_else_gets_the_list(world, alice):
    aunt = await relative(alice, "Dina", "亲属", "viewer")
    former = await relative(alice, "Chen", "爷爷")
    bob, pupil = await world.person("Bob"), await pupil_of(world, alice)
    (photo,) = await shelved(alice, 1)
    await shelved(former, 1)
    await alice.records(photo_ids=[photo])
    path = f"/families/{alice.family}/photos"
    members = (await alice.phone.get(f"/families/{alice.family}/members"))["items"]
    left = next(one["id"] for one in members if one["nickname"] == "Chen")
    await alice.phone.delete(f"/memberships/{left}")
    for person in (aunt, pupil):
        assert await pages(person, path) == [[photo]]
    for person in (bob, former, await in_class(world, alice)):
        with refused(404):
            await person.phone.get(path)
    with refused(401):
        await world.phone("nobody").get(path)


async def test_long_lists_come_by_pages_of_a_hundred(alice):
    photos = await shelved(alice, 201)
    found = await pages(alice, f"/families/{alice.family}/photos")
    assert [len(page) for page in found] == [100, 100, 1]
    assert [one for page in found for one in page] == photos[::-1]


async def test_an_entry_shows_its_first_twenty_and_the_rest_by_pages(world, alice):
    chen, wang = await relative(alice, "Chen", "爷爷"), await in_class(world, alice)
    entry = await alice.records(title="毕业典礼", audience="class")
    path = f"/entries/{entry['id']}"
    await alice.phone.until(path, standing=["passed"])
    doubtful = await shelved(alice, 5, standing=Standing.REVIEW)
    photos = await shelved(alice, 120)
    await hung(entry["id"], [*doubtful, *photos])
    for person, seen in ((alice, [*doubtful, *photos]), (chen, photos), (wang, photos)):
        shown = await person.phone.get(path)
        assert (ids(shown), shown["photo_count"]) == (seen[:20], len(seen))
        assert await pages(person, f"{path}/photos") == [seen[:100], seen[100:]]
    (line,) = await chen.timeline()
    assert (ids(line), line["photo_count"]) == (photos[:20], 120)
    with refused(404):
        await (await world.person("Bob")).phone.get(f"{path}/photos")
    with refused(401):
        await world.phone("nobody").get(f"{path}/photos")


async def test_the_class_gets_no_original_by_that_way(world, alice):
    wang = await in_class(world, alice)
    (photo,) = await shelved(alice, 1, master_key="m/1.jpg")
    entry = await alice.records(photo_ids=[photo], audience="class")
    path = f"/entries/{entry['id']}/photos"
    (inside,), (outside,) = [(await one.phone.get(path))["items"] for one in (alice, wang)]
    assert inside["original"]
    assert (outside["original"], outside["thumb"] != "") == ("", True)


@pytest.mark.parametrize("of", [1, 25])
async def test_a_timeline_of_many_large_entries_costs_as_much_as_of_one(world, alice, caplog, of):
    photos = await shelved(alice, of)
    spent = []
    for number in (1, 18):
        for _ in range(number):
            entry = await alice.records(photo_ids=photos[:1])
            await hung(entry["id"], photos[1:])
        async with counted(world, caplog) as since:
            assert {len(one["photos"]) for one in await alice.timeline()} == {min(of, 20)}
            spent.append(since())
    assert spent[0] == spent[1] > 5


async def test_a_duplicate_links_to_its_first_only_for_those_who_see_that(world, alice):
    chen, data = await relative(alice, "Chen", "爷爷"), a_photo()
    await world.script("wechat", "media_check_async", {"suggest": "review"})
    first = await chen.takes_photo(data)
    second = await alice.takes_photo(data)
    entry = await alice.records(photo_ids=[second])
    (row,) = await query("select duplicate_of_id from photos where id = $1", UUID(second))
    assert str(row["duplicate_of_id"]) == first
    assert await links(alice, second, entry["id"]) == {None}
    assert await links(chen, second, entry["id"]) == {first}
    await Photo.filter(id=first).update(standing=Standing.PASSED)
    assert await links(alice, second, entry["id"]) == {first}


async def links(person: Person, photo: str, entry: str) -> set[str | None]:
    """What the duplicate says it is one of, wherever somebody meets it."""
    views = [
        await person.phone.get(f"/photos/{photo}"),
        *(await person.phone.get(f"/families/{person.family}/photos"))["items"],
        *(await person.phone.get(f"/entries/{entry}/photos"))["items"],
        *(await person.phone.get(f"/entries/{entry}"))["photos"],
    ]
    return {view["duplicate_of"] for view in views if view["id"] == photo}
