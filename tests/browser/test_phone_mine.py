"""我的: signing in by a tap, what is one's own, consents taken back, deletion, and the desk."""

from contextlib import AsyncExitStack
from urllib.parse import urlencode

from playwright.async_api import expect

from service.demo.pictures import as_wechat, draw
from service.foundation.database import query
from service.trust.consents import Purpose
from tests.browser.handset import Handset, HeldPhone
from tests.people.test_desks import Desk
from tests.trust.archive_room import room_of
from tests.trust.household import child_of, father_of
from tests.trust.test_looks import looks_in
from tests.world import Person, World

MINE, DESK = "/pages/mine/mine", "/pages/desk/sign-in"
CONSENTS, NOTICES = "/pages/consents/consents", "/pages/notices/notices"
GONE = "这里什么也没有了"


async def press(phone: HeldPhone, name: str) -> None:
    """Tap the button with just this name."""
    await phone.page.get_by_role("button", name=name, exact=True).filter(visible=True).first.tap()


async def still(phone: HeldPhone, name: str) -> None:
    """Wait until what slides in with this button has come to rest."""
    await phone.page.get_by_role("button", name=name, exact=True).tap(trial=True)


async def signs_in(handset: Handset, person: str) -> None:
    async with handset.opens(person, MINE) as phone:
        await press(phone, "登录")
        await phone.sees("退出登录")


async def size_of(phone: HeldPhone, text: str) -> float:
    """The size of the letters of a text, in pixels."""
    seen = phone.page.get_by_text(text, exact=True).filter(visible=True).first
    return await seen.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")


async def test_nobody_signs_in_before_the_tap_and_much_can_be_read(handset: Handset):
    for theme in ("light", "dark"):
        async with handset.opens("邻居", MINE, theme=theme) as phone:
            await phone.sees("不登录也能随便看", "关怀模式", "意见与投诉")
            await phone.keep(f"mine-before-{theme}")
    async with handset.opens("邻居", "/pages/about/about") as phone:
        await phone.sees("替一家人收好日子", "谁来负责")
        await phone.keep("about-about")
        await phone.tap("参加展览")
        await phone.sees("参观的人可能认出孩子", "找谁")
        await phone.keep("consents-text")
        await phone.tap("意见与投诉")
        await phone.sees("直接找负责人", "写意见")
        await phone.keep("about-complaint")
        asked = await phone.harness("requests")
        assert not [one for one in asked if one["url"].endswith("/sessions")]
    async with handset.opens("邻居", MINE) as phone:
        before = await size_of(phone, "关怀模式")
        await phone.page.get_by_role("switch", name="关怀模式").tap()
        await expect(phone.page.get_by_role("switch", name="关怀模式")).to_be_checked()
        assert await size_of(phone, "关怀模式") > before * 1.3
        await press(phone, "登录")
        await phone.sees("还没写昵称", "还没有孩子的成长册")
        await phone.keep("mine-new-care")
        await phone.tap("退出登录")
        await press(phone, "退出")
        await phone.sees("不登录也能随便看")


async def test_who_signs_out_leaves_nothing_of_the_family_on_the_screen(
    handset: Handset, mother: Person
):
    await mother.records(title="第一次骑车", happened="2025-06-01")
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", "/pages/home/home") as phone:
        await phone.sees("第一次骑车", "小满的资料")
        await phone.tap("我的")
        await phone.tap("退出登录")
        await press(phone, "退出")
        await phone.sees("不登录也能随便看")
        await phone.goes("offline")
        await press(phone, "成长")
        await phone.sees("网络不给力")
        await phone.lacks("第一次骑车", "小满的资料")


