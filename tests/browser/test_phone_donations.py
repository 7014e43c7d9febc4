"""捐给档案馆: Alice offers copies, signs the deed, has the certificate, and says no to showing."""

from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Route, expect

from service.trust.consents import Purpose
from tests.archive.circle import relative
from tests.archive.filing_room import DEED, files
from tests.browser.handset import Handset, HeldPhone
from tests.browser.test_phone_mine import GONE, NOTICES, press, signs_in, still
from tests.programme.donation_room import (
    NAME,
    SORRY,
    WORTH,
    accessioned,
    begins_accession,
    decides,
    desk,
    offers,
    photographed,
    signs,
)
from tests.trust.household import father_of, mother_of
from tests.world import Person, World

ARCHIVE = "/pages/archive/archive"
DONATIONS, OFFER, DONATION, AGREEMENT = (
    f"/pages/donations/{one}" for one in ("donations", "offer", "donation", "deed")
)
WORDS = "爷爷五十年代在盐场的老照片。"


@pytest_asyncio.fixture
async def alice(world: World) -> Person:
    """Alice, who was never asked about donations."""
    return await mother_of(world)


@pytest_asyncio.fixture
async def liu(world: World) -> Person:
    """The archivist of the district."""
    return await world.archivist()


@pytest_asyncio.fixture
async def agreed(alice: Person) -> Person:
    """Alice, who agreed to donations of 小满's."""
    await alice.consents(Purpose.DONATION, alice.child)
    return alice


async def donation_of(person: Person) -> dict[str, Any]:
    """The family's only donation, as the person reads it."""
    (listed,) = (await person.phone.get(f"/families/{person.family}/donations"))["items"]
    return await person.phone.get(f"/donations/{listed['id']}")


async def confirms(phone: HeldPhone) -> None:
    """Say yes to the question on the screen."""
    await phone.page.locator(".confirm").tap()


async def ticks(phone: HeldPhone, *titles: str) -> None:
    await press(phone, "从家庭档案里选")
    for title in titles:
        await phone.page.get_by_role("checkbox", name=title).tap()
    await press(phone, f"就要这{len(titles)}件")
    await expect(phone.page.get_by_text("想捐哪几件？")).to_be_hidden()


async def opened(phone: HeldPhone, paper: str) -> None:
    """Wait until a paper has come and is open."""
    asked = "one => one.url.endsWith(paper) && one.status === 200"
    await phone.page.wait_for_function(
        f"paper => harness.requests.some({asked})", arg=f"/{paper}.pdf"
    )
    await expect(phone.page.get_by_title("文件")).to_be_visible()


async def loses_answers(phone: HeldPhone) -> list[str]:
    """Offers arrive, and their answers are lost; the key of each."""
    keys: list[str] = []

    async def lose(route: Route) -> None:
        sent = route.request
        if sent.method != "POST" or "donations" not in sent.url:
            await route.continue_()
            return
        keys.append(sent.headers["idempotency-key"])
        await route.fetch()
        await route.fulfill(status=504)

    await phone.page.route("**/through/**", lose)
    return keys


async def test_two_items_are_offered_from_the_archive_with_a_yes_for_the_child(
    handset: Handset, world: World, alice: Person, liu: Person
):
    await photographed(alice, title="三好学生奖状")
    await photographed(alice, child=False, title="爷爷的信", class_code="C2")
    await files(alice, **DEED)
    await files(alice, title="没有照片的奖状")
    await photographed(alice, title="给自己留的", open_level="closed")
    await signs_in(handset, "Alice")
    async with handset.opens("Alice", ARCHIVE) as phone:
        await phone.tap("捐给档案馆")
        await phone.sees("留一份给档案馆", "没有报酬", "原件和原图还是家里的", "随时可以收回")
        await phone.keep("donations-empty")
        await press(phone, "选几件，问问档案馆")
        await phone.sees("香洲区档案馆")
        await press(phone, "从家庭档案里选")
        await phone.sees("三好学生奖状", "爷爷的信", "不在这里面")
        await phone.lacks("房产证", "没有照片的奖状", "给自己留的")
        await still(phone, "关上")
        await phone.keep("donations-chooser")
        await press(phone, "关上")
        await ticks(phone, "三好学生奖状", "爷爷的信")
        await phone.fill("跟档案馆说几句", WORDS)
        await phone.keep("donations-offer")
        await press(phone, "问问档案馆（2件）")
        await phone.sees("捐赠给档案馆")
        await press(phone, "我是监护人，同意捐赠")
        await phone.sees("等档案馆回复", "三好学生奖状", "爷爷的信", WORDS)
        await phone.keep("donations-offered")
    (listed,) = await desk(liu)
    assert (listed["item_count"], listed["family"]) == (2, "陈家")


