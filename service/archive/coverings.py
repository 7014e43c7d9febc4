"""Coverings (遮一下): a copy of a photo of the family with stickers over the faces of others.

The copy is a photo of its own, with its own check, and goes the way of every upload: only that a
job puts the file, drawn on the original's master. The original stays as it was.
"""

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from tortoise.queryset import QuerySet

from models.archive.photos import Medium, Photo, PhotoState, TakenFrom, Upload, UploadState
from models.base import uuid7
from models.people.accounts import Account
from models.people.families import Role
from service.archive import apart, photos, quotas, renditions, uploads
from service.archive.stickers import Area
from service.foundation import clock, jobs
from service.foundation.database import transaction
from service.foundation.drafts import Draft
from service.foundation.errors import Conflict, NotFound
from service.integrations import adapters
from service.trust import access, audit

LIFE = timedelta(hours=1)
"""For so long it is tried; whoever still wants it then asks anew."""
UNDRAWN_AFTER = timedelta(minutes=10)
TIMEOUT = 60
NAME = "遮好的照片.jpg"

Areas = Annotated[list[Area], Meta(min_length=1, max_length=20)]


class CoveringFailed(Exception):
    """The drawing process ended without a picture; the job is tried again."""


class CoveringDraft(Draft):
    """What is to be covered in a photo."""

    areas: Areas


async def cover(account: Account, photo_id: UUID, draft: CoveringDraft) -> Upload:
    """Have a copy with stickers made, as somebody who may add to the family's archive."""
    async with transaction():
        photo = await _coverable(account, photo_id)
        assert photo.family_id
        await quotas.require_room(photo.family_id, photo.bytes)
        ticket_id = uuid7()
        ticket = await Upload.create(
            id=ticket_id,
            family_id=photo.family_id,
            account=account,
            batch_id=uuid7(),
            key=f"o/{photo.family_id}/{ticket_id}",
            name=NAME,
            bytes=photo.bytes,
            expires_at=clock.now() + LIFE,
            covers_id=photo.id,
            areas=msgspec.to_builtins(draft.areas),
        )
        await audit.record(account, "photo.covered", photo)
        await jobs.later("coverings.draw", covering_id=ticket_id)
    return ticket


async def _coverable(account: Account, photo_id: UUID) -> Photo:
    photo = await photos.seen_by(await access.viewer(account), photo_id)
    if photo.family_id is None:  # an avatar is shown as it is
        raise NotFound
    await access.hold(photo.family_id)
    await access.family_for(account, photo.family_id, Role.CONTRIBUTOR)
    if photo.medium is not Medium.PHOTO:
        raise Conflict("photo.not_a_still", "只有照片能遮，视频和录音不行")
    photos.require_ready([photo])
    return photo


async def own(account: Account, covering_id: UUID) -> Upload:
    """A covering that the account asked for."""
    ticket = await Upload.get_or_none(id=covering_id, account=account, areas__isnull=False)
    if ticket is None:
        raise NotFound
    return ticket


async def photo_of(account: Account, ticket: Upload) -> Photo | None:
    """The copy, once it is there and as long as the account sees it."""
    seen = access.photos_visible_to(await access.viewer(account))
    return await seen.get_or_none(upload_id=ticket.id)


@jobs.job("coverings.draw")
async def draw(covering_id: UUID) -> None:
    """Draw the copy and put it, unless the original went meanwhile; then it is an upload."""
    ticket = await _open().get_or_none(id=covering_id)
    there = Photo.filter(state=PhotoState.READY, deleted_at=None)
    original = await there.get_or_none(id=ticket.covers_id) if ticket and ticket.covers_id else None
    if ticket is None or original is None:
        return
    with tempfile.TemporaryDirectory(prefix="jiadang-") as name:
        drawn = await _draw(original, ticket.areas, Path(name))
        await adapters().kodo.put_file(ticket.key, drawn, "image/jpeg")
    await uploads.complete(ticket.id)


def _open() -> QuerySet[Upload]:
    return Upload.filter(state=UploadState.ISSUED, expires_at__gt=clock.now(), areas__isnull=False)


async def _draw(original: Photo, areas: object, folder: Path) -> Path:
    master, target = folder / "master", folder / "covered.jpg"
    until = renditions.deadline(renditions.INSIDE)
    await adapters().kodo.fetch(original.master_key, master, until=until)
    given = str(master), str(target), msgspec.json.encode(areas).decode()
    code, _ = await apart.run("service.archive.stickers", *given, seconds=TIMEOUT)
    if code != 0:
        raise CoveringFailed(code)
    return target


async def inherit_day(photo_id: UUID) -> None:
    """A copy was taken when its original was; in the transaction in which it has been read."""
    copies = Photo.filter(id=photo_id, covers_id__isnull=False, taken_from=TakenFrom.NOBODY)
    copy = await copies.select_related("covers").get_or_none()
    if copy is None or copy.covers is None:
        return
    for name in ("taken", "taken_day", "taken_at", "taken_from"):
        setattr(copy, name, getattr(copy.covers, name))
    await copy.save(update_fields=["taken", "taken_day", "taken_at", "taken_from"])


@jobs.job("coverings.sweep", cron="*/10 * * * *")
async def sweep() -> None:
    """Draw what an outage longer than all retries has left."""
    late = clock.now() - UNDRAWN_AFTER
    for ticket in await _open().filter(created_at__lt=late).limit(500):
        await jobs.later("coverings.draw", covering_id=ticket.id)
