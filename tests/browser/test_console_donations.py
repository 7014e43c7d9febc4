"""Receiving donations at the console: Liu looks, answers, takes in; others have no such page."""

from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from models.people.staff import Office
from models.trust.audit import AuditRecord
from models.trust.consents import Purpose
from service.foundation import clock
from tests.archive.filing_room import files
from tests.browser.conftest import pictured
from tests.browser.test_console import at_work, turns_to
from tests.browser.test_desk import looks_well, saved_bytes, scanned
from tests.browser.visitor import DESK, PHONE, Visitor, see
from tests.programme.donation_room import (
    SORRY,
    WORTH,
    accessioned,
    decides,
    offers,
    photographed,
    signs,
)
from tests.trust.archive_room import CITY, TOWN, holds
from tests.trust.household import mother_of
from tests.world import JINWAN, Person, World

HOSTILE = "<img src=x onerror=alert(1)>\"'</script>"
PATIENT = 200
"""So many steps of the Tab key are more than any page takes."""


@pytest.fixture
async def liu(world: World) -> Person:
    """刘芳, the archivist of the district."""
    return await world.archivist()


@pytest.fixture
async def alice(world: World, liu: Person) -> Person:
    """Alice, who agreed to donate of 小满's archive where Liu receives it."""
    alice = await mother_of(world)
    await alice.consents(Purpose.DONATION, alice.child)
    return alice


async def two_items(alice: Person) -> list[dict[str, Any]]:
    """An award and a picture of the salt works, each with a photo."""
    pictures = await pictured(alice, "kite", "fisher_girl")
    said: tuple[dict[str, Any], ...] = ({}, {"title": "盐场的合影", "words": "爷爷站在左边"})
    return [
        await files(alice, photo_ids=[photo], student_id=alice.child, **item)
        for photo, item in zip(pictures, said, strict=True)
    ]


def row(page: Page, words: str) -> Locator:
    return page.locator(".rows > li", has_text=words)


async def opens(page: Page, donation: str) -> None:
    await page.goto(f"/console#donations/{donation}")
    await expect(page.locator(".item h2")).to_be_visible()


async def answers(page: Page, words: str, act: str, sure: str) -> None:
    await page.get_by_label("写给家长的话").fill(words)
    await page.get_by_role("button", name=act, exact=True).click()
    await page.get_by_role("button", name=sure).click()


async def saves(page: Page, paper: str) -> str:
    """The name under which a paper is saved."""
    async with page.expect_download() as saving:
        await page.get_by_role("button", name=paper).click()
    saved = await saving.value
    assert (await saved_bytes(saved)).startswith(b"%PDF")
    return saved.suggested_filename


def forgiven(visitor: Visitor, *statuses: str) -> None:
    """What the browser says of refusals that the story is about."""
    visitor.complaints = [
        one for one in visitor.complaints if not any(status in one for status in statuses)
    ]


async def test_liu_declines_one_with_a_kind_word(visitor, world, alice, liu):
    await offers(alice, *await two_items(alice))
    donation = await offers(alice, await photographed(alice, title=HOSTILE), words=HOSTILE)
    async with at_work(visitor, liu, width=DESK) as page:
        await turns_to(page, "接收捐赠")
        rows = page.locator(".rows > li")
        await expect(rows).to_have_count(2)
        await expect(rows.first).to_contain_text("陈家2 件，等了")
        await looks_well(page, "console-donations-1280-light")
        await page.get_by_label("先看").select_option("最近的在前")
        await expect(rows.first).to_contain_text("1 件")
        await rows.first.get_by_role("link").click()
        await expect(page.locator(".facts").first).to_contain_text(HOSTILE)
        await expect(row(page, HOSTILE)).to_be_visible()
        await answers(page, SORRY, "婉拒", "回复：不收")
        await expect(page.locator(".item h2 .badge")).to_have_text("婉拒了")
        await expect(page.locator(".facts").first).to_contain_text(SORRY)
        await expect(page.locator(".item .rows > li")).to_have_count(0)
        await expect(page.locator(".facts").first).not_to_contain_text(HOSTILE)
        await looks_well(page, "console-donation-declined-1280-light")
        await page.get_by_role("link", name="回到清单").click()
        await expect(rows).to_have_count(1)
        await expect(rows).to_contain_text("2 件")
    shown = await alice.phone.get(f"/donations/{donation['id']}")
    assert (shown["state"], shown["appraisal"]) == ("declined", SORRY)


