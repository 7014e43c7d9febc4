"""Backups: the job that copies each new original into the backup bucket, where there is one."""

from uuid import UUID

from models.archive.photos import Photo, PhotoState
from service.archive import inventory
from service.foundation import jobs, settings
from service.foundation.database import transaction
from service.integrations import adapters


async def ask(photo_id: UUID) -> None:
    """Have a photo backed up, as it becomes READY and as often as it is found whole."""
    if settings.current().kodo_backup_bucket:
        await jobs.later("photos.back_up", photo_id=photo_id)


@jobs.job("photos.back_up")
async def back_up(photo_id: UUID) -> None:
    """Copy the original, unless it is there already.

    Its erasure waits until the copy is made, and then removes both.
    """
    async with transaction():
        await inventory.hold_owners([photo_id], [])
        photo = await Photo.get_or_none(id=photo_id, state=PhotoState.READY)
        if photo:
            await adapters().kodo.back_up(photo.key)
