"""Uploads: tickets to put files straight into Kodo, and the three ways they complete.

Kodo's signed callback, the phone's own confirmation and the sweep all end in `complete`, which
believes nobody but Kodo's stat of the object, and makes one photo however often it is called.
"""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from models.archive.photos import Medium, Photo, Upload, UploadState
from models.base import uuid7
from models.people.accounts import Account
from models.people.families import Role
from service.archive import inventory, quotas, trash
from service.foundation import clock, jobs
from service.foundation.database import transaction
from service.foundation.drafts import Draft, text
from service.foundation.errors import Conflict, Invalid, NotFound
from service.integrations import adapters
from service.integrations.kodo import BATCH_LIMIT
from service.integrations.kodo.management import Facts
from service.people import students
from service.trust import access, audit

MOST_FILES = 20
MOST_BYTES = {Medium.PHOTO: 50 << 20, Medium.VIDEO: 500 << 20, Medium.AUDIO: 50 << 20}
MOST_BYTES_OF_AVATAR = 10 << 20
MOST_OWN = 20
"""Pictures of an account's own at a time, with its open tickets and what is in the trash."""
TYPES = {Medium.PHOTO: "image/*", Medium.VIDEO: "video/*", Medium.AUDIO: "audio/*;video/mp4"}
"""What Kodo is to find in the content: some M4A look like films to it. The reading looks closer."""
IN_PARTS_FROM = 8 << 20
"""Above this the phone had better send parts (multipart v2), which survive a bad network."""
PART_BYTES = 4 << 20
"""So that the hash of parts is the same qetag as that of one piece."""
TICKET_LIFE = {
    Medium.PHOTO: timedelta(minutes=15),
    Medium.VIDEO: timedelta(hours=2),
    Medium.AUDIO: timedelta(minutes=30),
}
UNHEARD_AFTER = timedelta(minutes=1)


class FileDraft(Draft):
    """A file on the phone."""

    name: Annotated[str, text(200, description="Its name on the phone.")]
    bytes: Annotated[int, Meta(ge=1, description="Its size: at most 50 MB, of a film 500 MB.")]
    medium: Medium = Medium.PHOTO


class UploadDraft(Draft):
    """The files that a phone is about to send."""

    family_id: UUID
    files: Annotated[list[FileDraft], Meta(min_length=1, max_length=MOST_FILES)]


async def issue(account: Account, draft: UploadDraft) -> list[Upload]:
    """One ticket for each file, in order; who may add to the family's archive may ask."""
    _require_small_enough(draft.files)
    batch_id = uuid7()
    async with transaction():
        if not await students.is_child_of(await access.viewer(account), draft.family_id):
            await access.family_for(account, draft.family_id, Role.CONTRIBUTOR)
        await quotas.require_room(draft.family_id, sum(file.bytes for file in draft.files))
        for file in draft.files:
            await _ticket(account, batch_id, file, draft.family_id)
        await audit.record(account, "upload.issued", batch_id)
    return await batch(account, batch_id)


def _require_small_enough(files: list[FileDraft]) -> None:
    for place, file in enumerate(files):
        most = MOST_BYTES[file.medium]
        if file.bytes > most:
            detail = f"这个文件太大了，最大 {most >> 20} MB"
            raise Invalid.field(f"files[{place}].bytes", "file.too_large", detail)


async def issue_own(account: Account, name: str, size: int) -> Upload:
    """A ticket for a picture of the account's own, which belongs to no family.

    Of those before, it keeps the one that it wears; the others go into the trash.
    """
    batch_id = uuid7()
    async with transaction():
        await _make_room_for_own(account)
        upload = await _ticket(account, batch_id, FileDraft(name, size), None)
        await audit.record(account, "upload.issued", batch_id)
    return upload


async def _make_room_for_own(account: Account) -> None:
    """Discard what is not worn, and refuse more than MOST_OWN; racers wait for each other."""
    held = await Account.select_for_update(no_key=True).get(id=account.id)
    own = Photo.filter(uploader_id=account.id, family_id=None)
    tickets = Upload.filter(account=account, family_id=None, state=UploadState.ISSUED)
    if await own.count() + await tickets.count() >= MOST_OWN:
        raise Conflict("avatar.too_many", "最近换头像换得太多了，过些天再换吧")
    unworn = own.filter(deleted_at=None).exclude(id=held.avatar_id)
    await trash.discard(account, [photo.id for photo in await unworn])


async def _ticket(
    account: Account, batch_id: UUID, file: FileDraft, family_id: UUID | None
) -> Upload:
    upload_id = uuid7()
    folder = f"o/{family_id}" if family_id else f"a/{account.id}"
    return await Upload.create(
        id=upload_id,
        batch_id=batch_id,
        family_id=family_id,
        account=account,
        key=f"{folder}/{upload_id}",
        name=file.name,
        medium=file.medium,
        bytes=file.bytes,
        expires_at=clock.now() + TICKET_LIFE[file.medium],
    )


