"""What lacks a yes asks for it where it is wanted, and goes on; who may not give it is told why."""

import pytest

from service.foundation import clock
from service.trust.consents import Purpose
from tests.archive.booklet_room import booklet_of, confirms, told
from tests.archive.circle import relative
from tests.browser.handset import Handset
from tests.browser.test_phone_mine import press, signs_in, still
from tests.trust.household import rewritten, takes_back
from tests.world import Person, World

ENTRY, BOOKLET, MEASURE = "/pages/entry/entry", "/pages/keeping/booklet", "/pages/child/measure"
LACKS = "请监护人先看一看授权说明"
KEEP = "我是监护人，同意保存"


async def takes_all_back(mother: Person) -> None:
    """The archive's consent, and with it every other one for the child."""
    held = (await mother.phone.get("/consents", family_id=mother.family))["items"]
    await takes_back(mother, next(one for one in held if one["purpose"] == "archive"))


async def test_a_measurement_asks_the_mother_and_only_tells_the_grandfather(
    handset: Handset, mother: Person
):
    await relative(mother, "爷爷", "爷爷")
    await takes_all_back(mother)
    for person in ("爷爷", "陈静"):
        await signs_in(handset, person)
    query = f"id={mother.child}"
    async with handset.opens("爷爷", MEASURE, query=query) as phone:
        await phone.fill("身高", "131.5")
        await press(phone, "记下")
        await phone.sees(LACKS)
        await phone.lacks(KEEP)
    async with handset.opens("陈静", MEASURE, query=query) as phone:
        await phone.fill("身高", "131.5")
        await press(phone, "记下")
        await still(phone, KEEP)
        await phone.keep("measure-unagreed")
        await press(phone, "先不")
        await phone.lacks(KEEP)
        assert await measured(mother) == []
        await press(phone, "记下")
        await press(phone, KEEP)
        await phone.lacks("哪天量的")
    assert await measured(mother) == [131.5]


async def measured(mother: Person) -> list[float]:
    found = await mother.phone.get(f"/students/{mother.child}/measurements")
    return [one["height_cm"] for one in found["items"]]


async def test_what_is_said_to_an_entry_asks_and_is_said(handset: Handset, mother: Person):
    entry = await told(mother, "学会骑车")
    await takes_all_back(mother)
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", ENTRY, query=f"id={entry}") as phone:
        await phone.fill("说一句", "真棒")
        await press(phone, "说")
        await still(phone, KEEP)
        await phone.keep("entry-comment-unagreed")
        await press(phone, KEEP)
        await phone.lacks(KEEP)
        await phone.sees("收回这句话")
    said = (await mother.phone.get(f"/entries/{entry}/comments"))["items"]
    assert [one["words"] for one in said] == ["真棒"]
    await takes_all_back(mother)
    async with handset.opens("陈静", ENTRY, query=f"id={entry}") as phone:
        await press(phone, "我也说一段")
        await phone.fill("我也说一段", "那天是我扶着车座跑的。")
        await press(phone, "讲好了")
        await press(phone, KEEP)
        await phone.sees("收回这一段")
    told_of = (await mother.phone.get(f"/entries/{entry}/stories"))["items"]
    assert len(told_of) == 1


async def test_a_booklet_is_begun_and_locked_after_the_yes_that_it_lacked(
    handset: Handset, mother: Person
):
    await told(mother)
    await takes_all_back(mother)
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", "/pages/keeping/booklets", query=f"child={mother.child}") as p:
        await press(p, "做一本新的")
        await p.tap("2025年秋季学期")
        await press(p, "就做这一段")
        await still(p, KEEP)
        await p.keep("booklets-unagreed")
        await press(p, KEEP)
        await p.sees("骑车")
    (booklet,) = (await mother.phone.get(f"/students/{mother.child}/booklets"))["items"]
    await confirms(mother, f"/booklets/{booklet['id']}", together=True)
    await takes_all_back(mother)
    async with handset.opens("陈静", BOOKLET, query=f"id={booklet['id']}") as phone:
        await press(phone, "就这样定下来")
        await press(phone, "定下来")
        await press(phone, KEEP)
        await phone.lacks("就这样定下来")
    kept = await mother.phone.get(f"/booklets/{booklet['id']}")
    assert kept["state"] == "locked"


async def test_a_booklet_for_the_class_asks_for_the_classs_consent(
    handset: Handset, world: World, mother: Person, monkeypatch: pytest.MonkeyPatch
):
    school, wang = await world.school(), await world.person("王老师")
    class_id = await school.opens()
    await school.takes_on(wang, class_id)
    await mother.consents(Purpose.CLASS, mother.child)
    await school.enrols(mother, class_id)
    path = await booklet_of(mother, await told(mother))
    await confirms(mother, path, together=True)
    rewritten(monkeypatch, Purpose.CLASS, since=clock.today(), material=True)
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", BOOKLET, query=f"id={path.rpartition('/')[2]}") as phone:
        await press(phone, "先请班里的老师写几句")
        await press(phone, "我是监护人，同意给班级看")
        await phone.lacks("先请班里的老师写几句")
    (waiting,) = (await wang.phone.get(f"/classes/{class_id}/booklets"))["items"]
    assert waiting["id"] == path.rpartition("/")[2]


async def test_an_entry_for_the_class_asks_for_whatever_it_lacks(handset: Handset, mother: Person):
    entry = await told(mother, "学会骑车")
    await takes_all_back(mother)
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", "/pages/entry/edit", query=f"id={entry}") as phone:
        await phone.tap("班级")
        await press(phone, "改好了")
        await press(phone, KEEP)
        await press(phone, "我是监护人，同意给班级看")
        await phone.lacks("改好了")
    assert (await mother.phone.get(f"/entries/{entry}"))["audience"] == "class"
