"""Verifying: one original read to its end, and put back from a copy where it is broken."""

from enum import StrEnum
from uuid import UUID

import structlog
from tortoise.queryset import QuerySet

from models.archive.findings import Finding, FindingKind
from models.archive.photos import Photo, PhotoState
from service.archive import backups, findings, inventory, renditions
from service.foundation import clock
from service.foundation.database import transaction
from service.integrations import adapters
from service.integrations.errors import VendorRefused, VendorUnavailable
from service.integrations.kodo.exchange import NO_SUCH_KEY
from service.integrations.kodo.hashing import Heard

SPARES = "r/"
"""Where a backup is looked at, before it takes the place of anything."""
BROKEN = (FindingKind.DAMAGED, FindingKind.MISSING)


class Verdict(StrEnum):
    """DAMAGED and MISSING: without a copy that could be put back. AWAY, REFUSED: Kodo did not hand
    the object out, which tells nothing about it. GONE: erased, or in the trash by now.
    """

    WHOLE = "whole"
    REPAIRED = "repaired"
    DAMAGED = "damaged"
    MISSING = "missing"
    AWAY = "away"
    REFUSED = "refused"
    GONE = "gone"


def unheard(size: int) -> None:
    """Nobody listens to how the reading goes on."""


async def verify(photo_id: UUID, heard: Heard = unheard) -> Verdict:
    """Read a photo's original to its end, and mend what is wrong; may run twice and at once."""
    photo = await _standing(photo_id).get_or_none()
    if photo is None:
        return Verdict.GONE
    log = structlog.get_logger("fixity").bind(photo=str(photo_id))
    try:
        return await _verify(photo, heard)
    except VendorUnavailable as away:
        log.warning("not verified", why=str(away))
        return Verdict.AWAY
    except VendorRefused as refused:
        log.error("not handed out", code=refused.code)
        return Verdict.REFUSED


def _standing(photo_id: UUID) -> QuerySet[Photo]:
    """A photo whose original has to be there; what is in the trash is verified once it is back."""
    return Photo.filter(id=photo_id, state=PhotoState.READY, deleted_at=None)


async def _verify(photo: Photo, heard: Heard) -> Verdict:
    condition = await condition_of(photo.key, photo.sha256, heard)
    if condition is Verdict.WHOLE:
        await _keep(photo, "returned")
        await backups.ask(photo.id)
        return condition
    if not await _note(photo, FindingKind(condition.value)):
        return Verdict.GONE
    return Verdict.REPAIRED if await _repair(photo, heard) else condition


async def condition_of(key: str, sha256: str, heard: Heard = unheard) -> Verdict:
    """What an object is, said only once it was seen twice: bytes may be damaged on the way, and a
    cache in between may know less than Kodo. Raises VendorUnavailable, VendorRefused.
    """
    kodo = adapters().kodo
    for _ in range(2):
        until = renditions.deadline(renditions.INSIDE)
        found = await kodo.sha256_of(key, until=until, heard=heard)
        if found == sha256:
            return Verdict.WHOLE
    if found:
        return Verdict.DAMAGED
    if await kodo.stat(key):
        raise VendorUnavailable("kodo", "what is there is not served")
    return Verdict.MISSING


async def _keep(photo: Photo, outcome: str) -> None:
    """Remember that it was whole; what was open about it has come to this outcome."""
    async with transaction():
        await Photo.filter(id=photo.id, sha256=photo.sha256).update(verified_at=clock.now())
        about = Finding.filter(key=photo.key, kind__in=BROKEN, settled_at=None)
        for finding in await about.order_by("id"):
            await findings.settle(finding, outcome)


async def _note(photo: Photo, kind: FindingKind) -> bool:
    """Note what is wrong, unless the photo was removed while it was read."""
    async with transaction():
        await inventory.hold_owners([photo.id], [])
        if not await _standing(photo.id).exists():
            return False
        await findings.note(kind, photo.key, photo.id, photo.bytes, photo.etag)
    return True


async def _repair(photo: Photo, heard: Heard) -> bool:
    """Put back the bytes that were recorded, from whichever copy still has them."""
    alike = Photo.filter(family_id=photo.family_id, sha256=photo.sha256, family_id__isnull=False)
    for twin in await alike.exclude(id=photo.id).order_by("id"):
        if await _put_back(photo, twin.key, heard):
            return True
    spare = f"{SPARES}{photo.id}"
    if not await adapters().kodo.bring_back(photo.key, spare):
        return False
    try:
        return await _put_back(photo, spare, heard)
    finally:
        await adapters().kodo.delete(spare)


async def _put_back(photo: Photo, source: str, heard: Heard) -> bool:
    """Copy from an object that is proven to be whole, and prove the copy.

    Nobody is erased, and nothing is put into the trash, while the object comes back.
    """
    if await condition_of(source, photo.sha256, heard) is not Verdict.WHOLE:
        return False
    async with transaction():
        await inventory.hold_owners([photo.id], [])
        if await _standing(photo.id).select_for_update().get_or_none() is None:
            return False
        await _copy(source, photo.key)
    whole = await condition_of(photo.key, photo.sha256, heard) is Verdict.WHOLE
    if whole:
        await _keep(photo, "repaired")
    return whole


async def _copy(source: str, target: str) -> None:
    """A source that was removed meanwhile is no copy any more, and no failure."""
    try:
        await adapters().kodo.copy(source, target, force=True)
    except VendorRefused as refused:
        if refused.code != NO_SUCH_KEY:
            raise
