"""Sidecars: notes beside photos are read tolerantly, and each finds its own photo."""

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rules.desk_modules import Modules, loaded

FOLDER = "Takeout/Google 相册/Photos from 2018/"
SUPPLEMENT = ".supplemental-metadata"


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Iterator[Modules]:
    with loaded(tmp_path_factory.mktemp("modules")) as modules:
        yield modules


def paired(desk: Modules, photos: list[str], *notes: str, **titles: str) -> dict[str, Any]:
    """By names inside one folder."""
    written = [{"path": FOLDER + note, "title": titles.get(note, "")} for note in notes]
    found = desk.call("paired", [FOLDER + name for name in photos], written)
    short = len(FOLDER)
    told = {photo[short:]: [one[short:] for one in of] for photo, of in found["told"].items()}
    return {
        "told": told,
        "alone": [one[short:] for one in found["alone"]],
        "unclear": [one[short:] for one in found["unclear"]],
    }


LONG = "一张名字很长很长的照片" * 5

NAMES = [
    ("IMG_1.jpg", "IMG_1.jpg.supplemental-metadata.json"),
    ("IMG_1.jpg", "IMG_1.jpg.json"),
    ("IMG_1(1).jpg", "IMG_1.jpg.supplemental-metadata(1).json"),
    ("IMG_1(1).jpg", "IMG_1.jpg(1).json"),
    ("IMG_1(1).jpg", "IMG_1(1).jpg.supplemental-metadata.json"),
    (
        "Screenshot_20180501-101500_WeChat.jpg",
        "Screenshot_20180501-101500_WeChat.jpg.suppleme.json",
    ),
    (
        "20180501_101500_abcdefghijklmnopqrstuvwxyz.jpg",
        "20180501_101500_abcdefghijklmnopqrstuvwxyz.jpg.json",
    ),
    (
        "0123456789012345678901234567890123456789a.jpg",
        "0123456789012345678901234567890123456789a.jpg..json",
    ),
    (f"{LONG[:47]}.jpg", f"{LONG[:46]}.json"),
    (f"{LONG[:47]}(2).jpg", f"{LONG[:46]}(2).json"),
    ("没有后缀的.jpg", "没有后缀的.supplemental-metadata.json"),
    ("IMG_1-edited.jpg", "IMG_1.jpg.supplemental-metadata.json"),
    ("IMG_1-已修改.jpg", "IMG_1.HEIC.json"),
    ("IMG_1-bearbeitet(1).jpg", "IMG_1.jpg.supplemental-metadata(1).json"),
    ("IMG_1.MP4", "IMG_1.HEIC.supplemental-metadata.json"),
    ("IMG_1(3).MP4", "IMG_1.HEIC.supplemental-metadata(3).json"),
    ("IMG_1.jpg", "IMG_1.jpg.xmp"),
    ("IMG_1.jpg", "IMG_1.xmp"),
]


@pytest.mark.parametrize(("photo", "note"), NAMES)
def test_a_note_is_known_by_its_name(desk, photo, note):
    others = ["IMG_2.jpg", "IMG_11.jpg", f"别的{photo}"]
    found = paired(desk, [photo, *others], note)
    assert found == {"told": {photo: [note]}, "alone": [], "unclear": []}
    assert paired(desk, others, note) == {"told": {}, "alone": [note], "unclear": []}


def test_a_shot_shares_its_note_and_two_photos_do_not(desk):
    shot = ["IMG_1.HEIC", "IMG_1.MP4", "IMG_1-edited.HEIC"]
    note = "IMG_1.HEIC.supplemental-metadata.json"
    assert paired(desk, shot, note)["told"] == {photo: [note] for photo in shot}
    two = paired(desk, ["IMG_1.jpg", "IMG_1.png"], "IMG_1.xmp")
    assert two == {"told": {}, "alone": [], "unclear": ["IMG_1.xmp"]}
    cut = [f"{LONG[:46]}{letter}.jpg" for letter in "ab"]
    note = f"{LONG[:46]}.json"
    assert paired(desk, cut, note)["unclear"] == [note]
    titled = paired(desk, cut, note, **{note: f"{LONG[:46]}b.jpg"})
    assert titled == {"told": {cut[1]: [note]}, "alone": [], "unclear": []}
    neither = paired(desk, cut, note, **{note: f"{LONG[:46]}c.jpg"})
    assert neither == {"told": {}, "alone": [note], "unclear": []}


