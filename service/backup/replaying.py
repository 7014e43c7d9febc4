"""Replaying: the erasures that a restored database has forgotten, carried out once more."""

from pathlib import Path
from uuid import UUID

import msgspec

from models.trust.erasures import ErasedKind, Erasure
from service.archive import trash
from service.backup.folders import BackupError
from service.foundation import clock, settings
from service.foundation.database import query, transaction
from service.trust import erasures, purges, tombstones
from service.trust.tombstones import Tombstone

_STAYING = """
update photos set deleted_at = null, discard_id = null
where discard_id = $1 and key <> all($2::text[])
"""
_GOING = """
update photos set deleted_at = $3, discard_id = $1 where key = any($2::text[])
"""


async def replay() -> list[UUID]:
    """Erase again, rows and objects, whatever a tombstone tells of and the database still has; what
    only waited waits anew.

    Returns which erasures these were; safe to be killed and to be repeated.
    """
    done = {erasure.id for erasure in await Erasure.exclude(purged_at=None).only("id")}
    forgotten = []
    for erasure_id, path in tombstones.all_of(settings.current().tombstones):
        if erasure_id not in done:
            await _erase(_read(path))
            forgotten.append(erasure_id)
    for erasure in await Erasure.exclude(purged_at=None).filter(done_at=None).order_by("id"):
        await purges.finish(erasure.id)
    await _put_off()
    return forgotten


async def _put_off() -> None:
    """What waits may have been called off since, and nothing here says so: it has its whole time
    again, in which to call it off once more.
    """
    now = clock.now()
    times = erasures.WAITING | dict.fromkeys(erasures.IN_THE_TRASH, trash.KEPT)
    for kind, time in times.items():
        due = now + time
        await erasures.waiting().filter(kind=kind, due_at__lt=due).update(due_at=due)


def _read(path: Path) -> Tombstone:
    try:
        return tombstones.read(path)
    except msgspec.DecodeError as error:
        raise BackupError(f"{path} 读不懂，无法知道要重新删除什么（{error}）") from error


async def _erase(stone: Tombstone) -> None:
    """Exactly what went then goes now, whoever may belong to whom in what was restored."""
    async with transaction():
        erasure = await _remembered(stone)
        erasure.purged_at = stone.purged_at  # its tombstone is added to, not put up anew
        act = stone.subject_id if stone.kind is ErasedKind.PHOTOS else stone.erasure_id
        await _put_into_one_act(stone, act)
        subjects = [*dict.fromkeys([*stone.subjects, (ErasedKind.PHOTOS, act)])]
        await purges.carry_out(erasure, subjects)


async def _remembered(stone: Tombstone) -> Erasure:
    """The erasure, asked for after the backup or before it."""
    known = await Erasure.filter(id=stone.erasure_id).select_for_update().get_or_none()
    return known or await Erasure.create(
        id=stone.erasure_id,
        kind=stone.kind,
        subject_id=stone.subject_id,
        family_id=stone.family_id,
        asked_by_id=stone.asked_by_id,
        created_at=stone.asked_at,
        due_at=stone.purged_at,
    )


async def _put_into_one_act(stone: Tombstone, act: UUID) -> None:
    """The photos that went, by their objects: an older database knows them as nobody's trash, and
    may know as trash what was restored since.
    """
    await query(_STAYING, act, stone.keys)
    await query(_GOING, act, stone.keys, clock.now())
