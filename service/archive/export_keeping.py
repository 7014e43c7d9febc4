"""Export keeping: a file stays for some days, goes at once when told to, and never lingers."""

from uuid import UUID

from models.archive.exports import Export, ExportState
from service.archive import exports
from service.foundation import clock, jobs
from service.foundation.database import query, transaction
from service.integrations import adapters
from service.trust import audit

MOST = 100
"""So many of a kind a sweep takes up; the next one goes on."""
LET_GO = (ExportState.GONE, ExportState.CANCELLED)
_LEFT = """
select id from exports e where state = any($1) and created_at < now() - interval '15 minutes'
and not exists (select 1 from procrastinate_jobs j where j.task_name = 'exports.pack'
    and j.args ->> 'export_id' = e.id::text and j.status in ('todo', 'doing'))
order by id limit 100
"""


@jobs.job("exports.remove")
async def remove(export_id: UUID) -> None:
    """Remove the file of an export that was let go: first the object, so that the key is there to
    retry.
    """
    async with transaction():
        export = await exports.locked(export_id)
        if export is None or export.state not in LET_GO or not export.key:
            return
        await adapters().kodo.delete(export.key)
        export.key = ""
        await export.save(update_fields=["key"])
        await audit.record(None, "export.removed", export)


@jobs.job("exports.sweep", cron="*/10 * * * *")
async def sweep() -> None:
    """Let go of what has expired, and take up what an outage longer than all retries has left."""
    expired = Export.filter(state=ExportState.READY, expires_at__lte=clock.now())
    for export in await expired.order_by("expires_at").limit(MOST):
        await _expire(export.id)
    for export in await Export.filter(state__in=LET_GO).exclude(key="").limit(MOST):
        await jobs.later("exports.remove", export_id=export.id)
    for row in await query(_LEFT, [state.value for state in exports.UNDER_WAY]):
        await jobs.later("exports.pack", export_id=row["id"])


async def _expire(export_id: UUID) -> None:
    async with transaction():
        export = await exports.locked(export_id)
        if export and export.state is ExportState.READY and not exports.is_there(export):
            await exports.give_up(export, None)
