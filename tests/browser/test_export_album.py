"""The offline album: a bag on a stick, opened as a file, with no server anywhere."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta, timezone
from itertools import product
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from service.demo.pictures import as_heic, draw
from tests.archive.booklet_room import booklet_of, confirms, endorses, taught
from tests.archive.booklet_room import told as told_in_term
from tests.archive.circle import relative, said, told
from tests.archive.suitcase import packed, unpacked
from tests.browser.conftest import pictured
from tests.browser.visitor import DESK, PHONE, Visitor, keep, see
from tests.world import Person, World

HOSTILE = "<img src=x onerror=document.title='taken'>"
SEA = (22.2769, 113.5678)
NOON = datetime(2021, 10, 1, 12, 0, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture
async def album(world: World, mother: Person, tmp_path: Path) -> str:
    """The address of the page, after a family has lived for a while."""
    await mother.phone.put(f"/students/{mother.child}", {"sex": "女"})
    chen = await relative(mother, "外公", "外公")
    _, wang, _ = await taught(world, mother)
    kite, castle, fisher = await pictured(mother, "kite", "sandcastle", "fisher_girl")
    heic = await mother.takes_photo(
        as_heic(
            draw("kite", seed=9, size=(640, 480)),
            taken_at=NOON,
            place=SEA,
            camera=("Apple", "iPhone 12"),
        )
    )
    await mother.phone.put(f"/photos/{castle}", {"caption": "第一座沙堡"})
    sea = await mother.records(
        title="去看海",
        story="她说海是一个很大的澡盆。\n回来睡了一路。",
        happened="2022-07-16",
        place="情侣路",
        photo_ids=[castle, fisher, heic],
        audience="class",
    )
    await mother.records(
        title=HOSTILE,
        story=f"{HOSTILE}</script><script>document.title='taken'",
        happened="2022-07-02",
        photo_ids=[kite],
    )
    await mother.records(title="满月", happened="2020-06-20", photo_ids=[])
    path = f"/entries/{sea['id']}"
    await told(chen, path, words="沙堡是我和她一起堆的。")
    await said(chen, path, "晒黑了")
    await _a_teacher_writes(wang, mother, sea["id"])
    for day, height in (("2020-11-20", 67.2), ("2021-11-20", 83.0), ("2022-11-20", 93.5)):
        measured = {"day": day, "height_cm": height, "weight_kg": height / 7}
        await mother.phone.post(f"/students/{mother.child}/measurements", measured)
    await world.quiet()
    await pictured(mother, "sandcastle", "kite")
    bag = await unpacked(mother, await packed(mother), tmp_path)
    return (bag.folder / "data" / "相册.html").as_uri()


async def _a_teacher_writes(wang: Person, mother: Person, entry: str) -> None:
    """On a record, and to the term in which there is another one."""
    await mother.phone.until(f"/entries/{entry}", standing=["passed"])
    await wang.phone.put(f"/entries/{entry}/endorsement", {"words": "看得真仔细，写得更好。"})
    flag = await told_in_term(mother, "升旗手")
    booklet = await booklet_of(mother, flag)
    await confirms(mother, booklet, together=True)
    await mother.phone.put(f"{booklet}/school")
    await endorses(wang, booklet)


@pytest.fixture
async def reader(browser: Browser, album: str) -> AsyncIterator[Visitor]:
    """Somebody at a computer without a network; a test in which the browser complains fails."""
    somebody = Visitor(browser, album)
    yield somebody
    assert somebody.complaints == []


def lightbox(page: Page):
    return page.get_by_role("dialog")


async def words_are_words_and_nothing_is_asked_of_any_network(reader: Visitor, album: str) -> None:
    asked: list[str] = []
    async with reader.opens(album) as page:
        page.on("request", lambda request: asked.append(request.url))
        await page.reload()
        await page.get_by_role("button", name="2022年").click()
        assert await see(page, "pictures")
        assert "taken" not in await page.title()
        assert await page.evaluate("document.scripts.length") == 2
    folder = album.rpartition("/")[0]
    assert asked and all(url.startswith(folder) for url in asked)


async def it_finds_what_anybody_said(reader: Visitor, album: str) -> None:
    async with reader.opens(album) as page:
        finding = page.get_by_role("searchbox")
        for words, titles in (
            ("澡盆", ["去看海"]),
            ("外公 沙堡", ["去看海"]),
            ("第一座", ["去看海"]),
            ("情侣路", ["去看海"]),
            ("满月", ["满月"]),
            ("王老师 真仔细", ["去看海"]),
            ("火星", []),
        ):
            await finding.fill(words)
            count = f"找到 {len(titles)} 条" if titles else "没有找到，换个词试试"
            await expect(page.get_by_role("status")).to_have_text(count)
            await expect(page.get_by_role("heading", level=3)).to_have_text(titles)
        await keep(page, "export-album-found")


async def a_picture_is_looked_at_with_keys_and_closed(reader: Visitor, album: str) -> None:
    async with reader.opens(album, width=DESK) as page:
        await page.get_by_role("button", name="2022年").click()
        await page.get_by_role("button", name="看照片：第一座沙堡").click()
        await expect(lightbox(page)).to_be_visible()
        await expect(lightbox(page)).to_contain_text("第一座沙堡")
        await keep(page, "export-album-lightbox")
        link = lightbox(page).get_by_role("link", name="看原图")
        assert "originals/" in str(await link.get_attribute("href"))
        sources = []
        for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft"):
            await page.keyboard.press(key)
            image = lightbox(page).locator("img")
            await expect(image).to_be_visible()
            sources.append(await image.evaluate("async i => { await i.decode(); return i.src }"))
        assert sources[1] == sources[2] != sources[3] == sources[0]
        await page.keyboard.press("Escape")
        await expect(lightbox(page)).not_to_be_visible()


async def the_curves_are_drawn(reader: Visitor, album: str) -> None:
    for width in (PHONE, DESK):
        async with reader.opens(album, width=width) as page:
            await page.get_by_role("button", name="成长曲线").click()
            headings = page.get_by_role("heading", level=2)
            await expect(headings).to_have_text(["小满的身高", "小满的体重"])
            assert all(await see(page, "pictures"))
            assert await see(page, "fits")
            await keep(page, f"export-album-curves-{width}")


async def what_nobody_wrote_about_is_there_too(reader: Visitor, album: str) -> None:
    async with reader.opens(album) as page:
        await page.get_by_role("button", name="日期待补").click()
        await expect(page.get_by_role("heading", level=3)).to_have_text(["还没写进记录的照片"])
        await expect(page.get_by_role("button", name="看照片：照片")).to_have_count(2)


async def what_the_teacher_wrote_is_read(reader: Visitor, album: str) -> None:
    for words, heading, written in (
        ("真仔细", "去看海", "看得真仔细，写得更好。"),
        ("慢慢来", "老师的话", "愿你保持好奇，慢慢来。"),
    ):
        async with reader.opens(album) as page:
            await page.get_by_role("searchbox").fill(words)
            await expect(page.get_by_role("status")).to_have_text("找到 1 条")
            one = page.get_by_role("article")
            await expect(one.get_by_role("heading", level=3)).to_contain_text(heading)
            await expect(one).to_contain_text("王老师（四年级2班，20")
            await expect(one).to_contain_text(written)
            assert await see(page, "fits")
            await keep(page, f"export-album-teacher-{words}")


async def test_it_is_read_by_year_and_month_on_every_screen(reader, album):
    for width, scheme in product((PHONE, DESK), ("light", "dark")):
        async with reader.opens(album, width=width, scheme=scheme) as page:
            await expect(page.get_by_role("heading", level=1)).to_contain_text("陈家的家档")
            await page.get_by_role("button", name="2022年").click()
            await expect(page.get_by_role("heading", level=2)).to_have_text(["2022年7月 · 小满2岁"])
            await expect(page.get_by_role("heading", level=3)).to_have_text(["去看海", HOSTILE])
            assert all(await see(page, "pictures"))
            assert await see(page, "fits")
            assert await see(page, "faint") == []
            assert (await see(page, "brightness") > 0.5) == (scheme == "light")
            await keep(page, f"export-album-{width}-{scheme}")


async def test_somebody_looks_through_it(reader, album):
    await words_are_words_and_nothing_is_asked_of_any_network(reader, album)
    await it_finds_what_anybody_said(reader, album)
    await a_picture_is_looked_at_with_keys_and_closed(reader, album)
    await the_curves_are_drawn(reader, album)
    await what_nobody_wrote_about_is_there_too(reader, album)
    await what_the_teacher_wrote_is_read(reader, album)