async def test_what_was_written_without_a_network_is_kept_and_sent_once(
    handset: Handset, world: World, agreed: Person, liu: Person
):
    await photographed(agreed, title="三好学生奖状")
    await signs_in(handset, "Alice")
    async with handset.opens("Alice", OFFER, query=f"family={agreed.family}") as phone:
        await ticks(phone, "三好学生奖状")
        await phone.fill("跟档案馆说几句", WORDS)
        await phone.goes("offline")
        await press(phone, "问问档案馆（1件）")
        await phone.sees("网络不给力")
        await phone.keep("donations-offer-offline")
    async with handset.opens("Alice", OFFER, query=f"family={agreed.family}") as phone:
        await phone.sees("三好学生奖状")
        keys = await loses_answers(phone)
        await press(phone, "问问档案馆（1件）")
        await phone.sees("我们这边出了点小问题")
    assert len(set(keys)) == 1
    async with handset.opens("Alice", OFFER, query=f"family={agreed.family}") as phone:
        await phone.sees("三好学生奖状")
        await expect(phone.page.get_by_label("跟档案馆说几句", exact=True)).to_have_value(WORDS)
        await press(phone, "问问档案馆（1件）")
        await phone.sees("等档案馆回复")
    assert (await donation_of(agreed))["words"] == WORDS
    asked = f"family={agreed.family}"
    async with handset.opens("Alice", OFFER, query=asked, theme="dark", font=1.4) as phone:
        await press(phone, "从家庭档案里选")
        await still(phone, "关上")
        await phone.keep("donations-chooser-dark-large")
        await press(phone, "关上")
        await ticks(phone, "三好学生奖状")
        await phone.keep("donations-offer-dark-large")
        await press(phone, "问问档案馆（1件）")
        await phone.sees("已经在捐给这家档案馆的清单里了", "不捐这件")
        await phone.keep("donations-offer-refused")


async def test_alice_reads_the_deed_as_it_will_be_signed_and_signs_it(
    handset: Handset, world: World, agreed: Person, liu: Person
):
    items = [
        await photographed(agreed, title="三好学生奖状"),
        await photographed(agreed, child=False, title="爷爷的信", class_code="C2"),
    ]
    donation = await offers(agreed, *items, words=WORDS)
    await decides(liu, donation)
    await signs_in(handset, "Alice")
    async with handset.opens("Alice", NOTICES) as phone:
        await phone.tap("家里的捐赠有了结果")
        await phone.sees("档案馆想收藏", WORTH)
        await phone.keep("donations-wanted")
        await press(phone, "看协议")
        await phone.sees("家庭档案捐赠协议", "2 件家庭档案", "每次公布或者展出之前，先问甲方")
        await phone.keep("donations-deed")
        await phone.tap("可以公布")
        await phone.sees("乙方可以公布和展出，不用每次再问。")
        await phone.goes("offline")
        await phone.tap("过些年再开放")
        await phone.sees("协议还没打开")
        await phone.keep("donations-deed-offline")
        await phone.goes("online")
        await press(phone, "再打开")
        await phone.sees("以前不开放，除了负责保管的工作人员")
        await press(phone, "看完了，去签字")
        await press(phone, "签字")
        await phone.sees("写上您的名字")
        await phone.fill("您的名字", NAME)
        await phone.keep("donations-signing")
    async with handset.opens("Alice", AGREEMENT, query=f"id={donation['id']}") as phone:
        await phone.sees("以前不开放，除了负责保管的工作人员")
        await press(phone, "看完了，去签字")
        await expect(phone.page.get_by_label("您的名字", exact=True)).to_have_value(NAME)
        await press(phone, "签字")
        await phone.sees("登记以后这份协议一直有效")
        await confirms(phone)
        await phone.page.wait_for_function(
            "harness.requests.some(one => one.method === 'PUT' && one.status === 200)"
        )
    signed = await donation_of(agreed)
    assert (signed["state"], signed["signature"]) == ("signed", NAME)
    assert (signed["publication"], bool(signed["closed_until"])) == ("freely", True)