async def test_liu_looks_at_two_items_and_wants_them(visitor, alice, liu):
    donation = await offers(alice, *await two_items(alice), words="爷爷在盐场的老照片。")
    async with at_work(visitor, liu, width=DESK) as page:
        await opens(page, donation["id"])
        await expect(page.locator(".item h2")).to_be_focused()
        await expect(page.locator(".facts").first).to_contain_text("爷爷在盐场的老照片。")
        await expect(page.locator(".veto")).to_contain_text("现在不能公布")
        for title in ("三好学生奖状", "盐场的合影"):
            await row(page, title).get_by_role("button").click()
        await expect(page.locator(".looked img")).to_have_count(2)
        assert all(await see(page, "pictures"))
        await expect(row(page, "盐场的合影")).to_contain_text("爷爷站在左边")
        await expect(row(page, "盐场的合影")).to_contain_text("SHA-256")
        await looks_well(page, "console-donation-offered-1280-light")
        await row(page, "盐场的合影").get_by_role("button").click()
        await expect(page.locator(".looked img")).to_have_count(1)
        await answers(page, WORTH, "想收藏", "回复：想收藏")
        await expect(page.locator(".item h2 .badge")).to_have_text("等捐赠人签协议")
    shown = await alice.phone.get(f"/donations/{donation['id']}")
    assert (shown["state"], shown["appraisal"]) == ("wanted", WORTH)
    looks = await AuditRecord.filter(action="donation.item_looked_at")
    assert [one.actor_id for one in looks] == [(await liu.account()).id] * 2


async def test_once_alice_has_signed_liu_takes_in_and_opens_the_certificate(
    visitor, world, alice, liu
):
    donation = await offers(alice, *await two_items(alice))
    await decides(liu, donation)
    async with at_work(visitor, liu, width=DESK) as page:
        await opens(page, donation["id"])
        await expect(page.get_by_role("button", name="登记入馆")).to_have_count(0)
        await signs(alice, donation, publication="ask_first", named=False)
        await page.get_by_role("button", name="看看签了没有").click()
        await expect(page.locator(".item h2 .badge")).to_have_text("等登记入馆")
        await expect(page.locator(".veto")).to_contain_text("先问捐赠人")
        await expect(page.locator(".veto")).to_contain_text("不能写捐赠人的名字")
        await looks_well(page, "console-donation-signed-1280-light")
        assert await saves(page, "捐赠协议") == "捐赠协议 陈家.pdf"
        async with world.worker_away():
            await page.get_by_role("button", name="登记入馆").click()
            await page.get_by_role("button", name="登记入馆").click()
            await expect(page.locator(".item h2 .badge")).to_have_text("正在做复制件")
        number = f"XZ-J{clock.today().year}-0001"
        await expect(page.locator(".facts").first).to_contain_text(number)
        await expect(page.locator(".veto strong")).to_have_text("每次公布或展出以前，先问捐赠人")
        await row(page, "盐场的合影").get_by_role("button").click()
        await expect(page.locator(".looked img")).to_have_count(1)
        assert all(await see(page, "pictures"))
        await looks_well(page, "console-donation-accessioned-1280-light")
        assert await saves(page, "捐赠证书") == f"捐赠证书 {number}.pdf"
        assert await saves(page, "四性检测报告") == f"四性检测报告 {number}.pdf"
    assert (await alice.phone.get(f"/donations/{donation['id']}"))["accession"] == number


