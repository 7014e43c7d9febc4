"""Album pages: pictures fill pages by their shapes, none is cut or blown up; the state machine."""

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from models.archive.printed_albums import AlbumState
from service.archive.album_pages import Chapter, Content, Shot, Telling, layout, setting
from service.archive.booklet_pages import Picture

NEARLY = 0.001
sides = st.integers(1, 6000)
ems = st.floats(0.5, 560)
shots = st.builds(layout.Shot, sides, sides, st.lists(ems, max_size=2).map(tuple))
usual = st.sampled_from([(2560, 1920), (1920, 2560), (2560, 1440), (2000, 2000)]).map(
    lambda size: layout.Shot(*size)
)
rooms = st.floats(110, layout.ROOM)


def photos(*sizes: tuple[int, int]) -> list[layout.Shot]:
    return [layout.Shot(*size) for size in sizes]


@given(st.lists(shots, min_size=1, max_size=14), rooms)
@settings(deadline=None)
def test_every_picture_comes_once_whole_sharp_and_on_its_page(found, room):
    pages = layout.pages(found, room)
    slots = [slot for page in pages for row in page for slot in row.slots]
    assert len(slots) == len(found)
    for number, page in enumerate(pages):
        assert 1 <= sum(len(row.slots) for row in page) <= layout.MOST_ON_PAGE
        height = sum(row.height for row in page) + layout.BETWEEN * (len(page) - 1)
        assert height <= (layout.ROOM if number else room) + NEARLY
        for row in page:
            assert 1 <= len(row.slots) <= layout.MOST_IN_ROW
            assert row.width <= layout.WIDTH + NEARLY
            assert len({slot.height for slot in row.slots}) == 1
    for shot, slot in zip(found, slots, strict=True):
        cut = (slot.width / slot.height) / shot.shape
        assert layout.KEPT - NEARLY <= cut <= 1 / layout.KEPT + NEARLY
        enlarged = max(slot.width / shot.width, slot.height / shot.height)
        assert enlarged <= 1 / layout.DOTS_PER_MM + NEARLY


@given(st.lists(shots, min_size=1, max_size=8))
@settings(deadline=None)
def test_under_each_picture_is_room_for_its_words(found):
    of = iter(found)
    for row in (row for page in layout.pages(found) for row in page):
        for slot, shot in zip(row.slots, of, strict=False):
            width = layout.caption_width(len(row.slots), slot.width)
            lines = sum(-(-words * layout.EM // width) for words in shot.words)
            assert lines * layout.LINE <= row.captions


@given(st.lists(usual, min_size=4, max_size=24))
@settings(deadline=None)
def test_pages_of_usual_photos_are_full_and_no_picture_is_tiny(found):
    for page in layout.pages(found):
        areas = sum(slot.width * slot.height for row in page for slot in row.slots)
        assert areas >= 0.5 * layout.WIDTH * layout.ROOM
        assert all(slot.width * slot.height >= layout.TINY for row in page for slot in row.slots)


def cuts(found: list[layout.Shot]) -> list[list[int]]:
    return [[len(row.slots) for row in page] for page in layout.pages(found)]


def test_common_groups_look_as_they_should():
    wide, tall = (2560, 1920), (1920, 2560)
    assert cuts(photos(wide)) == [[1]]
    assert cuts(photos(wide, wide)) == [[1, 1]]
    assert cuts(photos(tall, tall, wide)) == [[2, 1]]
    assert cuts(photos(*[wide] * 5)) == [[2, 1, 2]]
    assert cuts(photos(*[wide, tall] * 6)) == [[2, 2, 2], [2, 2, 2]]
    assert cuts(photos((2560, 600), wide)) == [[1, 1]], "a panorama has a row of its own"
    assert layout.pages([]) == []


def test_a_row_of_several_is_as_wide_as_the_page():
    (page,) = layout.pages(photos((2560, 1920), (1920, 2560), (1920, 2560), (2560, 1920)))
    for row in page:
        assert row.width == pytest.approx(layout.WIDTH, rel=0.03)


def picture(number: int, width: int = 1600, height: int = 1200, *, film: bool = False) -> Picture:
    return Picture(UUID(int=number), f"m/{number}.jpg", width, height, film)


def shot(number: int, label: str = "骑车 · 2020年5月2日", caption: str = "") -> Shot:
    return Shot(picture(number), label, caption)


def content(*chapters: Chapter, cover: Picture | None = None) -> Content:
    return Content("陈家的2020年", "", "2020年", "陈家", cover, [*chapters], "2021年1月3日")


def test_what_is_gone_leaves_no_hole_and_no_empty_chapter():
    first = Chapter("2020年5月", [], [shot(1), shot(2)])
    whole = content(first, Chapter("2020年6月", [], [shot(3)]), cover=picture(1))
    assert {*setting.places(whole)} == {"cover.jpg", "0-0.jpg", "0-1.jpg", "1-0.jpg"}
    left = setting.without(whole, {UUID(int=1), UUID(int=3)})
    assert [chapter.name for chapter in left.chapters] == ["2020年5月"]
    assert left.cover == picture(2) and len(whole.chapters[0].shots) == 2
    assert {*setting.places(left)} == {"cover.jpg", "0-0.jpg"}
    bare = setting.without(whole, {UUID(int=number) for number in (1, 2, 3)})
    assert (bare.cover, bare.chapters, setting.places(bare)) == (None, [], {})


def test_an_occasion_is_named_once_and_words_are_what_the_fonts_can_print():
    shots = [shot(1, "生日🎂 · 2020年", "吹\n蜡烛"), shot(2, "生日🎂 · 2020年"), shot(3, "郊游")]
    (set_,) = setting.typeset(content(Chapter("2020年", [], shots)))["chapters"]
    slots = [slot for page in set_["pages"] for row in page for slot in row["slots"]]
    assert [slot["label"] for slot in slots] == ["生日 · 2020年", "", "郊游"]
    assert slots[0]["caption"] == "吹　蜡烛"


def test_long_words_have_pages_of_their_own_and_short_ones_share_one():
    def heard(words: str) -> tuple[bool, int, int]:
        telling = Telling("骑车", "2020年5月2日", "4岁", "", "妈妈 记", words)
        chapter = Chapter("2020年5月", [telling], [shot(number) for number in range(6)])
        (set_,) = setting.typeset(content(chapter))["chapters"]
        on_first = sum(len(row["slots"]) for row in set_["pages"][0])
        return set_["apart"], set_["words"] > 0, on_first

    assert heard("摔了一跤。")[:2] == (False, True)
    assert heard("摔了一跤。" * 300)[:2] == (True, False)


WAYS = {("waiting", "printing"), ("printing", "ready")}


class Way(RuleBasedStateMachine):
    """An album that anybody pushes towards any state, as often as they like."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = [AlbumState.WAITING]

    @rule(wanted=st.sampled_from(AlbumState))
    def is_pushed(self, wanted: AlbumState) -> None:
        if self.passed[-1].may_become(wanted):
            self.passed.append(wanted)

    @invariant()
    def goes_on_and_never_back(self) -> None:
        assert {*zip(self.passed, self.passed[1:], strict=False)} <= WAYS


TestWay = Way.TestCase
