"""Filing (归档): Alice files what her family keeps; each item has its number for good."""

import asyncio
from uuid import uuid4

import pytest

from models.archive.filing import FiledItem, WithdrawnNumber
from models.trust.audit import AuditRecord
from service.archive.archival_numbers import parse
from service.demo.phone import Refused
from service.foundation.database import query
from tests.archive.circle import forgoes
from tests.archive.filing_room import AWARD, DEED, filed, files
from tests.archive.shelf import acts
from tests.archive.test_trash import discards
from tests.each import each
from tests.edge.samples.common import NOBODY
from tests.pupil import pupil_of
from tests.trust.household import father_of, mother_of
from tests.world import Person, World, refused


@pytest.fixture
async def alice(world: World) -> Person:
    return await mother_of(world)


async def grandmother_of(world: World, alice: Person, role: str = "contributor") -> Person:
    grandmother = await world.person("Chen")
    await alice.invites(grandmother, "奶奶", role)
    return grandmother


async def test_what_when_and_who_is_all_that_is_asked(alice):
    photo = await alice.takes_photo()
    persons = (await alice.phone.get(f"/families/{alice.family}/persons"))["items"]
    ids = [persons[0]["id"]]
    made = await files(alice, person_ids=ids, photo_ids=[photo], student_id=alice.child)
    assert made["number"] == "JT000001-WS·2024·Y-0001"
    assert (made["category"], made["retention"], made["open_level"]) == ("WS", "Y", "family")
    assert (made["scheme"], made["class_title"]) == ("a_1", "业绩类 › 荣誉")
    assert (made["when"], made["responsible"]) == ("2024年6月", "Alice")
    assert (made["catalogued_by"], made["source"]) == ("Alice", "家里保存")
    assert [one["id"] for one in made["persons"]] == ids
    assert [one["id"] for one in made["photos"]] == [photo]
    (kept,) = await query("select bytes, sha256, media_type from filed_files")
    photos = await query("select bytes, sha256, media_type from photos")
    assert [kept] == photos


async def test_numbers_count_within_their_series_and_begin_with_the_household(alice):
    first = [await files(alice) for _ in range(2)]
    other = await files(alice, happened="2023")
    household = await alice.joins_programme()
    later = await files(alice)
    assert [one["number"] for one in first] == [
        "JT000001-WS·2024·Y-0001",
        "JT000001-WS·2024·Y-0002",
    ]
    assert other["number"] == "JT000001-WS·2023·Y-0001"
    assert later["number"] == f"{household}-WS·2024·Y-0001"
    assert first[0] == await alice.phone.get(f"/filed-items/{first[0]['id']}")


async def test_racers_have_numbers_one_after_the_other(world, alice):
    bob = await world.person("Bob")
    await bob.founds("林家")
    made = await asyncio.gather(
        *(files(person, checked=False) for person in (alice, bob) for _ in range(30))
    )
    numbers = [parse(one["number"]) for one in made]
    for household in {number.series.household for number in numbers}:
        serials = [one.serial for one in numbers if one.series.household == household]
        assert sorted(serials) == list(range(1, 31))
    assert len(await filed(bob)) == 30


async def test_the_same_request_again_files_nothing_anew(alice):
    body = {"family_id": alice.family, **AWARD}
    key = uuid4().hex
    first, again = [await alice.phone.post("/filed-items", body, key=key) for _ in range(2)]
    assert first["number"] == again["number"]
    assert await FiledItem.all().count() == 1


async def test_a_number_is_never_given_again(alice):
    first, second = await files(alice), await files(alice)
    await alice.phone.delete(f"/filed-items/{first['id']}")
    with refused(404):
        await alice.phone.delete(f"/filed-items/{first['id']}")
    third = await files(alice)
    assert third["number"].endswith("-0003")
    assert [one["number"] for one in await filed(alice)] == [third["number"], second["number"]]
    (left,) = await WithdrawnNumber.all()
    assert left.number == first["number"]


async def test_what_was_refused_leaves_no_gap(alice):
    await files(alice)
    photo = await alice.takes_photo()
    with refused(422, "photo.unknown"):
        await files(alice, photo_ids=[photo, alice.family])
    assert (await files(alice))["number"].endswith("-0002")