async def test_the_owners_no_is_seen_at_once_and_on_a_phone_in_the_dark(visitor, alice, liu):
    item = await photographed(alice)
    made = await accessioned(alice, liu, item, publication="freely", closed_until="2046-01-01")
    async with at_work(visitor, liu, width=PHONE, scheme="dark") as page:
        await turns_to(page, "接收捐赠")
        await expect(row(page, "这里没有这样的捐赠")).to_be_visible()
        await page.get_by_label("看哪些").select_option("已经入馆")
        await expect(row(page, made["accession"])).to_be_visible()
        await looks_well(page, "console-donations-390-dark")
        await row(page, made["accession"]).get_by_role("link").click()
        await expect(page.locator(".veto strong")).to_have_text("现在不能公布，也不能展出")
        await expect(page.locator(".veto")).to_contain_text("2046年1月1日以前不开放")
        await expect(page.locator(".veto")).to_contain_text("捐赠人的意见：可以公布和展出")
        path = f"/donations/{made['id']}/publication"
        await alice.phone.put(path, {"publication": "never"})
        await page.reload()
        await expect(page.locator(".veto strong")).to_have_text("捐赠人不让公布，也不让展出")
        await page.get_by_role("button", name="打开看").click()
        assert all(await see(page, "pictures"))
        await looks_well(page, "console-donation-vetoed-390-dark")


async def test_by_the_keyboard_alone(visitor, alice, liu):
    donation = await offers(alice, await photographed(alice))
    async with at_work(visitor, liu, width=DESK, scheme="dark") as page:
        await presses(page, "接收捐赠")
        await expect(page.locator(".rows a")).to_be_visible()
        await presses(page, "打开陈家的捐赠")
        await expect(page.locator(".item h2")).to_be_focused()
        await presses(page, "打开看：三好学生奖状")
        await expect(page.locator(".looked img")).to_be_visible()
        await reaches(page, "写给家长的话")
        await page.keyboard.type(WORTH)
        await presses(page, "想收藏")
        await expect(page.get_by_role("button", name="回复：想收藏")).to_be_focused()
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("button", name="想收藏", exact=True)).to_be_focused()
        await page.keyboard.press("Enter")
        await looks_well(page, "console-donation-sure-1280-dark")
        await page.keyboard.press("Enter")
        await expect(page.locator(".item h2 .badge")).to_have_text("等捐赠人签协议")
    assert (await alice.phone.get(f"/donations/{donation['id']}"))["appraisal"] == WORTH


async def test_refusals_are_said_and_lose_nothing_that_was_typed(visitor, world, alice, liu):
    donation = await offers(alice, await photographed(alice))
    async with at_work(visitor, liu, width=PHONE) as page:
        await opens(page, donation["id"])
        words, trouble = page.get_by_label("写给家长的话"), page.locator("#trouble")
        await answers(page, "好", "想收藏", "回复：想收藏")
        await expect(trouble).to_have_text("这里至少要 4 项（字）")
        await expect(trouble).to_be_in_viewport()
        await expect(words).to_have_value("好")
        await world.script("wechat", "msg_sec_check", {"suggest": "risky"})
        await answers(page, WORTH, "想收藏", "回复：想收藏")
        await expect(trouble).to_contain_text("这段话里有不合适的内容")
        await expect(words).to_have_value(WORTH)
        await looks_well(page, "console-donation-refused-390-light")
        await page.get_by_role("link", name="回到清单").click()
        await row(page, "陈家").get_by_role("link").click()
        await expect(words).to_have_value(WORTH)

        await ended_from_the_phone(liu)
        code = await page.locator("#code img").get_attribute("src")
        await page.get_by_role("button", name="想收藏", exact=True).click()
        await page.get_by_role("button", name="回复：想收藏").click()
        await expect(page.locator("#code img")).not_to_have_attribute("src", code or "")
        path = await scanned(page)
        await liu.phone.get(path)
        await liu.phone.call("POST", f"{path}/allowance")
        await expect(page.locator("#work")).to_be_visible()
        await expect(page.get_by_role("button", name="想收藏", exact=True)).to_be_visible()
        await expect(words).to_have_value(WORTH)
        city = await world.archivist(CITY)
        await decides(city, donation, wanted=False, words=SORRY)
        await page.get_by_role("button", name="想收藏", exact=True).click()
        await page.get_by_role("button", name="回复：想收藏").click()
        await expect(trouble).to_have_text("这次捐赠已经有人回复过了")
        await expect(words).to_have_value(WORTH)
    forgiven(visitor, "401", "409", "422")


