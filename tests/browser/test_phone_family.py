"""我们家: relatives come by a card, what they may do, whom the archive tells of, and leaving."""

from playwright.async_api import expect

from tests.browser.handset import Handset, HeldPhone
from tests.browser.test_phone_mine import GONE, press, signs_in
from tests.world import Person, World

FAMILY = "/pages/family/family"


async def picks(phone: HeldPhone, *names: str) -> None:
    """Tap these of what is to be chosen from."""
    for name in names:
        await phone.page.get_by_role("radio", name=name, exact=True).tap()


async def says_yes(phone: HeldPhone, name: str) -> None:
    """Tap the button of the question that has come up."""
    await phone.page.locator("#overlays").get_by_role("button", name=name, exact=True).tap()


async def roles(person: Person) -> dict[str, str]:
    """What everybody of the person's family may do, by relation."""
    found = await person.phone.get(f"/families/{person.family}/members")
    return {one["relation"]: one["role"] for one in found["items"]}


async def test_a_grandmother_comes_by_a_card_and_nobody_after_her(handset: Handset, mother: Person):
    await mother.records(title="第一次骑车", happened="2025-06-01")
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", FAMILY) as phone:
        await phone.sees("陈家", "妈妈（我）", "管理")
        await press(phone, "请家人进来")
        await picks(phone, "奶奶", "能记")
        await press(phone, "做一张请柬")
        await phone.sees("发给奶奶，点开就能进来")
        await press(phone, "发给家人")
        (card,) = await phone.shares()
        assert card["title"] == "请奶奶来看陈家的成长册"
        await says_yes(phone, "知道了")
        await phone.keep("family-invite")
    path, _, asked = card["path"].partition("?")
    async with handset.opens("奶奶", path, query=asked, font=1.4) as phone:
        await phone.sees("家里人给您发了一张请柬")
        await phone.keep("family-join-before")
        assert not [r for r in await phone.harness("requests") if r["url"].endswith("/sessions")]
        await press(phone, "打开请柬")
        await phone.sees("陈静请您来陈家", "我是奶奶，加入")
        await phone.keep("family-join")
        await phone.goes("offline")
        await press(phone, "我是奶奶，加入")
        await phone.sees("网络不给力")
        await phone.goes("online")
        await press(phone, "我是奶奶，加入")
        await phone.sees("第一次骑车")
    assert await roles(mother) == {"妈妈": "owner", "奶奶": "contributor"}
    async with handset.opens("路人", path, query=asked) as phone:
        await press(phone, "打开请柬")
        await phone.sees("这张请柬打不开了")
        await phone.keep("family-join-dead")


async def test_who_may_do_what_and_a_family_that_does_not_agree(
    handset: Handset, world: World, mother: Person
):
    father, grandma = await world.person("李明"), await world.person("奶奶")
    await mother.invites(father, "爸爸")
    await mother.invites(grandma, "奶奶")
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", FAMILY, theme="dark") as phone:
        await phone.sees("爸爸", "奶奶")
        await phone.keep("family-family-dark")
        await phone.page.get_by_role("button").filter(has_text="奶奶").first.tap()
        await picks(phone, "只看")
        await phone.sees("能看，能说句话、点个喜欢。")
        await phone.keep("family-member-dark")
    async with handset.opens("陈静", FAMILY) as phone:
        await phone.page.get_by_role("button").filter(has_text="爸爸").first.tap()
        await picks(phone, "管理")
        await says_yes(phone, "管理")
        await phone.tap("把这个家交给爸爸")
        await says_yes(phone, "交过去")
        await phone.sees("妈妈（我）")
        await phone.tap("家里意见不一致")
        await says_yes(phone, "先停一停")
        await phone.sees("家里有不同意见，先停一停")
        await phone.keep("family-disputed")
        await press(phone, "商量好了")
        await phone.lacks("家里有不同意见")
        await phone.tap("改名")
        await phone.fill("这个家叫什么", "陈李一家")
        await press(phone, "就叫这个")
        await phone.sees("陈李一家")
    assert await roles(mother) == {"妈妈": "guardian", "爸爸": "owner", "奶奶": "viewer"}
    await signs_in(handset, "奶奶")
    async with handset.opens("奶奶", FAMILY) as phone:
        await phone.sees("奶奶（我）")
        await phone.lacks("请家人进来", "家里意见不一致")
        await phone.tap("离开这个家")
        await says_yes(phone, "离开")
        await phone.sees("还没有孩子的成长册")
    assert "奶奶" not in await roles(mother)


