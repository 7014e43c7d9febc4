"""收进档案: what a family keeps is filed on the phone, told what is next, and nothing is lost."""

from playwright.async_api import Route, expect

from service.demo.pictures import as_wechat, draw
from tests.archive.booklet_room import told
from tests.archive.circle import relative
from tests.archive.filing_room import DEED, filed, files
from tests.browser.conftest import pictured
from tests.browser.handset import Handset, HeldPhone
from tests.browser.test_phone_mine import GONE, press, signs_in
from tests.world import Person, World

ARCHIVE, ENTRY = "/pages/archive/archive", "/pages/entry/entry"
FORM, ITEM, ITEMS, OURS = (f"/pages/filing/{one}" for one in ("form", "item", "items", "ours"))
LEAD = "写一下是什么"
_REPORTED = "harness.requests.some(one => one.url.endsWith('soundness.pdf') && one.status === 200)"


async def titles(person: Person) -> list[str]:
    return [one["title"] for one in await filed(person)]


async def reads(phone: HeldPhone, label: str, words: str) -> None:
    await expect(phone.page.get_by_label(label, exact=True)).to_have_value(words)


async def says_the_year(phone: HeldPhone, year: int) -> None:
    await phone.tap("只记得哪年")
    await phone.tap("选一年")
    await phone.page.get_by_label("年", exact=True).select_option(label=f"{year}年")
    await phone.tap("确定")
    await phone.sees(f"{year}年")


async def test_an_award_is_filed_from_its_page_and_the_next_best_thing_is_told(
    handset: Handset, world: World, mother: Person
):
    photos = await pictured(mother, "school_gate")
    entry = await told(mother, "得了三好学生奖状", happened="2026-06-20", photo_ids=photos)
    await world.quiet()
    await relative(mother, "奶奶", "奶奶", "viewer")
    for person in ("陈静", "奶奶"):
        await signs_in(handset, person)
    async with handset.opens("陈静", ARCHIVE) as phone:
        await phone.sees("先收一张全家福，就有1类了。", "家里的盒子", "带回家")
        await phone.lacks("收着的")
        await phone.keep("filing-archive-empty")
    async with handset.opens("陈静", ENTRY, query=f"id={entry}") as phone:
        await press(phone, "收进家庭档案")
        await phone.sees("业绩类 › 荣誉", "2026年6月20日")
        await reads(phone, "是什么", "得了三好学生奖状")
        await phone.keep("filing-form-of-entry")
        await press(phone, "收进档案")
        await phone.sees("收进档案了", "编号", "已收1件。再添一张全家福，就有2类了。")
        await phone.keep("filing-form-filed")
        await press(phone, "看看这一件")
        await phone.sees("得了三好学生奖状", "一直留着", "看看当天的记录")
    (item,) = await filed(mother)
    assert (item["entry_id"], [one["id"] for one in item["photos"]]) == (entry, photos)
    assert item["student_id"] == mother.child
    async with handset.opens("陈静", ENTRY, query=f"id={entry}") as phone:
        await press(phone, "收进家庭档案")
        await phone.sees("这一条收过一次了", item["number"])
    await world.quiet()
    for theme in ("light", "dark"):
        async with handset.opens("陈静", ARCHIVE, theme=theme) as phone:
            await phone.sees("已收1件", "就收这个", "业绩类 › 荣誉")
            await phone.keep(f"filing-archive-{theme}")
    async with handset.opens("奶奶", ARCHIVE, font=1.4) as phone:
        await phone.sees("已收1件", "业绩类 › 荣誉")
        await phone.lacks("就收这个", "收点别的", "带回家")
        await phone.keep("filing-archive-grandmother-large")
        await phone.page.get_by_role("button", name="业绩类 › 荣誉，1件").tap()
        await phone.tap("得了三好学生奖状")
        await phone.sees("谁收的")
        await phone.lacks("改一改", "从档案里取出来")
        await phone.keep("filing-item-grandmother-large")
    async with handset.opens("奶奶", FORM, query=f"family={mother.family}") as phone:
        await phone.sees("您现在只能看")


