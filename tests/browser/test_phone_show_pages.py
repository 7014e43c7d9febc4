"""单独展示: a family puts a page together, hands it to a stranger, and takes it back."""

import re
from typing import Any

import pytest
from playwright.async_api import expect

from service.foundation import clock
from service.trust.consents import Purpose
from tests.archive.filing_room import DEED, files
from tests.browser.conftest import pictured
from tests.browser.handset import Handset, HeldPhone
from tests.browser.test_phone_family import says_yes
from tests.browser.test_phone_mine import press, signs_in, still
from tests.browser.test_phone_posts import LOOKS
from tests.trust.household import rewritten, takes_back
from tests.world import Person, World

PAGES, EDIT, SHARED = "/pages/show/pages", "/pages/show/edit", "/pages/shared/shared"
BOAT, SEA = "太爷爷的船", "第一次看海"
MERIT, PORTRAIT = "外婆的劳模奖状", "外婆家的全家福"
DISABLED = re.compile("t-button--disabled")


@pytest.fixture
async def told(mother: Person) -> list[str]:
    """Two records with pictures: of the family's own boat, and of the child at the sea."""
    boat, sea = await pictured(mother, "fishing_boat", "sandcastle")
    made = [
        await mother.records(
            title=BOAT, story="一条木船，跑了三十年。", student_id=None, photo_ids=[boat]
        ),
        await mother.records(title=SEA, story="她说海会呼吸。", photo_ids=[sea]),
    ]
    for one in made:
        await mother.phone.until(f"/entries/{one['id']}", standing=["passed"])
    return [one["id"] for one in made]


async def takes(phone: HeldPhone, part: int, title: str, record: str) -> None:
    """Call a part of the page something, and choose a record for it."""
    await phone.fill(f"第{part}段叫什么", title)
    await phone.page.get_by_role("button", name="＋ 选几样放上去").nth(part - 1).tap()
    await phone.page.get_by_role("checkbox", name=record).tap()
    await still(phone, "就要这1样")
    await phone.keep(f"pages-choosing-{part}")
    await press(phone, "就要这1样")


async def made(mother: Person, told: list[str], *, standing: str = "passed", **page: Any) -> str:
    """A page that was checked: its id."""
    sections = [{"title": f"第{n}段", "entry_ids": [one]} for n, one in enumerate(told, 1)]
    draft = {"title": "我们家的海", "words": "三代人，一条船。", "sections": sections, **page}
    path = f"/families/{mother.family}/show-pages"
    page_id = (await mother.phone.post(path, draft))["id"]
    await mother.phone.until(f"/show-pages/{page_id}", standing=[standing])
    return page_id


async def test_a_page_is_put_together_agreed_to_and_handed_to_a_stranger(
    handset: Handset, mother: Person, told: list[str]
):
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", PAGES) as phone:
        await phone.sees("还没有做过")
        await phone.keep("pages-none")
        await press(phone, "新做一页")
        await phone.fill("这一页叫什么", "我们家的海")
        await phone.fill("说几句", "三代人，一条船。")
        await takes(phone, 1, "从前", BOAT)
        await press(phone, "＋ 再加一段")
        await takes(phone, 2, "现在", SEA)
        await phone.sees(BOAT, SEA)
        await phone.goes("offline")
        await press(phone, "存好")
        await phone.sees("网络不给力")
        await phone.closes_the_app()
    async with handset.opens("陈静", EDIT) as phone:
        await expect(phone.page.get_by_label("第2段叫什么")).to_have_value("现在")
        await phone.keep("pages-new")
        await press(phone, "存好")
        await still(phone, "我是监护人，同意展示家里的")
        await phone.keep("pages-consent")
        await press(phone, "我是监护人，同意展示家里的")
        await phone.sees("可以分享了")
        await phone.keep("pages-ready")
        await press(phone, "做一个链接")
        await phone.sees("朋友看到的，就是这一页", BOAT, "她说海会呼吸。")
        await phone.keep("pages-hint")
    (page,) = (await mother.phone.get(f"/families/{mother.family}/show-pages"))["items"]
    assert page["standing"] == "passed"