async def test_the_owner_is_gone_and_the_father_asks_to_take_over(
    handset: Handset, world: World, mother: Person
):
    """She is told of it and stops it with one press: so she was not gone after all."""
    father = await world.person("李明")
    await mother.invites(father, "爸爸")
    members = (await mother.phone.get(f"/families/{mother.family}/members"))["items"]
    (his,) = (one["id"] for one in members if one["relation"] == "爸爸")
    await mother.phone.put(f"/memberships/{his}", {"role": "guardian"})
    await signs_in(handset, "李明")
    async with handset.opens("李明", FAMILY) as phone:
        await phone.tap("家的主人联系不上了")
        await phone.sees("两周以后由您做家的主人")
        await phone.keep("family-succession-before")
        await press(phone, "申请接手")
        await says_yes(phone, "申请")
        await phone.sees("您申请接手陈家", "请带上材料原件")
        await phone.keep("family-succession-asked")
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", "/pages/notices/notices", theme="dark") as phone:
        await phone.tap("有管理人申请接手这个家，点开看看；主人不同意，点一下就停")
        await phone.sees("爸爸申请接手陈家")
        await phone.keep("family-succession-owner-dark")
        await press(phone, "不同意，这个家还是我管")
        await phone.sees("现在没有人申请接手")
    assert (await roles(mother))["妈妈"] == "owner"
    async with handset.opens("李明", FAMILY) as phone:
        await phone.sees("家的主人联系不上了")
        await phone.lacks("申请接手这个家")


async def test_whom_the_archive_tells_of_and_where_the_family_lives(
    handset: Handset, mother: Person
):
    await mother.phone.call("DELETE", f"/families/{mother.family}/household")
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", FAMILY) as phone:
        await phone.tap("家里的人")
        await phone.sees("小满", "有成长册")
        await press(phone, "再记一个人")
        await phone.fill("名字", "陈阿公")
        await phone.fill("家里怎么称呼", "太爷爷")
        await picks(phone, "只记得哪年")
        await phone.page.get_by_label("选一年").tap()
        await phone.page.get_by_label("年", exact=True).select_option("1938年")
        await says_yes(phone, "确定")
        await phone.tap("大概是这时候")
        await phone.keep("family-person")
        await press(phone, "记下")
        await phone.sees("陈阿公", "太爷爷 · 约1938年出生")
        await phone.keep("family-persons")
        await phone.page.get_by_role("button").filter(has_text="陈阿公").tap()
        await phone.tap("不再记着这个人")
        await says_yes(phone, "去掉")
        await phone.lacks("陈阿公")
    async with handset.opens(
        "陈静", "/pages/family/household", query=f"family={mother.family}"
    ) as phone:
        await phone.sees("愿意才参加")
        await press(phone, "参加")
        await phone.tap("香洲区")
        await phone.tap("拱北街道")
        await phone.keep("family-household-choosing")
        await press(phone, "就到这里")
        await phone.sees("我们家的编号", "XZ000001", "拱北街道")
        await phone.keep("family-household")
        await phone.tap("不参加了")
        await says_yes(phone, "不参加")
        await phone.sees("愿意才参加")


async def test_two_more_children_in_one_sitting_are_two(handset: Handset, mother: Person):
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", FAMILY) as phone:
        for nickname in ("豆豆", "米粒"):
            await phone.tap("再给一个孩子建一本")
            await phone.fill("小名", nickname)
            await phone.tap("选一天")
            await says_yes(phone, "确定")
            await press(phone, "下一步")
            await press(phone, "我是监护人，同意保存")
            await phone.sees(f"记{nickname}的这一天")
            await phone.tap("我的")
            await phone.tap("家里人")
    children = await mother.phone.get("/students")
    assert sorted(one["nickname"] for one in children["items"]) == ["小满", "米粒", "豆豆"]


async def test_no_childs_records_are_shown_under_anothers_name(handset: Handset, mother: Person):
    await mother.records(title="小满学骑车", happened="2025-06-01")
    younger = await mother.opens_archive("豆豆", "2022-03-01")
    await mother.records(title="豆豆吹蜡烛", happened="2025-03-01", student_id=younger)
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", "/pages/home/home") as phone:
        await phone.tap("小满")
        await phone.sees("小满的资料", "小满学骑车")
        await phone.goes("offline")
        await phone.tap("豆豆")
        await phone.sees("网络不给力")
        await phone.lacks("小满学骑车")
        await phone.goes("online")
        await press(phone, "再试一次")
        await phone.sees("豆豆的资料", "豆豆吹蜡烛")
        await phone.lacks("小满学骑车")


async def test_a_stranger_finds_no_family(handset: Handset, mother: Person):
    await signs_in(handset, "路人")
    me = f"family={mother.family}"
    for page, asked in (
        ("family", f"id={mother.family}"),
        ("household", me),
        ("succession", me),
        ("invite", me),
    ):
        async with handset.opens("路人", f"/pages/family/{page}", query=asked) as phone:
            await phone.sees(GONE)
    async with handset.opens("路人", "/pages/family/persons", query=me) as phone:
        await phone.sees(GONE)
        await expect(phone.page.get_by_text("小满")).to_have_count(0)