async def test_an_item_that_was_changed_since_is_said_to_be(visitor, alice, liu):
    item = await photographed(alice)
    donation = await offers(alice, item)
    async with at_work(visitor, liu, width=DESK) as page:
        await opens(page, donation["id"])
        await alice.phone.put(f"/filed-items/{item['id']}", {"words": "在家里的书房拍的"})
        await alice.phone.until(f"/filed-items/{item['id']}", standing=["passed"])
        await page.get_by_role("button", name="打开看").click()
        await expect(page.locator("#trouble")).to_contain_text("这件在提出捐赠以后改过")
        await page.reload()
        await expect(row(page, item["number"])).to_contain_text("家里改过或者收回了")
        await expect(page.get_by_role("button", name="打开看")).to_have_count(0)
    forgiven(visitor, "409")


async def test_another_districts_archivist_finds_nothing(visitor, world, alice):
    donation = await offers(alice, await photographed(alice))
    async with at_work(visitor, await world.archivist(JINWAN), width=DESK) as page:
        await turns_to(page, "接收捐赠")
        await expect(page.locator(".choices select").first.locator("option")).to_have_count(1)
        await page.get_by_label("看哪些").select_option("全部")
        await expect(page.locator(".rows > li")).to_have_text("这里没有这样的捐赠。")
        await page.goto(f"/console#donations/{donation['id']}")
        await expect(page.locator("#trouble")).to_have_text("没有找到，可能已经删除")
        await expect(page.locator(".item")).to_be_empty()


async def test_the_citys_archivist_chooses_among_the_archives(visitor, world, alice):
    await offers(alice, await photographed(alice))
    async with at_work(visitor, await world.archivist(CITY), width=PHONE) as page:
        await turns_to(page, "接收捐赠")
        await expect(page.locator(".rows > li")).to_have_text("这里没有这样的捐赠。")
        await page.get_by_label("哪一家").select_option("香洲区档案馆")
        await expect(row(page, "陈家")).to_be_visible()
        await looks_well(page, "console-donations-390-light")


@pytest.mark.parametrize(
    ("office", "code"), [(Office.MODERATOR, CITY), (Office.CURATOR, CITY), (Office.ARCHIVIST, TOWN)]
)
async def test_whoever_has_no_archive_has_no_such_page(visitor, world, alice, office, code):
    donation = await offers(alice, await photographed(alice))
    mei = await world.person("Mei")
    await holds(world, mei, office, code)
    async with at_work(visitor, mei, width=DESK) as page:
        await expect(page.locator("#task")).not_to_be_empty()
        await expect(page.get_by_role("link", name="接收捐赠")).to_have_count(0)
        await page.goto(f"/console#donations/{donation['id']}")
        await page.reload()
        await expect(page.locator("#work")).to_be_visible()
        await expect(page.locator("#task")).not_to_contain_text("陈家的捐赠")


async def test_whoever_is_not_signed_in_is_asked_to_scan(visitor, alice):
    donation = await offers(alice, await photographed(alice))
    async with visitor.opens(f"/console#donations/{donation['id']}", width=PHONE) as page:
        await expect(page.locator("#code img")).to_be_visible()
        await expect(page.locator("#work")).to_be_hidden()
        await expect(page.locator("#task")).to_be_empty()


async def ended_from_the_phone(person: Person) -> None:
    """End the session of the browser before which the person sits."""
    for one in (await person.phone.get("/sessions"))["items"]:
        if one["device"].startswith("电脑浏览器"):
            await person.phone.delete(f"/sessions/{one['id']}")


async def reaches(page: Page, name: str) -> None:
    """Go on by the Tab key until what is named so has the focus."""
    for _ in range(PATIENT):
        await page.keyboard.press("Tab")
        if name in await page.evaluate(_FOCUSED):
            return
    pytest.fail(f"the keyboard does not reach {name}")


async def presses(page: Page, name: str) -> None:
    await reaches(page, name)
    await page.keyboard.press("Enter")


_FOCUSED = """(() => { const on = document.activeElement;
return on.ariaLabel || (on.labels?.length ? on.labels[0].textContent : on.textContent); })()"""
