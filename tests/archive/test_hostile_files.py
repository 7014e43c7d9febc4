"""Hostile files: whatever a file is, it is refused in a kind sentence or leaves clean copies."""

import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import av
import msgspec
import pytest
from PIL import Image

from service.archive.reading import CHECK, CLEAN, MASTER, Reading
from tests.archive.corpus import hostile, sound_files

LONGEST_SENTENCE = 80
PATIENCE = 240


class Case(NamedTuple):
    """What became of one file. `status` is 0, or the signal that ended the reader, negative."""

    name: str
    status: int
    reading: Reading
    copies: dict[str, bytes]


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Case]:
    """The corpus and the good files that it is made of, each read in the sandbox."""
    folder: Path = tmp_path_factory.mktemp("cases")
    files = {**hostile(), **{f"good {name}": file for name, file in sound_files().items()}}
    for place, (medium, data) in enumerate(files.values()):
        case = folder / f"{place:04}"
        (case / "copies").mkdir(parents=True)
        (case / "medium").write_text(medium)
        (case / "original").write_bytes(data)
    command = [sys.executable, "-m", "tests.archive.reading_many", str(folder)]
    subprocess.run(command, check=True, timeout=PATIENCE)
    read = zip(files, sorted(folder.iterdir()), strict=True)
    return {name: _found(name, case) for name, case in read}


def _found(name: str, case: Path) -> Case:
    status, printed = int((case / "status").read_text()), (case / "reading").read_bytes()
    reading = msgspec.json.decode(printed, type=Reading) if status == 0 else Reading("ended")
    written = {"copies", "medium", "original", "status", "reading"}
    assert {path.name for path in case.iterdir()} == written
    copies = {path.name: path.read_bytes() for path in (case / "copies").iterdir()}
    return Case(name, status, reading, copies)


def kept(cases: dict[str, Case]) -> list[Case]:
    return [case for case in cases.values() if not case.reading.refusal]


def test_the_corpus_is_large_and_all_different():
    files = hostile()
    assert len({data for _, data in files.values()}) >= 200
    assert sum(len(data) for _, data in files.values()) < 20_000_000


def test_no_file_ends_its_reader_or_outlasts_its_time(cases):
    assert {case.name: case.status for case in cases.values() if case.status} == {}


def test_what_is_refused_is_refused_in_a_kind_sentence_and_leaves_nothing(cases):
    for case in cases.values():
        if sentence := case.reading.refusal:
            assert re.search("[一-鿿]{4}", sentence), case.name
            assert len(sentence) <= LONGEST_SENTENCE, case.name
            assert case.copies == {}, case.name
            assert case.reading == Reading(refusal=sentence), case.name


def test_good_files_are_read_and_few_hostile_ones_are(cases):
    assert [name for name, case in cases.items() if "good" in name and case.reading.refusal] == []
    assert len(kept(cases)) < len(cases) / 2


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("mov announced as photo", "视频"),
        ("m4a announced as video", "录音"),
        ("mp3 announced as photo", "录音"),
        ("jpeg announced as video", "图片"),
        ("heic announced as audio", "图片"),
        ("mov announced as audio", "视频"),
        ("empty video", "空"),
        ("png of 30000 by 30000", "尺寸"),
        ("mov that lasts for ever", "太长"),
        ("pdf as photo", "不是照片"),
    ],
)
def test_a_refusal_says_what_is_the_matter(cases, name, said):
    assert said in cases[name].reading.refusal


def test_every_copy_is_clean_and_opens(cases):
    for case in kept(cases):
        reading, copies = case.reading, case.copies
        assert reading.sha256 and reading.sm3 and reading.media_type, case.name
        made = {MASTER: True, CLEAN: reading.clean_type, CHECK: reading.check_type}
        assert set(copies) == {name for name, type_ in made.items() if type_}, case.name
        for copy in copies.values():
            assert b"CANARY" not in copy, case.name
            assert copy[:3] != b"ID3" and copy[-128:-125] != b"TAG", case.name
        _look_at(copies[MASTER], case.name)
        if reading.check_type == "image/jpeg":
            _look_at(copies[CHECK], case.name)
        if reading.clean_type:
            _play(copies[CLEAN], case.name)


def _look_at(jpeg: bytes, name: str) -> None:
    with Image.open(BytesIO(jpeg), formats=["JPEG"]) as picture:
        picture.load()
        assert max(picture.size) <= 2560, name
        assert not picture.getexif(), name
        assert not {"comment", "exif", "icc_profile", "xmp"} & picture.info.keys(), name
        assert jpeg.endswith(b"\xff\xd9"), name


def _play(copy: bytes, name: str) -> None:
    with av.open(BytesIO(copy)) as container:
        told = container.metadata.keys() - {"major_brand", "minor_version", "compatible_brands"}
        assert told <= {"encoder"}, name
        assert {stream.type for stream in container.streams} <= {"video", "audio"}, name
        assert not container.chapters(), name
