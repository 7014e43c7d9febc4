"""The desk page: scanned in, a folder and a ZIP imported, closed half-way and gone on, printed."""

import asyncio
import io
import re
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Download, Page, expect

from service.demo.pictures import as_heic, as_phone, as_wechat, draw
from service.foundation import clock
from tests.browser.visitor import ARTEFACTS, DESK, PHONE, Visitor, keep, see
from tests.world import Person, World

CAMERA = ("Canon", "IXUS")
NEW_YEAR = datetime(2023, 1, 22, 9, 30, tzinfo=clock.CHINA)
CODE = re.compile(r"/desk-sign-ins/([^/]+)/picture\.jpg")


def phone_photo(scene: str, moment: datetime, seed: int = 0) -> bytes:
    """A photo as a phone keeps it, but small."""
    picture = draw(scene, seed=seed, size=(640, 480))
    return as_phone(picture, taken_at=moment, place=None, orientation=1, camera=CAMERA)


def folder_of_twelve(root: Path) -> Path:
    """What lies on an old computer: twelve files, eight of them worth keeping."""
    kite = phone_photo("kite", NEW_YEAR)
    heic = draw("sandcastle", seed=3, size=(640, 480))
    files = {
        "2023春节/DSC_0001.JPG": kite,
        "2023春节/DSC_0002.JPG": phone_photo("fisher_girl", NEW_YEAR + timedelta(hours=2), 1)
        + bytes(9 << 20),  # sent in parts
        "2023春节/IMG_0003.HEIC": as_heic(heic, taken_at=NEW_YEAR, place=None, camera=CAMERA),
        "海边/IMG_20230601_101500.jpg": as_wechat(draw("sandcastle", seed=4, size=(640, 480))),
        "外婆的相册/扫描0001.jpg": as_wechat(draw("kite", seed=5, size=(640, 480))),
        "外婆的相册/扫描0002.jpg": as_wechat(draw("fisher_girl", seed=6, size=(640, 480))),
        "微信存的/mmexport1717200000000.jpg": as_wechat(draw("kite", seed=7, size=(640, 480))),
        "根目录里的.jpg": as_wechat(draw("sandcastle", seed=8, size=(640, 480))),
        "备份/DSC_0001.JPG": kite,
        "备份/说明.txt": "都是 2023 年的".encode(),
        "备份/空的.jpg": b"",
        "备份/坏的.jpg": b"\xff\xd8\xff\xe0 nothing follows",
        ".DS_Store": b"noise",
    }
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return root


@asynccontextmanager
async def at_desk(visitor: Visitor, person: Person, **window: Any) -> AsyncIterator[Page]:
    """The desk page, after the person's phone has scanned it and said yes."""
    async with visitor.opens("/desk", **window) as page:
        await scans(page, person)
        yield page


async def scans(page: Page, person: Person) -> None:
    path = await scanned(page)
    assert (await person.phone.get(path))["state"] == "seen"
    await person.phone.call("POST", f"{path}/allowance")
    await expect(page.locator("#task h2")).to_be_visible()


async def scanned(page: Page) -> str:
    """What the phone's camera reads off the screen, as the path to ask for."""
    source = await page.locator("#code img").get_attribute("src")
    found = CODE.search(source or "")
    assert found
    return f"/desk-sign-ins/{found[1]}"


async def chooses(page: Page, button: str, *paths: Path) -> None:
    await page.locator(f"#{button}").set_input_files(list(paths))


async def saved_bytes(download: Download) -> bytes:
    """What was saved to the disk."""
    path = await download.path()
    return await asyncio.to_thread(path.read_bytes)


async def looks_well(page: Page, name: str) -> None:
    await keep(page, name)
    assert await see(page, "fits"), name
    assert await see(page, "faint") == [], name
    assert await see(page, "smallTargets") == [], name


async def test_whoever_sits_down_sees_what_it_is_for_and_scans(visitor, world, mother):
    for width, scheme in product((PHONE, DESK), ("light", "dark")):
        async with visitor.opens("/desk", width=width, scheme=scheme) as page:
            await expect(page.locator("#code img")).to_be_visible()
            await expect(page.locator("#left")).to_contain_text("还有 2:")
            await looks_well(page, f"desk-sign-in-{width}-{scheme}")
            assert (await see(page, "brightness") > 0.5) == (scheme == "light")
    async with at_desk(visitor, mother, width=DESK) as page:
        await expect(page.locator("#nickname")).to_have_text("陈静")
        await expect(page.locator("#child option")).to_have_text(["小满", "家里的（不分孩子）"])
        kept = await page.evaluate("[Object.keys(sessionStorage), Object.keys(localStorage)]")
        assert kept == [["desk-token"], []]
        assert await page.context.cookies() == []
        await page.reload()
        await expect(page.locator("#nickname")).to_have_text("陈静")
        await page.get_by_role("button", name="退出登录").click()
        await expect(page.locator("#code img")).to_be_visible()
    assert len((await mother.phone.get("/sessions"))["items"]) == 1


