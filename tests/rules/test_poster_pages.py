"""Poster pages: words are cut where one may pause, and the same content makes the same picture."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from models.sharing.posters import PosterShape
from models.sharing.share_links import Layout
from service.sharing.poster_pages import CODE, Content, Picture, setting
from service.sharing.poster_pages.setting import MORE, beginnings

LONG = "国庆带小满去看渔女。回来的路上，她一直在数路灯！后来" + "睡着了" * 200


@given(st.text("国庆带小满。！，、；\n…a ", max_size=500))
def test_beginnings_are_ever_shorter_and_say_that_they_are_cut(words):
    found = list(beginnings(words))
    whole = [words] if words and len(words) <= setting.MOST_CHARACTERS else []
    assert found[: len(whole)] == whole
    for one in found[len(whole) :]:
        kept = one.removesuffix(MORE)
        assert one != kept and words.startswith(kept) and len(kept) < len(words)
    lengths = [len(one.removesuffix(MORE)) for one in found]
    assert lengths == sorted(lengths, reverse=True)


def test_sentences_come_before_clauses_and_these_before_characters():
    found = [one.removesuffix(MORE) for one in beginnings(LONG)]
    assert found[0] == "国庆带小满去看渔女。回来的路上，她一直在数路灯！"
    assert found[1] == "国庆带小满去看渔女"
    assert found[-1] == LONG[: len(found[-1])] and len(found[-1]) <= 2 * setting.STEP
    assert list(beginnings("")) == []


def drawn(folder: Path, content: Content) -> bytes:
    """What the press makes of it, as the worker runs it."""
    folder.mkdir()
    for place, picture in enumerate(content.pictures):
        size = picture.width, picture.height
        Image.linear_gradient("L").resize(size).convert("RGB").save(
            folder / setting.file_of(place), "JPEG"
        )
    Image.new("RGB", (430, 430)).save(folder / CODE, "JPEG")
    (folder / "content.json").write_bytes(msgspec.json.encode(content))
    press = (sys.executable, "-m", "service.sharing.poster_pages", str(folder))
    subprocess.run(press, check=True)
    return (folder / "poster.png").read_bytes()


@pytest.mark.parametrize(
    ("shape", "layout", "words", "sizes"),
    [
        ("1:1", "grid", LONG, [(300, 400)] * 9),
        ("1:1", "single", LONG, [(300, 400)]),
        ("4:5", "single", "🎉", [(4000, 100)]),
        ("4:5", "then_and_now", "W" * 1000, [(300, 400), (50, 900)]),
    ],
)
def test_each_has_its_size_and_comes_out_the_same(tmp_path, shape, layout, words, sizes):
    pictures = [
        Picture(UUID(int=n), f"m/{n}.jpg", *size, film=n == 1, age=f"{n + 6}岁")
        for n, size in enumerate(sizes)
    ]
    content = Content(
        PosterShape(shape), Layout(layout), words, "陈家" * 8, "满" * 16, "6-8岁", pictures
    )
    first = drawn(tmp_path / "first", content)
    with Image.open(BytesIO(first)) as picture:
        assert (picture.format, picture.size) == ("PNG", (1080, 1080 if shape == "1:1" else 1350))
        assert not picture.info.keys() - {"dpi", "srgb", "gamma"}
    if len(sizes) == 1:
        assert drawn(tmp_path / "second", content) == first