async def test_papers_property_and_health_are_the_guardians_and_have_no_pictures(world, alice):
    father, grandmother = await father_of(world, alice), await grandmother_of(world, alice)
    photo = await alice.takes_photo()
    with refused(422, "filing.no_pictures"):
        await files(alice, **DEED, photo_ids=[photo])
    with refused(422, "filing.where"):
        await files(alice, class_code="E1", title="房产证", location=" ")
    with refused(403, "filing.guardians_only"):
        await files(grandmother, **DEED)
    deed = await files(alice, **DEED, open_level="open")
    path = f"/filed-items/{deed['id']}"
    assert (deed["open_level"], deed["standing"]) == ("closed", "passed")
    assert await father.sees(path) == [True]
    assert await grandmother.sees(path) == [False]
    assert (len(await filed(father)), len(await filed(grandmother))) == (1, 0)
    with refused(403, "filing.guardians_only"):
        await files(grandmother, open_level="closed")


async def test_what_may_be_shown_is_the_guardians_to_say(world, alice):
    grandmother = await grandmother_of(world, alice)
    with refused(403, "filing.guardians_only"):
        await files(grandmother, open_level="open")
    hers = await files(grandmother)
    path = f"/filed-items/{hers['id']}"
    with refused(403, "filing.guardians_only"):
        await grandmother.phone.put(path, {"open_level": "open"})
    await alice.phone.put(path, {"open_level": "open"})
    await alice.phone.until(path, standing=["passed"])
    worded = await grandmother.phone.put(path, {"words": "二年级得的"})
    assert (worded["open_level"], worded["words"]) == ("open", "二年级得的")


async def test_where_papers_lie_is_told_to_nobody_not_even_to_the_check(world, alice):
    await files(alice, **DEED)
    award = await files(alice, location="红色铁盒")
    asked = str(await query("select subject, subject_id from checks where subject = 'filed_item'"))
    assert asked.count("filed_item") == 1
    assert award["id"] in asked
    await alice.phone.put(f"/filed-items/{award['id']}", {"open_level": "closed"})
    assert not await query(
        "select 1 from checks where subject = 'filed_item' and standing = 'pending'"
    )


async def test_what_was_closed_is_read_by_relatives_once_it_was_opened_and_checked(world, alice):
    grandmother = await grandmother_of(world, alice)
    path = f"/filed-items/{(await files(alice, **DEED))['id']}"
    moved = await alice.phone.put(path, {"class_code": "D2"})
    assert (moved["open_level"], moved["standing"]) == ("closed", "passed")
    await world.quiet()
    assert await grandmother.sees(path) == [False]
    async with world.worker_away():
        opened = await alice.phone.put(path, {"open_level": "family"})
        assert (opened["standing"], await grandmother.sees(path)) == ("pending", [False])
    await alice.phone.until(path, standing=["passed"])
    assert await grandmother.sees(path) == [True]


async def test_relatives_read_it_once_it_was_checked(world, alice):
    grandmother = await grandmother_of(world, alice)
    async with world.worker_away():
        made = await files(alice, checked=False)
        path = f"/filed-items/{made['id']}"
        assert (await alice.sees(path), await grandmother.sees(path)) == ([True], [False])
        assert await filed(grandmother) == []
    await alice.phone.until(path, standing=["passed"])
    assert [one["id"] for one in await filed(grandmother)] == [made["id"]]


async def test_words_that_are_changed_wait_again(world, alice):
    father = await father_of(world, alice)
    made = await files(alice)
    path = f"/filed-items/{made['id']}"
    async with world.worker_away():
        changed = await alice.phone.put(path, {"words": "二年级得的", "version": 1})
        assert (changed["standing"], changed["version"]) == ("pending", 2)
        assert (changed["number"], await father.sees(path)) == (made["number"], [False])
        same = await alice.phone.put(path, {"words": "二年级得的"})
        assert same["version"] == 2
    await alice.phone.until(path, standing=["passed"])
    with refused(409, "item.changed"):
        await father.phone.put(path, {"words": "三年级得的", "version": 1})
    moved = await father.phone.put(path, {"happened": "2023-06", "version": 2})
    assert (moved["when"], moved["number"]) == ("2023年6月", made["number"])


async def test_the_same_said_again_is_no_change_and_takes_no_one_by_surprise(alice):
    photos = [await alice.takes_photo() for _ in range(2)]
    (him,) = (await alice.phone.get(f"/families/{alice.family}/persons"))["items"][:1]
    path = f"/filed-items/{(await files(alice))['id']}"
    said = {"photo_ids": photos, "person_ids": [him["id"]], "version": 1}
    for _ in range(2):
        assert (await alice.phone.put(path, said))["version"] == 2
    assert await acts("item.changed") == 1
    turned = await alice.phone.put(path, {"photo_ids": photos[::-1]})
    assert (turned["version"], [one["id"] for one in turned["photos"]]) == (3, photos[::-1])
    with refused(409, "item.changed"):
        await alice.phone.put(path, said)
    await discards(alice, photos[0])
    shown = await alice.phone.get(path)
    assert [one["id"] for one in shown["photos"]] == [photos[1]]
    assert (await alice.phone.put(path, {"photo_ids": [photos[1]]}))["version"] == 3
    assert (await alice.phone.put(path, {"photo_ids": [], "person_ids": []}))["version"] == 4