async def test_a_record_that_names_a_sister_asks_for_her_too(handset: Handset, mother: Person):
    await mother.consents(Purpose.SHOW)
    await mother.consents(Purpose.SHOW, mother.child)
    brother, sister = mother.child, await mother.opens_archive("小雨")
    persons = (await mother.phone.get(f"/families/{mother.family}/persons"))["items"]
    named = [one["id"] for one in persons if one["student_id"] == sister]
    entry = await mother.records(title=SEA, story="拉着手。", student_id=brother, person_ids=named)
    await mother.phone.until(f"/entries/{entry['id']}", standing=["passed"])
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", EDIT) as phone:
        await phone.fill("这一页叫什么", "我们家的海")
        await takes(phone, 1, "海边", SEA)
        await press(phone, "存好")
        await still(phone, "我是监护人，同意展示小雨的")
        await press(phone, "我是监护人，同意展示小雨的")
        await phone.sees("可以分享了")


async def test_a_page_asks_for_the_child_alone_where_only_words_of_the_text_changed(
    handset: Handset, mother: Person, told: list[str], monkeypatch: pytest.MonkeyPatch
):
    held = (await mother.phone.get("/consents", family_id=mother.family))["items"]
    await takes_back(mother, next(one for one in held if one["purpose"] == "show"))
    await mother.consents(Purpose.SHOW)
    rewritten(monkeypatch, Purpose.SHOW, since=clock.today(), material=False, changes="换了说法。")
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", EDIT) as phone:
        await phone.fill("这一页叫什么", "我们家的海")
        await takes(phone, 1, "从前", BOAT)
        await press(phone, "＋ 再加一段")
        await takes(phone, 2, "现在", SEA)
        await press(phone, "存好")
        await press(phone, "我是监护人，同意展示小满的")
        await phone.sees("可以分享了")


async def test_a_stranger_opens_a_page_until_it_is_taken_back(
    handset: Handset, mother: Person, told: list[str]
):
    await mother.consents(Purpose.SHOW)
    path = f"/show-pages/{await made(mother, told)}/share-links"
    url = (await mother.phone.post(path, {}))["url"]
    query = f"token={url.rpartition('/')[2]}"
    for theme, font in LOOKS:
        async with handset.opens("路人", SHARED, query=query, theme=theme, font=font) as phone:
            await phone.sees("我们家的海", BOAT, SEA, "意见与投诉")
            await phone.keep(f"pages-shared-{theme}-{font}")
            await press(phone, "我也给孩子建一本")
            await phone.lacks("我也给孩子建一本")
            assert await phone.harness("route") == "pages/welcome/welcome"
            asked = await phone.harness("requests")
            assert not [one for one in asked if one["url"].endswith("/sessions")]
    async with handset.opens("路人", SHARED, query=query, scene=1154) as phone:
        await phone.sees(SEA, "想给自己的孩子也建一本？")
        await phone.lacks("我也给孩子建一本")
    await signs_in(handset, "陈静")
    async with handset.opens("陈静", PAGES, theme="dark") as phone:
        await phone.sees("我们家的海", "可以分享")
        await phone.keep("pages-pages-dark")
        await phone.tap("我们家的海")
        await press(phone, "收回")
        await says_yes(phone, "收回")
        await phone.lacks("打开发给人")
        await phone.keep("pages-revoked-dark")
    async with handset.opens("路人", SHARED, query=query) as phone:
        await phone.lacks(BOAT)
        await phone.sees("这一页已经收起来了")


