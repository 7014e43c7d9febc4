"""The share page: what a friend in Moments gets, and what nobody ever gets."""

import re
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from playwright.async_api import expect

from service.archive.renditions import Rendition
from service.foundation import clock
from service.trust.consents import Purpose
from tests.archive.filing_room import files
from tests.browser.conftest import pictured, shared
from tests.browser.visitor import DESK, PHONE, keep, see

NINE = ("kite", "sandcastle", "fisher_girl") * 3
WORDS = "国庆带小满去看渔女，回来的路上她一直在数路灯。\n数到第六十三盏，睡着了。"


async def test_a_friend_sees_the_pictures_and_the_words(visitor, mother):
    link = await shared(mother, WORDS, await pictured(mother, *NINE))
    for width, scheme in product((PHONE, DESK), ("light", "dark")):
        async with visitor.opens(link["url"], width=width, scheme=scheme) as page:
            assert all(await see(page, "pictures"))
            await keep(page, f"share-page-{width}-{scheme}")
            await expect(page.get_by_role("heading", level=1)).to_have_text("小满6-8岁")
            assert await page.locator(".words").inner_text() == WORDS
            told = await page.locator(".told > *").all_inner_texts()
            assert told[:2] == ["陈家", "妈妈记"]
            assert await see(page, "fits")
            assert await see(page, "faint") == []
            assert await see(page, "smallTargets") == []
            assert (await see(page, "brightness") > 0.5) == (scheme == "light")


async def test_nine_pictures_are_a_square_of_squares_and_small_to_load(visitor, world, mother):
    link = await shared(mother, "", await pictured(mother, *NINE))
    async with visitor.opens(link["url"]) as page:
        boxes = [await tile.bounding_box() for tile in await page.locator(".album a").all()]
        loaded = await page.locator(".album img").evaluate_all("all => all.map(i => i.currentSrc)")
    assert len(boxes) == 9
    assert len({round(box["x"]) for box in boxes}) == 3
    assert len({round(box["y"]) for box in boxes}) == 3
    assert all(box["width"] == pytest.approx(box["height"], abs=1) for box in boxes)
    assert all(Rendition.THUMB in url for url in loaded)
    assert len((await world.http.get(link["url"])).content) < 100_000


async def test_two_pictures_stand_side_by_side_in_their_own_shapes(visitor, mother):
    upright = await pictured(mother, "kite", size=(480, 640))
    wide = await pictured(mother, "sandcastle", size=(640, 480))
    link = await shared(mother, "", upright + wide)
    async with visitor.opens(link["url"]) as page:
        left, right = [await i.bounding_box() for i in await page.locator(".album img").all()]
    assert left["height"] == pytest.approx(right["height"], abs=1)
    assert left["width"] / left["height"] == pytest.approx(3 / 4, abs=0.02)
    assert right["width"] / right["height"] == pytest.approx(4 / 3, abs=0.02)


async def test_a_picture_opens_large_and_closes_where_one_was(visitor, mother):
    link = await shared(mother, WORDS, await pictured(mother, "kite", "sandcastle"))
    async with visitor.opens(link["url"]) as page:
        assert await see(page, "largePictures") == 0
        await page.get_by_role("link", name="第 1 张，共 2 张").click()
        large = page.locator(".large:visible")
        await expect(large).to_have_attribute("aria-label", "第 1 张大图")
        assert await large.locator("img").evaluate("async i => (await i.decode(), i.naturalWidth)")
        assert await see(page, "smallTargets") == []
        await large.get_by_role("link", name="下一张").click()
        await expect(large).to_have_attribute("aria-label", "第 2 张大图")
        await keep(page, "share-page-large")
        await large.get_by_role("link", name="关闭", exact=True).click()
        await expect(large).to_have_count(0)