async def test_a_nickname_an_avatar_a_number_and_another_device(
    handset: Handset, world: World, mother: Person
):
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", MINE) as phone:
        await phone.sees("陈家 · 妈妈")
        await phone.keep("mine-mine")
        await phone.goes("offline")
        await phone.tap("登录的设备")
        await phone.sees("网络不给力")
        await phone.keep("me-sessions-offline")
        await phone.goes("online")
        await press(phone, "再试一次")
        await phone.sees("就是这台")
    picture = as_wechat(draw("kite", seed=1, size=(320, 320)))
    async with handset.opens("陈静", "/pages/me/profile", privacy="ask") as phone:
        await phone.picks(picture)
        await press(phone, "换头像")
        await phone.sees("先看一看隐私指引")
        await still(phone, "先不")
        await phone.keep("privacy-popup")
        await press(phone, "先不")
        await phone.lacks("先看一看隐私指引")
        await press(phone, "换头像")
        await press(phone, "同意")
        await phone.sees("换好了")
        await world.script("wechat", "msg_sec_check", {"suggest": "risky"})
        await phone.fill("大家怎么叫您", "坏名字")
        await press(phone, "写好了")
        await expect(phone.page.get_by_text("这个名字不能用，换一个试试")).to_have_count(1)
        await expect(phone.page.get_by_label("昵称", exact=True)).to_have_value("坏名字")
        await phone.keep("me-profile")
        assert (await mother.phone.get("/account"))["nickname"] == "陈静"
        await phone.fill("大家怎么叫您", "小满妈妈")
        await press(phone, "写好了")
        await phone.sees("改好了")
    account = await mother.phone.get("/account")
    assert account["nickname"] == "小满妈妈" and account["avatar"]
    async with handset.opens("陈静", "/pages/me/phone") as phone:
        await press(phone, "用微信的手机号")
        await phone.sees("****")
        await phone.lacks("记下了")
        await phone.keep("me-phone")
        await press(phone, "不留手机号了")
        await press(phone, "不留了")
        await phone.sees("没有留手机号")
    async with handset.opens("陈静", "/pages/me/sessions") as phone:
        await phone.sees("就是这台", "不知道名字的设备")
        await phone.keep("me-sessions")
        await press(phone, "退出不知道名字的设备")
        await press(phone, "退出")
        await phone.lacks("不知道名字的设备")
    assert len(await query("select id from sessions where revoked_at is null")) == 1


async def test_what_is_taken_back_goes_dark_and_the_father_is_told(
    handset: Handset, world: World, mother: Person
):
    father = await father_of(world, mother)
    photo = await mother.takes_photo()
    await mother.shows("放风筝", [photo])
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", CONSENTS) as phone:
        await phone.sees("保存成长档案", "晒出去")
        await phone.keep("consents-consents")
        await phone.goes("offline")
        await press(phone, "收回晒出去")
        await press(phone, "收回")
        await phone.sees("网络不给力")
        await phone.goes("online")
        await press(phone, "收回晒出去")
        await press(phone, "收回")
        await phone.sees("收回了「晒出去」", "1件看不到了", "这是回执")
        await phone.keep("consents-receipt")
    assert await father.feed() == []
    await signs_in(handset, "Father")
    async with handset.opens("Father", MINE) as phone:
        await phone.sees("1条新的")
        await expect(phone.page.get_by_role("navigation")).to_contain_text("1")
    async with handset.opens("Father", NOTICES) as phone:
        await phone.sees("妈妈收回了「晒出去」的同意")
        await phone.keep("notices-notices")
        await phone.tap("妈妈收回了「晒出去」的同意")
        await phone.sees("妈妈收回了「晒出去」（小满）")
    async with handset.opens("Father", MINE, theme="dark", font=1.4) as phone:
        await phone.sees("消息")
        await phone.keep("mine-dark-1.4")
    told = (await father.phone.get("/notices"))["items"]
    assert [one["read"] for one in told if one["kind"] == "consent_withdrawn"] == [True]


async def test_a_notice_leads_to_what_it_tells_of(handset: Handset, world: World, mother: Person):
    father = await father_of(world, mother)
    entry = await mother.records(title="放风筝的一天")
    await world.quiet()
    await father.phone.post(f"/entries/{entry['id']}/comments", {"words": "飞得真高"})
    await world.script("wechat", "media_check_async", {"suggest": "review"})
    photo = await mother.takes_photo()
    await world.quiet()
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", NOTICES) as phone:
        await phone.tap("有一张照片暂时只有你能看到")
        await phone.sees("请人看看这张照片？")
        await press(phone, "请人看看")
        await phone.sees("看完会告诉您")
        await phone.tap("爸爸在你的记录下面说了一句话")
        await phone.sees("放风筝的一天", "飞得真高")
    waiting = await query("select subject_id from reviews where decided_at is null")
    assert [str(one["subject_id"]) for one in waiting] == [photo]