async def test_a_folder_is_seen_first_dated_sent_closed_and_finished(
    visitor, world: World, mother: Person, tmp_path
):
    folder = folder_of_twelve(tmp_path / "老照片")
    async with at_desk(visitor, mother, width=DESK) as page:
        await looks_well(page, "desk-import-1280-light")
        await chooses(page, "folder", folder)
        await expect(page.locator("#task h2")).to_have_text("「老照片」里有什么")
        await expect(page.locator(".tiles strong")).to_have_text(["9", "2", "5", "3"])
        await expect(page.locator(".reasons")).to_contain_text("这一批里有两份一样的")
        assert await mother.timeline() == []
        grandmother = page.locator(".folders li", has_text="外婆的相册")
        await grandmother.get_by_placeholder("1986").fill("1986")
        await grandmother.get_by_label("外婆的相册：哪个季节或月份").select_option("夏天")
        await grandmother.get_by_label("大概").check()
        await page.keyboard.press("Enter")
        await expect(grandmother).to_contain_text("约1986年夏")
        await expect(grandmother.get_by_placeholder("1986")).to_be_focused()
        wechat = page.locator(".folders li", has_text="微信存的")
        await wechat.get_by_role("button", name="这些不导入").click()
        await expect(page.locator("#start")).to_have_text("开始导入 8 个文件")
        await looks_well(page, "desk-preview-1280-light")
        # the browser is closed while the first file is under way
        await world.script("kodo", "upload", {"delay_seconds": 3})
        await page.locator("#start").click()
        await expect(page.locator(".sending li").first).to_be_visible()
        await looks_well(page, "desk-sending-1280-light")
    async with at_desk(visitor, mother, width=PHONE, scheme="dark") as page:
        row = page.locator(".rows li", has_text="老照片")
        await expect(row).to_contain_text("没传完")
        await looks_well(page, "desk-import-390-dark")
        await row.get_by_role("button", name="接着来").click()
        await looks_well(page, "desk-resume-390-dark")
        await chooses(page, "folder", folder)
        await expect(page.locator("#task h2")).to_have_text("导入完了")
        await expect(page.locator(".task > .count")).to_contain_text("收进时间轴 7 个")
        await expect(page.locator(".files li")).to_have_count(5)
        await expect(page.locator(".files")).to_contain_text("坏的.jpg")
        await looks_well(page, "desk-report-390-dark")
        async with page.expect_download() as saving:
            await page.get_by_role("button", name="存一份清单").click()
        table = await saved_bytes(await saving.value)
        assert len(table.decode("utf-8-sig").splitlines()) == 13
    told = [(one["when"], one["title"], one["photo_count"]) for one in await mother.timeline()]
    assert told == [
        ("日期待补", "老照片", 1),
        ("2023年6月1日", "", 1),
        ("2023年1月22日", "", 3),
        ("约1986年夏", "外婆的相册", 2),
    ]


async def test_a_zip_from_an_old_windows_is_read_without_unpacking(
    visitor, mother: Person, tmp_path, monkeypatch
):
    archive = tmp_path / "老电脑.zip"
    for limit in ("ZIP64_LIMIT", "ZIP_FILECOUNT_LIMIT"):
        monkeypatch.setattr(zipfile, limit, 1)
    archive.write_bytes(gbk_zip())
    async with at_desk(visitor, mother, width=PHONE) as page:
        await chooses(page, "zip", archive)
        await expect(page.locator(".folders")).to_contain_text("幼儿园毕业照")
        await looks_well(page, "desk-preview-390-light")
        await page.get_by_label("照片/幼儿园毕业照：哪一年").fill("2019")
        await page.locator("#start").click()
        await expect(page.locator("#task h2")).to_have_text("导入完了")
        await page.get_by_role("link", name="去看时间轴").click()
        await page.get_by_role("button", name="排好").click()
        await expect(page.locator("#sheet article")).to_have_count(2)
        await looks_well(page, "desk-print-390-light")
    told = [(one["when"], one["title"]) for one in await mother.timeline()]
    assert told == [("2023年1月22日", ""), ("2019年", "幼儿园毕业照")]


