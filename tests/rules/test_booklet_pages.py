"""Booklet pages: pictures share a page by their shapes, words are what the fonts can print."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.archive.booklet_pages import Content, Leaf, Picture, glyphs, layout, setting
from service.archive.booklet_pages.glyphs import LONGEST_RUN, printable

shapes = st.lists(st.floats(0.05, 20), min_size=1, max_size=6)


@given(shapes)
def test_pictures_stay_on_the_page_in_their_order(found):
    rows = layout.rows(found)
    assert sum(map(len, rows)) == len(found)
    for row in rows:
        width = sum(slot.width for slot in row) + layout.GAP * (len(row) - 1)
        assert 0 < width <= layout.WIDTH + 0.01
        assert len({round(slot.height, 6) for slot in row}) == 1
        assert row[0].height <= layout.TALLEST + 0.01
    heights = [row[0].height for row in rows]
    assert sum(heights) + layout.GAP * (len(rows) - 1) <= layout.ALL_TALLEST + 0.01


def test_a_row_of_several_fills_the_width():
    for found in ([1.33, 1.33], [0.75, 1.33], [0.75] * 3, [1.33] * 4):
        for row in layout.rows(found):
            width = sum(slot.width for slot in row) + layout.GAP * (len(row) - 1)
            assert width == pytest.approx(layout.WIDTH)


def test_common_groups_look_as_they_should():
    assert [len(row) for row in layout.rows([1.33, 1.33])] == [2]
    assert [len(row) for row in layout.rows([1.33, 1.33, 1.33])] == [1, 2]
    assert [len(row) for row in layout.rows([0.75, 0.75, 0.75])] == [3]
    assert [len(row) for row in layout.rows([1.33] * 4)] == [2, 2]
    assert layout.rows([]) == []


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ("第一次自己骑车", "第一次自己骑车"),
        ("生日快乐🎉🎂", "生日快乐"),
        ("👨‍👩‍👧‍👦一家人", "一家人"),
        ("1️⃣第一名", "1第一名"),
        ("𠮷野家", "〓野家"),
        ("cafe\u0301", "café"),
        ("反\u202e转", "反转"),
        ("一\x00二\x07", "一二"),
        ("一\r\n二\r三", "一\n二\n三"),
        ("  空　格\u00a0\t", "空　格"),
        ("①→℃", "①→℃"),
    ],
)
def test_what_no_font_has_is_left_out_or_marked(words, printed):
    assert printable(words) == printed


@given(st.text(max_size=200))
def test_only_what_the_fonts_have_is_printed(words):
    printed = printable(words)
    assert {ord(one) for one in printed} - {0x200B, 0x0A, 0x20, 0x3000} <= glyphs._common()
    assert printable(printed.replace("\u200b", "")) == printed


@given(st.text("aW.！…—～", min_size=1, max_size=300))
def test_no_run_is_longer_than_a_line(words):
    assert max(map(len, printable(words).split("\u200b"))) <= LONGEST_RUN


def picture(number: int) -> Picture:
    return Picture(UUID(int=number), f"m/{number}.jpg", 4, 3)


def test_what_is_gone_leaves_no_hole():
    leaf = Leaf("艺术素养", "画", "", "", "", "", "", [], [picture(1), picture(2)], [], [])
    content = Content("册", "小满", "", "", "", "", picture(1), [leaf], [], "", "", "", "", "", "")
    left = setting.without(content, {UUID(int=1)})
    assert (left.cover, left.leaves[0].pictures) == (picture(2), [picture(2)])
    assert {*setting.places(left)} == {"cover.jpg", "0-0.jpg"}
    bare = setting.without(content, {UUID(int=1), UUID(int=2)})
    assert (bare.cover, {*setting.places(bare)}) == (None, set())
    assert setting.digest(left) != setting.digest(content)


def test_an_entry_without_a_title_is_called_by_what_there_is():
    def called(title: str, story: str, when: str) -> str:
        leaf = Leaf("里程碑", title, story, when, "", "", "", [], [], [], [])
        content = Content("册", "小满", "", "", "", "", None, [leaf], [], "", "", "", "", "", "")
        (part,) = setting.typeset(content, "")["parts"]
        return part["entries"][0]["called"]

    assert called("骑车", "在情侣路上", "2024年") == "骑车"
    assert called("🎉", "在情侣路上\n骑了两百米", "2024年") == "在情侣路上"
    assert called("", "字" * 30, "2024年") == "字" * 18 + "……"
    assert called("", "", "2024年") == "2024年"
    assert called("", "", "") == "没有题目"
