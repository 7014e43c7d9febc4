"""A disk of our own in memory that can be filled to the last byte, and given room again."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOM = "4g"


class SmallDisk:
    """A tmpfs. `refused` says why there is none, where this machine permits no mount."""

    def __init__(self, folder: Path, refused: str) -> None:
        self.folder = folder
        self.refused = refused

    @contextmanager
    def full(self) -> Iterator[None]:
        """No byte more goes in meanwhile; what is there may still be overwritten."""
        used = subprocess.check_output(["df", "--output=used", "-k", self.folder], text=True)
        _mount("-o", f"remount,size={used.split()[1]}k", str(self.folder))
        try:
            yield
        finally:
            _mount("-o", f"remount,size={ROOM}", str(self.folder))


@contextmanager
def small_disk(folder: Path) -> Iterator[SmallDisk]:
    """Mount one on `folder`, for as long as the block lasts."""
    folder.mkdir()
    refused = _mount("-t", "tmpfs", "-o", f"size={ROOM},mode=700", "tmpfs", str(folder))
    try:
        yield SmallDisk(folder, refused)
    finally:
        if not refused:
            subprocess.run(["umount", "--lazy", folder], check=True)


def _mount(*arguments: str) -> str:
    """mount(8); what it says where it may not."""
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    return done.stderr if done.returncode else ""
