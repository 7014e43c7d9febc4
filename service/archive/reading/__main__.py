"""The reading process: one file under limits, its Reading printed as JSON."""

import resource
import sys
from pathlib import Path

import msgspec

from service.archive.reading import MASTER, Reading
from service.archive.reading.pictures import read_picture

MEMORY_BYTES = 3 << 30
CPU_SECONDS = 30


def main(medium: str, source: str, folder: str) -> None:
    """Read `source`, announced as `medium`, and write its copies into `folder`."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
    sys.stdout.buffer.write(msgspec.json.encode(_read(medium, Path(source), Path(folder))))


def _read(medium: str, source: Path, folder: Path) -> Reading:
    if medium == "photo":
        return read_picture(source, folder / MASTER)
    return Reading(refusal="暂时只能收照片")


if __name__ == "__main__":
    main(*sys.argv[1:])
