"""What a family keeps: found, dated, put away and back, printed, and met again a year later."""

from service.foundation import clock
from tests.archive.booklet_room import booklet_of, told
from tests.archive.circle import relative
from tests.archive.filing_room import DEED, files
from tests.browser.conftest import pictured
from tests.browser.handset import Handset, HeldPhone
from tests.world import Person, World

ARCHIVE, MINE = "/pages/archive/archive", "/pages/mine/mine"
SEARCH, TRASH, UNDATED = (
    "/pages/keeping/search",
    "/pages/keeping/trash",
    "/pages/keeping/undated",
)
BOOKLETS, STORAGE = "/pages/keeping/booklets", "/pages/keeping/storage"
ANNIVERSARY = "/pages/anniversary/anniversary"
GONE = "这里什么也没有了"
_SENT_TWICE = """harness.requests.filter(
    one => one.method === 'PUT' && one.status === 200).length === 2"""


async def press(phone: HeldPhone, name: str) -> None:
    """Tap the button with just this name."""
    await phone.page.get_by_role("button", name=name, exact=True).filter(visible=True).first.tap()


async def signs_in(handset: Handset, person: str) -> None:
    async with handset.opens(person, MINE) as phone:
        await press(phone, "登录")
        await phone.sees("退出登录")


async def test_a_family_sees_what_it_keeps_and_finds_it_again(
    handset: Handset, world: World, mother: Person
):
    async with handset.opens("陈静", ARCHIVE) as phone:
        await phone.sees("一家人的事，放在一起", "给我家孩子建一本")
        await phone.keep("archive-before")
    for day, place, scene in (
        ("2024-10-03", "外婆家", "mid_autumn"),
        ("2025-02-10", "外婆家", "reunion_dinner"),
        ("2025-06-01", "情侣路", "bicycle_ride"),
    ):
        photos = await pictured(mother, scene)
        await told(mother, f"在{place}", happened=day, place=place, photo_ids=photos)
    photos = await pictured(mother, "keepsakes_table")
    await told(mother, "搬进新家", happened="2019-03", student_id=None, photo_ids=photos)
    await world.quiet()
    await signs_in(handset, "陈静")
    for theme in ("light", "dark"):
        async with handset.opens("陈静", ARCHIVE, theme=theme) as phone:
            await phone.sees("陈家", "收着4条记录，有3个年头", "2024年", "搬进新家")
            await phone.keep(f"archive-archive-{theme}")
    async with handset.opens("陈静", ARCHIVE) as phone:
        await phone.tap("给家里记一笔")
        await phone.sees("记家里的这一天")
        await phone.fill("想说就写一句，不写也行", "太奶奶教我们包粽子。")
        await press(phone, "完成")
        await phone.sees("已经在成长册里了")
    (first, *_) = (await mother.phone.get(f"/families/{mother.family}/timeline"))["items"]
    assert (first["story"], first["student_id"]) == ("太奶奶教我们包粽子。", None)
    async with handset.opens("陈静", ARCHIVE, font=1.4) as phone:
        await phone.page.get_by_role("button", name="2025年，2条").tap()
        await phone.sees("在情侣路", "在外婆家", "2025年就是这些")
        await phone.keep("keeping-year-large")
    async with handset.opens("陈静", SEARCH, query=f"child={mother.child}") as phone:
        await phone.tap("外婆家")
        await phone.sees("2025年2月", "2024年10月", "找到这些")
        await phone.keep("keeping-search")
        await phone.fill("人、地方、说过的话都行", "滑雪")
        await press(phone, "找")
        await phone.sees("没找到“滑雪”")
        await phone.goes("offline")
        await phone.fill("人、地方、说过的话都行", "情侣")
        await press(phone, "找")
        await phone.sees("网络不给力")
        await phone.goes("online")
        await press(phone, "找")
        await phone.sees("在情侣路")
    async with handset.opens("陈静", STORAGE) as phone:
        await phone.sees("地方还够")
        await phone.keep("keeping-storage")