async def test_where_the_deed_lies_is_noted_without_a_picture_and_for_guardians_alone(
    handset: Handset, world: World, mother: Person
):
    await relative(mother, "奶奶", "奶奶")
    for person in ("陈静", "奶奶"):
        await signs_in(handset, person)
    async with handset.opens("陈静", ARCHIVE) as phone:
        await phone.tap("收点别的")
        await press(phone, "收进档案")
        await phone.sees(LEAD, "选一类，以后好找")
        await phone.keep("filing-form-lacking")
        await phone.fill("是什么", "咱家房产证")
        await phone.sees("财产类 › 房产与存款", "替您先选的", "这一类只记放在哪儿")
        await phone.lacks("添照片")
        await says_the_year(phone, 2015)
        await press(phone, "收进档案")
        await phone.sees("写一下放在哪儿，以后好找")
        await phone.fill("放在哪儿", "书房抽屉")
        await phone.page.get_by_label("放在哪儿", exact=True).scroll_into_view_if_needed()
        await phone.keep("filing-form-deed")
        await press(phone, "收进档案")
        await phone.sees("收进档案了")
    (deed,) = await filed(mother)
    assert (deed["open_level"], deed["location"], deed["photos"]) == ("closed", "书房抽屉", [])
    async with handset.opens("奶奶", ARCHIVE, font=1.4) as phone:
        await phone.sees("已收1件")
        await phone.lacks("房产与存款", "书房抽屉")
        await phone.tap("收点别的")
        await phone.tap("更多（不写也行）")
        await phone.page.get_by_label("在什么地方", exact=True).scroll_into_view_if_needed()
        await phone.keep("filing-form-more-large")
        await phone.page.get_by_role("button", name="选一类").tap()
        await phone.sees("请家里的管理人来收", "书信贺卡")
        await phone.lacks("房产与存款")
        await phone.page.get_by_role("radio", name="家谱家史").tap(trial=True)  # at rest
        await phone.keep("filing-classes-large")
    async with handset.opens("奶奶", ITEM, query=f"id={deed['id']}") as phone:
        await phone.sees(GONE)
    async with handset.opens("奶奶", ITEMS, query=f"family={mother.family}") as phone:
        await phone.sees("这里还没有东西")
        await phone.lacks("咱家房产证")


async def test_without_a_network_it_waits_on_the_phone_and_files_itself(
    handset: Handset, world: World, mother: Person
):
    await signs_in(handset, "陈静")
    query = f"family={mother.family}&class=F1"
    async with handset.opens("陈静", FORM, query=query, theme="dark") as phone:
        await phone.sees("声像类 › 照片")
        await phone.fill("是什么", "外婆家的全家福")
        await phone.goes("offline")
        await phone.picks(as_wechat(draw("family_portrait", seed=3, size=(640, 480))))
        await phone.tap("添照片")
        await phone.tap("从手机里选")
        await phone.sees("等着传")
        await phone.keep("filing-form-offline-dark")
    async with handset.opens("陈静", ARCHIVE) as phone:
        await phone.sees("外婆家的全家福", "没写完，接着写")
        await phone.keep("filing-archive-unfinished")
        await phone.tap("没写完，接着写")
        await phone.sees("上次没写完的，都还在")
        await reads(phone, "是什么", "外婆家的全家福")
        await says_the_year(phone, 1998)
        await phone.tap("更多（不写也行）")
        await phone.tap("留30年")
        await phone.goes("offline")
        await press(phone, "收进档案")
        await phone.sees("网络不给力。先存在手机里")
        await phone.keep("filing-form-waits")
        assert await titles(mother) == []
        await phone.goes("online")
        await phone.sees("收进档案了", "编号")
    (item,) = await filed(mother)
    assert (item["title"], item["happened"], item["retention"]) == ("外婆家的全家福", "1998", "D30")
    assert len(item["photos"]) == 1
    await world.quiet()
    async with handset.opens("陈静", ARCHIVE) as phone:
        await phone.sees("已收1件")
        await phone.lacks("没写完，接着写")


async def test_what_the_archive_does_not_take_comes_back_with_every_word(
    handset: Handset, world: World, mother: Person
):
    made = await files(mother, responsible="教务处")
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", ITEM, query=f"id={made['id']}") as phone:
        await phone.sees("三好学生奖状", made["number"], "教务处")
        await phone.keep("filing-item")
        await phone.tap("改一改")
        await phone.fill("想说的话", "班主任亲手发的。")
        await mother.phone.put(f"/filed-items/{made['id']}", {"source": "学校", "version": 1})
        await press(phone, "改好了")
        await phone.sees("家里有人刚改过这一件")
        await reads(phone, "想说的话", "班主任亲手发的。")
        await phone.keep("filing-form-met")
        await press(phone, "改好了")
        await phone.sees("班主任亲手发的。", "学校")
    async with handset.opens("陈静", FORM, query=f"family={mother.family}&class=D2") as phone:
        await phone.fill("是什么", "运动会奖牌")
        await says_the_year(phone, 2025)
        await phone.picks(b"\xff\xd8\xff\xe0 no picture at all")
        await phone.tap("添照片")
        await phone.tap("从手机里选")
        await press(phone, "收进档案")
        await phone.sees("再试一次", "收进档案")
        await reads(phone, "是什么", "运动会奖牌")
        await phone.keep("filing-form-refused")
        await phone.page.get_by_role("button", name="不要这张", exact=True).tap()
        await press(phone, "收进档案")
        await phone.sees("收进档案了")
    assert sorted(await titles(mother)) == ["三好学生奖状", "运动会奖牌"]
    async with handset.opens("陈静", ITEM, query=f"id={made['id']}") as phone:
        await phone.tap("从档案里取出来")
        await phone.sees("照片和当天的记录都还在")
        await phone.keep("filing-item-taking-out")
        await press(phone, "取出来")
        await phone.sees("取出来了")
    assert await titles(mother) == ["运动会奖牌"]


