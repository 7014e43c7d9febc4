"""Soundness (四性检测): what somebody meddled with in Alice's archive is found."""

from typing import Any

import pytest

from models.archive.filing import FiledFile, FiledItem, WithdrawnNumber
from models.archive.findings import FindingKind
from models.archive.photos import Photo
from service.archive import findings
from service.integrations import adapters
from tests.archive.filing_room import DEED, files
from tests.archive.paper_room import box_of, pages_of, taken
from tests.archive.vault import lose
from tests.trust.household import father_of, mother_of
from tests.world import Person, World, refused


@pytest.fixture
async def alice(world: World) -> Person:
    return await mother_of(world)


async def told_of(alice: Person) -> dict[str, Any]:
    """A photo of the family, filed with all that is hoped for."""
    persons = (await alice.phone.get(f"/families/{alice.family}/persons"))["items"]
    told = {"words": "过年", "place": "斗门", "person_ids": [persons[0]["id"]]}
    photo = await alice.takes_photo()
    return await files(alice, class_code="F1", title="全家福", photo_ids=[photo], **told)


async def inspected(person: Person) -> dict[str, Any]:
    return await person.phone.get(f"/families/{person.family}/soundness")


async def amiss(person: Person) -> dict[str, list[str]]:
    """What is remarked, by the names of the checks."""
    checks = (await inspected(person))["checks"]
    found = {one["name"]: [told["what"] for told in one["remarks"]] for one in checks}
    return {name: remarks for name, remarks in found.items() if remarks}


async def test_what_was_filed_well_is_sound(alice):
    await told_of(alice)
    found = await inspected(alice)
    assert (found["outcome"], found["items"], found["files"], found["unseen"]) == (
        "passed",
        1,
        1,
        0,
    )
    properties = [one["property"] for one in found["checks"]]
    assert list(dict.fromkeys(properties)) == ["authentic", "complete", "usable", "safe"]
    assert await amiss(alice) == {}


async def test_an_archive_that_is_empty_is_sound(alice):
    assert (await inspected(alice))["outcome"] == "passed"


async def test_what_nobody_wrote_is_advised(alice):
    await files(alice, words="二年级得的")
    assert (await inspected(alice))["outcome"] == "advised"
    assert await amiss(alice) == {
        "写了人物、地点、文字说明": ["还没有写：人物、地点"],
        "有照片，或者写了放在哪儿": ["没有照片，也没有写放在哪儿"],
    }


async def test_what_lies_in_a_box_lies_somewhere(alice):
    box = await box_of(alice)
    await files(alice, box_id=box["id"])
    assert list(await amiss(alice)) == ["写了人物、地点、文字说明"]


async def test_a_hash_that_has_changed_is_found(alice):
    item = await told_of(alice)
    await FiledFile.filter(item_id=item["id"]).update(sha256="0" * 64)
    assert (await inspected(alice))["outcome"] == "failed"
    assert await amiss(alice) == {"文件和归档时登记的一样": ["SHA-256和归档时不一样"]}


async def test_an_object_that_was_replaced_is_found_and_one_that_is_gone(alice):
    item = await told_of(alice)
    photo = await Photo.get(id=item["photos"][0]["id"])
    await lose(photo.key)
    gone = await amiss(alice)
    assert gone["存储里的文件和登记的一样"] == ["在存储里找不到"]
    assert gone["文件打得开"] == ["打不开"]
    await adapters().kodo.put(photo.key, b"x" * photo.bytes, "image/jpeg")
    assert await amiss(alice) == {"存储里的文件和登记的一样": ["和存储里的不一样"]}


async def test_a_gap_without_a_tombstone_is_found_and_one_with_it_is_none(alice):
    items = [await files(alice, location="书柜") for _ in range(4)]
    await alice.phone.delete(f"/filed-items/{items[1]['id']}")
    name = "档号一个接一个，没有缺号"
    assert name not in await amiss(alice)
    await WithdrawnNumber.all().delete()
    await FiledItem.filter(id=items[3]["id"]).delete()
    checks = (await inspected(alice))["checks"]
    (check,) = [one for one in checks if one["name"] == name]
    assert [one["number"] for one in check["remarks"]] == [
        "JT000001-WS·2024·Y-0002",
        "JT000001-WS·2024·Y-0004",
    ]
    assert check["outcome"] == "failed"


async def test_what_the_archive_knows_to_be_wrong_stands_in_the_report(alice):
    item = await told_of(alice)
    photo = await Photo.get(id=item["photos"][0]["id"])
    finding = await findings.note(FindingKind.DAMAGED, photo.key, photo.id)
    assert await amiss(alice) == {"没有没处理完的问题": ["内容损坏"]}
    await findings.settle(finding, "repaired")
    await alice.phone.delete(f"/photos/{photo.id}")
    assert await amiss(alice) == {"文件打得开": ["在回收站里，三十天后就没有了"]}


async def test_guardians_see_what_is_closed_and_what_is_not_checked_is_only_counted(world, alice):
    grandmother, father = await world.person("Chen"), await father_of(world, alice)
    await alice.invites(grandmother, "奶奶")
    await files(alice, **DEED)
    async with world.worker_away():
        await files(grandmother, title="奶奶的话", checked=False)
        found = await inspected(father)
    assert (found["items"], found["unseen"]) == (1, 1)
    assert "房产证" in str(found)
    assert "奶奶的话" not in str(found)


async def test_it_is_for_guardians_alone(world, alice):
    grandmother, bob = await world.person("Chen"), await world.person("Bob")
    await alice.invites(grandmother, "奶奶")
    await bob.founds("林家")
    nobody = Person(world, world.phone("Nobody"))
    for kind in ("", ".pdf"):
        path = f"/families/{alice.family}/soundness{kind}"
        for person, status in (
            (grandmother, 403),
            (bob, 404),
            (nobody, 401),
        ):
            with refused(status):
                await taken(person, path)


async def test_while_storage_is_away_nothing_is_guessed(world, alice):
    await told_of(alice)
    for _ in range(9):
        await world.script("kodo", "batch", {"status": 503})
    with refused(503):
        await inspected(alice)


async def test_the_report_is_to_be_had_on_paper(alice):
    await told_of(alice)
    await files(alice, title="没写完的奖状")
    reply = await taken(alice, f"/families/{alice.family}/soundness.pdf")
    words = "".join(pages_of(reply.content))
    for said in (
        *(
            "四性检测报告",
            "陈家",
            "共2件，1个文件",
            "总的来说真实性完整性可用性安全性建议补上通过建议补上通过通过",
        ),
        *("真实性", "完整性", "可用性", "安全性", "JT000001-WS·2024·Y-0001", "没写完的奖状"),
        *("还没有写：人物、地点、文字说明", "比对了1个文件的格式、字节数、像素和SHA-256。"),
    ):
        assert said in words