class _OfOldWindows(zipfile.ZipInfo):
    """A name in GBK, and no flag that says so."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gbk"), self.flag_bits


def gbk_zip() -> bytes:
    """One file stored and one deflated, with ZIP64's directory, behind a self-extractor's bytes."""
    picture = io.BytesIO()
    draw("sandcastle", seed=10, size=(320, 240)).save(picture, "PNG")
    files = {
        "照片/2023年春节/合影.jpg": (phone_photo("kite", NEW_YEAR, 9), zipfile.ZIP_STORED),
        "照片/幼儿园毕业照/我.png": (picture.getvalue(), zipfile.ZIP_DEFLATED),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, (data, method) in files.items():
            archive.writestr(_OfOldWindows(name), data, method)
    return b"MZ self-extractor" + out.getvalue()


async def test_originals_are_saved_and_a_month_is_printed(visitor, mother: Person, tmp_path):
    moments = [NEW_YEAR + timedelta(days=n) for n in range(3)]
    scenes = ("kite", "sandcastle", "fisher_girl")
    for n, (scene, moment) in enumerate(zip(scenes, moments, strict=True)):
        photo = await mother.takes_photo(phone_photo(scene, moment, n))
        words = {"title": "风筝飞起来了", "story": "爸爸比她叫得还响。"} if n == 0 else {}
        await mother.records(photo_ids=[photo], **words)
    async with at_desk(visitor, mother, width=DESK, scheme="dark") as page:
        await page.get_by_role("link", name="下载", exact=True).click()
        await page.get_by_label("从哪个月").fill("2023-01")
        await page.get_by_role("button", name="找出来").click()
        await expect(page.locator(".gallery li")).to_have_count(3)
        assert await see(page, "pictures") == [320] * 3
        await looks_well(page, "desk-download-1280-dark")
        async with page.expect_download() as saving:
            await page.locator(".gallery button").last.click()
        saved = await saving.value
        assert saved.suggested_filename.startswith("小满-2023-01-22-")
        assert await saved_bytes(saved) == phone_photo("kite", moments[0])
        await page.get_by_role("link", name="时间轴·打印").click()
        await page.get_by_role("button", name="排好").click()
        await expect(page.locator("#sheet article")).to_have_count(3)
        assert all(await see(page, "pictures"))
        await looks_well(page, "desk-print-1280-dark")
        await page.emulate_media(media="print")
        await expect(page.locator(".bar")).to_be_hidden()
        assert await see(page, "faint") == []
        assert await see(page, "brightness") == 1
        paper = await page.pdf(format="A4", print_background=True)
        (ARTEFACTS / "desk-paper.pdf").write_bytes(paper)
        await page.emulate_media(media="screen")
        await page.get_by_role("button", name="身高曲线").click()
        await expect(page.locator("#sheet .curve")).to_be_visible()
        assert all(await see(page, "pictures"))
        await looks_well(page, "desk-curve-1280-dark")


async def test_a_no_on_the_phone_and_a_code_that_is_over_are_said(visitor, world, mother):
    async with visitor.opens("/desk", width=DESK) as page:
        path = await scanned(page)
        await mother.phone.get(path)
        await expect(page.locator("#scan-state")).to_have_text("扫到了，请在手机上点「同意登录」")
        await mother.phone.call("POST", f"{path}/refusal")
        await expect(page.locator("#scan-state")).to_have_text("手机上没有同意")
        renew = page.get_by_role("button", name="换一个新的码")
        await expect(renew).to_be_focused()
        await looks_well(page, "desk-renew-1280-light")
        await page.keyboard.press("Enter")
        await expect(page.locator("#code img")).to_be_visible()
        assert await scanned(page) != path


async def test_a_session_that_is_ended_from_the_phone_asks_to_scan_again(visitor, mother):
    async with at_desk(visitor, mother, width=DESK) as page:
        devices = (await mother.phone.get("/sessions"))["items"]
        (desk,) = [one["id"] for one in devices if one["device"].startswith("电脑浏览器")]
        await mother.phone.delete(f"/sessions/{desk}")
        await page.get_by_role("link", name="下载", exact=True).click()
        await page.get_by_role("button", name="家里的全部照片").click()
        await expect(page.locator("#code img")).to_be_visible()
    visitor.complaints = [one for one in visitor.complaints if "401" not in one]


@pytest.mark.parametrize("path", ["/desk/0/main.js", "/desk/0/nothing.js"])
async def test_other_modules_than_the_pages_are_missing(world, path):
    assert (await world.http.get(world.url + path)).status_code == 404


async def test_the_page_is_fenced_in_and_its_modules_are_kept_for_good(world):
    answer = await world.http.get(f"{world.url}/desk")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert re.findall(r"<script(?! type=\"module\" src=\"/desk/)", answer.text) == []
    source = re.search(r'src="(/desk/[0-9a-f]{16}/main\.js)"', answer.text)
    assert source
    module = await world.http.get(world.url + source[1])
    assert module.headers["content-type"] == "text/javascript; charset=utf-8"
    assert "immutable" in module.headers["cache-control"]
    again = await world.http.get(
        world.url + source[1], headers={"If-None-Match": module.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