def test_the_number_of_a_second_photo_is_not_the_last_digit_of_a_title_that_was_cut(desk):
    first, second = f"{LONG[:47]}.jpg", f"{LONG[:47]}(1).jpg"
    notes = {f"{LONG[:46]}.json": f"{LONG[:47]}1.jpg", f"{LONG[:46]}(1).json": f"{LONG[:47]}0.jpg"}
    told = dict(zip((first, second), ([note] for note in notes), strict=True))
    assert paired(desk, [first, second], *notes, **notes)["told"] == told


def test_another_folders_note_is_no_notes_of_ones_own(desk):
    found = desk.call("paired", ["a/1.jpg"], [{"path": "b/1.jpg.json", "title": "1.jpg"}])
    assert found == {"told": {}, "alone": ["b/1.jpg.json"], "unclear": []}


def cut(text: str, most: int, by_units: bool) -> str:
    """By UTF-16 units, as JavaScript and Java count, or by characters."""
    if not by_units:
        return text[:most]
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")


def exported(titles: list[str], old: bool, by_units: bool) -> dict[str, tuple[str, str]]:
    """What an export holds: each photo's name, with that of its note and its title."""
    files: dict[str, tuple[str, str]] = {}
    taken: set[str] = set()
    for title in titles:
        stem, ending = title.rsplit(".", 1)
        whole = cut(stem, 51 - len(ending) - 1, by_units)
        for number in ("", *(f"({n})" for n in range(1, 99))):
            photo = f"{whole}{number}.{ending}"
            body = cut(f"{whole}.{ending}{'' if old else SUPPLEMENT}", 46, by_units)
            note = f"{body}{number}.json"
            if photo not in files and note not in taken:
                files[photo] = (note, title)
                taken.add(note)
                break
    return files


LETTERS = st.text("ab01一😀 .-_()", min_size=1, max_size=12).filter(str.strip)
STEMS = st.one_of(
    LETTERS,
    st.builds(lambda text, n: (text * 60)[:n], LETTERS, st.integers(1, 70)),
    st.builds(lambda n, end: f"{LONG[:n]}{end}", st.integers(40, 55), LETTERS),
)


def is_no_number_where_cut(title: str) -> bool:
    """What is cut within or right behind a `(1)` of its own cannot be told from a second file."""
    units = title.encode("utf-16-le")
    cuts = [title[:end] for end in range(42, 52)]
    cuts += [units[: 2 * end].decode("utf-16-le", "ignore") for end in range(42, 52)]
    return len(title) <= 42 or not any(re.search(r"\(\d*\)?$", cut) for cut in cuts)


TITLES = st.builds(
    lambda stem, end: f"{stem}.{end}", STEMS, st.sampled_from(["jpg", "HEIC", "png"])
).filter(is_no_number_where_cut)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TITLES, min_size=1, max_size=8), st.booleans(), st.booleans(), st.data())
def test_any_clip_of_any_name_finds_its_own_note_and_never_anothers(
    desk, titles, old, by_units, data
):
    files = exported(titles, old, by_units)
    gone = data.draw(st.sets(st.sampled_from(sorted(files))))
    here = [photo for photo in files if photo not in gone]
    notes = dict(files.values())
    found = paired(desk, here, *notes, **notes)
    for photo in here:
        note, title = files[photo]
        assert found["told"].get(photo, [note]) == [note], (photo, found)
        if list(notes.values()).count(title) == 1:
            assert photo in found["told"] or note in found["unclear"], (photo, found)


