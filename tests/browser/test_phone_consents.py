"""授权: what was taken back, or reads otherwise by now, is agreed to where it is wanted next."""

import pytest
from playwright.async_api import expect

from service.foundation import clock
from service.trust.consents import Purpose
from tests.archive.booklet_room import told
from tests.browser.handset import Handset
from tests.browser.test_phone_mine import CONSENTS, MINE, press, signs_in, still
from tests.browser.test_phone_recording import RECORD
from tests.people.classroom import classroom_of
from tests.programme.campaign import invites, writes
from tests.trust.household import agrees, child_of, rewritten, takes_back
from tests.world import Person, World, refused


async def test_what_waits_for_the_archives_consent_arrives_once_it_is_given_again(
    handset: Handset, mother: Person
):
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", CONSENTS) as phone:
        await press(phone, "收回保存成长档案")
        await press(phone, "收回")
        await phone.sees("收回了「保存成长档案」", "同意了才能接着存新的")
        await phone.keep("consents-lacking")
    async with handset.opens("陈静", RECORD) as phone:
        await press(phone, "只写几句话")
        await phone.fill("想说就写一句", "掉了第一颗牙")
        await press(phone, "完成")
        await phone.sees("还差一点", "请监护人先看一看授权说明")
        await phone.keep("record-unagreed")
        await press(phone, "去看授权说明")
        await press(phone, "看一看小满的保存成长档案")
        await still(phone, "我是监护人，同意保存")
        await phone.keep("consents-asked")
        await press(phone, "我是监护人，同意保存")
        await phone.lacks("同意了才能接着存新的")
        await phone.tap("返回")
        await phone.lacks("还差一点")
        await phone.sees("已经在成长册里了")
    assert [one["story"] for one in await mother.timeline()] == ["掉了第一颗牙"]


async def test_what_is_to_be_filed_leads_to_the_consent_that_it_lacks(
    handset: Handset, mother: Person
):
    entry = await told(mother, "得了三好学生奖状", happened="2026-06-20")
    held = (await mother.phone.get("/consents", family_id=mother.family))["items"]
    (archive,) = [one for one in held if one["purpose"] == "archive"]
    await takes_back(mother, archive)
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", "/pages/entry/entry", query=f"id={entry}") as phone:
        await press(phone, "收进家庭档案")
        await press(phone, "收进档案")
        await phone.sees("请监护人先看一看授权说明")
        await phone.keep("filing-unagreed")
        await press(phone, "去看授权说明")
        await press(phone, "看一看小满的保存成长档案")
        await press(phone, "我是监护人，同意保存")
        await phone.lacks("同意了才能接着存新的")
        await phone.tap("返回")
        await press(phone, "收进档案")
        await phone.sees("收进档案了")


async def test_a_text_that_changed_while_the_app_was_open_is_asked_again(
    handset: Handset, mother: Person, monkeypatch: pytest.MonkeyPatch
):
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", MINE) as phone:
        await phone.tap("同意过什么，可以收回")
        await phone.sees("收回晒出去")
        await phone.lacks("说明改过了")
        await phone.tap("返回")
        rewritten(monkeypatch, Purpose.SHOW, since=clock.today())
        await phone.tap("同意过什么，可以收回")
        await phone.sees("说明改过了")
        await press(phone, "看一看小满的晒出去")
        await press(phone, "我是监护人，同意展示")
        await phone.lacks("说明改过了")


async def test_a_text_that_says_the_same_in_other_words_is_not_asked_again(
    handset: Handset, mother: Person, monkeypatch: pytest.MonkeyPatch
):
    since = clock.today()
    rewritten(monkeypatch, Purpose.SHOW, since=since, material=False, changes="换了说法。")
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", CONSENTS) as phone:
        await phone.sees("收回晒出去", "看一看小满的给班级看")
        await phone.lacks("说明改过了", "看一看小满的晒出去")
        await phone.keep("consents-reworded")
    rewritten(monkeypatch, Purpose.SHOW, version="b", since=since, material=True)
    async with handset.opens("陈静", CONSENTS) as phone:
        await phone.sees("看一看小满的晒出去", "说明改过了")


