"""Box labels (盒签): what Alice sticks on her boxes, and the code that opens each of them."""

from uuid import UUID

import pytest

from service.archive.box_labels import PAGE
from service.integrations import adapters
from tests.archive.booklet_room import pictures_in
from tests.archive.filing_room import DEED, files
from tests.archive.paper_room import box_of, files_in, pages_of, taken
from tests.trust.household import mother_of
from tests.world import Person, World, refused


@pytest.fixture
async def alice(world: World) -> Person:
    return await mother_of(world)


async def test_a_label_says_what_is_in_the_box(alice):
    box = await box_of(alice)
    for year in ("1994", "1978"):
        await files(alice, happened=year, box_id=box["id"])
    path = f"/boxes/{box['id']}/label.pdf"
    label = (await taken(alice, path)).content
    (page,) = pages_of(label)
    for words in ("陈家的家庭档案", "第1盒", "爷爷的信", "1978—1994", "永久", "共2件"):
        assert words in page
    assert "JT000001-WS·1978·Y-0001至JT000001-WS·1994·Y-0001" in page
    assert pictures_in(label) == 1
    assert (await taken(alice, path)).content == label


async def test_the_code_opens_the_box_for_the_family_alone(world, alice):
    box, bob = await box_of(alice), await world.person("Bob")
    await bob.founds("林家")
    scene = UUID(box["id"]).hex
    (code,) = files_in((await taken(alice, f"/boxes/{box['id']}/label.pdf")).content)
    assert code == await adapters().wechat.mini_code(scene, PAGE)
    opened = f"/boxes/{UUID(scene)}"
    assert (await alice.sees(opened), await bob.sees(opened)) == ([True], [False])


async def test_all_labels_come_eight_on_a_page_and_from_a_number_on(alice):
    for number in range(1, 11):
        await box_of(alice, f"第{number}个")
    path = f"/families/{alice.family}/box-labels.pdf"
    first, second = pages_of((await taken(alice, path)).content)
    assert ("第8盒" in first, "第9盒" in second, "第10盒" in second) == (True, True, True)
    (last,) = pages_of((await taken(alice, path, first=10)).content)
    assert ("第10盒" in last, "第9盒" in last, "还是空的" in last) == (True, False, True)
    with refused(409, "box.none"):
        await taken(alice, path, first=11)
    with refused(422):
        await taken(alice, path, first=0)


async def test_a_grandmothers_label_tells_nothing_of_what_is_closed(world, alice):
    grandmother, box = await world.person("Chen"), await box_of(alice)
    await alice.invites(grandmother, "奶奶")
    await files(alice, **DEED, box_id=box["id"])
    path = f"/boxes/{box['id']}/label.pdf"
    (hers,) = pages_of((await taken(grandmother, path)).content)
    (theirs,) = pages_of((await taken(alice, path)).content)
    assert ("还是空的" in hers, "2015" in hers, "2015" in theirs) == (True, False, True)


async def test_when_wechat_draws_no_code_nothing_is_printed(world, alice):
    box = await box_of(alice)
    await world.script("wechat", "getwxacodeunlimit", {"errcode": 41030})
    with refused(409, "box.code_picture"):
        await taken(alice, f"/boxes/{box['id']}/label.pdf")
