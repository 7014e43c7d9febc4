"""Reading a picture: what every kind of file becomes, and which files are no pictures."""

import os
import re
import subprocess
import sys
import zlib
from datetime import date, datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path
from random import Random

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image
from PIL.TiffImagePlugin import IFDRational

from service.archive.reading import Reading
from service.archive.reading.masters import MASTER_SIDE
from service.archive.reading.media import read as read_as
from service.demo.pictures.exif import written
from tests.archive.corpus import END, header, png
from tests.archive.footage import red_and_blue

SHORE = (22.2769, 113.5678)
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")
NOON = datetime(2016, 5, 1, 12, 30, tzinfo=timezone(timedelta(hours=8)))
FEW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def master(tmp_path: Path) -> Path:
    return tmp_path / "master.jpg"


def read(data: bytes, master: Path) -> Reading:
    source = master.with_name("original")
    source.write_bytes(data)
    return read_as("photo", source, master.parent)


def encoded(picture: Image.Image, kind: str = "JPEG", **options) -> bytes:
    data = BytesIO()
    picture.save(data, kind, **options)
    return data.getvalue()


def png_that_declares(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header speaks of many pixels."""
    return png(header(width, height), (b"IDAT", zlib.compress(bytes(1000))), END)


def taken(original: str, offset: str = "") -> bytes:
    """A JPEG whose camera wrote this time."""
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = original
    if offset:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.OffsetTimeOriginal] = offset
    return encoded(red_and_blue(), exif=exif)


def test_a_photo_tells_its_day_its_camera_and_its_place(master):
    exif = written(NOON, SHORE, 1, ("Xiaomi", "14"))
    reading = read(encoded(red_and_blue(), exif=exif), master)
    assert (reading.refusal, reading.media_type) == ("", "image/jpeg")
    assert (reading.width, reading.height) == (64, 48)
    assert (reading.taken_on, reading.taken_at) == (date(2016, 5, 1), NOON)
    assert (reading.exif["make"], reading.exif["model"]) == ("Xiaomi", "14")
    place = reading.exif["latitude"], reading.exif["longitude"]
    assert place == pytest.approx(SHORE, abs=1e-4)


def test_south_and_west_are_negative(master):
    data = encoded(red_and_blue(), exif=written(NOON, (-33.85, -70.5), 1, ("a", "b")))
    kept = read(data, master).exif
    assert (kept["latitude"], kept["longitude"]) == pytest.approx((-33.85, -70.5), abs=1e-4)


def test_the_master_has_no_metadata_and_no_larger_side_than_allowed(master):
    exif = written(NOON, SHORE, 1, ("CANARYCAM", "X"))
    profile = b"CANARYPROFILE" * 20
    read(
        encoded(red_and_blue(3000, 1500), exif=exif, icc_profile=profile, comment="CANARY"), master
    )
    assert b"CANARY" not in master.read_bytes()
    with Image.open(master) as clean:
        assert (clean.size, clean.format) == ((MASTER_SIDE, MASTER_SIDE // 2), "JPEG")
        assert not clean.getexif()
        assert set(clean.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"} | {
            *("progressive", "progression")
        }


def test_even_noise_stays_below_what_the_safety_check_takes(master):
    noise = Image.frombytes("RGB", (2560, 2560), os.urandom(2560 * 2560 * 3))
    read(encoded(noise, "PNG", compress_level=0), master)
    assert master.stat().st_size < 10_000_000


@pytest.mark.parametrize(
    ("orientation", "red"), [(1, "left"), (3, "right"), (6, "top"), (8, "bottom")]
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_camera_held_any_way_gives_an_upright_master(master, kind, orientation, red):
    exif = written(NOON, None, orientation, ("a", "b"))
    reading = read(encoded(red_and_blue(), kind, exif=exif), master)
    size = (64, 48) if red in ("left", "right") else (48, 64)
    assert (reading.width, reading.height) == size
    with Image.open(master) as upright:
        assert upright.size == size
        width, height = size
        at = {"left": (2, 24), "right": (width - 2, 24), "top": (24, 2), "bottom": (24, height - 2)}
        pixel = upright.getpixel(at[red])
    assert isinstance(pixel, tuple) and pixel[0] > 200 and pixel[2] < 60


def test_an_iphones_heic_is_read_upright_with_its_day(master):
    picture = red_and_blue()
    picture.info["exif"] = written(NOON, SHORE, 6, ("Apple", "iPhone 15")).tobytes()
    reading = read(encoded(picture, "HEIF"), master)
    assert (reading.refusal, reading.media_type) == ("", "image/heif")
    assert (reading.width, reading.height) == (48, 64)
    assert reading.taken_on == date(2016, 5, 1)
    with Image.open(master) as upright:
        assert (upright.size, upright.format) == ((48, 64), "JPEG")


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_becomes_white(master, mode):
    drawing = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    drawing.paste((255, 0, 0, 255), (0, 0, 10, 40))
    reading = read(encoded(drawing.convert(mode), "PNG"), master)
    assert reading.refusal == ""
    with Image.open(master) as flat:
        assert flat.getpixel((35, 20)) == pytest.approx((255, 255, 255), abs=3)


def test_a_scan_in_sixteen_greys_keeps_them(master):
    scan = Image.new("I;16", (40, 40), 0x8000)
    reading = read(encoded(scan, "PNG"), master)
    assert reading.colour == "#808080"


@pytest.mark.parametrize("mode", ["1", "L", "CMYK"])
def test_scans_and_prints_are_read_too(master, mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert read(encoded(red_and_blue().convert(mode), kind), master).refusal == ""


@pytest.mark.parametrize(
    "written_by_a_bad_clock",
    [
        *(
            "0000:00:00 00:00:00",
            "1970:01:01 00:00:00",
            "    :  :     :  :  ",
            "2016:13:40 25:61:61",
        ),
        *("", "\0\0\0\0", "yesterday", "2016-05-01", "9999:12:31 23:59:59", "2093:01:01 00:00:00"),
    ],
)
def test_a_camera_without_a_clock_leaves_the_day_unknown(master, written_by_a_bad_clock):
    reading = read(taken(written_by_a_bad_clock, "-08:00"), master)
    assert (reading.refusal, reading.taken_on, reading.taken_at) == ("", None, None)


@pytest.mark.parametrize(
    ("offset", "hours"), [("+08:00", 8), ("-05:00", -5), ("", 8), ("somewhere", 8), ("+99:99", 8)]
)
def test_the_day_is_the_cameras_and_without_an_offset_chinas(master, offset, hours):
    reading = read(taken("2016:05:01 23:30:00", offset), master)
    assert reading.taken_on == date(2016, 5, 1)
    there = timezone(timedelta(hours=hours))
    assert reading.taken_at == datetime(2016, 5, 1, 23, 30, tzinfo=there)


@pytest.mark.parametrize("degrees", [IFDRational(0, 0), IFDRational(1000)])
def test_a_place_that_is_nowhere_is_not_kept(master, degrees):
    exif = written(NOON, SHORE, 1, ("a", "b"))
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (degrees,) * 3
    kept = read(encoded(red_and_blue(), exif=exif), master).exif
    assert "latitude" not in kept


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8\xff\xe0",
        encoded(red_and_blue())[:-200],
        encoded(red_and_blue(), "PNG")[:-30],
        b"GIF89a/*<script>alert(1)</script>*/",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7\n",
        b"II*\0" + encoded(red_and_blue(), "TIFF")[4:],
        png_that_declares(30_000, 30_000),
        png_that_declares(2**31 - 1, 1),
    ],
    ids=["empty", "bare", "cut jpeg", "cut png", "script", "svg", "pdf", "tiff", "huge", "long"],
)
def test_what_is_no_photo_is_refused_in_a_sentence(master, data):
    reading = read(data, master)
    assert re.search("[一-鿿]{4}", reading.refusal)
    assert len(reading.refusal) <= 80
    assert not master.exists()


@FEW
@given(
    data=st.binary(max_size=300),
    start=st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"]),
)
def test_no_bytes_end_the_reader(master, data, start):
    assert read(start + data, master).refusal


@FEW
@given(chance=st.randoms(use_true_random=False))
def test_a_damaged_photo_is_read_or_refused_and_never_ends_the_reader(master, chance: Random):
    exif = written(NOON, SHORE, 6, ("Xiaomi", "14"))
    data = bytearray(encoded(red_and_blue(), exif=exif))
    for _ in range(chance.randint(1, 8)):
        data[chance.randrange(2, len(data))] = chance.randrange(256)
    reading = read(bytes(data), master)
    # What the reader prints must be read back by the worker.
    assert (
        msgspec.json.decode(msgspec.json.encode(reading), type=Reading).refusal == reading.refusal
    )


def test_the_reader_as_a_process_says_the_same(master):
    reading = read(taken("2016:05:01 12:00:00"), master)
    clean = master.read_bytes()
    source = master.with_name("original")
    command = [sys.executable, "-m", "service.archive.reading", "photo", source, master.parent]
    ended = subprocess.run(command, capture_output=True, check=True)
    assert msgspec.json.decode(ended.stdout, type=Reading) == reading
    assert master.read_bytes() == clean


def test_the_reader_as_a_process_refuses_a_pixel_bomb_at_once(master):
    source = master.with_name("original")
    source.write_bytes(png_that_declares(30_000, 30_000))
    command = [sys.executable, "-m", "service.archive.reading", "photo", source, master.parent]
    ended = subprocess.run(command, capture_output=True, check=True, timeout=60)
    assert "尺寸" in msgspec.json.decode(ended.stdout, type=Reading).refusal
