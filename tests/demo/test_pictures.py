"""Owns the stories of the demo's pictures: what they show, and the files they arrive as."""

from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from itertools import combinations

import pillow_heif
import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat
from PIL.ExifTags import GPS, IFD, Base

from service.demo.pictures import (
    SCENES,
    as_heic,
    as_phone,
    as_png,
    as_sepia_print,
    as_wechat,
    draw,
)

CHINA = timezone(timedelta(hours=8))
SPORTS_DAY = datetime(2024, 10, 18, 9, 30, 5, tzinfo=CHINA)
ZHUHAI = (22.2707, 113.5767)
PHONE = ("HUAWEI", "Mate 60")
SMALL = (112, 84)


@pytest.fixture(scope="module")
def kite() -> Image.Image:
    return draw("kite", seed=1, size=(800, 600))


@pytest.fixture(scope="module")
def old_print(kite: Image.Image) -> bytes:
    return as_sepia_print(kite)


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return the mean difference of two pictures' pixels, seen at the size of a stamp."""
    small = (picture.convert("RGB").resize((24, 24)) for picture in (one, other))
    return sum(ImageStat.Stat(ImageChops.difference(*small)).mean) / 3


def test_every_scene_shows_something_of_its_own():
    pictures = {scene: draw(scene, seed=1, size=SMALL) for scene in SCENES}
    assert len(pictures) >= 30
    for (name, picture), (other, its_picture) in combinations(pictures.items(), 2):
        assert difference(picture, its_picture) > 4, (name, other)


@pytest.mark.parametrize("size", [(240, 180), (180, 240), (200, 200)])
def test_a_picture_has_the_size_asked_for(size: tuple[int, int]):
    picture = draw("sandcastle", seed=5, size=size)
    assert (picture.size, picture.mode) == (size, "RGB")


def test_the_same_seed_draws_the_same_pixels_and_another_seed_another_day():
    first, again, later = (draw("kite", seed=seed, size=SMALL) for seed in (7, 7, 8))
    assert first.tobytes() == again.tobytes()
    assert difference(first, later) > 3


def test_the_girl_grows():
    young, older = (draw("kite", seed=1, size=SMALL, age=age) for age in (3, 10))
    assert young.tobytes() != older.tobytes()


def test_a_scene_nobody_painted_is_refused():
    with pytest.raises(KeyError):
        draw("atlantis", seed=1, size=SMALL)


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_phone_photo_is_upright_once_its_orientation_is_honoured(orientation: int):
    upright_size = (4032, 3024) if orientation < 5 else (3024, 4032)
    picture = draw("kite", seed=2, size=(upright_size[0] // 5, upright_size[1] // 5))
    photo = opened(
        as_phone(picture, taken_at=SPORTS_DAY, place=ZHUHAI, orientation=orientation, camera=PHONE)
    )
    assert photo.size == (4032, 3024)
    upright = ImageOps.exif_transpose(photo)
    assert upright.size == upright_size
    assert difference(upright, picture) < 2


def test_a_phone_photo_tells_when_where_and_with_what_it_was_taken(kite: Image.Image):
    data = as_phone(kite, taken_at=SPORTS_DAY, place=ZHUHAI, orientation=1, camera=PHONE)
    exif = opened(data).getexif()
    assert (exif[Base.Make], exif[Base.Model], exif[Base.Orientation]) == (*PHONE, 1)
    taken = exif.get_ifd(IFD.Exif)
    assert taken[Base.DateTimeOriginal] == "2024:10:18 09:30:05"
    assert taken[Base.OffsetTimeOriginal] == "+08:00"
    gps = exif.get_ifd(IFD.GPSInfo)
    latitude = sum(float(part) / 60**power for power, part in enumerate(gps[GPS.GPSLatitude]))
    assert (gps[GPS.GPSLatitudeRef], gps[GPS.GPSLongitudeRef]) == ("N", "E")
    assert latitude == pytest.approx(ZHUHAI[0], abs=1e-4)
    assert gps[GPS.GPSTimeStamp] == (1, 30, 5)


def test_a_phone_photo_carries_a_thumbnail_of_itself(kite: Image.Image):
    data = as_phone(kite, taken_at=SPORTS_DAY, place=None, orientation=1, camera=PHONE)
    exif = opened(data).getexif()
    assert not exif.get_ifd(IFD.GPSInfo)
    directory = exif.get_ifd(IFD.IFD1)
    start = data.index(b"Exif\0\0") + 6 + directory[Base.JpegIFOffset]
    thumbnail = opened(data[start : start + directory[Base.JpegIFByteCount]])
    assert thumbnail.size == (160, 120)
    assert difference(thumbnail, kite) < 4


def test_a_phone_photo_weighs_what_phone_photos_weigh():
    picture = draw("sandcastle", seed=3, size=(4032, 3024))
    data = as_phone(picture, taken_at=SPORTS_DAY, place=ZHUHAI, orientation=1, camera=PHONE)
    assert 2_000_000 < len(data) < 4_000_000


def test_a_time_without_its_offset_is_refused(kite: Image.Image):
    naive = SPORTS_DAY.replace(tzinfo=None)
    with pytest.raises(ValueError, match="offset"):
        as_phone(kite, taken_at=naive, place=None, orientation=1, camera=PHONE)


def test_wechat_hands_over_a_small_copy_that_tells_nothing(kite: Image.Image):
    large = kite.resize((4032, 3024))
    data = as_wechat(large)
    copy = opened(data)
    assert copy.size == (1920, 1440)
    assert not copy.getexif()
    assert b"Exif" not in data
    assert difference(copy, kite) < 2


def test_a_heic_decodes_and_keeps_its_exif(kite: Image.Image):
    moment = SPORTS_DAY.astimezone(UTC)
    data = as_heic(kite, taken_at=moment, place=ZHUHAI, camera=("Apple", "iPhone 15"))
    picture = pillow_heif.open_heif(data).to_pillow()
    assert picture.size == kite.size
    assert difference(picture, kite) < 3
    exif = picture.getexif()
    assert exif[Base.Make] == "Apple"
    assert exif.get_ifd(IFD.Exif)[Base.OffsetTimeOriginal] == "+00:00"
    assert exif.get_ifd(IFD.GPSInfo)[GPS.GPSLongitudeRef] == "E"


def test_a_png_keeps_every_pixel_and_its_transparency(kite: Image.Image):
    drawing = kite.convert("RGBA")
    drawing.putalpha(128)
    assert opened(as_png(drawing)).tobytes() == drawing.tobytes()


def test_an_old_print_is_brown_bordered_and_without_exif(old_print: bytes):
    scan = opened(old_print)
    assert not scan.getexif()
    red, green, blue = ImageStat.Stat(scan.convert("RGB")).mean
    assert red > green > blue
    border = scan.convert("L").crop((scan.width // 2, 0, scan.width // 2 + 1, scan.height // 6))
    levels = [index for index, count in enumerate(border.histogram()) if count]
    assert levels[0] < 90
    assert levels[-1] > 200


def test_an_old_print_is_worn_the_same_way_each_time(kite: Image.Image, old_print: bytes):
    assert as_sepia_print(kite) == old_print