def said(**more: Any) -> str:
    """A note as Google writes it, with all that nobody needs."""
    note = {
        "title": "IMG_1.jpg",
        "description": "",
        "imageViews": "12",
        "creationTime": {"timestamp": "1541000000", "formatted": "31 Oct 2018, 15:33:20 UTC"},
        "photoTakenTime": {"timestamp": "1220288400", "formatted": "1 Sep 2008, 17:00:00 UTC"},
        "geoData": {"latitude": 22.27, "longitude": 113.57, "altitude": 0.0},
        "people": [{"name": "外婆"}],
        "url": "https://photos.google.com/photo/AF1Q",
    }
    return json.dumps(note | more)


def test_a_note_tells_the_day_in_china_and_the_words_and_no_place(desk):
    found = desk.call("readTakeout", said(description="外婆家的\r\n院子 &amp; 猫\0 "))
    caption = "外婆家的\n院子 & 猫"
    told = {"kind": "photo", "title": "IMG_1.jpg", "taken": "2008-09-02", "caption": caption}
    assert found == told


@pytest.mark.parametrize(
    ("timestamp", "taken"),
    [
        ("-1136073600", "1934-01-01"),
        (1220288400, "2008-09-02"),
        ("0", ""),
        ("1541000000", ""),  # that is when Google got it
        ("99999999999999", ""),
        ("昨天", ""),
        ([], ""),
        (None, ""),
        (1e300, ""),
    ],
)
def test_only_a_day_that_somebody_knew_is_one(desk, timestamp, taken):
    note = said(photoTakenTime={"timestamp": timestamp})
    assert desk.call("readTakeout", note)["taken"] == taken


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("三亚", "三亚"),
        ("2018年春节", "2018年春节"),
        ("Summer 2018", "Summer 2018"),
        *((title, "") for title in ("Photos from 2018", "2018 年的照片", "Fotos von 2018")),
        *(
            (title, "")
            for title in ("2018-05-01", "2018年5月1日", "Untitled(1)", "未命名", " ", "")
        ),
    ],
)
def test_an_album_bears_the_title_that_somebody_gave(desk, title, named):
    for note in ({"title": title, "date": {}}, {"albumData": {"title": title}}):
        assert desk.call("readTakeout", json.dumps(note)) == {"kind": "album", "album": named}


@pytest.mark.parametrize("text", ["", "{", "\ufeff", "\0", "[" * 100_000, '{"a":1', "NaN"])
def test_what_is_no_json_is_unreadable(desk, text):
    assert desk.call("readTakeout", text) == {"kind": "unreadable"}


TEXTS = st.text(st.characters(codec=None))
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=8,
)
FIELDS = ("title", "description", "photoTakenTime", "creationTime", "albumData", "access", "date")
INNER = st.dictionaries(st.sampled_from(["timestamp", "title"]), JSON)
NOTES = st.dictionaries(st.sampled_from(FIELDS), JSON | INNER) | JSON
KINDS = {"photo", "album", "other"}


@settings(max_examples=300, deadline=None)
@given(NOTES)
def test_no_note_is_too_strange(desk, note):
    """Lone surrogates included: what goes to the service is what it takes."""
    found = desk.call("readTakeout", json.dumps(note))
    assert found["kind"] in KINDS
    texts = [value for key, value in found.items() if key != "kind"]
    assert all("\0" not in text and text.encode() is not None for text in texts)
    assert len(found.get("caption", "")) <= 500
    assert len(found.get("album", "")) <= 60


@settings(deadline=None)
@given(st.text(st.characters(codec=None), max_size=40), st.integers(0, 20))
def test_words_are_kept_but_for_what_cannot_be(desk, text, most):
    kept = desk.call("words", text, most)
    assert len(kept) <= most
    assert all(unicodedata.category(one) not in {"Cs", "Cc"} or one in "\n\t" for one in kept)
    assert desk.call("words", kept, most) == kept
    if most >= len(text) and text.isalnum():
        assert kept == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2018-05-01T10:00:00+08:00", "2018-05-01"),
        ("2018-05-01", "2018-05-01"),
        ("2018-05", "2018-05"),
        ("2018", "2018"),
        ("2018-02-30", ""),
        ("2018-13", ""),
        ("20180501", ""),
        ("", ""),
    ],
)
def test_a_day_is_as_exact_as_it_was_written(desk, text, found):
    assert desk.call("day", text) == found
