"""学校的班级、学校的老师: what a school's administrator does; who is in a class sees until when."""

from datetime import date, timedelta

import pytest
from playwright.async_api import expect

from service.trust.consents import Purpose
from tests.browser.handset import Handset, HeldPhone
from tests.browser.test_phone_mine import NOTICES, press, signs_in, still
from tests.people.classroom import Classroom, classroom_of, parent_of
from tests.world import Person, World

TEACHERS = "/pages/school/teachers"


async def until_of(room: Classroom) -> date:
    found = await room.school.administrator.phone.get(f"{room.school.path}/classes")
    (own,) = [one for one in found["items"] if one["id"] == room.id]
    return date.fromisoformat(own["until"])


def last_day(until: date) -> str:
    day = until - timedelta(days=1)
    return f"到{day.year}年{day.month}月{day.day}日"


async def ends(phone: HeldPhone, name: str, answer: str) -> None:
    await press(phone, f"结束{name}")
    await still(phone, answer)
    await phone.keep("school-ending")
    await press(phone, answer)


async def test_the_administrator_moves_a_class_up_and_ends_another(handset: Handset, world: World):
    room = await classroom_of(world)
    ends_on, who = await until_of(room), room.school.administrator.phone.person
    await signs_in(handset, who)
    async with handset.opens(who, "/pages/me/offices") as phone:
        await phone.sees("学校管理员", "香洲一小")
        await phone.lacks("日常的事在电脑上做")
        await phone.keep("school-office")
        await phone.tap("学校的班级")
        await phone.sees("四年级2班", last_day(ends_on))
        await phone.fill("新的班叫什么", "四年级1班")
        await press(phone, "开班")
        await phone.sees("四年级1班")
        await phone.keep("school-classes")
        await press(phone, "升级四年级2班")
        await expect(phone.page.get_by_label("升级以后叫什么")).to_have_value("五年级2班")
        await phone.sees(f"用{last_day(ends_on.replace(year=ends_on.year + 1))}")
        await phone.keep("school-moving")
        await press(phone, "升级")
        await phone.sees("五年级2班")
        await ends(phone, "四年级1班", "先不")
        await phone.sees("四年级1班")
        await ends(phone, "四年级1班", "结束班级")
        await expect(phone.page.get_by_text("四年级1班")).to_have_count(0)
        await press(phone, "升级五年级2班")
        await press(phone, "升级")
        await phone.sees("到时候可以再升级")
    assert await until_of(room) == ends_on.replace(year=ends_on.year + 1)


async def test_a_teacher_takes_out_who_has_left_and_families_see_until_when(
    handset: Handset, world: World
):
    room = await classroom_of(world)
    for person in ("Wang", "Alice"):
        await signs_in(handset, person)
    async with handset.opens(
        "Alice", "/pages/child/classes", query=f"id={room.alice.child}"
    ) as phone:
        await phone.sees("四年级2班", last_day(await until_of(room)))
        await phone.keep("child-classes-until")
    async with handset.opens("Wang", "/pages/class/class", query=f"id={room.id}") as phone:
        await phone.sees("班里的孩子（2）")
        await press(phone, "豆豆不在这个班了")
        await still(phone, "移出班级")
        await phone.keep("class-taking-out")
        await press(phone, "移出班级")
        await phone.sees("班里的孩子（1）")
    assert await room.children(room.wang) == ["小满"]


async def test_the_administrator_sends_the_card_confirms_a_teacher_and_ends_another(
    handset: Handset, world: World
):
    room = await classroom_of(world)
    who, li = room.school.administrator.phone.person, await world.person("Li")
    for person in (who, "Li"):
        await signs_in(handset, person)
    async with handset.opens(who, "/pages/me/offices") as phone:
        await phone.tap("学校的老师")
        await phone.sees("在教的老师（1）", "王老师", "四年级2班")
        await press(phone, "发到老师群")
        (card,) = await phone.shares()
        await press(phone, "知道了")
    path, _, asked = card["path"].partition("?")
    assert card["title"] == "香洲一小的老师，请点开加入"
    async with handset.opens("Li", path, query=asked) as phone:
        await phone.sees("您教哪个班？")
        await phone.tap("四年级2班")
        await phone.fill("学校怎么称呼您", "李老师")
        await press(phone, "加入这个班")
        await phone.sees("已经告诉学校了")
    await room.school.is_asked(await world.person("Bob"), room.id, "鲍勃")
    async with handset.opens(who, TEACHERS, query=f"id={room.school.id}") as phone:
        await phone.sees("等您确认（2）", "李老师", "鲍勃")
        await phone.keep("school-teachers")
        await press(phone, "确认李老师")
        await phone.sees("等您确认（1）", "在教的老师（2）")
        await press(phone, "不是学校的老师")
        await still(phone, "不是")
        await press(phone, "不是")
        await expect(phone.page.get_by_text("鲍勃")).to_have_count(0)
        await press(phone, "王老师不教四年级2班了")
        await still(phone, "不教了")
        await press(phone, "不教了")
        await phone.sees("在教的老师（1）")
        await press(phone, "换一个码")
        await still(phone, "换码")
        await press(phone, "换码")
        await phone.keep("school-teachers-after")
    assert await room.children(li) == ["小满", "豆豆"]
    assert (await room.wang.phone.get("/classes"))["items"] == []
    async with handset.opens("Li", path, query=asked) as phone:
        await phone.sees("这个码打不开了")


@pytest.mark.parametrize("page", ["/pages/school/classes", "/pages/school/teachers"])
async def test_strangers_find_no_classes_and_no_teachers_of_a_school(
    handset: Handset, world: World, page: str
):
    room = await classroom_of(world)
    await signs_in(handset, "Wang")
    async with handset.opens("Wang", page, query=f"id={room.school.id}") as phone:
        await phone.sees("这里什么也没有了")
        await phone.lacks("四年级2班", "升级", "发到老师群")


async def test_news_of_a_class_lead_to_who_waits_and_then_to_the_class(
    handset: Handset, world: World
):
    room = await classroom_of(world)
    school, zhao = room.school, await world.person("Zhao")
    carol = await parent_of(world, "Carol", "丫丫")
    await carol.consents(Purpose.CLASS, carol.child)
    staff = await school.is_asked(zhao, room.id, "赵老师")
    enrolment = await school.is_joined(carol, room.id)
    await leads(handset, school.administrator, "有老师申请带班", "赵老师")
    await leads(handset, room.wang, "有家长给孩子申请进班", "陈小满")
    await school.confirms(staff)
    await room.wang.phone.call("POST", f"/enrolments/{enrolment}/confirmation")
    await leads(handset, zhao, "学校确认你带这个班了", "四年级2班")
    await leads(handset, carol, "老师把孩子收进班里了", "四年级2班")


async def leads(handset: Handset, person: Person, told: str, seen: str) -> None:
    who = person.phone.person
    await signs_in(handset, who)
    async with handset.opens(who, NOTICES) as phone:
        await phone.sees(told)
        await phone.keep("notices-class")
        await phone.tap(told)
        await phone.sees(seen)
        await phone.lacks(told)
