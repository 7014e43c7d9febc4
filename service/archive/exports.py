"""Exports (全部带走): a family's or a child's whole archive as one file, asked for and taken home.

What is in it is what every guardian of the family sees, whoever asked: so each of them may take it.
What a grown child has packed is what it sees of its own archive, and nobody else's affair.
`export_packing` makes the file and `export_keeping` lets it go.
"""

from datetime import timedelta
from urllib.parse import quote
from uuid import UUID

from models.archive.exports import Export, ExportState
from models.people.accounts import Account
from models.trust.notices import NoticeKind
from service.archive.bag_contents.scope import title_of
from service.archive.bags import Names
from service.foundation import clock, jobs
from service.foundation.database import query, transaction
from service.foundation.drafts import Draft
from service.foundation.errors import Conflict, NotFound
from service.integrations import adapters
from service.trust import access, audit, kinship, notices

PAGE = 20
UNDER_WAY = (ExportState.WAITING, ExportState.PACKING)
LIFE = timedelta(minutes=10)
"""Of a URL; whoever is not done with the file by then asks for another one and goes on."""


class ExportDraft(Draft):
    """What is to be taken home: all of the family, or one child's."""

    student_id: UUID | None = None


def key_of(export: Export) -> str:
    """Where the file is, or will be."""
    return f"exports/{export.family_id}/{export.id}.zip"


async def ask(account: Account, family_id: UUID, draft: ExportDraft) -> Export:
    """Have the file made, as a guardian or as the grown child that it is of.

    One of the same that is under way already, and that the account may have, is given instead.
    A family in dispute may, too: nothing is shown to others by it, and nothing deleted.
    """
    async with transaction():
        await access.hold(family_id)
        by_child = await access.taking_home(account, family_id, draft.student_id)
        await _alone(family_id, draft.student_id)
        mine = access.exports_visible_to(await access.viewer(account)).filter(by_child=by_child)
        same = mine.filter(family_id=family_id, student_id=draft.student_id)
        export = await same.filter(state__in=UNDER_WAY).first()
        return export or await _begun(account, family_id, draft, by_child=by_child)


async def _alone(family_id: UUID, student_id: UUID | None) -> None:
    """Whoever asks for the same waits for the caller's transaction."""
    what = f"export {family_id} {student_id}"
    await query("select pg_advisory_xact_lock(hashtextextended($1, 0))", what)


async def _begun(
    account: Account, family_id: UUID, draft: ExportDraft, *, by_child: bool
) -> Export:
    export = await Export.create(
        family_id=family_id, student_id=draft.student_id, account_id=account.id, by_child=by_child
    )
    await audit.record(account, "export.asked", export)
    if not by_child:
        await tell(export, NoticeKind.EXPORT_ASKED)
    await jobs.later("exports.pack", export_id=export.id)
    return export


async def tell(export: Export, kind: NoticeKind) -> None:
    """Tell every guardian, or the child that asked itself; the caller's transaction."""
    told = [export.account_id] if export.by_child else await kinship.guardians_of(export.family_id)
    await notices.tell(told, kind, export.id, export.family_id)


async def of_family(account: Account, family_id: UUID, *, after: UUID | None) -> list[Export]:
    """A page of a family's exports, latest first: the guardians', or a grown child's own.

    Returns at most PAGE + 1: the last one only says that there is more.
    """
    viewer = await access.viewer(account)
    own = access.students_visible_to(viewer).filter(id__in=viewer.of_age, family_id=family_id)
    if not await own.exists():
        await access.guarded_family(account, family_id)
    found = access.exports_visible_to(viewer).filter(family_id=family_id)
    if after:
        found = found.filter(id__lt=after)
    return await found.order_by("-id").limit(PAGE + 1)


async def one_of(account: Account, export_id: UUID) -> Export:
    """An export that the account may have."""
    visible = access.exports_visible_to(await access.viewer(account))
    export = await visible.select_related("family", "student").get_or_none(id=export_id)
    if export is None:
        raise NotFound
    return export


async def url_of(account: Account, export_id: UUID) -> tuple[Export, str]:
    """A signed URL that soon dies, and takes Range; Conflict before the file is there and after.

    Each one that is given is audited.
    """
    export = await one_of(account, export_id)
    if export.state in UNDER_WAY:
        raise Conflict("export.not_ready", "还在打包，好了会告诉你")
    if not is_there(export):
        raise Conflict("export.gone", "这一份已经收起来了，需要的话可以再打包一份")
    async with transaction():
        await audit.record(account, "export.downloaded", export)
    assert export.expires_at
    until = min(clock.now() + LIFE, export.expires_at)
    name = f"attname={quote(file_name(export))}"
    return export, adapters().kodo.download_url(export.key, until=until, fop=name)


def is_there(export: Export) -> bool:
    """Whether the file may be had now."""
    unexpired = export.expires_at is not None and clock.now() < export.expires_at
    return export.state is ExportState.READY and unexpired


def file_name(export: Export) -> str:
    """What the file is saved as; `family` and `student` are loaded."""
    return f"{name_of(export)}.zip"


def name_of(export: Export) -> str:
    """Whose archive it is, and of which day: a name that every file system takes."""
    title = title_of(export.family, export.student)
    day = export.created_at.astimezone(clock.CHINA).date()
    return Names().portable(f"{title} {day}")


async def cancel(account: Account, export_id: UUID) -> None:
    """Give up what is under way, or take the file away at once; again is fine."""
    async with transaction():
        export = await one_of(account, export_id)
        held = await locked(export.id)
        if held is None:
            raise NotFound
        await give_up(held, account)


async def locked(export_id: UUID) -> Export | None:
    """An export as it is once its row is locked, its family before it as for an erasure."""
    found = await Export.get_or_none(id=export_id)
    if found is None:
        return None
    await access.hold(found.family_id)
    return await Export.filter(id=export_id).select_for_update(no_key=True).get_or_none()


async def give_up(export: Export, account: Account | None) -> None:
    """The end of a locked export, wherever it is; a file goes by a job at once.

    Also one that is not known to be there: a packer that was killed may have put it.
    """
    ending = ExportState.GONE if export.state is ExportState.READY else ExportState.CANCELLED
    if not export.state.may_become(ending):
        return
    if export.state is ExportState.PACKING:
        export.key = key_of(export)
    export.state = ending
    await export.save(update_fields=["state", "key"])
    await audit.record(account, f"export.{ending.value}", export)
    if export.key:
        await jobs.later("exports.remove", export_id=export.id)


async def give_up_of(account_id: UUID, family_id: UUID) -> None:
    """Cancel what a leaver has under way, in the transaction that ends the membership."""
    own = Export.filter(account_id=account_id, family_id=family_id, state__in=UNDER_WAY)
    for export in await own.order_by("id").select_for_update(no_key=True):
        await give_up(export, None)
