"""Paper pages: what a paper says is in the PDF, in the same bytes each time, whatever it says."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import msgspec
import pytest

from service.archive.paper_pages import (
    Catalogue,
    CheckLines,
    Column,
    Label,
    Labels,
    Paper,
    Part,
    Remark,
    Soundness,
)
from tests.archive.paper_room import pages_of
from tests.world import a_photo

DAY = date(2026, 11, 29)
CODE = '#panic("x") $x^2$ *bold* _i_ `raw` @ref <label> \\ "q" // c /* c */ #read("data.json") ]}'
LONG = "一二三四五六七八九十" * 4
NUMBER = "XZ000000123-WS·2024·D30-000012345"
PICTURE = a_photo(430, 430)
COLUMNS = [Column("序号", 11, plain=True), Column("档号", 47, plain=True), Column("题名")]


def label(title: str = "爷爷的信", **said: object) -> Label:
    whole = {
        "family": "林家的家庭档案",
        "number": 3,
        "numbers": [NUMBER, NUMBER],
        "years": "1978—1994",
        "retention": "永久",
        "count": 2,
        "code": "code.jpg",
    }
    return Label(title=title, **whole | said)  # type: ignore[arg-type]


def catalogue(*titles: str) -> Catalogue:
    rows = [[str(place), NUMBER, title] for place, title in enumerate(titles, start=1)]
    return Catalogue("卷内目录", "林家", ["第 3 盒"], COLUMNS, rows, DAY)


def report(title: str = "奖状", **check: object) -> Soundness:
    whole = {
        "name": "必填的都填了",
        "result": "failed",
        "word": "没通过",
        "evidence": "看了 2 件。",
        "remarks": [Remark(NUMBER, title, "缺少：题名")],
        "more": 7,
    }
    part = Part("完整性", "failed", "没通过", [CheckLines(**whole | check)])  # type: ignore[arg-type]
    return Soundness("林家", ["共 2 件"], "failed", "没通过", [part], DAY)


def printed(folder: Path, paper: Paper) -> bytes:
    """The PDF that a process of its own makes."""
    folder.mkdir()
    (folder / "content.json").write_bytes(msgspec.json.encode(paper))
    (folder / "code.jpg").write_bytes(PICTURE)
    press = [sys.executable, "-m", "service.archive.paper_pages", str(folder)]
    subprocess.run(press, check=True, timeout=60)
    return (folder / "paper.pdf").read_bytes()


@pytest.mark.parametrize("paper", [Labels([label()], DAY), catalogue("信"), report()])
def test_the_same_paper_is_the_same_bytes(tmp_path, paper):
    assert printed(tmp_path / "a", paper) == printed(tmp_path / "b", paper)


@pytest.mark.parametrize("paper", [Labels([label(CODE)], DAY), catalogue(CODE), report(CODE)])
def test_words_are_never_code(tmp_path, paper):
    words = "".join(pages_of(printed(tmp_path / "a", paper)))
    for said in ("#panic", "$x^2$", "*bold*", "@ref", "#read"):
        assert said in words


@pytest.mark.parametrize(
    "title", [LONG, "W" * 60, "👩‍👩‍👧 合影", "\u202e倒着写", "行\n行", "﷽" * 20, "𠮷野家", " "]
)
def test_whatever_anybody_wrote_is_printed_and_nothing_is_cut_off(tmp_path, title):
    for number, paper in enumerate((Labels([label(title)], DAY), catalogue(title), report(title))):
        words = "".join(pages_of(printed(tmp_path / str(number), paper)))
        assert NUMBER in words
        assert title not in (LONG, "W" * 60) or title in words


def test_no_row_is_torn_and_the_report_says_how_much_it_left_out(tmp_path):
    pages = pages_of(printed(tmp_path / "a", catalogue(*[LONG + LONG[:20]] * 60)))
    assert [page for page in pages if page.count("序号档号题名") != 1] == []
    assert sum(page.count(LONG + LONG[:20]) for page in pages) == 60
    assert "还有7处没有列在这里。" in "".join(pages_of(printed(tmp_path / "b", report())))


def test_an_empty_box_and_an_empty_catalogue_say_so(tmp_path):
    empty = label(numbers=[], years="", retention="", count=0)
    for number, paper in enumerate((Labels([empty], DAY), catalogue())):
        assert "还是空的" in "".join(pages_of(printed(tmp_path / str(number), paper)))


def test_eight_labels_fill_a_page(tmp_path):
    pages = pages_of(printed(tmp_path / "a", Labels([label()] * 17, DAY)))
    assert [page.count("爷爷的信") for page in pages] == [8, 8, 1]