async def test_then_and_now_with_a_relatives_line(visitor, world, mother):
    photos = await pictured(mother, "kite", "fisher_girl")
    for photo, day in zip(photos, ("2022-06-01", "2026-10-02"), strict=True):
        await mother.phone.put(f"/photos/{photo}", {"taken": day})
    entry = (await mother.records(title="渔女"))["id"]
    await mother.phone.until(f"/entries/{entry}", standing=["passed"])
    chen = await world.person("陈伯")
    await mother.invites(chen, "爷爷")
    told = {"words": "那年是我背她上去的，她一路数台阶。"}
    story = await chen.phone.post(f"/entries/{entry}/stories", told)
    await chen.phone.until(f"/stories/{story['id']}", standing=["passed"])
    post = await mother.shows(WORDS, photos, entry_id=entry)
    draft = {"layout": "then_and_now", "picks": photos, "story_id": story["id"]}
    link = await mother.phone.post(f"/posts/{post['id']}/share-links", draft)
    for scheme in ("light", "dark"):
        async with visitor.opens(link["url"], scheme=scheme) as page:
            assert all(await see(page, "pictures"))
            assert await page.locator(".when").all_inner_texts() == ["2岁", "6岁"]
            assert "爷爷说" in await page.locator(".line").inner_text()
            await page.get_by_text("意见与投诉").click()
            await keep(page, f"share-page-then-and-now-{scheme}")
            assert await see(page, "fits")
            assert await see(page, "faint") == []
    async with visitor.opens(link["url"]) as page:
        await page.get_by_text("意见与投诉").click()
        await page.get_by_label("别的意见").check()
        await page.get_by_role("button", name="告诉管理员").click()
        await expect(page.get_by_role("heading")).to_have_text("收到了，谢谢你")
        await keep(page, "share-page-reported")


async def test_a_show_page_reads_like_an_album_also_in_large_type(visitor, mother):
    await mother.consents(Purpose.SHOW)
    entries = []
    for title, day, child, scenes in (
        ("太爷爷的船", "1962-22~", None, ("sandcastle",)),
        ("第一次看海", "2023-10-02", mother.child, ("kite", "sandcastle", "fisher_girl")),
    ):
        photos = await pictured(mother, *scenes)
        told = {"title": title, "story": "风很大，船摇，她说海会眨眼睛。", "happened": day}
        made = await mother.records(student_id=child, photo_ids=photos, **told)
        await mother.phone.until(f"/entries/{made['id']}", standing=["passed"])
        entries.append(made["id"])
    merit = await files(
        mother,
        title="外婆的劳模奖状",
        happened="1978-05-01",
        words="厂里一年只评三个。",
        photo_ids=await pictured(mother, "school_gate"),
        open_level="open",
    )
    sections: list[dict[str, Any]] = [
        {"title": title, "entry_ids": [entry]}
        for title, entry in zip(("从前", "现在"), entries, strict=True)
    ]
    sections[0]["item_ids"] = [merit["id"]]
    body = {"title": "我们家的海", "words": "三代人，一条船。", "sections": sections}
    made = await mother.phone.post(f"/families/{mother.family}/show-pages", body)
    await mother.phone.until(f"/show-pages/{made['id']}", standing=["passed"])
    link = await mother.phone.post(f"/show-pages/{made['id']}/share-links", {})
    for scheme, letters in (("light", 100), ("dark", 100), ("light", 200)):
        async with visitor.opens(link["url"], scheme=scheme) as page:
            await page.evaluate(f"document.documentElement.style.fontSize = '{letters}%'")
            assert all(await see(page, "pictures"))
            await keep(page, f"show-page-{scheme}-{letters}")
            await expect(page.get_by_role("heading", level=1)).to_have_text("我们家的海")
            assert await see(page, "fits")
            assert await see(page, "faint") == []
            assert await see(page, "smallTargets") == []


