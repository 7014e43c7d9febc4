"""Catalogues (目录): what Alice's boxes hold, on paper and as sheets, for whoever may see it."""

import pytest

from models.archive.filing import Category, FiledItem, Retention
from models.base import uuid7
from service.archive import papers
from service.archive.archival_numbers import Series
from tests.archive.filing_room import DEED, files
from tests.archive.paper_room import box_of, pages_of, sheet, taken
from tests.trust.household import mother_of
from tests.world import Person, World, refused

PAPERS = ("catalogue.pdf", "catalogue.csv")


@pytest.fixture
async def alice(world: World) -> Person:
    return await mother_of(world)


async def grandmother_of(world: World, alice: Person) -> Person:
    grandmother = await world.person("Chen")
    await alice.invites(grandmother, "奶奶")
    return grandmother


async def test_a_box_is_listed_in_the_order_of_its_numbers(alice):
    box = await box_of(alice, location="书房柜子第二层")
    await files(alice, title="后来的信", happened="1994", box_id=box["id"], class_code="C2")
    await files(alice, title="第一封信", happened="1978-22~", box_id=box["id"], class_code="C2")
    await files(alice, title="不在盒子里")
    path = f"/boxes/{box['id']}/catalogue"
    first, second = await sheet(alice, f"{path}.csv")
    assert first == {
        "序号": "1",
        "档号": "JT000001-WS·1978·Y-0001",
        "题名": "第一封信",
        "责任者": "Alice",
        "日期": "约1978年夏",
        "分类": "社交类 › 书信贺卡",
        "保管期限": "永久",
        "存放、备注": "",
    }
    assert (second["序号"], second["题名"]) == ("2", "后来的信")
    reply = await taken(alice, f"{path}.pdf")
    assert reply.headers["content-type"] == "application/pdf"
    (page,) = pages_of(reply.content)
    for words in (
        "卷内目录",
        "陈家",
        "第1盒",
        "爷爷的信",
        "共2件",
        "书房柜子第二层",
        *first.values(),
    ):
        assert "".join(words.split()) in page
    assert "不在盒子里" not in page


async def test_the_boxes_are_listed_with_what_is_in_them(alice):
    letters, empty = await box_of(alice), await box_of(alice, "空盒子")
    for year in ("1994", "1978"):
        await files(alice, happened=year, box_id=letters["id"])
    await files(alice, happened="2020", retention="D30", box_id=letters["id"])
    await files(alice)
    path = f"/families/{alice.family}/box-catalogue"
    first, second = await sheet(alice, f"{path}.csv")
    assert first == {
        "盒号": "1",
        "题名": "爷爷的信",
        "件数": "3",
        "起止年度": "1978—2020",
        "起档号": "JT000001-WS·1978·Y-0001",
        "止档号": "JT000001-WS·2020·D30-0001",
        "保管期限": "永久、30年",
        "存放": "",
    }
    assert (second["盒号"], second["件数"], second["起档号"]) == (str(empty["number"]), "0", "")
    (page,) = pages_of((await taken(alice, f"{path}.pdf")).content)
    for words in ("案卷目录", "共2盒，3件", "另有1件还没有装盒", *first.values()):
        assert "".join(words.split()) in page


async def test_all_that_was_filed_is_one_sheet_class_by_class(alice):
    photo = await alice.takes_photo()
    box = await box_of(alice)
    persons = (await alice.phone.get(f"/families/{alice.family}/persons"))["items"]
    await files(alice, class_code="D2", title="奖状", box_id=box["id"])
    told = {"words": "奶奶说的", "place": "斗门", "person_ids": [persons[0]["id"]]}
    await files(alice, class_code="B1", title="家谱", happened="190X", photo_ids=[photo], **told)
    path = f"/families/{alice.family}/catalogue.csv"
    first, second = await sheet(alice, path)
    assert [one["题名"] for one in (first, second)] == ["家谱", "奖状"]
    assert (first["分类号"], first["时间（EDTF）"], first["文件数"]) == ("B1", "190X", "1")
    assert (first["人物"], first["地点"]) == (persons[0]["name"], "斗门")
    assert (first["文字说明"], first["著录者"], first["来源"]) == ("奶奶说的", "Alice", "家里保存")
    assert (second["分类"], second["盒号"], second["开放级别"]) == ("业绩类 › 荣誉", "1", "家人")
    await alice.phone.put(f"/families/{alice.family}/archive", {"scheme": "b_1"})
    third = await files(alice, class_code="31", title="儿子的奖状")
    rows = await sheet(alice, path)
    assert {one["题名"]: one["分类"].partition(" › ")[0] for one in rows}["奖状"] == "荣誉"
    assert {one["档号"]: one["分类号"] for one in rows}[third["number"]] == "31"


