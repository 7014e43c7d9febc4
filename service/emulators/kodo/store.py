"""The objects on disk: bytes and metadata that appear, change and vanish together.

The bytes lie in `blobs/`, each under a name of its own, never rewritten. An object exists when its
metadata file in `objects/` does, and that file names its blob: renaming it into place is the only
commit, so a process killed at any moment leaves the old object or the new one. Keys never reach
the file system, only their sha256 does.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import Literal
from uuid import uuid4

import msgspec

from service.emulators.kodo.errors import file_exists, invalid_argument, no_such_key
from service.emulators.kodo.files import sync_folder
from service.emulators.kodo.incoming import Content, Incoming

KEY_BYTES = 750


class StoredObject(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is known of one object: `put_time` in 100 ns, `expiration` in unix s (0: never)."""

    key: str
    blob: str
    fsize: int
    hash: str
    md5: str
    mime_type: str
    put_time: int
    type: int = 0
    status: int = 0
    end_user: str = ""
    fname: str = ""
    metadata: dict[str, str] = {}
    expiration: int = 0


def describe(
    content: Content, *, key: str, mime_type: str, now: float, **more: object
) -> StoredObject:
    """The object this content becomes when it is put now."""
    found = StoredObject(
        key=key,
        blob=uuid4().hex,
        fsize=content.fsize,
        hash=content.hash,
        md5=content.md5,
        mime_type=mime_type,
        put_time=int(now * 10_000_000),
    )
    return msgspec.structs.replace(found, **more)


class Store:
    """One bucket's objects under `root`, owned by one process and safe for its threads."""

    def __init__(self, root: Path, now: Callable[[], float]) -> None:
        self._now = now
        self._lock = RLock()
        self._incoming, self._blobs = root / "incoming", root / "blobs"
        self._objects, self._derived = root / "objects", root / "derived"
        shutil.rmtree(self._incoming, ignore_errors=True)
        for folder in (self._incoming, self._blobs, self._objects, self._derived):
            folder.mkdir(parents=True, exist_ok=True)
        self._index = {found.key: found for found in self._read_all()}
        self._sweep()

    @contextmanager
    def incoming(self) -> Iterator[Incoming]:
        """A file to stream into; it is dropped at the end unless it was put."""
        path = self._incoming / uuid4().hex
        with Incoming(path) as incoming:
            yield incoming

    def get(self, key: str) -> StoredObject:
        """The object of that key; raise 612."""
        found = self._index.get(key)
        if found is None or self._is_expired(found):
            raise no_such_key()
        return found

    def exists(self, key: str) -> bool:
        """Whether an object of that key can be seen now."""
        found = self._index.get(key)
        return found is not None and not self._is_expired(found)

    def objects(self) -> list[StoredObject]:
        """All visible objects, in the order of their keys."""
        visible = (each for each in self._index.copy().values() if not self._is_expired(each))
        return sorted(visible, key=lambda each: each.key)

    def path(self, found: StoredObject) -> Path:
        """Where the object's bytes are."""
        return self._blobs / found.blob

    def derived_folder(self, found: StoredObject) -> Path:
        """Where renditions of exactly these bytes may be kept; it goes when they go."""
        return self._derived / found.blob

    def put(
        self, content: Content, found: StoredObject, *, taken: Literal["refuse", "replace"]
    ) -> StoredObject:
        """Make the sealed content visible under `found.key`.

        With "refuse", a taken key raises 614 unless it holds the same content: then that object
        is returned, as Kodo treats a repeated upload.
        """
        check_key(found.key)
        with self._lock:
            if taken == "refuse" and self.exists(found.key):
                present = self.get(found.key)
                if present.hash != content.hash:
                    raise file_exists()
                return present
            content.path.replace(self.path(found))
            sync_folder(self._blobs)
            self._commit(found)
            return found

    def copy(self, source: str, target: str, *, force: bool, into: "Store | None" = None) -> None:
        """Give the object a second key, `into` another bucket or here, with a blob of its own.

        Raise 612 or 614.
        """
        check_key(target)
        other = into or self
        with other._lock:
            found = self.get(source)
            if other.exists(target) and not force:
                raise file_exists()
            if other is self and source == target:
                return
            twin = msgspec.structs.replace(found, key=target, blob=uuid4().hex)
            self._link(found, other.path(twin))
            sync_folder(other._blobs)
            other._commit(twin)

    def _link(self, found: StoredObject, path: Path) -> None:
        try:
            os.link(self.path(found), path)
        except FileNotFoundError as error:  # the lock of another bucket keeps nobody from removing
            raise no_such_key() from error

    def move(self, source: str, target: str, *, force: bool, into: "Store | None" = None) -> None:
        """Rename the object; a crash half-way leaves it under both keys, never under none.

        The lock of the one bucket is never waited for while that of another one is held.
        """
        with self._lock if into in {None, self} else nullcontext():
            self.copy(source, target, force=force, into=into)
            if source != target or into not in {None, self}:
                self.delete(source)

    def change(self, key: str, **fields: object) -> None:
        """Change metadata of an object; raise 612."""
        with self._lock:
            self._commit(msgspec.structs.replace(self.get(key), **fields))

    def delete(self, key: str) -> None:
        """Remove the object, its bytes and everything derived from them; raise 612."""
        with self._lock:
            found = self.get(key)
            self._metadata_path(key).unlink()
            sync_folder(self._objects)
            del self._index[key]
            self._drop_blob(found.blob)

    def _commit(self, found: StoredObject) -> None:
        final = self._metadata_path(found.key)
        draft = final.with_suffix(".draft")
        with draft.open("wb") as file:
            file.write(msgspec.json.encode(found))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(final)
        sync_folder(self._objects)
        replaced = self._index.get(found.key)
        self._index[found.key] = found
        if replaced is not None and replaced.blob != found.blob:
            self._drop_blob(replaced.blob)

    def _drop_blob(self, blob: str) -> None:
        (self._blobs / blob).unlink(missing_ok=True)
        shutil.rmtree(self._derived / blob, ignore_errors=True)

    def _read_all(self) -> Iterator[StoredObject]:
        for path in self._objects.glob("*.json"):
            yield msgspec.json.decode(path.read_bytes(), type=StoredObject)

    def _sweep(self) -> None:
        """Drop what a killed process left: drafts of metadata and blobs no object names."""
        for draft in self._objects.glob("*.draft"):
            draft.unlink()
        live = {found.blob for found in self._index.values()}
        for folder in (self._blobs, self._derived):
            for path in folder.iterdir():
                if path.name not in live:
                    self._drop_blob(path.name)

    def _metadata_path(self, key: str) -> Path:
        return self._objects / f"{sha256(key.encode()).hexdigest()}.json"

    def _is_expired(self, found: StoredObject) -> bool:
        return 0 < found.expiration <= self._now()


def check_key(key: str) -> None:
    """Raise 400 for a key Kodo would not store: empty, above 750 bytes, NUL or no UTF-8."""
    try:
        length = len(key.encode())
    except UnicodeEncodeError as error:
        raise invalid_argument() from error
    if not 0 < length <= KEY_BYTES or "\0" in key:
        raise invalid_argument()