async def test_one_box_finds_what_was_told_and_what_was_filed(
    handset: Handset, world: World, mother: Person
):
    (photo,) = await pictured(mother, "keepsakes_table")
    await told(mother, "奖状挂上墙", happened="2024-07-01", photo_ids=[photo])
    deed = await files(mother, **DEED)
    for number, photos in enumerate([[photo], [], [], []], 1):
        await files(mother, title=f"第{number}张奖状", photo_ids=photos, location="书房柜子")
    await world.quiet()
    await relative(mother, "爷爷", "爷爷")
    for person in ("陈静", "爷爷"):
        await signs_in(handset, person)
    async with handset.opens("陈静", SEARCH, query=f"child={mother.child}") as phone:
        await phone.sees("写编号也能找到")
        await finds(phone, "奖状")
        await phone.sees("家里收着的", "第4张奖状", "奖状挂上墙", "2024年7月")
        await phone.lacks("第1张奖状")
        await phone.keep("keeping-search-both")
        await phone.tap("收着的还有，都看看")
        await phone.sees("有“奖状”的", "第1张奖状", "第4张奖状")
        await phone.lacks("房产证", "再收一件")
        await phone.keep("filing-items-found")
        await phone.tap("第1张奖状")
        await phone.sees("谁收的", "书房柜子")
    query = f"family={mother.family}"
    async with handset.opens("陈静", SEARCH, query=query, theme="dark", font=1.4) as phone:
        await finds(phone, deed["number"])
        await phone.sees("房产证", "只有家里的管理人看得到", "平时的记录里，没有")
        await phone.keep("keeping-search-number-dark-large")
        await phone.tap("房产证")
        await phone.sees(deed["number"], "书房抽屉")
    async with handset.opens("爷爷", SEARCH, query=query) as phone:
        for words in (deed["number"], "房产证", "%", "_"):
            await finds(phone, words)
            await phone.sees(f"没找到“{words}”")
        await phone.lacks("书房抽屉")
        await finds(phone, "书房")
        await phone.sees("第4张奖状")
        await phone.goes("offline")
        await finds(phone, "奖状挂上墙")
        await phone.sees("网络不给力")
        await phone.goes("online")
        await press(phone, "找")
        await phone.sees("奖状挂上墙")
        await phone.lacks("家里收着的")


async def test_what_is_known_by_its_decade_is_found_in_the_year_that_counts_it(
    handset: Handset, mother: Person
):
    await told(mother, "外公当兵", happened="198X", student_id=None)
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", ARCHIVE) as phone:
        await phone.page.get_by_role("button", name="1980年，1条").tap()
        await phone.sees("外公当兵", "1980年就是这些")


async def finds(phone: HeldPhone, words: str) -> None:
    """Look for these words."""
    await phone.fill("人、地方、说过的话都行", words)
    await press(phone, "找")


async def test_one_answer_dates_many_photos_and_what_is_put_away_comes_back(
    handset: Handset, mother: Person
):
    photos = await pictured(mother, "old_album", "family_portrait", "market_lane")
    entry = await told(mother, "写重了的一条")
    await mother.phone.delete(f"/entries/{entry}")
    await mother.phone.delete(f"/photos/{photos[2]}")
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", UNDATED) as phone:
        await phone.tap("全选")
        await phone.tap("这2张是哪天的")
        await phone.tap("只记得年代")
        await phone.tap("选一个年代")
        await phone.keep("keeping-undated-choosing")
        await phone.page.get_by_label("选择").select_option(label="1980年代")
        await phone.tap("确定")
        await phone.sees("1980年代")
        await press(phone, "就是这时候")
        await phone.sees("照片都有日子了")
        await phone.keep("keeping-undated")
    assert {(await mother.phone.get(f"/photos/{one}"))["taken"] for one in photos[:2]} == {"198X"}
    async with handset.opens("陈静", TRASH) as phone:
        await phone.sees("写重了的一条", "还能放回去")
        await phone.keep("keeping-trash")
        await phone.goes("offline")
        await press(phone, "放回去")
        await phone.sees("网络不给力")
        await phone.goes("online")
        await press(phone, "放回去")
        await phone.sees("这里是空的")
        await phone.tap("照片")
        await press(phone, "放回去")
        await phone.sees("这里是空的")
    assert await mother.sees(f"/entries/{entry}", f"/photos/{photos[2]}") == [True, True]


