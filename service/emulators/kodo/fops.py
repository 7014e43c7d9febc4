"""Image operations by their text: which one runs, and where its result is kept."""

import shutil
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import msgspec

from service.emulators.kodo import images, renditions
from service.emulators.kodo.errors import KodoError
from service.emulators.kodo.store import Store, StoredObject

FACTS = {"imageInfo": images.describe, "exif": images.exif, "imageAve": images.average}


class Rendition(NamedTuple):
    """A file ready to send."""

    path: Path
    mime_type: str
    etag: str


def run(store: Store, found: StoredObject, operation: str) -> Rendition:
    """Derive from an object, once: the result is kept until the object's bytes go.

    Raise 400 for an operation or a source Kodo refuses. Works on the calling thread.
    """
    name = sha256(operation.encode()).hexdigest()[:32]
    folder = store.derived_folder(found)
    for kept in folder.glob(f"{name}.*"):
        return _rendition(kept)
    data, extension = derive(store.path(found), operation)
    folder.mkdir(exist_ok=True)
    draft, final = folder / f"draft-{uuid4().hex}", folder / f"{name}.{extension}"
    draft.write_bytes(data)
    draft.replace(final)
    if not store.path(found).exists():
        # Deleted meanwhile: nothing derived may outlive the object.
        shutil.rmtree(folder, ignore_errors=True)
    return _rendition(final)


def derive(source: Path, operation: str) -> tuple[bytes, str]:
    """The result of one operation, or of several joined by `|`, and its file extension."""
    verb = operation.partition("/")[0]
    if verb in FACTS:
        return msgspec.json.encode(FACTS[verb](source)), "json"
    steps = [each.split("/") for each in operation.split("|")]
    if any(step[0] not in renditions.OPERATIONS for step in steps):
        raise KodoError(400, "unsupported operation")
    with images.opened(source) as image:
        return renditions.render(image, steps)


def _rendition(path: Path) -> Rendition:
    return Rendition(path, renditions.MIME_TYPES[path.suffix[1:]], path.stem)