async def test_a_child_of_fifteen_agrees_for_itself_after_its_mother(
    handset: Handset, world: World, mother: Person
):
    born = clock.today().replace(year=clock.today().year - 15, day=1)
    await mother.opens_archive("小雨", born.isoformat())
    photo = await mother.takes_photo()
    await child_of(world, mother)
    with refused(422, "consent.child_required"):
        await mother.shows("毕业了", [photo])
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", CONSENTS) as phone:
        await phone.sees("小雨", "小满还没同意的")
        await phone.lacks("小雨还没同意的")
    await signs_in(handset, "Xiaoman")
    async with handset.opens("Xiaoman", CONSENTS) as phone:
        await phone.lacks("看一看小雨的保存成长档案")
        await press(phone, "看一看小雨的晒出去")
        await still(phone, "我同意展示")
        await phone.keep("consents-child")
        await press(phone, "我同意展示")
        await phone.lacks("看一看小雨的晒出去")
        await phone.sees("孩子本人同意了「晒出去」（小雨）")
    await mother.shows("毕业了", [photo])


async def test_a_card_asks_again_where_what_was_agreed_to_reads_otherwise(
    handset: Handset, world: World, mother: Person, monkeypatch: pytest.MonkeyPatch
):
    school, wang = await world.school(), await world.person("王老师")
    class_id = await school.opens()
    await school.takes_on(wang, class_id)
    card = (await school.card(class_id, wang))["code"]
    await mother.consents(Purpose.CLASS, mother.child)
    rewritten(monkeypatch, Purpose.CLASS, since=clock.today())
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", "/pages/class/card", query=f"code={card}") as phone:
        await phone.fill("学校里叫什么", "陈小满")
        await press(phone, "加入这个班")
        await press(phone, "我是监护人，同意给班级看")
        await phone.sees("跟老师说好了")
    async with handset.opens("陈静", CONSENTS) as phone:
        await phone.sees("给班级看")
        await expect(phone.page.get_by_label("看一看小满的给班级看")).to_have_count(0)


async def test_an_answer_to_a_task_asks_again_and_is_given(
    handset: Handset, world: World, monkeypatch: pytest.MonkeyPatch
):
    room = await classroom_of(world)
    task = await invites(room)
    await writes(room.alice, "年夜饭")
    rewritten(monkeypatch, Purpose.CLASS, since=clock.today())
    asked = f"task={task['id']}&child={room.alice.child}&class={room.id}"
    await signs_in(handset, "Alice")
    async with handset.opens("Alice", CONSENTS) as phone:
        await phone.sees("说明改过了，请再看一看")
    async with handset.opens("Alice", "/pages/task/choose", query=asked) as phone:
        await phone.page.get_by_role("button").filter(has_text="年夜饭").tap()
        await press(phone, "交，也给班里看")
        await press(phone, "我是监护人，同意给班级看")
        await phone.sees("交好了")
    (answer,) = (await room.alice.phone.get(f"/tasks/{task['id']}"))["own"]
    assert answer["shown"]


async def test_a_child_of_fifteen_is_asked_itself_when_it_answers_a_task(
    handset: Handset, world: World, mother: Person, monkeypatch: pytest.MonkeyPatch
):
    born = clock.today().replace(year=clock.today().year - 15, day=1)
    await mother.opens_archive("小雨", born.isoformat())
    child = await child_of(world, mother)
    await agrees(child, purpose="class")
    room = await classroom_of(world)
    await room.school.enrols(mother, room.id)
    task = await invites(room)
    await writes(mother, "年夜饭")
    rewritten(monkeypatch, Purpose.CLASS, since=clock.today())
    asked = f"task={task['id']}&child={mother.child}&class={room.id}"
    await signs_in(handset, "Xiaoman")
    async with handset.opens("Xiaoman", "/pages/task/choose", query=asked) as phone:
        await phone.page.get_by_role("button").filter(has_text="年夜饭").tap()
        await press(phone, "就交这条")
        await press(phone, "我同意给班级看")
        await phone.sees("交好了")