async def test_a_term_becomes_a_booklet_that_the_child_has_seen(handset: Handset, mother: Person):
    for title, day in (("第一天上学", "2025-09-01"), ("运动会", "2025-10-20")):
        photos = await pictured(mother, "school_gate")
        await told(mother, title, happened=day, photo_ids=photos)
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", BOOKLETS) as phone:
        await phone.tap("做一本新的")
        await phone.tap("2025年秋季学期")
        await phone.sees("一共2条能印")
        await phone.keep("keeping-booklets-making")
        await press(phone, "就做这一段")
        await phone.sees("正在挑选", "第一天上学", "运动会")
        await phone.keep("keeping-booklet-choosing")
        await phone.page.get_by_text("不放了").first.tap()
        await phone.lacks("第一天上学")
        await press(phone, "再添几条")
        await phone.tap("添上")
        await phone.sees("这段日子能印的，都在里面了")
        await phone.tap("好了")
        await press(phone, "和小满一起看过了")
        await phone.sees("孩子看过了，可以定下来")
        await press(phone, "就这样定下来")
        await press(phone, "定下来")
        await phone.sees("做好了，可以打开")
        await phone.keep("keeping-booklet-ready")
        await press(phone, "打开这一本")
        await phone.page.wait_for_function(
            "harness.requests.some(one => one.url.includes('.pdf') && one.status === 200)"
        )


async def test_old_entries_of_a_long_term_are_added_to_a_booklet_however_quickly(
    handset: Handset, mother: Person
):
    days = [f"2025-10-{day:02}" for day in range(1, 25)]
    made = [await told(mother, f"第{day[-2:]}天", happened=day) for day in days]
    old, chosen = made[:3], made[3:]
    booklet = await booklet_of(mother, *chosen)
    await signs_in(handset, "陈静")
    query = f"id={booklet.rpartition('/')[2]}"
    async with handset.opens("陈静", "/pages/keeping/booklet", query=query) as phone:
        await press(phone, "再添几条")
        await press(phone, "再往前找")
        await phone.sees("第03天", "第02天", "第01天")
        await phone.goes("slow")
        for _ in old:
            await phone.tap("添上")
        await phone.sees("这段日子能印的，都在里面了")
        await phone.page.wait_for_function(_SENT_TWICE)
    kept = (await mother.phone.get(booklet))["entries"]
    assert [one["id"] for one in kept] == [*chosen, *reversed(old)]


async def test_this_day_of_other_years_is_met_again_and_strangers_meet_nothing(
    handset: Handset, world: World, mother: Person
):
    today = clock.today()
    day = today.replace(year=today.year - 4).isoformat()  # also on 29 February
    photos = await pictured(mother, "sandcastle")
    await told(mother, "海边捡贝壳", happened=day, photo_ids=photos)
    await relative(mother, "奶奶", "奶奶")
    for person in ("奶奶", "邻居"):
        await signs_in(handset, person)
    async with handset.opens("奶奶", ANNIVERSARY, query=f"student_id={mother.child}") as phone:
        await phone.sees("4年前的今天", "海边捡贝壳")
        await phone.keep("anniversary-anniversary")
    year = f"family={mother.family}&year=2025"
    for path, query in (
        ("/pages/keeping/year", year),
        (TRASH, f"family={mother.family}"),
        ("/pages/keeping/drafts", f"family={mother.family}"),
        (UNDATED, f"family={mother.family}"),
        (STORAGE, f"family={mother.family}"),
        (SEARCH, f"family={mother.family}"),
    ):
        async with handset.opens("邻居", path, query=query) as phone:
            await phone.sees(GONE)
