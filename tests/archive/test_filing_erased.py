"""Filing and erasing: an item outlives its photo and its entry; a number outlives everything."""

from typing import Any
from uuid import UUID

from models.archive.filing import FiledItem, WithdrawnNumber
from service.foundation.database import query
from tests.archive.filing_room import DEED, filed, files
from tests.archive.test_trash import discards, restores
from tests.trust.canary import dump
from tests.trust.household import father_of
from tests.trust.leaving import asks, carried_out, of_child, of_home, passes, state
from tests.world import Person, World, refused


async def shown(person: Person, item: dict[str, Any]) -> list[str]:
    """The photos that an item shows."""
    found = await person.phone.get(f"/filed-items/{item['id']}")
    return [photo["id"] for photo in found["photos"]]


async def numbers_kept() -> set[str]:
    return {one.number for one in await WithdrawnNumber.all()}


async def rows(table: str) -> int:
    return (await query(f"select count(*) from {table}"))[0]["count"]


async def naming(item_id: str) -> set[str]:
    """The tables that still name an item."""
    return {table for table, found in (await dump()).items() if item_id in "".join(found)}


async def receipt(person: Person, erasure: dict[str, Any]) -> dict[str, int]:
    return {one["kind"]: one["count"] for one in (await state(person, erasure))["receipt"]}


async def test_a_photo_in_the_trash_is_not_shown_and_purged_it_leaves_the_item(world, alice):
    first, second = await alice.takes_photo(), await alice.takes_photo()
    item = await files(alice, photo_ids=[first, second])
    await discards(alice, first)
    assert await shown(alice, item) == [second]
    await restores(alice, first)
    assert await shown(alice, item) == [first, second]
    await discards(alice, first)
    await passes(world, 30)
    await passes(world, 30, 145)
    assert await shown(alice, item) == [second]
    assert (await rows("filed_files"), await rows("photos")) == (1, 1)
    await discards(alice, second)
    await passes(world, 30)
    left = await alice.phone.get(f"/filed-items/{item['id']}")
    assert (left["photos"], left["number"], left["title"]) == ([], item["number"], item["title"])


async def test_an_item_outlives_the_entry_from_which_it_was_filed(world, alice):
    photo = await alice.takes_photo()
    entry = (await alice.records(title="奖状", photo_ids=[photo]))["id"]
    item = await files(alice, entry_id=entry, photo_ids=[photo], student_id=alice.child)
    await alice.phone.delete(f"/entries/{entry}")
    await passes(world, 30)
    await passes(world, 30, 145)
    assert await rows("entries") == 0
    left = await alice.phone.get(f"/filed-items/{item['id']}")
    assert (left["entry_id"], left["number"]) == (None, item["number"])
    assert await shown(alice, item) == [photo]


async def test_with_a_child_go_its_items_and_of_the_familys_own_only_its_name(world, alice):
    own, shared = await alice.takes_photo(), await alice.takes_photo()
    persons = (await alice.phone.get(f"/families/{alice.family}/persons"))["items"]
    child = next(one["id"] for one in persons if one["name"] == "小满")
    names: dict[str, Any] = {"person_ids": [child]}
    await alice.records(title="领奖", photo_ids=[own, shared])
    childs = await files(alice, student_id=alice.child, photo_ids=[own, shared], **names)
    deed = await files(alice, **DEED, student_id=alice.child)
    family = await files(alice, photo_ids=[shared], **names)
    await world.quiet()
    kept = await alice.phone.get(f"{of_child(alice)}/data")
    counted = {one["kind"]: one["count"] for one in kept["items"] if one["erasable"]}
    erasure = await asks(alice, of_child(alice))
    await carried_out(world, erasure)
    assert [one["id"] for one in await filed(alice)] == [family["id"]]
    (left,) = await filed(alice)
    assert (left["persons"], [one["id"] for one in left["photos"]]) == ([], [shared])
    assert await alice.sees(f"/photos/{own}", f"/photos/{shared}") == [False, True]
    assert await numbers_kept() == {childs["number"], deed["number"]}
    gone = await receipt(alice, erasure)
    for kind in ("filed_items", "filed_files", "filed_persons"):
        assert gone[kind] == counted[kind] == 2, kind
    assert (await files(alice))["number"].endswith("-0003")


async def test_with_a_family_goes_all_but_the_numbers_that_were_given(world, alice):
    photo = await alice.takes_photo()
    box = await alice.phone.post(f"/families/{alice.family}/boxes", {"title": "奖状"})
    item = await files(alice, photo_ids=[photo], box_id=box["id"])
    taken_out = await files(alice)
    await alice.phone.delete(f"/filed-items/{taken_out['id']}")
    await alice.phone.put(f"/families/{alice.family}/archive/confirmation")
    await carried_out(world, await asks(alice, of_home(alice)))
    for table in ("filed_items", "filed_files", "boxes", "family_archives", "photos"):
        assert await rows(table) == 0, table
    assert await numbers_kept() == {item["number"], taken_out["number"]}
    await alice.founds("陈家")
    anew = await files(alice)
    assert (item["number"][:8], anew["number"][:8]) == ("JT000001", "JT000002")


async def test_what_a_leaver_filed_stays_the_familys(world, alice):
    grandmother = await world.person("Chen")
    await alice.invites(grandmother, "奶奶")
    item = await files(grandmother)
    await carried_out(world, await asks(grandmother, "/account"))
    (left,) = await filed(alice)
    assert (left["id"], left["number"]) == (item["id"], item["number"])
    assert left["catalogued_by"] != "Chen"
    changed = await alice.phone.put(f"/filed-items/{item['id']}", {"responsible": "奶奶"})
    assert changed["responsible"] == "奶奶"


async def test_of_what_is_taken_out_only_its_number_and_the_act_are_left(world, alice):
    await world.script("wechat", "msg_sec_check", {"suggest": "review"})
    item = await files(alice, photo_ids=[await alice.takes_photo()], words="说不清楚")
    assert {"filed_items", "filed_files", "notices", "checks"} <= await naming(item["id"])
    await alice.phone.delete(f"/filed-items/{item['id']}")
    await world.quiet()
    assert await naming(item["id"]) == {"audit_records", "replays"}
    assert (await rows("photos"), await numbers_kept()) == (1, {item["number"]})


async def test_nothing_is_taken_out_while_the_guardians_are_in_dispute(world: World, alice):
    father, item = await father_of(world, alice), await files(alice)
    await father.phone.post(f"/families/{alice.family}/dispute", None)
    with refused(409, "family.disputed"):
        await alice.phone.delete(f"/filed-items/{item['id']}")
    assert await FiledItem.exists(id=UUID(item["id"]))