async def test_her_data_counted_a_deletion_called_off_and_no_strangers_business(
    handset: Handset, world: World, mother: Person
):
    await mother.takes_photo()
    await mother.records(title="第一颗牙")
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", "/pages/me/data", query=f"child={mother.child}") as phone:
        await phone.sees("小满", "成长记录")
        await phone.keep("me-data")
        await press(phone, "彻底删除小满的档案")
        await phone.sees("7天以后全部删掉")
        await press(phone, "删除")
        await phone.sees("就彻底删除", "不删了")
        await phone.keep("me-data-waiting")
    waiting = (await mother.phone.get(f"/students/{mother.child}/data"))["erasure"]
    await signs_in(handset, "邻居")
    async with AsyncExitStack() as stack:
        for path, asked in (
            ("/pages/me/erasure", {"id": waiting["id"]}),
            ("/pages/me/looked", {"child": mother.child}),
        ):
            opened = handset.opens("邻居", path, query=urlencode(asked))
            phone = await stack.enter_async_context(opened)
            await phone.sees(GONE)
    async with handset.opens("陈静", "/pages/me/erasure", query=f"id={waiting['id']}") as phone:
        await phone.sees("孩子的档案", "还在等待")
        await phone.keep("me-erasure")
        await press(phone, "不删了")
        await phone.sees("已经取消")
    assert (await mother.phone.get(f"/students/{mother.child}/data"))["erasure"] is None


async def test_who_looked_what_was_reported_whom_one_does_not_see_and_reminders(
    handset: Handset, world: World
):
    room = await room_of(world)
    await looks_in(room.liu, await room.opened(), 2)
    bob = await world.person("Bob")
    await bob.founds("邻家")
    await bob.consents(Purpose.SHOW)
    shown = await bob.shows("快来买", [await bob.takes_photo()])
    await room.alice.phone.post(f"/posts/{shown['id']}/reports", {"reason": "advertising"})
    await room.alice.phone.put(f"/posts/{shown['id']}/mute")
    await signs_in(handset, "Alice")
    async with handset.opens("Alice", "/pages/me/looked") as phone:
        await phone.sees("档案人员", "因为：孩子的安全", "一共看了2次")
        await phone.keep("me-looked")
    async with handset.opens("Alice", "/pages/me/reports") as phone:
        await phone.sees("晒出来的一条", "广告", "还在看")
        await phone.keep("me-reports")
    async with handset.opens("Alice", "/pages/me/hidden") as phone:
        await phone.sees("邻家")
        await phone.keep("me-hidden")
        await press(phone, "再看邻家")
        await phone.sees("没有不看的人家")
    async with handset.opens("Alice", "/pages/me/reminders") as phone:
        await press(phone, "那年今天，提醒我一次")
        await press(phone, "允许")
        await phone.sees("还会提醒1次")
        await phone.keep("me-reminders")
    await signs_in(handset, room.liu.phone.person)
    async with handset.opens(room.liu.phone.person, "/pages/me/offices") as phone:
        await phone.sees("档案人员", "收到了任职的码")
        await phone.keep("me-offices")


async def test_a_scanned_browser_is_let_in_another_is_kept_out_and_a_dead_code_says_so(
    handset: Handset, world: World, mother: Person
):
    let_in, kept_out = Desk(world), Desk(world)
    for desk in (let_in, kept_out):
        await desk.asks()
    asked = f"scene={let_in.asked['code']}"
    async with handset.opens("陈静", DESK, query=asked) as phone:
        await phone.sees("先登录")
        await press(phone, "登录")
        await phone.sees("让这台电脑登录？", "Chrome · Windows")
        await phone.keep("desk-sign-in")
        await press(phone, "让它登录")
        await phone.sees("登录好了")
        await phone.keep("desk-allowed")
    assert (await let_in.enters()).status_code == 201
    async with handset.opens("陈静", MINE) as phone:
        for code, question, answer, end in (
            (kept_out.asked["code"], "让这台电脑登录？", "不让", "没有让它登录"),
            ("nothing", "这个码过期了", "知道了", "退出登录"),
        ):
            await phone.page.evaluate("path => { harness.scan = path }", f"{DESK}?scene={code}")
            await phone.tap("扫一扫")
            await phone.sees(question)
            await press(phone, answer)
            await phone.sees(end)
            if answer == "不让":
                await press(phone, "知道了")
        await phone.page.evaluate("() => { harness.scan = 'https://example.com' }")
        await phone.tap("扫一扫")
        await phone.sees("这个码不是家档的")
    assert await kept_out.state() == "refused"


async def test_a_child_lets_no_browser_in(handset: Handset, world: World, mother: Person):
    await child_of(world, mother)
    desk = Desk(world)
    await desk.asks()
    await signs_in(handset, "Xiaoman")
    async with handset.opens("Xiaoman", MINE) as phone:
        await phone.sees("小满自己", "谁看过孩子的档案")
        await phone.keep("mine-child")
    async with handset.opens("Xiaoman", DESK, query=f"scene={desk.asked['code']}") as phone:
        await press(phone, "让它登录")
        await phone.sees("电脑登录要请家里的大人用自己的手机来扫", "让这台电脑登录？")
    assert await desk.state() == "seen"
