"""The parts of multipart uploads: on disk until completed, aborted or seven days old."""

import shutil
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from service.emulators.kodo.files import read_chunks, sync_folder
from service.emulators.kodo.incoming import Content, Incoming

LIFETIME_SECONDS = 7 * 86_400


class Piece(NamedTuple):
    """A file, or its first `length` bytes, that becomes a stretch of an object."""

    path: Path
    length: int


class Staging:
    """A folder per upload; what was acknowledged survives a restart."""

    def __init__(self, root: Path) -> None:
        self._root = root
        root.mkdir(parents=True, exist_ok=True)

    def open(self, name: str) -> str:
        """Begin an upload of that name; return its id."""
        upload_id = uuid4().hex
        folder = self._root / upload_id
        folder.mkdir()
        (folder / "name").write_text(name)
        return upload_id

    def find(self, upload_id: str, name: str, now: float) -> Path | None:
        """The folder of a live upload of that name, None when there is none."""
        # The id comes from the wire: only letters and digits can name a folder of ours.
        folder = self._root / (upload_id if upload_id.isalnum() else "-")
        if not folder.is_dir() or (folder / "name").read_text() != name:
            return None
        if now > folder.stat().st_mtime + LIFETIME_SECONDS:
            return None
        return folder

    def drop(self, folder: Path) -> None:
        """Forget an upload and its bytes."""
        shutil.rmtree(folder, ignore_errors=True)

    def sweep(self, now: float) -> None:
        """Drop the uploads nobody completed in time."""
        for folder in self._root.iterdir():
            if now > folder.stat().st_mtime + LIFETIME_SECONDS:
                self.drop(folder)


def keep(content: Content, target: Path) -> None:
    """Move sealed bytes to where they wait as a part."""
    content.path.replace(target)
    sync_folder(target.parent)


async def assemble(pieces: list[Piece], incoming: Incoming) -> Content:
    """Stream the pieces into one file and seal it."""
    for path, length in pieces:
        with path.open("rb") as file:
            async for chunk in read_chunks(file, length):
                await incoming.write(chunk)
    return await incoming.seal()