async def test_what_was_filed_is_put_on_a_page_and_what_may_not_says_why(
    handset: Handset, mother: Person, told: list[str]
):
    await signs_in(handset, "陈静")
    merit, portrait = await pictured(mother, "school_gate", "family_portrait")
    merit_words: dict[str, Any] = {"words": "厂里一年只评三个。", "location": "书房柜子第二层"}
    merit_item = await files(
        mother,
        title=MERIT,
        happened="1978-05-01",
        photo_ids=[merit],
        open_level="open",
        **merit_words,
    )
    await files(
        mother,
        title=PORTRAIT,
        class_code="F1",
        happened="1986-22~",
        photo_ids=[portrait],
        open_level="open",
    )
    await files(mother, title="外婆的信", class_code="F1")
    await files(mother, **DEED)
    async with handset.opens("陈静", EDIT) as phone:
        await phone.fill("这一页叫什么", "外婆这一辈子")
        await phone.fill("第1段叫什么", "外婆")
        await press(phone, "＋ 选几样放上去")
        await phone.page.get_by_role("checkbox", name=BOAT).tap()
        await phone.page.get_by_role("radio", name="收进档案的").tap()
        await phone.sees("证件、财产、健康这几类，不放到外面", "先在家庭档案里把它改成「可以展示」")
        await phone.page.get_by_role("checkbox", name=MERIT).tap()
        await phone.page.get_by_role("checkbox", name=PORTRAIT).tap()
        for refused in ("外婆的信", DEED["title"]):
            await expect(phone.page.get_by_role("checkbox", name=refused)).to_be_disabled()
        await still(phone, "就要这3样")
        await phone.keep("pages-choosing-filed")
        await press(phone, "就要这3样")
        await phone.sees(BOAT, MERIT, PORTRAIT)
        await phone.lacks("外婆的信", DEED["title"])
        await phone.keep("pages-filed-new")
        await press(phone, "存好")
        await press(phone, "我是监护人，同意展示")
        await phone.sees("可以分享了")
        await press(phone, "做一个链接")
        await phone.sees("朋友看到的，就是这一页", "文书 · 1978年5月1日", "厂里一年只评三个。")
        await phone.lacks(merit_item["number"], "书房柜子第二层")
        await phone.keep("pages-filed-shared")
    path = f"/families/{mother.family}/show-pages"
    (page,) = (await mother.phone.get(path))["items"]
    item = f"/filed-items/{merit_item['id']}"
    await mother.phone.put(item, {"open_level": "family"})
    await mother.phone.until(item, standing=["passed"])
    query = f"id={page['id']}"
    async with handset.opens("陈静", EDIT, query=query, theme="dark", font=1.4) as phone:
        await phone.sees("这一件改过，或者不再展示，页上看不到", PORTRAIT)
        await phone.keep("pages-filed-narrowed-dark-large")
        await press(phone, "＋ 选几样放上去")
        await phone.page.get_by_role("radio", name="收进档案的").tap()
        await phone.sees("先在家庭档案里把它改成「可以展示」")
        await still(phone, "选几样")
        await phone.keep("pages-choosing-filed-dark-large")


async def test_a_number_in_a_record_is_pointed_at_and_she_goes_on_knowing(
    handset: Handset, mother: Person, told: list[str]
):
    await signs_in(handset, "陈静")
    number = await mother.records(title="船票", story="订票打 13812345678")
    await mother.phone.until(f"/entries/{number['id']}", standing=["passed"])
    async with handset.opens("陈静", EDIT, font=1.4) as phone:
        await phone.fill("这一页叫什么", "船的事")
        await takes(phone, 1, "从前", "船票")
        await press(phone, "存好")
        await phone.sees("外人看了不太好")
        await phone.keep("pages-number-large")
        await says_yes(phone, "就这样")
        await press(phone, "我是监护人，同意展示家里的")
        await phone.sees("可以分享了")
        await phone.keep("pages-ready-large")


async def test_what_was_changed_elsewhere_drops_out_and_a_page_goes_for_good(
    handset: Handset, mother: Person, told: list[str]
):
    await signs_in(handset, "陈静")
    await mother.consents(Purpose.SHOW)
    page = await made(mother, told)
    boat = f"/entries/{told[0]}"
    await mother.phone.put(boat, {"story": "其实跑了三十一年。", "version": 1})
    await mother.phone.until(boat, standing=["passed"])
    async with handset.opens("陈静", EDIT, query=f"id={page}") as phone:
        await phone.sees("这条改过或收起来了，页上看不到", SEA)
        await phone.keep("pages-dropped")
        await phone.tap("删掉这一页")
        await says_yes(phone, "删掉")
        await phone.sees("成长")
    async with handset.opens("路人", EDIT, query=f"id={page}") as phone:
        await phone.lacks("我们家的海", SEA)


async def test_a_refused_page_is_made_anew_or_looked_at_and_never_stored_again(
    handset: Handset, world: World, mother: Person, told: list[str]
):
    await signs_in(handset, "陈静")
    await mother.consents(Purpose.SHOW)
    await world.script("wechat", "msg_sec_check", {"suggest": "risky"})
    page = await made(mother, told, standing="risky")
    async with handset.opens("陈静", EDIT, query=f"id={page}") as phone:
        await phone.fill("说几句", "四代人，一条船。")
        await phone.sees("这一页暂时不能给别人看", "另做一页，或者请人再看一遍。")
        await expect(phone.page.get_by_role("button", name="存好")).to_have_class(DISABLED)
        await phone.keep("pages-refused")
        await phone.tap("请人再看一遍")
