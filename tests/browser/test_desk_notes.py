"""The desk page reads notes beside photos: Google Takeout's, Immich's, and whatever is broken."""

import json
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.async_api import Page, expect

from service.demo.pictures import as_wechat, draw
from tests.browser.test_desk import at_desk, chooses, looks_well
from tests.browser.visitor import DESK, PHONE
from tests.world import Person, World

WORDS = "外公在院子里写春联。"
ALBUM = "爷爷家的院子"
LONG = "全家人在爷爷家的院子里一起写春联贴春联放鞭炮吃年夜饭看春晚守岁到天亮的那一年春节.jpg"
ENVELOPE = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/">{}</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
DESCRIBED = (
    "<dc:description><rdf:Alt><rdf:li xml:lang='en'>Spring</rdf:li>"
    "<rdf:li xml:lang='x-default'>写春联 &amp; 贴</rdf:li></rdf:Alt></dc:description>"
)
UNREADABLE = {"kind": "unreadable"}


def photo(seed: int) -> bytes:
    """Without a day of its own."""
    return as_wechat(draw("kite", seed=seed, size=(640, 480)))


def noted(title: str, taken: int, **more: Any) -> str:
    note = {
        "title": title,
        "description": "",
        "creationTime": {"timestamp": "1541000000"},
        "photoTakenTime": {"timestamp": f"{taken}"},
        "geoData": {"latitude": 22.2711, "longitude": 113.5767},
        "people": [{"name": "KANARIE"}],
    }
    return json.dumps(note | more, ensure_ascii=False)


