"""Import captions: the words that lay beside a file become those of its photo, and are checked.

They are said by whoever imports, as if typed: others read them once they passed.
"""

from contextlib import suppress
from uuid import UUID

from models.archive.imports import Import, ImportItem, ItemState
from service.archive import captions
from service.foundation import jobs
from service.foundation.database import transaction
from service.foundation.errors import Refusal


async def later(import_id: UUID) -> None:
    """Have the words handed on once the caller's transaction has ended."""
    await jobs.later("imports.caption", import_id=import_id)


@jobs.job("imports.caption")
async def caption(import_id: UUID) -> None:
    """Hand on the words of what is in the timeline; may run at any time, and any number at once."""
    importing = await Import.get_or_none(id=import_id).select_related("account")
    if importing is None:
        return
    kept = ImportItem.filter(importing_id=import_id, state=ItemState.KEPT).exclude(caption="")
    for item in await kept.order_by("id"):
        async with transaction():
            if item.photo_id:
                with suppress(Refusal):  # it was discarded, or the importer has left
                    await captions.bring_words(importing.account, item.photo_id, item.caption)
            await ImportItem.filter(id=item.id).update(caption="")


@jobs.job("imports.sweep_captions", cron="*/10 * * * *")
async def sweep() -> None:
    """Take up what an outage longer than all retries has left."""
    waiting = ImportItem.filter(state=ItemState.KEPT).exclude(caption="").distinct()
    for import_id in await waiting.values_list("importing_id", flat=True):
        await jobs.again("imports.caption", import_id=import_id)  # type: ignore[arg-type]
