"""What a file is and what it looks like, in a few bytes."""

import hashlib
from base64 import b64decode
from io import BytesIO
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from thumbhash import thumb_hash_to_approximate_aspect_ratio, thumb_hash_to_average_rgba

from service.archive.reading.hashes import BLOCK_BYTES, digests
from service.archive.reading.looks import likeness, looks
from service.demo.pictures import SCENES, draw

SM3_OF_ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
"""The first example of GB/T 32905-2016."""
ALIKE = 6
"""At most so many of 64 bits differ between a picture and another copy of it."""


@pytest.fixture(scope="module")
def scenes() -> dict[str, Image.Image]:
    """The demo families' pictures."""
    return {name: draw(name, seed=1, size=(320, 240)).convert("RGB") for name in SCENES}


def differing(one: int, other: int) -> int:
    return ((one ^ other) & (1 << 64) - 1).bit_count()


def again(picture: Image.Image, *, quality: int, scale: float = 1) -> Image.Image:
    """The picture as a messenger would pass it on."""
    data = BytesIO()
    size = round(picture.width * scale), round(picture.height * scale)
    picture.resize(size, Image.Resampling.LANCZOS).save(data, "JPEG", quality=quality)
    return Image.open(data).convert("RGB")


def test_the_digests_are_the_standards(tmp_path: Path):
    path = tmp_path / "abc"
    path.write_bytes(b"abc")
    assert digests(path)["sm3"] == SM3_OF_ABC
    long = bytes(range(256)) * (BLOCK_BYTES // 256) + b"and a little more"
    path.write_bytes(long)
    assert digests(path) == {
        "sha256": hashlib.sha256(long).hexdigest(),
        "sm3": hashlib.new("sm3", long).hexdigest(),
    }


@pytest.mark.parametrize(("quality", "scale"), [(50, 1), (80, 0.5), (85, 2.5), (95, 0.9)])
def test_a_picture_passed_on_is_still_alike(scenes, quality, scale):
    for name, picture in scenes.items():
        copy = likeness(again(picture, quality=quality, scale=scale))
        assert differing(likeness(picture), copy) <= ALIKE, name


def test_other_pictures_are_not(scenes):
    known = {name: likeness(picture) for name, picture in scenes.items()}
    for one, other in combinations(known, 2):
        assert differing(known[one], known[other]) > ALIKE, (one, other)


def test_a_likeness_fits_a_bigint():
    falling = Image.linear_gradient("L").rotate(90).convert("RGB")
    assert {likeness(falling), likeness(falling.rotate(180))} == {-1, 0}


@pytest.mark.parametrize("size", [(320, 240), (240, 320), (100, 100), (2000, 3), (1, 1)])
def test_a_placeholder_has_the_shape_and_colour_of_its_picture(size):
    found = looks(Image.new("RGB", size, (200, 120, 40)))["thumbhash"]
    assert len(found) <= 40
    hashed = list(b64decode(found))
    red, green, blue, alpha = thumb_hash_to_average_rgba(hashed)  # type: ignore[misc]
    assert (red, green, blue, alpha) == pytest.approx((200 / 255, 120 / 255, 40 / 255, 1), abs=0.03)
    ratio = thumb_hash_to_approximate_aspect_ratio(hashed)
    assert (ratio > 1, ratio < 1) == (size[0] > size[1], size[0] < size[1])


def test_the_colour_is_the_most_frequent_not_the_mean_of_all():
    flag = Image.new("RGB", (90, 60), (222, 41, 16))
    pen = ImageDraw.Draw(flag)
    pen.rectangle((0, 0, 39, 59), fill=(0, 0, 255))
    assert looks(flag)["colour"] == "#de2910"
