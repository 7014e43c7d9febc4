"""A family's archive: what the coach says as it fills, by which scheme, and a guardian's word."""

from typing import Any

import pytest

from tests.archive.filing_room import AWARD, DEED, filed, files
from tests.archive.shelf import acts
from tests.pupil import pupil_of
from tests.trust.household import father_of
from tests.world import Person, World, refused

PORTRAIT: dict[str, Any] = {"class_code": "F1", "title": "全家福"}
ROOTS: dict[str, Any] = {"class_code": "B1", "title": "陈家的来历"}
LETTER: dict[str, Any] = {"class_code": "C2", "title": "爷爷的信"}


@pytest.fixture
async def grandmother(world: World, alice: Person) -> Person:
    grandmother = await world.person("Chen")
    await alice.invites(grandmother, "奶奶")
    return grandmother


async def archive(person: Person) -> dict[str, Any]:
    return await person.phone.get(f"/families/{person.family}/archive")


async def said(person: Person) -> str:
    return (await archive(person))["coach"]["words"]


async def switches(person: Person, scheme: str) -> dict[str, Any]:
    return await person.phone.put(f"/families/{person.family}/archive", {"scheme": scheme})


def word(person: Person) -> str:
    return f"/families/{person.family}/archive/confirmation"


async def test_the_coach_says_what_to_file_next_as_things_come(alice, grandmother):
    assert await said(alice) == "先收一张全家福，就有1类了。"
    await files(alice, **PORTRAIT)
    assert await said(alice) == "已收1件。再添一张奖状，就有2类了。"
    await files(alice)
    assert await said(alice) == "已收2件。再添一段家里的来历，就有3类了。"
    for item in (ROOTS, LETTER):
        await files(grandmother, **item)
    assert await said(alice) == "已收4件。再收6件，就很像样了。"
    for _ in range(6):
        await files(alice, checked=False)
    shown = await archive(alice)
    assert shown["coach"] == {
        "items": 10,
        "classes": 4,
        "enough_items": 10,
        "enough_classes": 4,
        "next_class": "H1",
        "words": "已收10件。再添一件老物件，就有5类了。",
    }
    assert shown["classes"] == [
        {"code": "B1", "title": "传记类 › 家谱家史", "items": 1},
        {"code": "C2", "title": "社交类 › 书信贺卡", "items": 1},
        {"code": "D2", "title": "业绩类 › 荣誉", "items": 7},
        {"code": "F1", "title": "声像类 › 照片", "items": 1},
    ]


async def test_what_is_taken_out_counts_no_more(alice):
    award = await files(alice)
    await alice.phone.delete(f"/filed-items/{award['id']}")
    assert await said(alice) == "先收一张全家福，就有1类了。"


async def test_a_grandmother_hears_how_many_there_are_and_reads_no_paper(alice, grandmother):
    await files(alice, **DEED)
    assert (await archive(grandmother))["coach"]["items"] == 1
    assert await filed(grandmother) == []


async def test_another_scheme_and_back_leaves_every_item_as_it_was_filed(alice):
    award = await files(alice)
    shown = await switches(alice, "b_1")
    assert (shown["scheme"], shown["classes"]) == (
        "b_1",
        [{"code": "31", "title": "荣誉 › 奖状证书", "items": 1}],
    )
    assert (shown["coach"]["next_class"], shown["coach"]["classes"]) == ("81", 1)
    assert await alice.phone.get(f"/filed-items/{award['id']}") == award
    with refused(422, "class.unknown"):
        await files(alice, **AWARD)
    medal = await files(alice, class_code="31", title="奖章")
    assert medal["scheme"] == "b_1"
    for code in ("3", "31", "D", "D2"):
        found = {one["id"] for one in await filed(alice, class_code=code)}
        assert found == {award["id"], medal["id"]}, code
    back = await switches(alice, "a_1")
    assert back["classes"] == [{"code": "D2", "title": "业绩类 › 荣誉", "items": 2}]
    assert await alice.phone.get(f"/filed-items/{medal['id']}") == medal


async def test_a_class_is_corrected_within_the_scheme_under_which_it_was_filed(alice):
    award = await files(alice)
    await switches(alice, "b_1")
    path = f"/filed-items/{award['id']}"
    with refused(422, "class.unknown"):
        await alice.phone.put(path, {"class_code": "31"})
    changed = await alice.phone.put(path, {"class_code": "D1"})
    assert (changed["class_code"], changed["number"]) == ("D1", award["number"])


async def test_the_same_scheme_again_is_no_change_and_an_unknown_one_is_refused(alice):
    for _ in range(2):
        await switches(alice, "b_1")
    assert await acts("archive.scheme_changed") == 1
    with refused(422, "scheme.unknown"):
        await switches(alice, "c_1")


async def test_a_guardians_word_counts_once_and_is_taken_back(world, alice):
    father = await father_of(world, alice)
    first = await alice.phone.call("PUT", word(alice))
    again = await father.phone.call("PUT", word(alice))
    assert first["confirmed_at"] == again["confirmed_at"] is not None
    await files(alice)
    for _ in range(2):
        back = await father.phone.call("DELETE", word(alice))
        assert (back["confirmed_at"], back["coach"]["items"]) == (None, 1)
    assert [await acts(f"archive.{act}") for act in ("confirmed", "unconfirmed")] == [1, 1]


async def test_grandmother_reads_and_may_decide_nothing(alice, grandmother):
    with refused(403):
        await switches(grandmother, "b_1")
    for method in ("PUT", "DELETE"):
        with refused(403):
            await grandmother.phone.call(method, word(grandmother))
    shown = await archive(grandmother)
    assert (shown["scheme"], shown["confirmed_at"]) == ("a_1", None)


async def test_which_closed_classes_hold_something_is_the_guardians_to_know(alice, grandmother):
    await files(alice, **DEED)
    award = {"code": "D2", "title": "业绩类 › 荣誉", "items": 1}
    await files(alice)
    assert len((await archive(alice))["classes"]) == 2
    assert (await archive(grandmother))["classes"] == [award]


async def test_bob_the_child_and_the_anonymous_find_no_archive(world, alice):
    bob, pupil = await world.person("Bob"), await pupil_of(world, alice)
    await bob.founds("林家")
    for method, path, body in (
        ("GET", f"/families/{alice.family}/archive", None),
        ("PUT", f"/families/{alice.family}/archive", {"scheme": "b_1"}),
        *(("PUT", word(alice), None), ("DELETE", word(alice), None)),
    ):
        for person in (bob, pupil):
            with refused(404):
                await person.phone.call(method, path, body)
        with refused(401):
            await world.phone("Nobody").call(method, path, body)


async def test_anybody_reads_by_which_lists_one_may_divide(world):
    shown = (await world.phone("Nobody").get("/class-schemes"))["items"]
    assert [(one["version"], one["chosen_first"]) for one in shown] == [
        ("a_1", True),
        ("b_1", False),
    ]