async def test_once_the_consent_is_taken_back_an_item_loses_and_gains_nothing(alice):
    first, second = [await alice.takes_photo() for _ in range(2)]
    made = await files(alice, student_id=alice.child, photo_ids=[first], words="二年级得的")
    of_home = await files(alice)
    await forgoes(alice)
    path = f"/filed-items/{made['id']}"
    for new in ({"words": "三年级得的"}, {"title": "奖状"}, {"photo_ids": [first, second]}):
        with refused(422, "consent.archive_required"):
            await alice.phone.put(path, new)
    left = await alice.phone.put(path, {"words": "", "photo_ids": [], "open_level": "closed"})
    assert (left["words"], left["photos"], left["open_level"]) == ("", [], "closed")
    await alice.phone.put(f"/filed-items/{of_home['id']}", {"words": "家里的"})


async def test_doubtful_words_are_the_filers_who_may_ask_a_human(world, alice):
    grandmother = await grandmother_of(world, alice)
    await world.script("wechat", "msg_sec_check", {"suggest": "review"})
    made = await files(grandmother)
    path = f"/filed-items/{made['id']}"
    assert (made["standing"], await alice.sees(path)) == ("review", [False])
    notices = (await grandmother.phone.get("/notices"))["items"]
    (doubt,) = [one for one in notices if one["kind"] == "words_doubtful"]
    assert doubt["about"] == {"kind": "filed_item", "id": made["id"]}
    await grandmother.phone.call("POST", f"{path}/review")


async def test_who_filed_it_and_guardians_change_it_and_nobody_else(world, alice):
    father, grandmother = await father_of(world, alice), await grandmother_of(world, alice)
    bob = await world.person("Bob")
    await bob.founds("林家")
    made = await files(alice)
    path = f"/filed-items/{made['id']}"
    with refused(403, "item.not_yours"):
        await grandmother.phone.put(path, {"title": "奖状"})
    with refused(403, "item.not_yours"):
        await grandmother.phone.delete(path)
    for method, body in (("GET", None), ("PUT", {"title": "奖状"}), ("DELETE", None)):
        with refused(404):
            await bob.phone.call(method, path, body)
        with refused(401):
            await world.phone("Nobody").call(method, path, body)
    with refused(404):
        await filed_of(bob, alice.family)
    hers = await files(grandmother)
    await father.phone.put(f"/filed-items/{hers['id']}", {"title": "奶奶的奖状"})
    await father.phone.delete(f"/filed-items/{hers['id']}")
    acts = await AuditRecord.filter(action__startswith="item.").order_by("id")
    assert [one.action for one in acts] == [
        *("item.filed", "item.filed", "item.changed", "item.withdrawn")
    ]


async def test_a_student_records_and_only_the_family_files(world, alice):
    pupil = await pupil_of(world, alice)
    with refused(404):
        await files(pupil, student_id=alice.child)
    made = await files(alice, student_id=alice.child)
    await files(alice, **DEED, student_id=alice.child)
    assert [one["id"] for one in await filed(pupil)] == [made["id"]]
    for method, body in (("PUT", {"title": "奖状"}), ("DELETE", None)):
        with refused(403, "item.not_yours"):
            await pupil.phone.call(method, f"/filed-items/{made['id']}", body)


async def filed_of(person: Person, family: str) -> None:
    await person.phone.get(f"/families/{family}/filed-items")


@each(
    ("item", "field"),
    [
        ({"class_code": "Z9"}, "class_code"),
        ({"class_code": "D"}, "class_code"),
        ({"class_code": "31"}, "class_code"),
        ({"happened": ""}, "happened"),
        ({"happened": "2024-02-30"}, "happened"),
        ({"happened": "2999"}, "happened"),
        ({"title": " "}, "title"),
        ({"person_ids": [NOBODY]}, "person_ids[0]"),
        ({"box_id": NOBODY}, "box_id"),
        ({"category": "QQ"}, "category"),
        ({"retention": "D20"}, "retention"),
    ],
)
async def test_it_says_what_is_wrong(alice, item, field):
    with pytest.raises(Refused) as caught:
        await files(alice, **item)
    assert caught.value.status == 422
    assert [one["path"] for one in caught.value.problem["errors"]] == [field]
