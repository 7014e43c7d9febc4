"""Import uploads: the tickets with which a browser sends the files of an import."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from models.archive.imports import Import, ImportItem, ImportState, ItemState
from models.archive.photos import Upload, UploadState
from models.people.accounts import Account
from service.archive import import_previews, imports, uploads
from service.archive.import_items import medium_of
from service.archive.uploads import FileDraft, UploadDraft
from service.foundation import clock
from service.foundation.database import transaction
from service.foundation.drafts import Draft
from service.people import families
from service.trust import audit

STILL_GOOD = timedelta(minutes=2)
"""A ticket with less time left is not handed out again: its file would not be through."""


class TicketsDraft(Draft):
    """The files that this browser has and is about to send."""

    item_ids: Annotated[list[UUID], Meta(min_length=1, max_length=uploads.MOST_FILES)]


@dataclass(frozen=True)
class Turn:
    """An item whose turn it is: with a ticket; or without, because there is nothing to send now."""

    item: ImportItem
    ticket: Upload | None


async def tickets(account: Account, import_id: UUID, draft: TicketsDraft) -> list[Turn]:
    """Tickets for items that have not come yet; the same ones while they live, to every tab.

    What the family has got meanwhile, or has no more room for, is skipped instead.
    """
    async with transaction():
        importing = await imports.one_of(account, import_id)
        await families.lock(importing.family_id)  # before the import: others need the room, too
        importing = await imports.locked(account, import_id, ImportState.RUNNING)
        listed = ImportItem.filter(importing_id=import_id, id__in=draft.item_ids).order_by("id")
        items = await listed.select_for_update()
        await _skip_known(account, importing, items)
        held = await _held(items)
        wanted = [item for item in items if _lacks_ticket(item, held)]
        issued = await _issue(account, importing, await _fitting(account, importing, wanted))
        await imports.finish(importing)
    return [Turn(item, issued.get(item.id) or _living(item, held)) for item in items]


async def _skip_known(account: Account, importing: Import, items: list[ImportItem]) -> None:
    hashes = await import_previews.known(account, importing, [item.id for item in items])
    waiting = [item for item in items if item.state is ItemState.FOUND]
    await _skip([item for item in waiting if item.sha256 in hashes], "duplicate")


async def _held(items: list[ImportItem]) -> dict[UUID, Upload]:
    """The tickets that were given for these before."""
    ids = [item.upload_id for item in items if item.upload_id]
    return {upload.id: upload for upload in await Upload.filter(id__in=ids)}


def _lacks_ticket(item: ImportItem, held: dict[UUID, Upload]) -> bool:
    """One that may still be under way, or has come, is not sent a second time."""
    if item.state is not ItemState.FOUND:
        return False
    upload = held.get(item.upload_id) if item.upload_id else None
    return upload is None or upload.state is UploadState.EXPIRED


def _living(item: ImportItem, held: dict[UUID, Upload]) -> Upload | None:
    upload = held.get(item.upload_id) if item.upload_id else None
    if item.state is not ItemState.FOUND or upload is None:
        return None
    lives = upload.state is UploadState.ISSUED and upload.expires_at > clock.now() + STILL_GOOD
    return upload if lives else None


async def _fitting(
    account: Account, importing: Import, wanted: list[ImportItem]
) -> list[ImportItem]:
    """Those that the family has room for, in their order; the others are skipped."""
    room, fitting = await import_previews.room(account, importing), []
    for item in wanted:
        if item.bytes <= room:
            room -= item.bytes
            fitting.append(item)
    await _skip([item for item in wanted if item not in fitting], "quota")
    return fitting


async def _issue(
    account: Account, importing: Import, items: list[ImportItem]
) -> dict[UUID, Upload]:
    if not items:
        return {}
    files = [
        FileDraft(item.path.rpartition("/")[2][-200:], item.bytes, medium)
        for item in items
        if (medium := medium_of(item.path))
    ]
    issued = await uploads.issue(account, UploadDraft(importing.family_id, files))
    for item, upload in zip(items, issued, strict=True):
        item.upload_id = upload.id
        await item.save(update_fields=["upload_id"])
    await audit.record(account, "import.uploading", importing)
    return {item.id: upload for item, upload in zip(items, issued, strict=True)}


async def _skip(items: list[ImportItem], reason: str) -> None:
    for item in items:
        item.state, item.reason = ItemState.SKIPPED, reason
        await item.save(update_fields=["state", "reason"])
