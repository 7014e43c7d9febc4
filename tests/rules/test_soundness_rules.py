"""Soundness rules: each thing that may be wrong is found, and nothing else; every gap, too."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.archive.filing import Category, Retention
from service.archive.archival_numbers import Series
from service.archive.soundness_facts import (
    Check,
    FileFacts,
    FileState,
    ItemFacts,
    Outcome,
    Property,
    SeriesFacts,
    Stored,
)
from service.archive.soundness_rules import VERIFIED_WITHIN, inspect, worst

TODAY = date(2026, 11, 29)
SERIES = Series("JT000001", Category.PHOTO, 2024, Retention.PERMANENT)
STATE = FileState("image/jpeg", 1000, "a" * 64, 320, 240)
FILE = FileFacts(
    filed=STATE,
    read=STATE,
    etag="Fabc",
    stored=Stored(1000, "Fabc", "image/jpeg"),
    is_ready=True,
    is_discarded=False,
    verified_on=TODAY,
    findings=(),
)
ITEM = ItemFacts(
    number="JT000001-ZP·2024·Y-0001",
    series=SERIES,
    serial=1,
    scheme="a_1",
    class_code="F1",
    title="全家福",
    said={"题名": "全家福", "来源": "家里保存"},
    hoped={"人物": "小满", "地点": "斗门", "文字说明": "过年"},
    is_audited=True,
    location="",
    files=(FILE,),
)


def of(file: FileFacts) -> ItemFacts:
    return replace(ITEM, files=(file,))


def state(**changed: object) -> FileFacts:
    """A file of which something else was read than was filed."""
    return replace(FILE, read=replace(STATE, **changed))  # type: ignore[arg-type]


def amiss(*items: ItemFacts) -> dict[str, Check]:
    """The checks of items that are not simply passed, by name."""
    found = inspect(items, [], TODAY)
    return {one.name: one for one in found if one.outcome is not Outcome.PASSED}


def test_a_sound_archive_passes_everything_and_says_what_was_looked_at():
    held = SeriesFacts(SERIES, 1, frozenset({1}), frozenset())
    checks = inspect([ITEM], [held], TODAY)
    assert {one.outcome for one in checks} == {Outcome.PASSED}
    assert [one.property for one in checks] == sorted(
        (one.property for one in checks), key=list(Property).index
    )
    assert {one.property for one in checks} == set(Property)
    assert all(one.evidence and "{" not in one.evidence for one in checks)
    assert len({one.name for one in checks}) == len(checks)


def test_an_empty_archive_is_sound():
    assert worst(one.outcome for one in inspect([], [], TODAY)) is Outcome.PASSED


LATE = TODAY - VERIFIED_WITHIN - timedelta(days=1)


@pytest.mark.parametrize(
    ("item", "names", "words"),
    [
        (of(state(sha256="b" * 64)), {"文件和归档时登记的一样"}, "SHA-256"),
        (of(state(bytes=999)), {"文件和归档时登记的一样"}, "字节数"),
        (of(state(width=321)), {"文件和归档时登记的一样"}, "像素"),
        (of(state(media_type="image/png")), {"文件和归档时登记的一样"}, "格式"),
        (
            of(state(media_type="image/tiff")),
            {"文件和归档时登记的一样", "格式适合长期保存"},
            "格式",
        ),
        (
            of(replace(FILE, stored=Stored(999, "Fabc", "image/jpeg"))),
            {"存储里的文件和登记的一样"},
            "和存储里的不一样",
        ),
        (
            of(replace(FILE, stored=Stored(1000, "Fxyz", "image/jpeg"))),
            {"存储里的文件和登记的一样"},
            "和存储里的不一样",
        ),
        (
            of(replace(FILE, stored=None)),
            {"存储里的文件和登记的一样", "文件打得开"},
            "在存储里找不到",
        ),
        (
            of(replace(FILE, stored=Stored(1000, "Fabc", "video/mp4"))),
            {"文件的真实类型和登记的一样"},
            "真实类型",
        ),
        (of(replace(FILE, is_ready=False)), {"文件打得开"}, "打不开"),
        (of(replace(FILE, is_discarded=True)), {"文件打得开"}, "回收站"),
        (of(replace(FILE, findings=("内容损坏",))), {"没有没处理完的问题"}, "内容损坏"),
        (replace(ITEM, said={"题名": " "}), {"必填的都填了"}, "缺少：题名"),
        (of(replace(FILE, filed=replace(STATE, sha256=""))), {"必填的都填了"}, "缺少：SHA-256"),
        (replace(ITEM, number="JT1"), {"档号和分类号有根据"}, "写法"),
        (replace(ITEM, serial=2), {"档号和分类号有根据"}, "对不上"),
        (replace(ITEM, class_code="F"), {"档号和分类号有根据"}, "分类表"),
        (replace(ITEM, class_code="31"), {"档号和分类号有根据"}, "分类表"),
        (replace(ITEM, is_audited=False), {"谁、什么时候归档的，有据可查"}, "操作记录"),
    ],
)
def test_what_is_wrong_fails_its_check(item, names, words):
    found = amiss(item)
    assert names <= set(found) <= names | {"文件和归档时登记的一样"}
    assert {found[name].outcome for name in names} == {Outcome.FAILED}
    (first, *_) = [one for check in found.values() for one in check.remarks if words in one.what]
    assert (first.number, first.title) == (item.number, "全家福")


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (replace(ITEM, hoped={"人物": "", "地点": "", "文字说明": "过年"}), "还没有写：人物、地点"),
        (replace(ITEM, files=()), "没有照片，也没有写放在哪儿"),
        (of(replace(FILE, verified_on=LATE)), "很久没有复核"),
        (of(replace(FILE, verified_on=None)), "很久没有复核"),
    ],
)
def test_what_had_better_be_added_is_advice_and_no_failure(item, words):
    (check,) = amiss(item).values()
    assert check.outcome is Outcome.ADVISED
    assert words in check.remarks[0].what


def test_a_deed_without_pictures_is_sound_by_where_it_lies():
    assert amiss(replace(ITEM, files=(), location="书房抽屉")) == {}


def test_a_recording_that_storage_takes_for_a_film_is_what_it_says():
    sound = replace(STATE, media_type="audio/mp4")
    stored = Stored(1000, "Fabc", "video/mp4")
    assert amiss(of(replace(FILE, filed=sound, read=sound, stored=stored))) == {}


def test_of_several_files_it_says_which():
    item = replace(ITEM, files=(FILE, replace(FILE, stored=None)))
    (check, *_) = amiss(item).values()
    assert check.remarks[0].what == "第 2 个文件在存储里找不到"


SERIALS = st.frozensets(st.integers(1, 40))


@given(held=SERIALS, withdrawn=SERIALS, given_out=st.integers(0, 40))
def test_every_number_that_was_given_is_held_or_has_a_tombstone(held, withdrawn, given_out):
    facts = SeriesFacts(SERIES, given_out, held, withdrawn)
    (check,) = [one for one in inspect([], [facts], TODAY) if one.name.startswith("档号一个接一个")]
    whole = held | withdrawn == set(range(1, given_out + 1)) and not held & withdrawn
    assert (check.outcome is Outcome.PASSED) == whole
    lacking = {one.number for one in check.remarks if one.what.startswith("缺号")}
    missing = set(range(1, given_out + 1)) - held - withdrawn
    assert lacking == {f"{SERIES}-{serial:04}" for serial in missing}


@given(st.lists(st.sampled_from(Outcome)))
def test_the_worst_outcome_counts(outcomes):
    assert worst(outcomes) is next(
        (one for one in reversed(Outcome) if one in outcomes), Outcome.PASSED
    )