async def test_the_certificate_is_opened_and_no_is_said_to_showing(
    handset: Handset, world: World, agreed: Person, liu: Person
):
    donation = await offers(agreed, await photographed(agreed, title="三好学生奖状"))
    await decides(liu, donation)
    await signs(agreed, donation, publication="freely")
    await signs_in(handset, "Alice")
    query = f"id={donation['id']}"
    async with handset.opens("Alice", DONATION, query=query) as phone:
        await phone.sees("协议签好了", "收回这次捐赠")
        async with world.worker_away():
            await begins_accession(liu, donation)
            await phone.closes_the_app()
            await phone.reopens()
            await phone.sees("正在做复制件")
            await phone.keep("donations-arriving")
        await phone.sees("已经入馆", "馆藏号 XZ-J", "档案馆收好了复制件")
        await phone.lacks("收回这次捐赠")
        await phone.keep("donations-accessioned")
        await phone.tap("看签好的协议")
        await phone.sees(f"签名：{NAME}", "校验码")
        await phone.lacks("看完了，去签字")
        await phone.tap("打印协议，或者存下来")
        await opened(phone, "deed")
    async with handset.opens("Alice", NOTICES) as phone:
        await phone.tap("已经登记入馆，捐赠证书可以下载了")
        await press(phone, "打开捐赠证书")
        await opened(phone, "certificate")
    async with handset.opens("Alice", DONATION, query=query) as phone:
        await phone.sees("看看馆里检查得怎么样")
        await phone.keep("donations-accessioned-report")
        await phone.tap("看看馆里检查得怎么样")
        await opened(phone, "soundness")
    async with handset.opens("Alice", DONATION, query=query, theme="dark", font=1.4) as phone:
        await phone.sees("打开捐赠证书")
        await phone.keep("donations-accessioned-dark-large")
        await press(phone, "改成“不公布”")
        await phone.sees("说了马上算数")
        await confirms(phone)
        await phone.sees("不公布，也不展出。")
        await phone.lacks("改成“")
        await phone.lacks("家里随时可以改得更严")
        await phone.page.get_by_text("要放宽，和档案馆").scroll_into_view_if_needed()
        await phone.keep("donations-never-dark-large")
    held = await liu.phone.get(f"/staff/donations/{donation['id']}")
    assert (held["publication"], held["publishable"]) == ("never", "never")


async def test_a_refusal_is_read_with_its_reason_and_another_offer_is_taken_back(
    handset: Handset, world: World, agreed: Person, liu: Person
):
    magazine = await photographed(agreed, title="旧画报")
    letter = await photographed(agreed, title="爷爷的信", class_code="C2")
    await decides(liu, await offers(agreed, magazine), wanted=False, words=SORRY)
    kept = await offers(agreed, letter)
    await agreed.phone.put(
        f"/filed-items/{letter['id']}", {"words": "写给奶奶的", "version": letter["version"]}
    )
    await signs_in(handset, "Alice")
    for theme, font in (("light", 1.0), ("dark", 1.0), ("light", 1.4)):
        look = f"{theme}-large" if font > 1 else theme
        asked = f"family={agreed.family}"
        async with handset.opens("Alice", DONATIONS, query=asked, theme=theme, font=font) as phone:  # type: ignore[arg-type]
            await phone.sees("档案馆这次没有收", "等档案馆回复")
            await phone.keep(f"donations-list-{look}")
            await phone.tap("档案馆这次没有收")
            await phone.sees(SORRY, "东西都还在家里")
            await phone.lacks("收回这次捐赠", "看协议")
            await phone.keep(f"donations-declined-{look}")
    async with handset.opens("Alice", DONATION, query=f"id={kept['id']}") as phone:
        await phone.sees("档案馆看不到它")
        await phone.goes("offline")
        await phone.tap("收回这次捐赠")
        await confirms(phone)
        await phone.sees("网络不给力")
        await phone.goes("online")
        await phone.tap("收回这次捐赠")
        await confirms(phone)
        await phone.sees("已经收回")
        await phone.lacks("收回这次捐赠")
    assert (await agreed.phone.get(f"/donations/{kept['id']}"))["state"] == "withdrawn"


