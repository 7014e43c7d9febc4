"""The sandbox: what a file that has taken over its reader could do."""

import os
import subprocess
import sys

import pytest

from service.archive import readers
from service.archive.readers import Reader, ReaderEnded
from service.archive.reading import MASTER
from tests.faults.small_disk import small_disk
from tests.world import a_photo

CONFINED = """
import os, socket, sys
from pathlib import Path
from service.archive.reading import sandbox
inside, outside, port = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
sandbox.limit("photo")
if not sandbox.confine(inside):
    print("no Landlock")
    sys.exit()

def refused(act):
    try:
        act()
    except PermissionError:
        return True

(inside / "copy").write_bytes(b"clean")
(inside / "copy").write_bytes(b"cleaner")
(inside / "copy").unlink()
print(refused(lambda: (outside / "new").write_bytes(b"x")),
      refused(lambda: (outside / "there").open("r+b")),
      refused(lambda: (outside / "there").unlink()),
      refused(lambda: (outside / "folder").mkdir()),
      refused(lambda: os.truncate(outside / "there", 0)),
      refused(lambda: socket.create_connection(("127.0.0.1", port), 2)),
      refused(lambda: Path(f"/proc/{os.getppid()}/environ").read_bytes()),
      refused(lambda: os.kill(os.getppid(), 0)))
"""
READ_THEN_WRITTEN = """
import sys
from pathlib import Path
from service.archive.reading import __main__, sandbox
folder = Path(sys.argv[1])
folder.mkdir()
(folder / "original").write_bytes(b"")
__main__.main("photo", str(folder / "original"), str(folder))
sys.stdout.flush()
try:
    (Path(sys.argv[2]) / "outside").write_bytes(b"x")
    print("\\nwritten" if sandbox.confine(folder) else "\\nno Landlock")
except PermissionError:
    print("\\nrefused")
"""
LIMITED = """
import resource
from service.archive.reading import sandbox
sandbox.limit({medium!r})
print(*(resource.getrlimit(getattr(resource, "RLIMIT_" + name))[0]
        for name in ("CPU", "AS", "FSIZE", "CORE")))
"""


def run(script: str, *arguments: object) -> str:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return ended.stdout.strip()


def test_a_reader_writes_into_its_folder_alone_and_reaches_nobody(tmp_path, unused_tcp_port):
    inside, outside = tmp_path / "copies", tmp_path / "other"
    inside.mkdir()
    outside.mkdir()
    (outside / "there").write_bytes(b"original")
    said = run(CONFINED, inside, outside, unused_tcp_port)
    if said == "no Landlock":
        pytest.skip("this kernel has no Landlock")
    assert said == " ".join(["True"] * 8)
    assert (outside / "there").read_bytes() == b"original"


def test_the_reading_process_confines_itself(tmp_path):
    said = run(READ_THEN_WRITTEN, tmp_path / "copies", tmp_path).splitlines()[-1]
    if said == "no Landlock":
        pytest.skip("this kernel has no Landlock")
    assert said == "refused"


@pytest.mark.parametrize(("medium", "seconds"), [("photo", 30), ("video", 120), ("audio", 120)])
def test_a_reader_has_limits_and_leaves_no_core(medium, seconds):
    limits = run(LIMITED.format(medium=medium))
    assert limits == f"{seconds} {3 << 30} {600 << 20} 0"


async def test_a_reader_inherits_no_secret(monkeypatch, tmp_path):
    """The interpreter is one that writes down what it was given."""
    monkeypatch.setenv("JIADANG_SECRET", "CANARY")
    witness = tmp_path / "python"
    witness.write_text(f"#!/bin/sh\n/usr/bin/env > {tmp_path}/environment\nexit 1\n")
    witness.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(witness))
    with pytest.raises(ReaderEnded):
        await Reader().read("photo", tmp_path / "original", tmp_path)
    given = (tmp_path / "environment").read_text()
    assert "PYTHONPATH=" in given and "CANARY" not in given


async def test_a_server_reads_many_files_and_is_not_kept_for_ever(monkeypatch, tmp_path):
    monkeypatch.setattr(readers, "FILES_EACH", 2)
    (tmp_path / "photo").write_bytes(a_photo())
    (tmp_path / "letter").write_text("Dear Alice")
    reader, servers = Reader(), []
    for name, fine in (("photo", True), ("letter", False), ("photo", True)):
        reading = await reader.read("photo", tmp_path / name, tmp_path)
        assert (reading.refusal == "", (tmp_path / MASTER).exists()) == (fine, fine)
        assert reader._process
        servers.append(reader._process.pid)
    await reader.end()
    assert servers[0] == servers[1] != servers[2]


async def test_a_file_that_its_reader_dies_of_is_refused_and_the_next_one_read(
    monkeypatch, tmp_path
):
    """Reading a named pipe that nobody writes to takes for ever."""
    monkeypatch.setattr(readers, "READING_TIMEOUT", 1)
    os.mkfifo(tmp_path / "endless")
    (tmp_path / "photo").write_bytes(a_photo())
    reader = Reader()
    assert (await reader.read("photo", tmp_path / "endless", tmp_path)).refusal
    assert (await reader.read("photo", tmp_path / "photo", tmp_path)).width
    await reader.end()


async def test_a_full_disk_says_nothing_about_the_file(tmp_path):
    reader, photo = Reader(), tmp_path / "disk/photo"
    with small_disk(tmp_path / "disk") as disk:
        if disk.refused:
            pytest.skip(f"no disk of our own: {disk.refused}")
        photo.write_bytes(a_photo())
        with disk.full(), pytest.raises(ReaderEnded):
            await reader.read("photo", photo, disk.folder)
        assert (await reader.read("photo", photo, disk.folder)).width
    await reader.end()
