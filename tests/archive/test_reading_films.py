"""Reading films and recordings: when, where, how long, which way up; and what is refused."""

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import av
import pytest
from PIL import Image

from service.archive.reading import CHECK, CLEAN, MASTER, Reading
from service.archive.reading.hearing import BIT_RATES, CHECK_BYTES, speech_rate
from service.archive.reading.media import read
from tests.archive.footage import ANDROIDS, APPLES, dated, film, recording, red_and_blue, turned

EPOCH_1904 = 2_082_844_800
"""Seconds from 1904, where the header counts from, to 1970."""


def reads(data: bytes, folder: Path, medium: str = "video") -> Reading:
    source = folder / "original"
    source.write_bytes(data)
    return read(medium, source, folder)


def packets(data: bytes, kind: str) -> list[bytes]:
    with av.open(BytesIO(data), "r") as container:
        streams = [stream for stream in container.streams if stream.type == kind]
        return [bytes(packet) for packet in container.demux(streams) if packet.size]


def colours(path: Path, *places: tuple[float, float]) -> list[str]:
    """Red, blue or dark: what is at these parts of the width and height."""
    with Image.open(path) as picture:
        at = (
            picture.getpixel((int(x * picture.width), int(y * picture.height))) for x, y in places
        )
        return [
            "red" if red > 150 else "blue" if blue > 150 else "dark"  # type: ignore[operator]
            for red, _, blue in at  # type: ignore[misc]
        ]


def test_an_iphones_film_tells_its_day_by_the_clock_of_its_place(tmp_path):
    reading = reads(film(tags=APPLES), tmp_path)
    assert (reading.refusal, reading.media_type) == ("", "video/quicktime")
    assert reading.taken_on == date(2016, 5, 1)
    assert reading.taken_at == datetime(2016, 5, 1, 14, 30, tzinfo=UTC)
    assert (reading.exif["make"], reading.exif["model"]) == ("CANARYMAKE", "CANARYMODEL")
    assert (reading.exif["latitude"], reading.exif["longitude"]) == (22.2769, 113.5678)


def test_another_phones_film_tells_its_moment_and_the_day_is_chinas(tmp_path):
    reading = reads(film(kind="mp4", tags=ANDROIDS), tmp_path)
    assert (reading.refusal, reading.media_type) == ("", "video/mp4")
    assert reading.taken_on == date(2016, 5, 2)
    assert reading.taken_at == datetime(2016, 5, 1, 20, 30, tzinfo=UTC)
    assert (reading.exif["latitude"], reading.exif["longitude"]) == (22.2769, -113.5678)


@pytest.mark.parametrize("seconds", [0, 1, EPOCH_1904, 4_000_000_000])
def test_a_film_without_a_clock_leaves_the_day_unknown(tmp_path, seconds):
    reading = reads(dated(film(kind="mp4"), seconds), tmp_path)
    assert (reading.refusal, reading.taken_on, reading.taken_at) == ("", None, None)


@pytest.mark.parametrize(
    ("degrees", "red", "blue"),
    [(90, (0.5, 0.1), (0.5, 0.9)), (180, (0.9, 0.5), (0.1, 0.5)), (270, (0.5, 0.9), (0.5, 0.1))],
)
def test_a_phone_held_any_way_gives_an_upright_poster(tmp_path, degrees, red, blue):
    reading = reads(turned(film(), degrees), tmp_path)
    assert (reading.width, reading.height) == ((64, 48) if degrees == 180 else (48, 64))
    assert colours(tmp_path / MASTER, red, blue) == ["red", "blue"]


@pytest.mark.parametrize("codec", ["libx264", "libx265"])
def test_the_copy_to_be_played_has_the_same_pictures_and_sounds(tmp_path, codec):
    data = film(codec=codec, kind="mp4", tags=ANDROIDS)
    assert reads(data, tmp_path).clean_type == "video/mp4"
    clean = (tmp_path / CLEAN).read_bytes()
    assert clean.index(b"moov") < clean.index(b"mdat")
    assert packets(clean, "audio") == packets(data, "audio")
    assert len(packets(clean, "video")) == len(packets(data, "video"))
    with av.open(BytesIO(clean), "r") as one, av.open(BytesIO(data), "r") as other:
        shown = [[bytes(frame.planes[0]) for frame in c.decode(video=0)] for c in (one, other)]
    assert shown[0] == shown[1]


def test_what_the_encoder_says_aside_is_not_played(tmp_path):
    data = film(codec="libx264", kind="mp4")
    assert b"x264 - core" in data, "a message in the stream, as dashcams write their place"
    reads(data, tmp_path)
    assert b"x264" not in (tmp_path / CLEAN).read_bytes()


