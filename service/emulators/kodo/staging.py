"""The parts of multipart uploads: on disk until completed, aborted or seven days old."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import msgspec

from service.emulators.kodo.files import read_chunks, sync_folder
from service.emulators.kodo.incoming import Content, Incoming

LIFETIME_SECONDS = 7 * 86_400


class Piece(NamedTuple):
    """A file, or its first `length` bytes, that becomes a stretch of an object."""

    path: Path
    length: int


class Label(msgspec.Struct, frozen=True):
    """What an upload is for, and until when (unix seconds) it may be continued."""

    name: str
    expire_at: int


class Staging:
    """A folder per upload; what was acknowledged survives a restart."""

    def __init__(self, root: Path, now: Callable[[], float]) -> None:
        self._root, self._now = root, now
        root.mkdir(parents=True, exist_ok=True)
        for folder in root.iterdir():
            if self._label(folder) is None:
                self.drop(folder)

    def open(self, name: str) -> tuple[str, int]:
        """Begin an upload of that name; return its id and when it ends."""
        upload_id = uuid4().hex
        folder = self._root / upload_id
        folder.mkdir()
        label = Label(name, int(self._now()) + LIFETIME_SECONDS)
        (folder / "label.json").write_bytes(msgspec.json.encode(label))
        return upload_id, label.expire_at

    def find(self, upload_id: str, name: str) -> tuple[Path, Label] | None:
        """The folder and label of a live upload of that name."""
        # The id comes from the wire: only letters and digits can name a folder of ours.
        if not upload_id.isalnum():
            return None
        label = self._label(self._root / upload_id)
        return (self._root / upload_id, label) if label and label.name == name else None

    def drop(self, folder: Path) -> None:
        """Forget an upload and its bytes."""
        shutil.rmtree(folder, ignore_errors=True)

    def _label(self, folder: Path) -> Label | None:
        try:
            label = msgspec.json.decode((folder / "label.json").read_bytes(), type=Label)
        except (OSError, msgspec.DecodeError):
            return None
        return label if self._now() <= label.expire_at else None


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