async def batch(account: Account, batch_id: UUID) -> list[Upload]:
    """The tickets of one request, in their order."""
    return await Upload.filter(batch_id=batch_id, account=account).order_by("id")


async def own(account: Account, upload_id: UUID) -> Upload:
    """A ticket of the account's."""
    upload = await Upload.get_or_none(id=upload_id, account=account)
    if upload is None:
        raise NotFound
    return upload


def token_of(upload: Upload) -> str:
    """The Kodo upload token of a ticket; signed anew each time, for the same deadline."""
    seconds = int((upload.expires_at - clock.now()).total_seconds())
    return adapters().kodo.upload_token(
        upload.key,
        upload_id=str(upload.id),
        max_bytes=upload.bytes,
        seconds=seconds,
        types=TYPES[upload.medium],
    )


def parts_of(upload: Upload) -> int:
    """In how many parts the phone is to send it: 0 for a form upload in one piece."""
    return -(-upload.bytes // PART_BYTES) if upload.bytes > IN_PARTS_FROM else 0


async def confirm(account: Account, upload_id: UUID) -> Photo:
    """The phone says that its upload ended well (a callback may be lost, or still under way)."""
    ticket = await own(account, upload_id)
    photo = await complete(ticket.id)
    if photo is None and not await _may_still_add(ticket):
        raise NotFound
    if photo is None:
        raise Conflict("upload.not_stored", "照片还没有传完，请再试一次")
    return photo


async def complete(upload_id: UUID) -> Photo | None:
    """Make the photo of a stored object, once.

    None while there is no object, and where its uploader no longer adds to the family's archive.
    """
    upload = await Upload.get_or_none(id=upload_id)
    if upload is None:
        return None
    if upload.state is UploadState.COMPLETED:
        return await Photo.get_or_none(upload_id=upload_id)
    found = await adapters().kodo.stat(upload.key)
    if found is None:
        return await Photo.get_or_none(upload_id=upload_id)
    return await _adopt(upload, found)


async def _adopt(seen: Upload, found: Facts) -> Photo | None:
    """Its owners first, in the order in which an erasure takes them, too."""
    async with transaction():
        await inventory.hold_owners([], [seen.key])
        upload = await Upload.filter(id=seen.id).select_for_update().get_or_none()
        if upload is None:  # an erasure was quicker
            return None
        if upload.state is UploadState.COMPLETED:
            return await Photo.get(upload_id=upload.id)
        if not await _may_still_add(upload):
            return None
        upload.state = UploadState.COMPLETED
        await upload.save(update_fields=["state"])
        photo = await Photo.create(
            upload=upload,
            family_id=upload.family_id,
            uploader_id=upload.account_id,
            key=upload.key,
            etag=found["hash"],
            bytes=found["fsize"],
            medium=upload.medium,
            covers_id=upload.covers_id,
        )
        await audit.record(None, "photo.stored", photo)
        turn = jobs.in_turn("photos.read", photo.family_id or photo.uploader_id)
        await jobs.later("photos.read", priority=turn, photo_id=photo.id)
    return photo


@jobs.job("uploads.sweep", cron="* * * * *")
async def sweep() -> None:
    """Look for the objects of all tickets that nobody reported.

    Kodo is asked about many at a time, so that a flood of abandoned tickets holds nobody up.
    """
    heard = clock.now() - UNHEARD_AFTER
    unheard = Upload.filter(state=UploadState.ISSUED, created_at__lt=heard).order_by("id")
    batch = await unheard.limit(BATCH_LIMIT)
    while batch:
        await _look_for(batch)
        batch = await unheard.filter(id__gt=batch[-1].id).limit(BATCH_LIMIT)


async def _look_for(batch: list[Upload]) -> None:
    """Complete what is there, at once; tickets that have expired no longer reserve any room."""
    unused, outcomes = [], await adapters().kodo.stat_many(upload.key for upload in batch)
    for upload, outcome in zip(batch, outcomes, strict=True):
        is_adopted = outcome.facts and await _adopt(upload, outcome.facts)
        if not is_adopted and not outcome.is_for_now:
            unused.append(upload.id)
    issued = Upload.filter(id__in=unused, state=UploadState.ISSUED)
    await issued.filter(expires_at__lt=clock.now()).update(state=UploadState.EXPIRED)


async def expire_tickets_of(account_id: UUID, family_id: UUID) -> None:
    """Let no ticket of a leaver make a photo, in the transaction that ends the membership."""
    issued = Upload.filter(account_id=account_id, family_id=family_id, state=UploadState.ISSUED)
    await issued.update(state=UploadState.EXPIRED)


async def _may_still_add(upload: Upload) -> bool:
    """Whether the ticket's account is still of the family, as a contributor or as its student."""
    if upload.family_id is None:
        return True
    viewer = await access.viewer(await Account.get(id=upload.account_id))
    if upload.family_id in viewer.families(Role.CONTRIBUTOR):
        return True
    return await students.is_child_of(viewer, upload.family_id)
