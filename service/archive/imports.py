"""Imports: a folder or a ZIP of old photos on its way into the timeline, from list to report.

First the browser lists what it has found and nothing is written but that list (`import_items`,
looked at by `import_previews`); once started, tickets are asked for (`import_uploads`), and what
has been read goes into entries (`import_keeping`). The list is kept here, so that another tab or
another computer goes on where one has stopped.

Locks: the family before its imports, an import before its items; photos before items.
"""

from typing import Annotated
from uuid import UUID

from models.archive.imports import Import, ImportItem, ImportState, ItemState
from models.archive.photos import Photo, TakenFrom
from models.people.accounts import Account
from models.people.families import Role
from models.trust.consents import Purpose
from models.trust.notices import NoticeKind
from service.archive import import_previews
from service.foundation import clock, dates, jobs
from service.foundation.database import query, transaction
from service.foundation.drafts import Draft, text
from service.foundation.errors import Conflict, Forbidden, NotFound
from service.people import students
from service.trust import access, audit, consents, notices

PAGE = 20
UNDONE = (ItemState.FOUND, ItemState.UPLOADED)


class ImportDraft(Draft):
    """What is about to be imported: into a child's archive, or the family's own."""

    name: Annotated[str, text(200, description="Of the folder or the ZIP.")]
    student_id: UUID | None = None


async def begin(account: Account, family_id: UUID, draft: ImportDraft) -> Import:
    """Begin a list, for whoever may add to this archive; nothing of it is imported yet."""
    async with transaction():
        await access.contributing_to(account, family_id, draft.student_id)
        if draft.student_id:
            await consents.require(Purpose.ARCHIVE, family_id, draft.student_id)
        importing = await Import.create(
            family_id=family_id,
            student_id=draft.student_id,
            account_id=account.id,
            name=draft.name,
        )
        await audit.record(account, "import.opened", importing)
    return importing


async def of_family(account: Account, family_id: UUID, *, after: UUID | None) -> list[Import]:
    """A page of the account's own imports into a family, latest first.

    `after` is the last one of the page before. Returns at most PAGE + 1 imports: the last one only
    says that there is more.
    """
    if not await students.is_child_of(await access.viewer(account), family_id):
        await access.family_for(account, family_id, Role.CONTRIBUTOR)
    own = Import.filter(family_id=family_id, account_id=account.id)
    if after:
        own = own.filter(id__lt=after)
    return await own.order_by("-id").limit(PAGE + 1)


async def one_of(account: Account, import_id: UUID) -> Import:
    """An import of the account's own, while it may still add to that archive."""
    importing = await Import.get_or_none(id=import_id, account_id=account.id)
    if importing is None:
        raise NotFound
    try:
        await access.contributing_to(account, importing.family_id, importing.student_id)
    except Forbidden as refusal:
        raise NotFound from refusal
    return importing


async def locked(account: Account, import_id: UUID, *states: ImportState) -> Import:
    """The same, locked in the caller's transaction, and Conflict unless in one of these states."""
    await one_of(account, import_id)
    importing = await Import.filter(id=import_id).select_for_update(no_key=True).get_or_none()
    if importing is None:
        raise NotFound
    if importing.state not in states:
        raise Conflict(*_NOT_NOW[importing.state])
    return importing


_NOT_NOW = {
    ImportState.PREVIEW: ("import.not_started", "还没有开始导入"),
    ImportState.RUNNING: ("import.started", "已经开始导入了，不能再改"),
    ImportState.DONE: ("import.done", "这一批已经导入完了"),
    ImportState.CANCELLED: ("import.cancelled", "这一批已经取消了"),
}


