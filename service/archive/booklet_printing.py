"""Booklet printing: the job that makes the PDF of a locked booklet and keeps it in Kodo.

It is made of the content and of the masters alone, in a process of its own, so that the same
content makes the same bytes. It may run twice or at once, and anew when the object lacks.
"""

import asyncio
import tempfile
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import msgspec

from models.archive.booklets import Booklet, BookletEntry, BookletState
from models.people.accounts import Account
from models.trust.moderation import Subject
from models.trust.notices import NoticeKind
from service.archive import booklets, printing
from service.archive.booklet_pages import Content, setting
from service.foundation import clock, jobs
from service.foundation.database import transaction
from service.foundation.errors import Conflict
from service.integrations import adapters
from service.trust import access, audit, kinship, moderation, notices

UNPRINTED_AFTER = timedelta(minutes=15)
PRESS, PRESS_TIMEOUT = "service.archive.booklet_pages", 180


def key_of(booklet: Booklet) -> str:
    """Where the PDF is, or will be."""
    return f"booklets/{booklet.family_id}/{booklet.id}.pdf"


async def url_of(account: Account, booklet_id: UUID) -> tuple[Booklet, str]:
    """A signed URL of the PDF that soon dies, with a name to save it under; Conflict before."""
    booklet = await booklets.seen_by(await access.viewer(account), booklet_id)
    if not booklet.pdf_key:
        raise Conflict("booklet.not_printed", "成长册还没有做好，请稍等一会儿")
    return booklet, printing.url_of(booklet.pdf_key, booklet.title)


@jobs.job("booklets.print")
async def print_one(booklet_id: UUID) -> None:
    """Print a locked booklet that has no PDF; while another one is printed, come again."""
    if printing.one_at_a_time.locked():
        await jobs.later("booklets.print", after=printing.BUSY, booklet_id=booklet_id)
        return
    async with printing.one_at_a_time:
        booklet = await Booklet.get_or_none(
            id=booklet_id, state=BookletState.LOCKED, deleted_at=None
        )
        if booklet and not await printing.is_there(booklet.pdf_key, booklet.pdf_bytes):
            await _print(booklet)


async def _print(booklet: Booklet) -> None:
    whole = msgspec.convert(booklet.content, Content)
    with tempfile.TemporaryDirectory(prefix="jiadang-") as name:
        folder = Path(name)
        content = await _gather(booklet.id, whole, folder)
        (folder / "content.json").write_bytes(msgspec.json.encode(content))
        assert booklet.locked_at
        seconds = int(booklet.locked_at.timestamp())
        made_of = setting.digest(whole)
        await printing.press(PRESS, folder, str(seconds), made_of, seconds=PRESS_TIMEOUT)
        await _keep(booklet.id, folder / "booklet.pdf")


async def _gather(booklet_id: UUID, content: Content, folder: Path) -> Content:
    """Put every picture where the press looks for it; the content without those that are gone.

    Where one is missing, the others get other places: they are put anew.
    """
    there = await printing.living(content.pictures())
    content = setting.without(content, {one.photo_id for one in content.pictures()} - there)
    heard = partial(_progress, booklet_id)
    while lacking := await printing.fetch_all(setting.places(content), folder, heard):
        content = setting.without(content, lacking)
    return content


async def _progress(booklet_id: UUID, percent: int) -> None:
    """Of two that print the same one, the one that is further is shown."""
    await Booklet.filter(id=booklet_id, progress__lt=percent).update(progress=percent)


async def _keep(booklet_id: UUID, pdf: Path) -> None:
    """Store the PDF while the booklet is held: its end comes before, or finds the object."""
    sha256, size = await asyncio.to_thread(printing.sha256_and_size, pdf)
    async with transaction():
        booklet = await _held(booklet_id)
        if booklet is None or booklet.deleted_at:
            return
        booklet.pdf_key, booklet.pdf_sha256, booklet.pdf_bytes = key_of(booklet), sha256, size
        booklet.progress = 100
        await adapters().kodo.put_file(booklet.pdf_key, pdf, printing.PDF)
        await booklet.save(update_fields=["pdf_key", "pdf_sha256", "pdf_bytes", "progress"])
        await audit.record(None, "booklet.printed", booklet)
        guardians = await kinship.guardians_of(booklet.family_id)
        await notices.tell(guardians, NoticeKind.BOOKLET_READY, booklet.id, booklet.family_id)


async def _held(booklet_id: UUID) -> Booklet | None:
    """A booklet as it is once its row is locked."""
    found = await Booklet.get_or_none(id=booklet_id)
    if found is None:
        return None
    await booklets.lock_row(found)
    return await Booklet.get_or_none(id=booklet_id)


@jobs.job("booklets.remove")
async def remove(booklet_id: UUID) -> None:
    """Remove a booklet that was deleted: its object first, so that the row is there to retry."""
    async with transaction():
        booklet = await _held(booklet_id)
        if booklet is None or booklet.deleted_at is None:
            return
        if booklet.state is BookletState.LOCKED:
            await adapters().kodo.delete(key_of(booklet))
        await moderation.drop_question(Subject.BOOKLET, booklet_id)
        await BookletEntry.filter(booklet_id=booklet_id).delete()
        await booklet.delete()
        await audit.record(None, "booklet.removed", booklet_id)


@jobs.job("booklets.sweep", cron="*/10 * * * *")
async def sweep() -> None:
    """Print and remove what an outage longer than all retries has left."""
    late = clock.now() - UNPRINTED_AFTER
    unprinted = Booklet.filter(state=BookletState.LOCKED, pdf_key="", locked_at__lt=late)
    deleted = Booklet.filter(deleted_at__lt=late)
    await _again("booklets.print", await unprinted.filter(deleted_at=None).limit(100))
    await _again("booklets.remove", await deleted.limit(100))


async def _again(job: str, found: Iterable[Booklet]) -> None:
    for booklet in found:
        await jobs.again(job, booklet_id=booklet.id)
