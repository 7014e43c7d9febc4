"""Tombstones: what was erased, told in a folder outside of the database and of every backup of it.

A database that is restored from a backup has forgotten the erasures that were carried out since;
by their tombstones they are carried out again. One small file each, written and on the disk before
the erasure is committed, holding opaque ids alone.
"""

import asyncio
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

import msgspec

from models.trust.erasures import ErasedKind, Erasure
from service.foundation import clock, settings

Subject = tuple[ErasedKind, UUID]


class Tombstone(msgspec.Struct, frozen=True, kw_only=True):
    """An erasure as it was carried out. `subjects` are what went, an account's families too, and
    `keys` the objects of all that went with them.
    """

    erasure_id: UUID
    kind: ErasedKind
    subject_id: UUID
    family_id: UUID | None
    asked_by_id: UUID
    asked_at: datetime
    purged_at: datetime
    subjects: list[Subject]
    keys: list[str]


async def keep(erasure: Erasure, subjects: list[Subject], keys: list[str]) -> None:
    """Put up the tombstone of an erasure, or add to that of one whose rows are gone already; on the
    disk when this returns.

    The caller's transaction holds the erasure and commits after it. Raises OSError where the folder
    cannot be written: then nothing may be erased.
    """
    await asyncio.to_thread(_keep, erasure, subjects, keys)


async def take_away(erasure_id: UUID) -> None:
    """What was called off leaves no tombstone, not even that of a purge that was rolled back."""
    await asyncio.to_thread(_path(erasure_id).unlink, missing_ok=True)


async def subjects_of(erasure_id: UUID) -> list[Subject]:
    """What has gone with an erasure, as its tombstone tells it; nothing where there is none."""
    path = _path(erasure_id)
    return (await asyncio.to_thread(read, path)).subjects if path.exists() else []


def all_of(folder: Path) -> Iterator[tuple[UUID, Path]]:
    """Every tombstone of a folder with its erasure's id, unread."""
    for path in folder.glob("*/*.json"):
        yield UUID(path.stem), path


def read(path: Path) -> Tombstone:
    """One tombstone; msgspec.DecodeError where it is none."""
    return msgspec.json.decode(path.read_bytes(), type=Tombstone)


def _keep(erasure: Erasure, subjects: list[Subject], keys: list[str]) -> None:
    path = _path(erasure.id)
    if erasure.purged_at and path.exists():
        before = read(path)
        subjects, keys = before.subjects + subjects, before.keys + keys
    told = Tombstone(
        erasure_id=erasure.id,
        kind=erasure.kind,
        subject_id=erasure.subject_id,
        family_id=erasure.family_id,
        asked_by_id=erasure.asked_by_id,
        asked_at=erasure.created_at,
        purged_at=erasure.purged_at or clock.now(),
        subjects=list(dict.fromkeys(subjects)),
        keys=list(dict.fromkeys(keys)),
    )
    _write(path, msgspec.json.encode(told))


def _path(erasure_id: UUID) -> Path:
    """In one folder with those that were asked for in the same five hours (RFC 9562, version 7)."""
    return settings.current().tombstones / erasure_id.hex[:6] / f"{erasure_id}.json"


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    for folder in (path.parent, path.parents[1], path.parents[2]):
        _sync(folder)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
