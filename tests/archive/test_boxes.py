"""Boxes (盒): Alice's shelf at home, numbered for good; her relatives read along, nobody else."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from service.demo.phone import Refused
from tests.archive.filing_room import filed, files
from tests.archive.shelf import acts
from tests.each import each
from tests.pupil import pupil_of
from tests.world import Person, refused

LETTERS = {"title": "爷爷的信", "location": "书房柜子第二层"}


async def adds(person: Person, *, key: str = "", **box: str) -> dict[str, Any]:
    return await person.phone.post(f"/families/{person.family}/boxes", LETTERS | box, key=key)


async def shelf(person: Person) -> list[tuple[int, int]]:
    """The number of each box, and how many items lie in it."""
    found = (await person.phone.get(f"/families/{person.family}/boxes"))["items"]
    return [(box["number"], box["item_count"]) for box in found]


async def relative_of(alice: Person, name: str, role: str) -> Person:
    person = await alice.world.person(name)
    await alice.invites(person, "奶奶", role)
    return person


async def test_a_box_is_numbered_and_says_what_lies_in_it(alice):
    made = await adds(alice)
    assert made == {
        "id": made["id"],
        "family_id": alice.family,
        "number": 1,
        **LETTERS,
        "item_count": 0,
    }
    item = await files(alice, box_id=made["id"])
    assert (item["box_id"], item["box_number"]) == (made["id"], 1)
    await files(alice)
    assert [one["id"] for one in await filed(alice, box_id=made["id"])] == [item["id"]]
    assert await alice.phone.get(f"/boxes/{made['id']}") == made | {"item_count": 1}


async def test_a_number_is_never_given_again(alice):
    first, second = await adds(alice), await adds(alice)
    await alice.phone.delete(f"/boxes/{second['id']}")
    assert (await adds(alice))["number"] == 3
    assert await shelf(alice) == [(1, 0), (3, 0)]
    assert await alice.sees(f"/boxes/{first['id']}", f"/boxes/{second['id']}") == [True, False]


async def test_racers_have_numbers_one_after_the_other(alice):
    made = await asyncio.gather(*(adds(alice) for _ in range(20)))
    assert sorted(box["number"] for box in made) == list(range(1, 21))


async def test_the_same_request_again_adds_one_box_and_is_told_of_it_alone(alice):
    key = uuid4().hex
    assert await adds(alice, key=key) == await adds(alice, key=key)
    assert await shelf(alice) == [(1, 0)]
    assert await acts("box.added") == 1


async def test_a_box_goes_once_nothing_is_left_in_it(alice):
    full, other = await adds(alice), await adds(alice)
    item = await files(alice, box_id=full["id"])
    with refused(409, "box.not_empty"):
        await alice.phone.delete(f"/boxes/{full['id']}")
    await alice.phone.put(f"/filed-items/{item['id']}", {"box_id": other["id"]})
    for _ in range(2):
        await alice.phone.delete(f"/boxes/{full['id']}")
    assert await acts("box.deleted") == 1
    with refused(422, "box.unknown"):
        await files(alice, box_id=full["id"])
    with refused(404):
        await alice.phone.put(f"/boxes/{full['id']}", {"title": "信"})
    assert await acts("box.changed") == 0
    await alice.phone.delete(f"/filed-items/{item['id']}")
    assert await shelf(alice) == [(2, 0)]


async def test_an_item_is_put_in_while_the_box_goes_or_is_told_that_it_went(alice):
    box = await adds(alice)
    outcomes = await asyncio.gather(
        files(alice, checked=False, box_id=box["id"]),
        alice.phone.delete(f"/boxes/{box['id']}"),
        return_exceptions=True,
    )
    assert sum(isinstance(one, Exception) for one in outcomes) == 1
    assert await shelf(alice) in ([], [(1, 1)])


async def test_new_words_keep_the_number_and_are_written_once(alice):
    path = f"/boxes/{(await adds(alice))['id']}"
    for _ in range(2):
        changed = await alice.phone.put(path, {"location": "阁楼"})
    assert (changed["title"], changed["location"], changed["number"]) == ("爷爷的信", "阁楼", 1)
    assert await acts("box.changed") == 1


async def test_who_contributes_has_boxes_who_looks_reads_and_the_child_too(world, alice):
    editor = await relative_of(alice, "Chen", "contributor")
    viewer = await relative_of(alice, "Dina", "viewer")
    pupil = await pupil_of(world, alice)
    path = f"/boxes/{(await adds(editor))['id']}"
    for person in (alice, viewer, pupil):
        assert await person.sees(path) == [True]
        assert await shelf(person) == [(1, 0)]
    for person, status in ((viewer, 403), (pupil, 404)):
        with refused(status):
            await adds(person)
        with refused(status):
            await person.phone.put(path, {"title": "信"})
        with refused(status):
            await person.phone.delete(path)
    await alice.phone.put(path, {"title": "信"})


async def test_bob_and_the_anonymous_find_nothing(world, alice):
    bob = await world.person("Bob")
    await bob.founds("林家")
    path, whole = f"/boxes/{(await adds(alice))['id']}", f"/families/{alice.family}/boxes"
    for method, target, body in (
        *(("GET", path, None), ("PUT", path, {"title": "信"}), ("DELETE", path, None)),
        *(("GET", whole, None), ("POST", whole, LETTERS)),
    ):
        with refused(404):
            await bob.phone.call(method, target, body, key=uuid4().hex)
        with refused(401):
            await world.phone("Nobody").call(method, target, body, key=uuid4().hex)
    with refused(422, "box.unknown"):
        await files(bob, box_id=path.rpartition("/")[2])
    assert (await adds(bob))["number"] == 1


async def test_words_that_wechat_refuses_stand_on_no_box(world, alice):
    made = await adds(alice)
    for suggest in ("risky", "review"):
        await world.script("wechat", "msg_sec_check", {"suggest": suggest}, times=2)
        with refused(422, "words.refused"):
            await adds(alice, title="兼职日结加微信")
        with refused(422, "words.refused"):
            await alice.phone.put(f"/boxes/{made['id']}", {"title": "兼职日结加微信"})
    assert await alice.phone.get(f"/boxes/{made['id']}") == made
    assert (await adds(alice))["number"] == 2


@each(("box", "field"), [({"title": " "}, "title"), ({"location": "远" * 61}, "location")])
async def test_it_says_what_is_wrong(alice, box, field):
    with pytest.raises(Refused) as caught:
        await adds(alice, **box)
    assert caught.value.status == 422
    assert [one["path"] for one in caught.value.problem["errors"]] == [field]


async def test_a_long_shelf_is_read_page_by_page(alice, monkeypatch):
    monkeypatch.setattr("service.archive.boxes.PAGE", 2)
    for _ in range(3):
        await adds(alice)
    path = f"/families/{alice.family}/boxes"
    first = await alice.phone.get(path)
    rest = await alice.phone.get(path, cursor=first["next"])
    assert [box["number"] for box in first["items"] + rest["items"]] == [1, 2, 3]
    assert (len(first["items"]), rest["next"]) == (2, "")