async def test_what_is_written_is_shown_as_text(visitor, mother):
    await mother.opens_archive("<b>小满</b>\"'", "2020-05-20")
    await mother.consents(Purpose.SHOW, mother.child)
    words = "<script>alert(1)</script></style><img src=x onerror=alert(2)>{{ 7 * 7 }}"
    link = await shared(mother, words, await pictured(mother, "kite"))
    async with visitor.opens(link["url"]) as page:
        await expect(page.locator("h1 bdi")).to_have_text("<b>小满</b>\"'")
        await expect(page.locator(".words")).to_have_text(words)
        await expect(page).to_have_title("<b>小满</b>\"' · 家档")
        description = page.locator('meta[property="og:description"]')
        assert (await description.get_attribute("content") or "").startswith("<script>")
        assert await page.locator("script, h1 b, .words img").count() == 0


async def test_the_answer_tells_no_more_than_the_page_and_is_fenced_in(world, mother):
    body = {
        "family_id": mother.family,
        "nickname": "小满",
        "full_name": "陈小满全名",
        "birth_date": "2020-05-20",
        "consent_version": "2026-11",
    }
    mother.child = (await mother.phone.post("/students", body))["id"]
    await mother.consents(Purpose.SHOW, mother.child)
    link = await shared(mother, WORDS, await pictured(mother, "kite"))
    answer = await world.http.get(link["url"])
    account = (await mother.phone.get("/account"))["id"]
    for secret in (
        "陈小满全名",
        "陈静",
        "2020-05-20",
        "5月20日",
        "香洲",
        account,
        mother.family,
        mother.child,
    ):
        assert secret not in answer.text
    assert "<script" not in answer.text
    hosts = set(re.findall(r"https?://[^/\"'\s]+", answer.text))
    assert hosts == {world.settings.kodo_download_url}
    picture = re.search(r'og:image" content="([^"]+)"', answer.text)
    assert picture is not None
    found = await world.http.get(picture[1].replace("&amp;", "&"))
    assert found.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert answer.headers["x-content-type-options"] == "nosniff"
    policy = answer.headers["content-security-policy"].split("; ")
    nonce = re.search(r'<style nonce="([^"]+)"', answer.text)
    assert nonce is not None
    assert policy == [
        "default-src 'none'",
        f"img-src 'self' {world.settings.kodo_download_url}",
        f"media-src {world.settings.kodo_download_url}",
        f"style-src 'nonce-{nonce[1]}'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]


async def test_whatever_made_a_link_dead_its_page_is_the_same(visitor, world, mother):
    consent = await mother.consents(Purpose.SHOW, mother.child)
    photos = await pictured(mother, "kite")
    revoked, withdrawn, expired, dark = [await shared(mother, "风筝", photos) for _ in range(4)]
    await mother.phone.delete(f"/share-links/{revoked['id']}")
    await mother.phone.delete(f"/posts/{withdrawn['post']}")
    unknown = await seen(world, f"{world.url}/s/{'A' * 22}")
    assert unknown[0] == 404
    assert await seen(world, revoked["url"]) == unknown
    assert await seen(world, withdrawn["url"]) == unknown
    assert (await seen(world, expired["url"]))[0] == 200
    with clock.moved(timedelta(days=31)):
        assert await seen(world, expired["url"]) == unknown
    await mother.phone.delete(f"/consents/{consent}")
    assert await seen(world, dark["url"]) == unknown
    async with visitor.opens(revoked["url"]) as page:
        await expect(page.get_by_role("heading")).to_have_text("这一页收起来了")
        assert await see(page, "fits")
        assert await see(page, "faint") == []
        assert await see(page, "smallTargets") == []
        await keep(page, "share-page-gone")


async def test_any_other_address_stays_a_problem_for_programs(world):
    for path in ("/s", "/s/", "/s/a/b", "/somewhere"):
        answer = await world.http.get(world.url + path)
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"


async def seen(world, url):
    """Status, headers and page, without what differs by design from answer to answer."""
    answer = await world.http.get(url)
    nonce = re.search(r'nonce="([^"]+)"', answer.text)
    assert nonce is not None
    headers = {k: v.replace(nonce[1], "") for k, v in answer.headers.items()}
    for name in ("date", "x-request-id"):
        headers.pop(name, None)
    return answer.status_code, headers, answer.text.replace(nonce[1], "")