async def test_what_is_closed_is_listed_for_guardians_alone(world, alice):
    grandmother, box = await grandmother_of(world, alice), await box_of(alice)
    await files(alice, **DEED, box_id=box["id"])
    await files(alice, box_id=box["id"])
    family, boxes = f"/families/{alice.family}", f"/boxes/{box['id']}"
    for path in (f"{boxes}/catalogue.csv", f"{family}/catalogue.csv"):
        hers, theirs = await sheet(grandmother, path), await sheet(alice, path)
        assert [one["题名"] for one in hers] == ["三好学生奖状"]
        assert {"房产证", "三好学生奖状"} == {one["题名"] for one in theirs}
    assert "仅监护人" in str(await sheet(alice, f"{boxes}/catalogue.csv"))
    (shelf,) = await sheet(grandmother, f"{family}/box-catalogue.csv")
    assert (shelf["件数"], shelf["起止年度"]) == ("1", "2024")
    for path in (f"{boxes}/catalogue.pdf", f"{family}/box-catalogue.pdf"):
        words = "".join(pages_of((await taken(grandmother, path)).content))
        assert not [told for told in ("房产证", "书房抽屉", "2015") if told in words]


async def test_words_that_were_not_checked_yet_are_listed_to_their_teller_alone(world, alice):
    grandmother, box = await grandmother_of(world, alice), await box_of(alice)
    async with world.worker_away():
        await files(alice, checked=False, box_id=box["id"])
        path = f"/boxes/{box['id']}/catalogue.csv"
        assert (len(await sheet(alice, path)), len(await sheet(grandmother, path))) == (1, 0)


async def test_a_formula_in_a_title_stays_words(alice):
    box = await box_of(alice, "=1+1")
    await files(alice, title='=HYPERLINK("http://x")', responsible="＋86", box_id=box["id"])
    (row,) = await sheet(alice, f"/boxes/{box['id']}/catalogue.csv")
    assert (row["题名"], row["责任者"]) == ('\'=HYPERLINK("http://x")', "'＋86")
    (shelf,) = await sheet(alice, f"/families/{alice.family}/box-catalogue.csv")
    assert shelf["题名"] == "'=1+1"
    (whole,) = await sheet(alice, f"/families/{alice.family}/catalogue.csv")
    assert whole["题名"].startswith("'=")


async def test_others_find_nothing_to_print(world, alice):
    box, bob = await box_of(alice), await world.person("Bob")
    await bob.founds("林家")
    nobody = Person(world, world.phone("Nobody"))
    paths = [f"/boxes/{box['id']}/{paper}" for paper in (*PAPERS, "label.pdf")]
    paths += [f"/families/{alice.family}/box-{paper}" for paper in (*PAPERS, "labels.pdf")]
    paths += [f"/families/{alice.family}/catalogue.csv"]
    for path in paths:
        with refused(404):
            await taken(bob, path)
        with refused(401):
            await taken(nobody, path)
    await alice.phone.delete(f"/boxes/{box['id']}")
    with refused(404):
        await taken(alice, paths[0])


async def shelved(alice: Person, box_id: str, count: int) -> None:
    """So many items of one series in a box, as if they had been filed one by one."""
    first = await FiledItem.get(id=(await files(alice, box_id=box_id))["id"])
    series = Series(first.household, Category.PAPER, 2024, Retention.PERMANENT)
    copied = {name: getattr(first, name) for name in FiledItem._meta.db_fields - {"id"}}
    await FiledItem.bulk_create(
        FiledItem(**copied | {"id": uuid7(), "serial": n, "number": f"{series}-{n:04}"})
        for n in range(2, count + 1)
    )


async def test_two_hundred_items_have_the_head_of_the_table_on_each_page(alice):
    box = await box_of(alice)
    await shelved(alice, box["id"], 200)
    pages = pages_of((await taken(alice, f"/boxes/{box['id']}/catalogue.pdf")).content)
    assert len(pages) > 5
    for number, page in enumerate(pages, start=1):
        assert "序号档号题名责任者日期分类保管期限存放、备注" in page
        assert f"第{number}页，共{len(pages)}页" in page
    whole = "".join(pages)
    assert [n for n in range(1, 201) if f"JT000001-WS·2024·Y-{n:04}" not in whole] == []


async def test_more_than_fits_on_paper_is_a_sheet(alice):
    box = await box_of(alice)
    await shelved(alice, box["id"], 2001)
    with refused(409, "catalogue.too_long"):
        await taken(alice, f"/boxes/{box['id']}/catalogue.pdf")
    rows = await sheet(alice, f"/boxes/{box['id']}/catalogue.csv")
    assert [int(row["序号"]) for row in rows] == [*range(1, 2002)]
    assert [row["档号"] for row in rows] == sorted(row["档号"] for row in rows)


async def test_while_all_presses_are_busy_she_is_asked_to_come_again(alice):
    box = await box_of(alice)
    path = f"/boxes/{box['id']}/catalogue.pdf"
    async with papers._presses, papers._presses:
        with refused(503, "press.busy"):
            await taken(alice, path)
    assert (await taken(alice, path)).content.startswith(b"%PDF")