async def test_a_photo_that_has_gone_meanwhile_is_told_of(handset: Handset, mother: Person):
    (photo,) = await pictured(mother, "school_gate")
    entry = await told(mother, "得了奖状", happened="2026-06-20", photo_ids=[photo])
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", FORM, query=f"entry={entry}") as phone:
        await phone.sees("业绩类 › 荣誉")
        await mother.phone.delete(f"/photos/{photo}")
        await press(phone, "收进档案")
        await phone.sees("有一张照片找不到了")
        await reads(phone, "是什么", "得了奖状")
    assert await titles(mother) == []


async def loses_an_answer(phone: HeldPhone, method: str) -> None:
    """What is sent next by this method arrives, and its answer does not come back."""

    lost: list[str] = []

    async def lose(route: Route) -> None:
        sent = route.request
        if lost or sent.method != method or "filed-items" not in sent.url:
            await route.continue_()
            return
        answer = await route.fetch()
        if answer.ok:
            lost.append(sent.url)
            await route.fulfill(status=504)
        else:
            await route.fulfill(response=answer)

    await phone.page.route("**/through/**", lose)


async def test_what_was_taken_without_an_answer_is_taken_once(
    handset: Handset, world: World, mother: Person
):
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", FORM, query=f"family={mother.family}&class=D2") as phone:
        await phone.fill("是什么", "运动会奖牌")
        await says_the_year(phone, 2025)
        await loses_an_answer(phone, "POST")
        await press(phone, "收进档案")
        await phone.sees("收进档案了", "编号")
    await world.quiet()
    (item,) = await filed(mother)
    async with handset.opens("陈静", ITEM, query=f"id={item['id']}") as phone:
        await phone.tap("改一改")
        await phone.fill("现在放在哪儿", "玻璃柜")
        await phone.picks(as_wechat(draw("kite", seed=5, size=(640, 480))))
        await phone.tap("添照片")
        await phone.tap("从手机里选")
        await loses_an_answer(phone, "PUT")
        await press(phone, "改好了")
        await phone.sees("玻璃柜", "从档案里取出来")
        await phone.lacks("家里有人刚改过这一件")
    (item,) = await filed(mother)
    assert (item["location"], len(item["photos"]), item["version"]) == ("玻璃柜", 1, 2)


async def test_a_guardian_says_that_it_is_theirs_and_joins_the_city_only_if_she_likes(
    handset: Handset, world: World
):
    alice, bob = await world.person("Alice"), await world.person("Bob")
    await alice.founds("王家")
    await bob.founds("林家")
    await files(alice)
    await files(alice, **DEED)
    await relative(alice, "奶奶", "奶奶", "viewer")
    for person in ("Alice", "Bob", "奶奶"):
        await signs_in(handset, person)
    query = f"family={alice.family}"
    async with handset.opens("Alice", OURS, query=query) as phone:
        await phone.sees("看着像样了吗", "按是什么东西分（现在用的）", "愿意才加入")
        await phone.keep("filing-ours")
        await press(phone, "这就是我们家的档案")
        await phone.sees("说好的")
        await phone.tap("按是什么事分")
        await press(phone, "换")
        await phone.sees("按是什么事分（现在用的）")
        await press(phone, "加入珠海家庭建档")
        await phone.sees("愿意才参加")
        await press(phone, "参加")
        await phone.tap("香洲区")
        await press(phone, "就到这里")
        await phone.sees("我们家的编号")
    await world.quiet()
    async with handset.opens("Alice", OURS, query=query, font=1.4, theme="dark") as phone:
        await phone.sees("还差一点点", "再收8件就够了")
        await phone.keep("filing-ours-dark-large")
        await phone.tap("看看有没有缺的、坏的")
        await phone.page.wait_for_function(_REPORTED)
    archive = await alice.phone.get(f"/families/{alice.family}/archive")
    assert (archive["scheme"], archive["confirmed_at"] is None) == ("b_1", False)
    async with handset.opens("奶奶", OURS, query=query) as phone:
        await phone.sees("这就是我们家的档案")
        await phone.lacks("先不算数", "珠海家庭建档")
    for path in (FORM, ITEMS, OURS):
        async with handset.opens("Bob", path, query=query) as phone:
            await phone.sees(GONE)
            await phone.lacks("三好学生奖状")
