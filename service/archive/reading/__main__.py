"""The reading process: one file in the sandbox, its Reading printed as JSON."""

import sys
from pathlib import Path

import msgspec

from service.archive.reading import sandbox
from service.archive.reading.media import read


def main(medium: str, source: str, folder: str) -> None:
    """Read `source`, announced as `medium`, and write its copies into `folder`."""
    sandbox.limit(medium)
    sandbox.confine(Path(folder))
    sys.stdout.buffer.write(msgspec.json.encode(read(medium, Path(source), Path(folder))))


if __name__ == "__main__":
    main(*sys.argv[1:])