def test_the_track_of_an_action_camera_is_not_played(tmp_path):
    data = film(kind="mp4", track=b"CANARYTRACK")
    assert packets(data, "data") == [b"CANARYTRACK"]
    assert reads(data, tmp_path).refusal == ""
    assert b"CANARY" not in (tmp_path / CLEAN).read_bytes()


def test_the_poster_is_no_black_frame(tmp_path):
    dark = [Image.new("RGB", (64, 48))] * 15
    assert reads(film([*dark, *[red_and_blue()] * 25]), tmp_path).refusal == ""
    assert colours(tmp_path / MASTER, (0.1, 0.5), (0.9, 0.5)) == ["red", "blue"]


def test_the_check_sees_the_whole_film_even_without_key_frames(tmp_path):
    parts = [Image.new("RGB", (64, 48), "blue" if part % 2 else "red") for part in range(9)]
    data = film(
        [part for part in parts for _ in range(40)],
        options={"x264-params": "keyint=1000:scenecut=0"},
    )
    assert reads(data, tmp_path).check_type == "image/jpeg"
    centres = [((x + 0.5) / 3, (y + 0.5) / 3) for y in range(3) for x in range(3)]
    assert colours(tmp_path / CHECK, *centres) == ["red", "blue"] * 4 + ["red"]


def test_a_film_of_one_picture_is_a_film(tmp_path):
    reading = reads(film([red_and_blue()], sound=False), tmp_path)
    assert (reading.refusal, reading.seconds) == ("", pytest.approx(0.1))


def test_a_film_whose_end_is_missing_is_to_be_sent_again(tmp_path):
    reads(film(kind="mp4"), tmp_path)
    streamed = (tmp_path / CLEAN).read_bytes()
    assert "再传一次" in reads(streamed[:-300], tmp_path).refusal


@pytest.mark.parametrize(("kind", "media_type"), [("ipod", "audio/mp4"), ("mp3", "audio/mpeg")])
def test_a_recording_is_kept_as_it_is_and_heard_as_speech(tmp_path, kind, media_type):
    data = recording(5, kind=kind, tags=ANDROIDS)
    reading = reads(data, tmp_path, "audio")
    assert (reading.media_type, reading.clean_type) == (media_type, media_type)
    assert (reading.check_type, reading.likeness) == ("audio/mpeg", None)
    assert reading.seconds == pytest.approx(5, abs=0.1)
    with av.open(str(tmp_path / CHECK)) as check:
        stream = check.streams.audio[0]
        assert (stream.codec_context.name.rstrip("float"), stream.rate) == ("mp3", 16000)
        assert stream.channels == 1
        heard = sum(frame.samples for frame in check.decode(stream)) / stream.rate
    assert heard == pytest.approx(5, abs=0.3)
    assert (tmp_path / CHECK).stat().st_size < 5 * BIT_RATES[0] / 8 * 1.2


def test_a_recordings_frames_are_all_kept(tmp_path):
    data = recording(5, kind="mp3")
    first = data.index(b"\xff\xfb")
    reads(data + b"TAG" + bytes(125), tmp_path, "audio")
    clean = (tmp_path / CLEAN).read_bytes()
    assert data[first:].startswith(clean)
    assert len(data) - first - len(clean) < 500, "the last one, which a tag follows"


def test_the_waveform_swells_with_the_voice(tmp_path):
    reads(recording(8), tmp_path, "audio")
    with Image.open(tmp_path / MASTER) as drawn:
        assert drawn.size == (1280, 320)
        grey = drawn.convert("L")
    heights = [
        sum(grey.getpixel((x, y)) < 200 for y in range(320))  # type: ignore[operator]
        for x in range(5, 1280, 10)
    ]
    assert min(heights) < 100
    assert 250 < max(heights) < 300


def test_a_recording_of_half_a_day_is_too_long(tmp_path):
    frame = b"\xff\xe3\x18\xc0" + bytes(68)  # 72 ms of silence
    assert "太长" in reads(frame * 205_000, tmp_path, "audio").refusal


@pytest.mark.parametrize(
    ("minutes", "rate"), [(1, 24_000), (50, 24_000), (60, 16_000), (75, 16_000), (90, 0)]
)
def test_what_is_too_long_for_the_check_has_none(minutes, rate):
    assert speech_rate(minutes * 60) == rate
    assert minutes * 60 * rate / 8 < CHECK_BYTES
