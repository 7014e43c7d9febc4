"""Booklet pages: what a content says is in the PDF, always in the same bytes, whatever it is."""

import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from uuid import UUID

import msgspec
import pypdfium2
import pytest
from PIL import Image

from service.archive.booklet_pages import (
    SECTIONS,
    Content,
    Curve,
    Leaf,
    Picture,
    Said,
    pictures,
    setting,
)
from service.archive.booklet_pages.layout import Slot
from tests.archive.booklet_room import pictures_in, text_of

LOCKED_AT = "1767225600"
SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40" font-family="'PingFang SC',
'Noto Sans SC',sans-serif"><path d="M2 38 L58 4" stroke="#1f5f7a"/><text x="2" y="9"
font-size="6">身高厘米</text></svg>"""
CODE = '#panic("x") $x^2$ *bold* _i_ `raw` @ref <label> \\ "q" // c /* c */ #read("data.json") ]}'


def picture(number: int, width: int = 640, height: int = 480) -> Picture:
    return Picture(UUID(int=number), f"m/{number}.jpg", width, height)


def leaf(section: str = "艺术素养", title: str = "合唱节", **said: object) -> Leaf:
    whole = {
        "story": "站在第二排。",
        "when": "2025年10月1日",
        "age": "9岁5个月",
        "place": "大剧院",
        "by": "妈妈",
        "persons": ["外婆"],
        "pictures": [],
        "tellings": [],
        "praises": [],
    }
    return Leaf(section=section, title=title, **whole | said)  # type: ignore[arg-type]


def content(*leaves: Leaf, **said: object) -> Content:
    whole = {
        "title": "小满的成长册",
        "child": "小满",
        "age": "9岁8个月",
        "term": "2025—2026学年上学期",
        "school": "香洲一小",
        "school_class": "四年级2班",
        "cover": None,
        "leaves": [*leaves],
        "curves": [],
        "reference": "",
        "teacher": "",
        "teacher_words": "",
        "endorsed": "",
        "confirmed": "2026年1月18日，小满自己看过这本成长册，确认了里面的内容。",
        "locked": "2026年1月19日",
    }
    return Content(**whole | said)  # type: ignore[arg-type]


def printed(folder: Path, given: Content) -> bytes:
    """The PDF that a process of its own makes."""
    folder.mkdir()
    master = folder / "master"
    for number, (name, (one, slot)) in enumerate(setting.places(given).items()):
        colour = (40 * number % 256, 120, 90)
        Image.new("RGB", (one.width, one.height), colour).save(master, "JPEG")
        assert pictures.fit(master, folder / name, slot)
    (folder / "content.json").write_bytes(msgspec.json.encode(given))
    press = [sys.executable, "-m", "service.archive.booklet_pages", str(folder)]
    subprocess.run([*press, LOCKED_AT, setting.digest(given)], check=True, timeout=60)
    return (folder / "booklet.pdf").read_bytes()


def test_everything_that_was_locked_is_printed(tmp_path):
    given = content(
        leaf(
            pictures=[picture(1), picture(2, 480, 640)],
            tellings=[Said("爷爷", "我在台下数她唱了几句。")],
            praises=[Said("王老师", "声音很亮。")],
        ),
        leaf("思想品德", "升旗手"),
        leaf(SECTIONS[-1], "", story="一个平常的下午。"),
        cover=picture(1),
        curves=[Curve("身高", SVG)],
        reference="某某标准",
        teacher="王老师",
        teacher_words="小满：\n慢慢来。",
        endorsed="2026年1月18日",
    )
    pdf = printed(tmp_path / "a", given)
    words = text_of(pdf)
    for said in (
        *("小满的成长册", "2025—2026学年上学期", "9岁8个月", "香洲一小四年级2班", "目录"),
        *(
            "合唱节",
            "站在第二排。",
            "大剧院",
            "和外婆",
            "妈妈记",
            "爷爷说",
            "数她唱了几句",
            "声音很亮",
        ),
        *("升旗手", "平常日子", "一个平常的下午", "长大了多少", "身高厘米", "生长参考线某某标准"),
        *("老师的话", "慢慢来", "我看过了", "小满自己看过", "2026年1月19日锁定成册"),
        setting.digest(given),
    ):
        assert said.replace(" ", "") in words, said
    assert words.index("思想品德") < words.index("艺术素养") < words.index("平常日子")
    assert "学业水平" not in words, "what has no entry has no part"
    assert pictures_in(pdf) == 3


def test_the_same_content_makes_the_same_bytes_in_two_processes(tmp_path):
    given = content(leaf(pictures=[picture(1)]), cover=picture(1), curves=[Curve("身高", SVG)])
    first, second = (printed(tmp_path / name, given) for name in "ab")
    assert first == second
    assert b"D:20260101" in first, "the moment in it is that of the lock"
    other = msgspec.structs.replace(given, title="另一本")
    assert printed(tmp_path / "c", other) != first


def test_the_fonts_are_in_it_and_only_what_is_used_of_them(tmp_path):
    pdf = printed(tmp_path / "a", content(leaf()))
    fonts = {*re.findall(rb"/BaseFont ?/([\w+-]+)", pdf)}
    assert fonts and all(re.match(rb"[A-Z]{6}\+Noto(Sans|Serif)SC", one) for one in fonts), fonts
    assert pdf.count(b"/FontFile") == 2
    assert len(pdf) < 80_000


@pytest.mark.parametrize(
    "words",
    [
        CODE,
        "😀👨‍👩‍👧‍👦❤️",
        "𠮷𰻞\u202eabc\u0301",
        "W" * 900,
        "！" * 300 + "……" * 300,
        "https://example.com/" + "x" * 300,
        "\n\n \n第一段\r\n\r\n第二段\t\x00\x07",
        "很长的故事。" * 900,
        "</text><script>&amp;",
    ],
)
def test_no_words_break_it_or_leave_the_page(tmp_path, words):
    hostile = leaf(
        title=words[:60],
        story=words,
        place=words[:60],
        by=words[:16],
        persons=[words[:16]] * 5,
        pictures=[picture(1, 2400, 200), picture(2, 200, 2400)],
        tellings=[Said(words[:16], words[:2000])],
    )
    said = {
        "title": words[:40],
        "child": words[:16],
        "school": words[:60],
        "teacher_words": words[:500],
    }
    pdf = printed(tmp_path / "a", content(hostile, hostile, **said, teacher=words[:16]))
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    for page in (document[number] for number in range(len(document))):
        width, height = page.get_size()
        text = page.get_textpage()
        for number in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(number)
            assert 0 <= left <= right <= width and 0 <= bottom <= top <= height
    if words is CODE:
        assert '#read("data.json")' in "".join(words.split()) and "#panic" in text_of(pdf)


def test_a_booklet_of_sixty_entries_with_six_photos_each(tmp_path):
    six = [picture(number, 64, 48 if number % 2 else 80) for number in range(6)]
    pdf = printed(
        tmp_path / "a", content(*(leaf(title=f"第{n}条", pictures=six) for n in range(60)))
    )
    assert "第59条" in text_of(pdf) and "收录60条记录、360张照片" in text_of(pdf)


def test_a_picture_is_cut_to_its_place_and_never_blown_up(tmp_path):
    master, target = tmp_path / "master", tmp_path / "fit.jpg"
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    for size, slot, wanted in (
        ((4000, 3000), Slot(114, 85.5), (1346, 1010)),
        ((4000, 3000), Slot(148, 128), (1600, 1384)),
        ((400, 300), Slot(114, 85.5), (400, 300)),
        ((3000, 3000), Slot(40, 60), (472, 709)),
    ):
        Image.new("RGB", size).save(master, "JPEG", exif=exif)
        assert pictures.fit(master, target, slot)
        with Image.open(target) as made:
            assert made.size == wanted and not made.getexif()


@pytest.mark.parametrize("data", [b"", b"not a picture", b"\xff\xd8\xff\xe0" + b"0" * 99])
def test_a_damaged_master_is_no_picture(tmp_path, data):
    (tmp_path / "master").write_bytes(data)
    assert not pictures.fit(tmp_path / "master", tmp_path / "fit.jpg", Slot(114, 85.5))
    assert not (tmp_path / "fit.jpg").exists()