async def test_what_changed_while_it_was_read_is_read_anew(
    handset: Handset, world: World, agreed: Person, liu: Person
):
    letter = await photographed(agreed, title="爷爷的信", class_code="C2")
    donation = await offers(agreed, letter)
    await decides(liu, donation)
    await signs_in(handset, "Alice")
    async with handset.opens(
        "Alice", AGREEMENT, query=f"id={donation['id']}", theme="dark", font=1.4
    ) as phone:
        await phone.sees("爷爷的信")
        await phone.keep("donations-deed-dark-large")
        await agreed.phone.put(
            f"/filed-items/{letter['id']}", {"title": "爷爷的家书", "version": letter["version"]}
        )
        await agreed.phone.until(f"/filed-items/{letter['id']}", standing=["passed"])
        await press(phone, "看完了，去签字")
        await phone.fill("您的名字", NAME)
        await phone.keep("donations-signing-dark-large")
        await press(phone, "签字")
        await confirms(phone)
        await phone.sees("协议的内容有变化，请再看一遍再签", "爷爷的家书")
    assert (await donation_of(agreed))["state"] == "wanted"


async def test_the_father_reads_and_takes_back_but_does_not_sign(
    handset: Handset, world: World, agreed: Person, liu: Person
):
    father = await father_of(world, agreed)
    donation = await offers(agreed, await photographed(agreed, title="三好学生奖状"))
    await decides(liu, donation)
    await signs_in(handset, "Father")
    async with handset.opens("Father", NOTICES) as phone:
        await phone.tap("家里有人提出把一些档案捐给档案馆")
        await phone.sees("协议要由提出捐赠的人来签", "收回这次捐赠")
        await expect(phone.page.get_by_role("button", name="看协议", exact=True)).to_have_count(0)
        await phone.tap("看看协议")
        await phone.sees("家庭档案捐赠协议", "签的人还会再选")
        await phone.lacks("看完了，去签字", "过些年再开放")
    await signs(agreed, donation)
    async with handset.opens("Father", NOTICES) as phone:
        await phone.tap("家里有人签了捐赠协议")
        await phone.sees("协议签好了", "改成“不公布”")
    assert (await father.phone.get(f"/donations/{donation['id']}"))["mine"] is False


@pytest.mark.parametrize("query", ["family={family}", "id={id}"])
async def test_relatives_and_strangers_find_nothing_to_press(
    handset: Handset, world: World, agreed: Person, liu: Person, query: str
):
    bob = await world.person("Bob")
    await bob.founds("林家")
    await relative(agreed, "奶奶", "奶奶")
    given = await accessioned(agreed, liu, await photographed(agreed, title="三好学生奖状"))
    asked = query.format(family=agreed.family, id=given["id"])
    places = (DONATIONS, OFFER) if "family" in asked else (DONATION, AGREEMENT)
    for person in ("奶奶", "Bob"):
        await signs_in(handset, person)
    for place in places:
        async with handset.opens("奶奶", place, query=asked, font=1.4) as phone:
            await phone.sees("请家里的管理人来办" if "family" in asked else GONE)
            await phone.lacks("三好学生奖状", "选几件", "问问档案馆（", "打开捐赠证书")
        async with handset.opens("Bob", place, query=asked) as phone:
            await phone.sees(GONE)
            await phone.lacks("三好学生奖状", "选几件", "打开捐赠证书")
    async with handset.opens("奶奶", ARCHIVE) as phone:
        await phone.sees("地方够不够")
        await phone.lacks("捐给档案馆")
    async with handset.opens("Nobody", place, query=asked) as phone:
        await phone.sees("登录")
        await phone.lacks("三好学生奖状")


async def test_an_archivist_hears_that_it_is_not_done_on_the_phone(
    handset: Handset, world: World, agreed: Person, liu: Person
):
    await offers(agreed, await photographed(agreed, title="三好学生奖状"))
    await signs_in(handset, liu.phone.person)
    async with handset.opens(liu.phone.person, NOTICES) as phone:
        await phone.tap("有一户人家想把家里的档案捐给档案馆")
        await phone.sees("到工作的电脑上办")
