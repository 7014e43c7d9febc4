"""Clearing a backup's folder of what is named no more: a city's names, and a run that is killed."""

import os
import subprocess
import sys
import tracemalloc
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha1
from pathlib import Path

import msgspec

from service.backup.folders import File, Folder, Kept, Summary
from tests.backup.places import ROOT

MANY = 100_000
LITTLE = 16 << 20
"""Bytes, some eighty a name: in one set they take three times as much."""
CLEAR = """
import sys, msgspec
from pathlib import Path
from service.backup.folders import Folder, Summary
Folder(Path(sys.argv[1])).clear(msgspec.json.decode(sys.argv[2], type=Summary))
"""


def etag_of(number: int) -> str:
    return urlsafe_b64encode(b"\x16" + sha1(b"%d" % number).digest()).decode()


def summary_of(manifest: Path) -> Summary:
    nothing = File("database-20261101T023000000000Z.dump", 0, "")
    listed = File(manifest.name, 0, "")
    return Summary(
        taken_at=datetime.now(UTC),
        database=nothing,
        manifest=listed,
        migrations=[],
        queue="",
        objects=0,
        bytes=0,
        tombstones=0,
        lost=[],
    )


def listing(folder: Path, numbers: Iterable[int]) -> Summary:
    """A backup that names these objects."""
    manifest = folder / "objects-20261101T023000000000Z.jsonl"
    with manifest.open("wb") as file:
        for number in numbers:
            kept = Kept(f"o/{number}", etag_of(number), 1, "image/jpeg")
            file.write(msgspec.json.encode(kept) + b"\n")
    return summary_of(manifest)


def puts(folder: Path, *numbers: int, suffix: str = "") -> set[Path]:
    """Objects that lie there, unfinished or not."""
    paths = {folder / f"{Folder(folder).blob(etag_of(one))}{suffix}" for one in numbers}
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return paths


def left(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def test_of_a_citys_objects_those_go_that_are_named_no_more_and_in_little_memory(tmp_path):
    summary = listing(tmp_path, range(MANY))
    named = puts(tmp_path, *range(500))
    puts(tmp_path, *range(MANY, MANY + 500))
    puts(tmp_path, 1, MANY + 1, suffix=".unfinished")
    theirs = tmp_path / "objects" / "00" / "README.txt"
    theirs.parent.mkdir(exist_ok=True)
    theirs.touch()
    tracemalloc.start()
    gone = Folder(tmp_path).clear(summary)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert gone == 502
    assert left(tmp_path) == {*named, theirs, tmp_path / summary.manifest.name}
    assert most < LITTLE


def test_a_run_that_is_killed_as_it_clears_leaves_nothing_of_its_own(tmp_path):
    """The manifest is a pipe here, so that the run is surely in the middle when it is killed."""
    named = puts(tmp_path, 1, 2)
    manifest = tmp_path / "objects-20261101T023000000000Z.jsonl"
    os.mkfifo(manifest)
    summary = msgspec.json.encode(summary_of(manifest)).decode()
    run = subprocess.Popen([sys.executable, "-c", CLEAR, tmp_path, summary], cwd=ROOT)
    with manifest.open("wb") as pipe:
        one = msgspec.json.encode(Kept("o/1", etag_of(1), 1, "image/jpeg")) + b"\n"
        pipe.write(one * 5000)  # more than the pipe holds: most of it was read
        pipe.flush()
        run.kill()
        run.wait()
    manifest.unlink()
    assert left(tmp_path) == named
