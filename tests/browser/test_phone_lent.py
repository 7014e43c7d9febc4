"""A lent phone: what the mother has not sent stays hers, and the child tells in its own voice."""

from playwright.async_api import expect

from service.demo.pictures import as_wechat, draw
from tests.browser.handset import Handset, HeldPhone
from tests.browser.test_phone_entries import EDIT, ENTRY
from tests.browser.test_phone_mine import MINE, press, signs_in
from tests.browser.test_phone_recording import RECORD, hands_over
from tests.world import Person, World

FEARED, HELD, RETITLED = "我当时怕得要命", "我一直在后面扶着。", "妈妈改的题目"
CALLED, TOLD, TITLE, ADDED = "说一句", "我也说一段", "题目", "补一句"


async def reads(phone: HeldPhone, label: str, words: str) -> None:
    """Wait until the field with this label says just this."""
    field = phone.page.get_by_role("textbox", name=label, exact=True).filter(visible=True)
    await expect(field).to_have_value(words)


async def gives_back(phone: HeldPhone) -> None:
    await phone.tap("把手机还给家长")
    await press(phone, "还给家长")
    await phone.page.get_by_role("button", name="还给家长", exact=True).last.tap()


async def test_what_she_has_not_sent_is_there_for_her_and_not_for_the_child(
    handset: Handset, world: World, mother: Person
):
    entry = (await mother.records(title="第一次骑车", happened="2025-06-01"))["id"]
    await mother.phone.until(f"/entries/{entry}", standing=["passed"])
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", ENTRY, query=f"id={entry}") as phone:
        await phone.fill(CALLED, FEARED)
        await press(phone, TOLD)
        await phone.fill("您记得的那一天是什么样的？", HELD)
    async with handset.opens("陈静", EDIT, query=f"id={entry}") as phone:
        await phone.fill(TITLE, RETITLED)
    async with handset.opens("陈静", "/pages/child/child", query=f"id={mother.child}") as phone:
        await hands_over(phone)
    async with handset.opens("陈静", ENTRY, query=f"id={entry}") as phone:
        await press(phone, TOLD)
        await reads(phone, TOLD, "")
        await reads(phone, CALLED, "")
        await phone.tap("用说的")
        await phone.sees("正在听您说")
        await phone.tap("说完了")
        await press(phone, "讲好了")
        await phone.lacks("讲好了")
        await phone.sees("孩子本人")
    async with handset.opens("陈静", MINE) as phone:
        await gives_back(phone)
        await phone.sees("第一次骑车")
    async with handset.opens("陈静", ENTRY, query=f"id={entry}") as phone:
        await reads(phone, CALLED, FEARED)
        await reads(phone, TOLD, HELD)
    async with handset.opens("陈静", EDIT, query=f"id={entry}") as phone:
        await reads(phone, TITLE, RETITLED)
    await world.quiet()
    (told,) = (await mother.phone.get(f"/entries/{entry}/stories"))["items"]
    assert (told["mine"], told["words"], bool(told["recording"])) == (False, "", True)


async def test_what_the_child_has_not_sent_is_there_for_it_and_not_for_the_mother(
    handset: Handset, mother: Person
):
    await signs_in(handset, "陈静")
    picture = as_wechat(draw("kite", seed=1, size=(640, 480)))
    child = f"id={mother.child}"
    async with handset.opens("陈静", "/pages/child/child", query=child, picks=[picture]) as phone:
        await hands_over(phone)
        await press(phone, "记一笔")
        await press(phone, "选照片")
        await press(phone, "完成")
        await phone.sees("家长看过，就收进成长册")
        await phone.fill(ADDED, "我还没说完")
        await press(phone, "我的")
        await gives_back(phone)
        await phone.sees("小满的资料")
        await press(phone, "记一笔")
        await phone.sees("记小满的这一天", "选照片")
        await phone.lacks("家长看过", ADDED)
    async with handset.opens("陈静", "/pages/child/child", query=child) as phone:
        await hands_over(phone)
        await press(phone, "记一笔")
        await reads(phone, ADDED, "我还没说完")


async def test_what_each_of_them_adds_to_a_record_outlasts_what_the_other_adds(
    handset: Handset, world: World, mother: Person
):
    await signs_in(handset, "陈静")
    pictures = [as_wechat(draw("kite", seed=n, size=(640, 480))) for n in (1, 2)]
    child = f"id={mother.child}"
    async with handset.opens("陈静", RECORD, picks=pictures[:1]) as phone:
        await press(phone, "选照片")
        await press(phone, "完成")
        await phone.sees("已经在成长册里了")
        await phone.fill(ADDED, HELD)
    async with handset.opens(
        "陈静", "/pages/child/child", query=child, picks=pictures[1:]
    ) as phone:
        await hands_over(phone)
        await press(phone, "记一笔")
        await press(phone, "选照片")
        await phone.lacks(ADDED)
        await press(phone, "完成")
        await phone.sees("家长看过，就收进成长册")
        await phone.fill(ADDED, "我还没说完")
        await press(phone, "我的")
        await gives_back(phone)
        await phone.sees("小满的资料")
        await press(phone, "记一笔")
        await reads(phone, ADDED, HELD)
        await press(phone, "写好了")
        await phone.lacks(ADDED)
    await world.quiet()
    assert [one["story"] for one in await mother.timeline() if one["mine"]] == [HELD]
    async with handset.opens("陈静", "/pages/child/child", query=child) as phone:
        await hands_over(phone)
        await press(phone, "记一笔")
        await reads(phone, ADDED, "我还没说完")
