"""Export packing: the job that streams a bag out of Kodo and back into it.

Never more than some megabytes of it are held, whatever its size. A worker that is killed leaves
nothing that anybody finds: the job is run again, from the start. Two at once make one file.
"""

import asyncio
from datetime import timedelta
from uuid import UUID

from models.archive.exports import Export, ExportState
from models.trust.notices import NoticeKind
from service.archive import exports
from service.archive.bag_contents import (
    FORMAT,
    album,
    filing,
    letters,
    originals,
    people,
    records,
    reporting,
    scope,
)
from service.archive.bag_contents import catalogue as catalogue_of
from service.archive.bag_contents.packing import Packing
from service.archive.bag_contents.scope import Scope
from service.archive.bags import Bag
from service.foundation import clock, jobs
from service.foundation.database import transaction
from service.integrations import adapters
from service.integrations.kodo import Outgoing
from service.trust import access, audit

_bench = asyncio.Semaphore(1)
"""A worker packs one bag at a time: the others wait their turn."""
BUSY = timedelta(seconds=15)
KEPT = timedelta(days=7)
ZIP = "application/zip"
NEARLY = 99
"""Per cent of the work while the file is not there yet."""


class GivenUp(Exception):
    """Nobody wants the bag any more: it was cancelled, or its asker has left."""


@jobs.job("exports.pack")
async def pack(export_id: UUID) -> None:
    """Pack an export that waits; while another one is packed, come again."""
    if _bench.locked():
        await jobs.later("exports.pack", after=BUSY, export_id=export_id)
        return
    async with _bench:
        export = await _begun(export_id)
        if export:
            await _pack(export)


async def _begun(export_id: UUID) -> Export | None:
    """The export, being packed from now on; cancelled instead where its asker may not have it."""
    async with transaction():
        export = await exports.locked(export_id)
        if export is None or export.state not in exports.UNDER_WAY:
            return None
        await export.fetch_related("family", "student", "account")
        if not await _is_wanted(export):
            await exports.give_up(export, None)
            return None
        if export.state is ExportState.WAITING:
            export.state = ExportState.PACKING
            await export.save(update_fields=["state"])
    return export


async def _is_wanted(export: Export) -> bool:
    gone = export.family.erased_at or export.account.erased_at
    if gone or (export.student and export.student.erased_at):
        return False
    had = access.exports_visible_to(await access.viewer(export.account))
    return await had.filter(id=export.id).exists()


async def _pack(export: Export) -> None:
    within = scope.of(export)
    size = await _size(within)
    kodo, key = adapters().kodo, exports.key_of(export)
    out = Outgoing(kodo, key, await kodo.begin(key), size)
    try:
        bag = Bag(exports.name_of(export), out, made=clock.now().astimezone(clock.CHINA))
        with Packing(bag, out, within, _Heard(export, size)) as packing:
            await _fill(packing)
        bag.close(_facts(export))
        await out.finish()
        await _keep(export.id, out, packing)
    except GivenUp:
        await out.abort()
    except BaseException:
        await asyncio.shield(out.abort())
        raise


async def _size(within: Scope) -> int:
    """The bytes of all originals."""
    found: list[int] = await within.photos().values_list("bytes", flat=True)  # type: ignore[assignment]
    return sum(found)


async def _fill(packing: Packing) -> None:
    """Everything, the originals first: what is written of them says which are there."""
    packing.catalogue.add(catalogue_of.head())
    for part in (originals, records, letters, people, filing):
        await part.put(packing)
    await packing.add_bytes("catalogue.csv", packing.catalogue.blocks())
    await album.put(packing)
    await reporting.put(packing)


class _Heard:
    """Keeps an export's progress, in per cent of the bytes, and asks whether to go on."""

    def __init__(self, export: Export, size: int) -> None:
        self._id, self._size, self._done, self._told = export.id, max(size, 1), 0, 0

    async def __call__(self, size: int) -> None:
        self._done += size
        percent = min(NEARLY * self._done // self._size, NEARLY)
        packing = Export.filter(id=self._id, state=ExportState.PACKING)
        if not await packing.exists():
            raise GivenUp
        if percent > self._told:
            self._told = percent
            await packing.filter(progress__lt=percent).update(progress=percent)


def _facts(export: Export) -> dict[str, str]:
    """What the bag says of itself (RFC 8493 §2.2.2)."""
    subject = export.student_id or export.family_id
    return {
        "Source-Organization": "Jiadang 家档",
        "External-Description": exports.name_of(export),
        "External-Identifier": f"urn:uuid:{subject}",
        "Internal-Sender-Identifier": f"urn:uuid:{export.id}",
        "Jiadang-Export-Version": FORMAT,
    }


async def _keep(export_id: UUID, out: Outgoing, packing: Packing) -> None:
    """Make it an object while the export is held: its end comes before, or finds the object."""
    async with transaction():
        export = await exports.locked(export_id)
        if export is None or export.state is not ExportState.PACKING:
            raise GivenUp
        await export.fetch_related("family", "student", "account")
        if not await _is_wanted(export):
            await exports.give_up(export, None)
            await out.abort()
            return
        await out.complete(ZIP)
        now = clock.now()
        export.state, export.progress = ExportState.READY, 100
        export.key, export.bytes, export.sha256 = exports.key_of(export), out.bytes, out.sha256
        export.files, export.ready_at = packing.report.counts["originals"], now
        export.expires_at = now + KEPT
        await export.save()
        await audit.record(None, "export.ready", export)
        await exports.tell(export, NoticeKind.EXPORT_READY)
