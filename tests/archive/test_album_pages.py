"""Album pages: the PDF has what the content says, page for page, whatever the words are."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path
from uuid import UUID

import msgspec
import pypdfium2
import pytest
from PIL import Image

from service.archive.album_pages import Chapter, Content, Shot, Telling, setting
from service.archive.booklet_pages import Picture, pictures
from tests.archive.booklet_room import pictures_in, text_of

ASKED_AT = "1767225600"
CODE = '#panic("x") $x^2$ *bold* _i_ `raw` @ref <label> \\ "q" // c /* c */ #read("data.json") ]}'
SIZES = [(640, 480), (480, 640), (900, 300), (500, 500), (30, 20), (60, 3000)]


def shot(number: int, label: str = "骑车", caption: str = "", *, film: bool = False) -> Shot:
    size = SIZES[number % len(SIZES)]
    return Shot(Picture(UUID(int=number), f"m/{number}.jpg", *size, film), label, caption)


def telling(words: str, title: str = "骑车") -> Telling:
    return Telling(title, "2020年5月2日", "4岁", "情侣路", "妈妈 记", words)


def album(*chapters: Chapter, **said: object) -> Content:
    whole = {
        "title": "陈家的2020年",
        "subtitle": "四岁的那一年",
        "years": "2020年",
        "family": "陈家",
        "cover": chapters[0].shots[0].picture,
        "chapters": [*chapters],
        "printed": "2021年1月3日",
    }
    return Content(**whole | said)  # type: ignore[arg-type]


def printed(folder: Path, given: Content) -> tuple[bytes, int]:
    """The PDF that a process of its own makes, and how many pages it says there are."""
    folder.mkdir()
    master = folder / "master"
    for name, (one, slot) in setting.places(given).items():
        Image.new("RGB", (one.width, one.height), (80, 120, 90)).save(master, "JPEG")
        assert pictures.fit(master, folder / name, slot)
    (folder / "content.json").write_bytes(msgspec.json.encode(given))
    press = [sys.executable, "-m", "service.archive.album_pages", str(folder), ASKED_AT]
    said = subprocess.run(press, check=True, timeout=120, capture_output=True).stdout
    return (folder / "album.pdf").read_bytes(), int(said)


def laid_out(given: Content) -> int:
    """The pages that a content fills whose words share pages with its pictures."""
    chapters = setting.typeset(given)["chapters"]
    assert not any(one["apart"] for one in chapters)
    return 2 + sum(len(one["pages"]) for one in chapters)


def test_the_same_content_makes_the_same_bytes_with_every_picture(tmp_path):
    shots = [shot(number, film=number == 2) for number in range(14)]
    given = album(Chapter("2020年5月", [telling("摔了一跤。")], shots))
    (first, count), (second, _) = (printed(tmp_path / name, given) for name in "ab")
    assert first == second and b"D:20260101" in first
    assert count == len(pypdfium2.PdfDocument(BytesIO(first))) == laid_out(given)
    assert pictures_in(first) == 15
    words = text_of(first)
    for said in ("陈家的2020年", "四岁的那一年", "2020年5月", "摔了一跤", "妈妈记", "收录14张照片"):
        assert said in words, said
    assert printed(tmp_path / "c", msgspec.structs.replace(given, title="另一本"))[0] != first


def test_long_stories_have_pages_of_their_own_and_no_page_is_empty(tmp_path):
    tellings = [telling("很长的故事。" * 400), telling("短的。", "看海")]
    chapter = Chapter("2020年5月", tellings, [shot(number) for number in range(3)])
    pdf, count = printed(tmp_path / "a", album(chapter, cover=None))
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    assert count == len(document) >= 5
    for number in range(count):
        page = document[number]
        assert page.get_textpage().count_chars() > 12 or list(page.get_objects(max_depth=9))
    assert text_of(pdf).count("很长的故事") == 400


@pytest.mark.parametrize(
    "words",
    [
        CODE,
        "😀👨‍👩‍👧‍👦❤️",
        "𠮷𰻞\u202eabc\u0301",
        "W" * 500,
        "！" * 200 + "……" * 150,
        "https://example.com/" + "x" * 300,
        "\n\n \n第一段\r\n\r\n第二段\t\x00\x07",
        "字" * 500,
    ],
)
def test_no_words_break_it_leave_the_page_or_push_pictures_off(tmp_path, words):
    shots = [shot(number, words[:60] + str(number), words) for number in range(6)]
    short = telling(words[:200], words[:60])
    given = album(
        Chapter("2020年5月", [short], shots),
        title=words[:40],
        subtitle=words[:40],
        family=words[:20],
    )
    pdf, count = printed(tmp_path / "a", given)
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    assert count == len(document) == laid_out(given)
    assert pictures_in(pdf) == 7
    for page in (document[number] for number in range(len(document))):
        width, height = page.get_size()
        text = page.get_textpage()
        for number in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(number)
            assert 0 <= left <= right <= width and 0 <= bottom <= top <= height


def test_as_many_pictures_as_there_may_be(tmp_path):
    chapters = [
        Chapter(f"2020年{month}月", [], [shot(100 * month + n) for n in range(80)])
        for month in range(1, 6)
    ]
    pdf, count = printed(tmp_path / "a", album(*chapters))
    assert pictures_in(pdf) == 401 and 60 < count < 260
    assert "收录400张照片" in text_of(pdf)
