"""The covering process: one master in the sandbox, and its copy with stickers on it."""

import sys
from pathlib import Path

import msgspec

from service.archive.reading import sandbox
from service.archive.stickers import Area
from service.archive.stickers.drawing import cover


def main(source: str, target: str, areas: str) -> None:
    """Write `source` to `target`, which is to be in the same folder, with the areas covered."""
    sandbox.limit("photo")
    sandbox.confine(Path(target).parent)
    cover(Path(source), Path(target), msgspec.json.decode(areas, type=list[Area]))


if __name__ == "__main__":
    main(*sys.argv[1:])