async def start(account: Account, import_id: UUID) -> Import:
    """Go: what the preview would skip is skipped now, the rest waits for its files. Again is fine.

    Raises Conflict for an empty list and for an import that was cancelled.
    """
    async with transaction():
        every = [one for one in ImportState if one is not ImportState.CANCELLED]
        importing = await locked(account, import_id, *every)
        if importing.state is not ImportState.PREVIEW:
            return importing
        if not await ImportItem.exists(importing_id=import_id):
            raise Conflict("import.empty", "还没有选任何文件")
        await import_previews.settle(account, importing)
        importing.state = ImportState.RUNNING
        await importing.save(update_fields=["state"])
        await audit.record(account, "import.started", importing)
        await finish(importing)
    return importing


async def cancel(account: Account, import_id: UUID) -> Import:
    """Give up: what is in the timeline stays, what is not here yet is forgotten. Again is fine."""
    async with transaction():
        importing = await locked(account, import_id, *ImportState)
        if importing.state in {ImportState.PREVIEW, ImportState.RUNNING}:
            await _cancel(importing)
            await audit.record(account, "import.cancelled", importing)
    return importing


async def give_up_of(account_id: UUID, family_id: UUID) -> None:
    """Cancel a leaver's imports, in the transaction that ends the membership."""
    own = Import.filter(account_id=account_id, family_id=family_id)
    under_way = own.filter(state__in=[ImportState.PREVIEW, ImportState.RUNNING]).order_by("id")
    for importing in await under_way.select_for_update(no_key=True):
        await _cancel(importing)


_FORGET = """
delete from import_items i where i.importing_id = $1 and i.state in ('found', 'skipped')
and not exists (select 1 from photos p where p.upload_id = i.upload_id)
"""


async def _cancel(importing: Import) -> None:
    importing.state = ImportState.CANCELLED
    await importing.save(update_fields=["state"])
    await query(_FORGET, importing.id)


async def finish(importing: Import) -> None:
    """A locked import that has nothing left to do is done, and its account is told, once."""
    if importing.state is not ImportState.RUNNING:
        return
    if await ImportItem.exists(importing_id=importing.id, state__in=UNDONE):
        return
    importing.state, importing.done_at = ImportState.DONE, clock.now()
    await importing.save(update_fields=["state", "done_at"])
    await audit.record(None, "import.done", importing)
    told = [importing.account_id]
    await notices.tell(told, NoticeKind.IMPORT_DONE, importing.id, importing.family_id)


_BETTER = """
p.taken_day <= $2 and (i.taken_from in ('', 'camera', 'file_name')
    or i.taken_from = 'sidecar' and p.taken_from = 'camera')
"""
_READ = f"""
update import_items i set photo_id = p.id,
    state = case when p.state = 'ready' and p.duplicate_of_id is null
        then 'uploaded' else 'skipped' end,
    reason = case when p.state <> 'ready' then 'unreadable'
        when p.duplicate_of_id is not null then 'duplicate' else '' end,
    taken = case when {_BETTER} then p.taken else i.taken end,
    taken_from = case when {_BETTER} then p.taken_from else i.taken_from end
from photos p where p.id = $1 and p.upload_id = i.upload_id and i.state = 'found'
returning i.importing_id, i.taken, i.taken_from
"""  # noqa: S608
"""A person's day stands; else that of the original, read here; else what the browser has said.

What a note says stands against the day in a file's name.
"""


async def photo_read(photo_id: UUID) -> None:
    """The item of a photo that has just been read goes on, in the reading's transaction."""
    for row in await query(_READ, photo_id, clock.today()):
        if row["taken_from"] == TakenFrom.SIDECAR:
            await _date_by_note(photo_id, row["taken"])
        await jobs.later("imports.keep", import_id=row["importing_id"])


async def _date_by_note(photo_id: UUID, taken: str) -> None:
    fuzzy = dates.parse(taken)
    if fuzzy:
        said = {"taken": taken, "taken_day": fuzzy.first_day, "taken_from": TakenFrom.SIDECAR}
        undated = [TakenFrom.NOBODY, TakenFrom.FILE_NAME]
        await Photo.filter(id=photo_id, taken_from__in=undated).update(**said)
