"""The privacy pages: what is done with a child's data, without login, from the front door on."""

from itertools import product

import pytest
from playwright.async_api import expect

from models.trust.consents import Purpose
from service.trust.consent_texts import current
from tests.browser.visitor import DESK, PHONE, keep, see
from tests.trust.household import rewritten, tomorrow

PAGES = ["", "/children", *(f"/{purpose}" for purpose in Purpose)]


@pytest.mark.parametrize("path", PAGES)
async def test_a_parent_reads_it_on_a_phone_and_on_a_desk(visitor, path):
    for width, scheme in product((PHONE, DESK), ("light", "dark")):
        async with visitor.opens(f"/privacy{path}", width=width, scheme=scheme) as page:
            await keep(page, f"privacy{path.replace('/', '-')}-{width}-{scheme}")
            await expect(page.get_by_role("heading", level=1)).to_have_count(1)
            assert await see(page, "fits")
            assert await see(page, "faint") == []
            assert await see(page, "smallTargets") == []
            assert (await see(page, "brightness") > 0.5) == (scheme == "light")


async def test_from_the_front_door_one_finds_every_text_and_the_way_back(visitor):
    async with visitor.opens("/") as page:
        await page.get_by_role("link", name="个人信息怎么处理").click()
        for purpose in Purpose:
            await page.get_by_role("link", name=current(purpose).title).click()
            heading = page.get_by_role("heading", level=1)
            await expect(heading).to_have_text(current(purpose).title)
            await page.get_by_role("link", name="个人信息怎么处理").click()
        await page.get_by_role("link", name="儿童个人信息保护规则").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("儿童个人信息保护规则")
        await page.get_by_role("link", name="家档首页").click()
        await expect(page.get_by_role("img", name="手机里的家档")).to_be_visible()


@pytest.mark.parametrize("purpose", list(Purpose))
async def test_the_full_text_says_all_that_is_agreed_to(world, purpose):
    answer = await world.http.get(f"{world.url}/privacy/{purpose}")
    text = current(purpose)
    said = (*text.lines, text.scope, text.necessity, text.impact, text.retention)
    whom = (world.settings.responsible_person, world.settings.responsible_contact)
    for words in (*said, text.recipients, text.withdrawing, text.version, *whom):
        assert words in answer.text


async def test_a_change_is_told_with_its_day(world, monkeypatch):
    url = f"{world.url}/privacy/show"
    rewritten(monkeypatch, Purpose.SHOW, version="2027-01", material=True, changes="多了展厅。")
    assert "2027-01" not in (await world.http.get(url)).text
    with tomorrow():
        answer = (await world.http.get(url)).text
    assert "多了展厅。（重要改动，重新征求同意）" in answer
    assert "2026年11月1日起：第一版。" in answer


async def test_the_childrens_rules_name_who_answers_the_principles_and_the_rights(world):
    answer = (await world.http.get(f"{world.url}/privacy/children")).text
    for words in (
        *(world.settings.responsible_person, world.settings.responsible_contact),
        *("正当必要", "知情同意", "目的明确", "安全保障", "依法利用"),
        *("查看", "更正", "删除", "收回同意", "投诉", "12377", "14周岁", "18周岁"),
    ):
        assert words in answer


async def test_the_pages_are_fenced_in_like_all_others_and_run_nothing(world):
    for path in PAGES:
        answer = await world.http.get(f"{world.url}/privacy{path}")
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "<script" not in answer.text
        assert len(answer.content) < 20_000


async def test_a_purpose_that_there_is_not_is_missing(world):
    for path in ("/privacy/advertising", "/privacy/", "/privacy/show/more"):
        answer = await world.http.get(world.url + path)
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
