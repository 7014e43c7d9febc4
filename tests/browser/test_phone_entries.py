"""A record of the family's: read, told of, changed, confirmed and shared, on phones."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.async_api import Route, expect

from service.foundation import clock
from tests.archive.circle import relative
from tests.archive.test_albums import hung
from tests.browser.conftest import pictured
from tests.browser.handset import Handset, HeldPhone
from tests.pupil import pupil_of
from tests.world import Person, World, a_photo

ENTRY, EDIT, DRAFTS = "/pages/entry/entry", "/pages/entry/edit", "/pages/keeping/drafts"
GONE = "这里什么也没有了"
STORY = "在情侣路上骑了两百米，摔了一跤，爬起来又骑。"


@pytest.fixture
async def ride(mother: Person) -> dict[str, Any]:
    """The day on which 小满 learned to cycle, with two photos, as its family has it."""
    made = await mother.records(
        title="第一次自己骑车",
        story=STORY,
        happened="2025-06-01",
        place="情侣路",
        dimension="身心健康",
        photo_ids=await pictured(mother, "bicycle_ride", "lovers_road"),
    )
    return await mother.phone.until(f"/entries/{made['id']}", standing=["passed"])


async def press(phone: HeldPhone, name: str) -> None:
    """Tap the button with just this name."""
    await phone.page.get_by_role("button", name=name, exact=True).filter(visible=True).first.tap()


async def signs_in(phone: HeldPhone) -> None:
    """On a page that waits for it."""
    await press(phone, "登录")


async def answered(phone: HeldPhone, method: str, status: int = 200, *, at: str = "") -> None:
    """Wait until a request of this method, to where the URL ends so, had this answer."""
    await phone.page.wait_for_function(
        "([method, status, at]) => harness.requests.some("
        "one => one.method === method && one.status === status && one.url.endsWith(at))",
        arg=[method, status, at],
    )


async def test_a_grandmother_reads_feels_and_tells_in_her_own_voice(
    handset: Handset, world: World, mother: Person, ride: dict[str, Any]
):
    await relative(mother, "奶奶", "奶奶")
    query = f"id={ride['id']}"
    async with handset.opens("奶奶", ENTRY, query=query, font=1.4) as phone:
        await signs_in(phone)
        await phone.sees("第一次自己骑车", "情侣路", "5岁", STORY)
        await phone.keep("entry-entry-large")
        await phone.tap("鼓掌")
        await phone.fill("说一句", "真勇敢！")
        await press(phone, "说")
        await phone.lacks("还没有人说话，您先说一句？")
        await phone.tap("我也说一段")
        await phone.fill("您记得的那一天是什么样的？", "那天是我在后面扶着的。")
        await phone.goes("offline")
        await press(phone, "讲好了")
        await phone.sees("网络不给力")
        await phone.goes("online")
        await phone.tap("用说的")
        await phone.sees("正在听您说")
        await phone.tap("说完了")
        await phone.sees("听一听")
        await phone.keep("entry-telling")
        await press(phone, "讲好了")
        await phone.lacks("讲好了")
        await phone.sees("那天是我在后面扶着的。")
    await world.quiet()
    async with handset.opens("陈静", ENTRY, query=query, theme="dark") as phone:
        await signs_in(phone)
        await phone.sees("真勇敢！", "那天是我在后面扶着的。", "听一听")
        await phone.keep("entry-entry-dark")
    told = await mother.phone.get(f"/entries/{ride['id']}")
    assert (told["story_count"], told["comment_count"], told["reactions"]) == (1, 1, {"鼓掌": 1})


async def test_a_call_ends_what_a_grandmother_tells_and_it_is_heard_though_the_phone_is_mute(
    handset: Handset, mother: Person, ride: dict[str, Any]
):
    await relative(mother, "奶奶", "奶奶")
    async with handset.opens("奶奶", ENTRY, query=f"id={ride['id']}") as phone:
        await signs_in(phone)
        await phone.tap("我也说一段")
        await phone.tap("用说的")
        await phone.sees("正在听您说… 1秒")
        await phone.page.evaluate("harness.call()")
        await phone.sees("听一听", "不要这段")
        await phone.lacks("正在听您说")
        assert (await phone.harness("audio"))["obeyMuteSwitch"] is False
        await press(phone, "讲好了")
        await phone.lacks("讲好了")
    told = await mother.phone.get(f"/entries/{ride['id']}")
    assert told["story_count"] == 1


async def test_a_photo_far_down_is_looked_at_and_the_rest_stays_unfolded(
    handset: Handset, mother: Person
):
    photos = [await mother.takes_photo() for _ in range(22)]
    trip = await mother.records(title="去北京", photo_ids=photos[:20])
    await hung(trip["id"], photos[20:])
    async with handset.opens("陈静", ENTRY, query=f"id={trip['id']}") as phone:
        await signs_in(phone)
        pictures = phone.page.get_by_role("button", name="看大图", exact=True)
        await phone.tap("还有照片，共22张")
        await pictures.nth(20).tap()
        await phone.sees("21/22")
        await looks_up(phone, trip)
        await expect(pictures).to_have_count(22)
        await phone.keep("entry-unfolded")
        with clock.moved(timedelta(hours=2)):
            await pictures.nth(20).tap()
            await looks_up(phone, trip)
            fresh = parse_qs((await mother.phone.get(f"/photos/{photos[0]}"))["thumb"])["e"][0]
            for place in (0, 20, 21):
                shown = pictures.nth(place).locator("img").last
                await expect(shown).to_have_attribute("src", re.compile(f"[&?]e={fresh}&"))
        await mother.phone.delete(f"/photos/{photos[0]}")
        await pictures.nth(20).tap()
        await looks_up(phone, trip)
        await expect(pictures).to_have_count(21)
        await phone.lacks("还有照片")


async def looks_up(phone: HeldPhone, entry: dict[str, Any]) -> None:
    """Close the photo that was looked at, and wait until the page has news of the entry."""
    await phone.page.evaluate("harness.requests.length = 0")
    await phone.page.get_by_role("dialog", name="预览").tap()
    await answered(phone, "GET", at=f"/entries/{entry['id']}")


async def unheard(route: Route) -> None:
    """What is sent arrives, and its answer does not come back."""
    if route.request.method == "POST":
        await route.fetch()
        await route.fulfill(status=504)
    else:
        await route.fallback()


async def test_what_was_said_without_an_answer_is_said_once_and_a_correction_goes_through(
    handset: Handset, mother: Person, ride: dict[str, Any]
):
    comments, stories = (f"/entries/{ride['id']}/{what}" for what in ("comments", "stories"))
    async with handset.opens("陈静", ENTRY, query=f"id={ride['id']}") as phone:
        await signs_in(phone)
        await phone.fill("说一句", "真勇敢！")
        await phone.tap("我也说一段")
        await phone.fill("您记得的那一天是什么样的？", "我在后面服着。")
        await phone.page.route("**/through/**", unheard)
        for send in ("说", "讲好了"):
            await press(phone, send)
            await phone.sees("稍后再试试")
            await phone.lacks("稍后再试试")
        await phone.page.unroute("**/through/**")
        await press(phone, "说")
        await answered(phone, "POST", 201, at=comments)
        await phone.fill("您记得的那一天是什么样的？", "我在后面扶着。")
        await press(phone, "讲好了")
        await phone.lacks("讲好了")
    said = [(await mother.phone.get(where))["items"] for where in (comments, stories)]
    assert [one["words"] for one in said[0]] == ["真勇敢！"]
    assert [one["words"] for one in said[1]] == ["我在后面服着。", "我在后面扶着。"]


async def test_a_feeling_that_did_not_go_through_is_taken_back(
    handset: Handset, mother: Person, ride: dict[str, Any]
):
    async with handset.opens("陈静", ENTRY, query=f"id={ride['id']}") as phone:
        await signs_in(phone)
        hug = phone.page.get_by_role("button", name="抱抱")
        await hug.wait_for()
        await phone.goes("offline")
        await hug.tap()
        await phone.sees("网络不给力")
        assert await hug.get_attribute("aria-pressed") == "false"
        await phone.goes("online")
        await hug.tap()
        await answered(phone, "PUT")
    shown = await mother.phone.get(f"/entries/{ride['id']}")
    assert (shown["my_reaction"], shown["reactions"]) == ("抱抱", {"抱抱": 1})


async def test_what_was_typed_survives_leaving_the_network_and_somebody_else(
    handset: Handset, world: World, mother: Person, ride: dict[str, Any]
):
    path = f"/entries/{ride['id']}"
    async with handset.opens("陈静", ENTRY, query=f"id={ride['id']}") as phone:
        await signs_in(phone)
        await phone.tap("改一改")
        await phone.fill("题目", "学会骑车")
        await phone.closes_the_app()
    async with handset.opens("陈静", EDIT, query=f"id={ride['id']}") as phone:
        await phone.sees("上次没写完的，都还在")
        await phone.tap("只记得季节")
        await phone.tap("夏天")
        await phone.tap("大概是这时候")
        await phone.sees("年夏天")
        await phone.tap("仅监护人")
        await phone.sees("只有孩子的监护人看得到")
        await phone.keep("entry-edit")
        await phone.goes("offline")
        await press(phone, "改好了")
        await phone.sees("网络不给力")
        await phone.goes("online")
        await mother.phone.put(path, {"place": "海边"})
        await press(phone, "改好了")
        await expect(phone.page.get_by_text("刚才家里有人也改了这一页：地方")).to_be_in_viewport()
        await phone.keep("entry-edit-met")
        await press(phone, "用我写的存")
        await answered(phone, "PUT")
    shown = await mother.phone.get(path)
    assert (shown["title"], shown["place"], shown["audience"]) == ("学会骑车", "海边", "guardians")
    assert shown["happened"].endswith("-22~")


async def test_photos_come_and_go_and_what_was_before_can_be_read(
    handset: Handset, world: World, mother: Person, ride: dict[str, Any]
):
    path = f"/entries/{ride['id']}"
    async with handset.opens("陈静", ENTRY, query=f"id={ride['id']}") as phone:
        await signs_in(phone)
        await phone.tap("改一改")
        await phone.picks(a_photo())
        await phone.tap("添照片")
        await answered(phone, "PUT", at="/photos")
        await phone.page.get_by_role("button", name="第1张").tap()
        await phone.tap("不要这张")
        await phone.tap("放进去")
        await answered(phone, "DELETE", 204)
        await phone.fill("题目", "会骑车了")
        await press(phone, "改好了")
        await phone.tap("以前的样子")
        await phone.sees("改之前是", "第一次自己骑车")
        await phone.keep("entry-past")
        await phone.tap("关上")
        await phone.tap("放进回收站")
        await phone.tap("放进去")
        await answered(phone, "DELETE", 204, at=path)
    assert await mother.sees(path) == [False]


async def test_what_a_child_wrote_waits_for_a_guardian(
    handset: Handset, world: World, mother: Person
):
    pupil = await pupil_of(world, mother)
    made = await pupil.records(title="我养的蚕", story="今天它们吐丝了。")
    await pupil.phone.until(f"/entries/{made['id']}", standing=["passed"])
    async with handset.opens("陈静", "/pages/mine/mine") as phone:
        await signs_in(phone)
        await phone.sees("退出登录")
    async with handset.opens("陈静", DRAFTS) as phone:
        await phone.sees("孩子写的，等大人看过")
        await phone.keep("keeping-drafts")
        await phone.tap("我养的蚕")
        await phone.sees("小满自己写的")
        await phone.keep("entry-draft")
        await press(phone, "看过了，收进成长册")
        await phone.sees("家里人说")
    assert not (await mother.phone.get(f"/entries/{made['id']}"))["draft"]


async def test_the_best_photo_comes_first_by_two_taps(
    handset: Handset, mother: Person, ride: dict[str, Any]
):
    path, (first, second) = f"/entries/{ride['id']}", [photo["id"] for photo in ride["photos"]]
    async with handset.opens("陈静", EDIT, query=f"id={ride['id']}", font=1.4) as phone:
        await signs_in(phone)
        await phone.sees("可以挪前挪后")
        await phone.page.get_by_role("button", name="第2张").tap()
        await phone.sees("放到最前面", "往前挪一格")
        await phone.lacks("往后挪一格")
        await phone.keep("entry-photo-moves-large")
        await phone.goes("offline")
        await phone.tap("放到最前面")
        await phone.sees("网络不给力")
        await phone.goes("online")
        kept = await mother.phone.get(path)
        assert [photo["id"] for photo in kept["photos"]] == [first, second]
        await phone.page.get_by_role("button", name="第2张").tap()
        await phone.tap("放到最前面")
        await answered(phone, "PUT", at="/photos")
        await phone.keep("entry-photos-moved-large")
    moved = await mother.phone.get(path)
    assert [photo["id"] for photo in moved["photos"]] == [second, first]


async def test_a_card_leads_relatives_to_the_page_and_strangers_nowhere(
    handset: Handset, mother: Person, ride: dict[str, Any]
):
    async with handset.opens("陈静", ENTRY, query=f"id={ride['id']}") as phone:
        await signs_in(phone)
        await press(phone, "发给家人")
        (card,) = await phone.shares()
    assert (card["kind"], card["path"]) == ("friend", f"{ENTRY}?id={ride['id']}")
    assert "骑车" not in card["title"]
    async with handset.opens("邻居", ENTRY, query=f"id={ride['id']}") as phone:
        await signs_in(phone)
        await phone.sees(GONE)
        await phone.keep("entry-gone")
    async with handset.opens("邻居", EDIT, query=f"id={ride['id']}") as phone:
        await phone.sees(GONE)


async def test_the_class_takes_a_guardians_yes_and_doubtful_words_a_human(
    handset: Handset, world: World, mother: Person, ride: dict[str, Any]
):
    query = f"id={ride['id']}"
    async with handset.opens("陈静", ENTRY, query=query) as phone:
        await signs_in(phone)
        await phone.tap("改一改")
        await phone.tap("班级")
        await phone.sees("班里的老师和家长也看得到")
        await press(phone, "改好了")
        await phone.sees("我是监护人，同意")
        await phone.keep("entry-class-consent")
        await phone.tap("我是监护人，同意")
        await phone.sees("家里人说", "班级")
        await world.script("wechat", "msg_sec_check", {"suggest": "review"})
        await phone.tap("改一改")
        await phone.fill("写的话", "她说她要骑到天上去。")
        await press(phone, "改好了")
        await press(phone, "请人看看")
        await phone.sees("已经请人看了")
        await phone.keep("entry-doubtful")
        await phone.tap("不用看了")
        await phone.sees("请人看看")
    shown = await mother.phone.get(f"/entries/{ride['id']}")
    assert (shown["audience"], shown["standing"]) == ("class", "review")