def takeout(folder: Path) -> list[Path]:
    """An export in two parts: the notes are in the second."""
    folders = ("Takeout/Google 相册/Photos from 2009/", f"Takeout/Google 相册/{ALBUM}/")
    beside, in_album = folders
    first = {
        f"{beside}IMG_1.jpg": photo(1),
        f"{beside}IMG_1(1).jpg": photo(2),
        f"{beside}IMG_1-已修改.jpg": photo(3),
        f"{in_album}{LONG}": photo(4),
    }
    second = {
        f"{beside}IMG_1.jpg.supplemental-metadata.json": noted(
            "IMG_1.jpg", 1232800000, description=WORDS
        ),
        f"{beside}IMG_1.jpg.supplemental-metadata(1).json": noted("IMG_1.jpg", 1240000000),
        f"{beside}IMG_7.jpg.supplemental-metadata.json": noted("IMG_7.jpg", 1240000000),
        f"{beside}IMG_8.jpg.supplemental-metadata.json": '{"title": ',
        f"{in_album}{LONG}.supplemental-metadata"[: len(in_album) + 46] + ".json": noted(
            LONG, 1264900000
        ),
        f"{in_album}元数据.json": json.dumps({"title": ALBUM, "access": "protected", "date": {}}),
        "Takeout/archive_browser.html": "<html>",
    }
    paths = []
    for number, files in enumerate((first, second), 1):
        paths.append(folder / f"takeout-20190101-00{number}.zip")
        with zipfile.ZipFile(paths[-1], "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                archive.writestr(name, data)
    return paths


async def test_grandfathers_takeout_keeps_days_words_and_the_album(
    visitor, world: World, mother: Person, tmp_path
):
    sent: list[str] = []
    async with at_desk(visitor, mother, width=DESK) as page:
        await page.get_by_text("从谷歌相册、Immich 搬过来").click()
        await looks_well(page, "desk-notes-understood-1280-light")
        page.on("request", lambda request: sent.append(request.post_data or ""))
        await chooses(page, "zip", *takeout(tmp_path))
        await expect(page.locator("#task h2")).to_have_text("「takeout-20190101」里有什么")
        await expect(page.locator(".tiles strong")).to_have_text(["4", "3", "0", "7"])
        for words in (
            "照片和相册的说明文件，里面的话已经读过了",
            "照片旁边的说明，读不懂",
            "照片旁边的说明，没找到是哪张照片的",
        ):
            await expect(page.locator(".reasons")).to_contain_text(words)
        for year in ("2009年 ·", "2010年 ·"):
            await page.get_by_text(year).click()
        album = page.locator(".rows li", has_text=ALBUM)
        await expect(album).to_contain_text("2010年1月31日")
        await looks_well(page, "desk-notes-preview-1280-light")
        assert not [body for body in sent if "22.27" in body or "KANARIE" in body]
        assert [body for body in sent if WORDS in body]
        await page.locator("#start").click()
        await expect(page.locator("#task h2")).to_have_text("导入完了")
        await looks_well(page, "desk-notes-report-1280-light")
        await world.quiet()
        await page.get_by_role("link", name="去看时间轴").click()
        await page.get_by_role("button", name="排好").click()
        await expect(page.locator("#sheet h2")).to_have_text([ALBUM])
        await expect(page.get_by_alt_text(WORDS)).to_have_count(2)
    told = [(one["when"], one["title"], one["photo_count"]) for one in await mother.timeline()]
    assert told == [("2010年1月31日", ALBUM, 1), ("2009年4月18日", "", 1), ("2009年1月24日", "", 2)]


async def test_a_folder_of_immichs_keeps_what_is_written_beside(
    visitor, world: World, mother: Person, tmp_path
):
    folder = tmp_path / "immich" / "写春联"
    folder.mkdir(parents=True)
    (folder / "IMG_1.jpg").write_bytes(photo(1))
    (folder / "IMG_2.png").write_bytes(photo(2))
    dated = "<rdf:Description exif:DateTimeOriginal='{}'>{}</rdf:Description>"
    first = ENVELOPE.format(dated.format("2009-01-24T10:00:00+08:00", DESCRIBED))
    (folder / "IMG_1.jpg.xmp").write_text(first, encoding="utf-8")
    (folder / "IMG_2.xmp").write_text(ENVELOPE.format(dated.format("2009-01", "")))
    async with at_desk(visitor, mother, width=PHONE, scheme="dark") as page:
        await page.get_by_text("从谷歌相册、Immich 搬过来").click()
        await looks_well(page, "desk-notes-understood-390-dark")
        await chooses(page, "folder", tmp_path / "immich")
        await expect(page.locator(".tiles strong")).to_have_text(["2", "2", "0", "2"])
        await looks_well(page, "desk-notes-preview-390-dark")
        await page.locator("#start").click()
        await expect(page.locator("#task h2")).to_have_text("导入完了")
    await world.quiet()
    timeline = await mother.timeline()
    assert [(one["when"], one["title"]) for one in timeline] == [
        ("2009年1月24日", "写春联"),
        ("2009年1月", "写春联"),
    ]
    assert [one["caption"] for one in timeline[0]["photos"]] == ["写春联 & 贴"]


@pytest.fixture
async def desk(visitor, world: World) -> AsyncIterator[Page]:
    """The page; Chromium wants to style what it writes into a broken document, and may not."""
    async with visitor.opens("/desk", width=DESK) as page:
        yield page
    visitor.complaints = [one for one in visitor.complaints if "inline style" not in one]


async def read(desk: Page, *texts: str) -> list[dict[str, str]]:
    """As the page's own module reads each of them."""
    return await desk.evaluate(
        """async (texts) => {
            const { src } = document.querySelector("script[src*='/desk/']");
            const { readXmp } = await import(src.replace("main.js", "xmp.js"));
            return texts.map((text) => readXmp(text));
        }""",
        list(texts),
    )


async def test_an_xmp_is_read_in_any_spelling(desk):
    spellings = {
        "<rdf:Description xmp:CreateDate='2018-01-01' photoshop:DateCreated='2009-05'/>": "2009-05",
        "<rdf:Description><exif:DateTimeOriginal> 2009-01-24T10:00 </exif:DateTimeOriginal>"
        "</rdf:Description>": "2009-01-24",
        "<rdf:Description/><rdf:Description xmp:CreateDate='1936'/>": "1936",
        "<rdf:Description exif:DateTimeOriginal='2009:01:24 10:00:00'/>": "2009-01-24",
        "<rdf:Description exif:DateTimeOriginal='0000-00-00' xmp:CreateDate='2009-13-01'/>": "",
        "<rdf:Description other='x'/>": "",
    }
    found = await read(desk, *(ENVELOPE.format(inner) for inner in spellings))
    assert [one["taken"] for one in found] == list(spellings.values())
    plain = "<rdf:Description><dc:description>春联</dc:description></rdf:Description>"
    words = f"<rdf:Description>{DESCRIBED}</rdf:Description>"
    told = await read(desk, ENVELOPE.format(plain), ENVELOPE.format(words))
    assert [one["caption"] for one in told] == ["春联", "写春联 & 贴"]


async def test_entities_and_broken_xml_are_unreadable(desk):
    laughs = "".join(f"<!ENTITY l{n + 1} '{f'&l{n};' * 10}'>" for n in range(12))
    inner = ENVELOPE.format("<rdf:Description exif:DateTimeOriginal='2009-01-24'/>")
    hostile = [
        f"<!DOCTYPE x [<!ENTITY l0 'ha'>{laughs}]><x>&l12;</x>",
        f"<!DOCTYPE x SYSTEM 'file:///etc/passwd'>{inner}",
        inner.replace("<x:xmpmeta", "<!doctype x><x:xmpmeta"),
        "<a>" * 100_000,
        inner[:-60],
        "",
        "{}",
        "\0",
        "<x/>",
    ]
    assert await read(desk, *hostile) == [UNREADABLE] * len(hostile)
    deep = "<rdf:Bag>" * 5000 + "</rdf:Bag>" * 5000
    assert (await read(desk, ENVELOPE.format(deep)))[0]["kind"] == "unreadable"


PIECES = st.sampled_from(
    [
        *("<rdf:Description>", "</rdf:Description>", "<rdf:Description ", "/>", ">", "<!--", "-->"),
        *("exif:DateTimeOriginal='2009-01-24'", "dc:description='x'", "<![CDATA[", "]]>", "&#x0;"),
        *(
            "<dc:description>",
            "</dc:description>",
            "<rdf:li>",
            "</rdf:li>",
            "&amp;",
            "&lol;",
            "<?x?>",
        ),
    ]
)
XML = st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=12).map("".join)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(XML, min_size=20, max_size=20))
async def test_no_xmp_is_too_strange(desk, inner):
    texts = [*inner, *(ENVELOPE.format(one) for one in inner)]
    for found in await read(desk, *texts):
        assert found["kind"] in {"photo", "unreadable"}
        if found["kind"] == "photo":
            assert found["taken"] in {"", "2009-01-24"}
            assert len(found["caption"]) <= 500
