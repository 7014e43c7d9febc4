"""Booklet printing: the job that makes the PDF of a locked booklet and keeps it in Kodo.

It is made of the content and of the masters alone, in a process of its own, so that the same
content makes the same bytes. It may run twice or at once, and anew when the object lacks.
"""

import asyncio
import hashlib
import re
import tempfile
from collections.abc import Iterable
from datetime import timedelta
from itertools import islice
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

import msgspec

from models.archive.booklets import Booklet, BookletEntry, BookletState
from models.archive.photos import Photo, PhotoState
from models.people.accounts import Account
from models.trust.moderation import Standing, Subject
from models.trust.notices import NoticeKind
from service.archive import apart, booklets, renditions
from service.archive.booklet_pages import Content, Picture, pictures, setting
from service.archive.booklet_pages.layout import Slot
from service.foundation import clock, jobs
from service.foundation.database import transaction
from service.foundation.errors import Conflict
from service.integrations import adapters
from service.integrations.errors import VendorRefused
from service.trust import access, audit, kinship, moderation, notices

_press = asyncio.Semaphore(1)
"""A worker prints one booklet at a time: at the end of a term there are thousands."""
BUSY = timedelta(seconds=15)
UNPRINTED_AFTER = timedelta(minutes=15)
PRESS_TIMEOUT = 180
AT_ONCE = 4
NOT_THERE = 404
FETCHED = 80
"""Per cent of the work when all pictures are there; the press takes the rest."""
LIFE = timedelta(minutes=10)
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')


class PressFailed(Exception):
    """The press ended without a PDF; the job is tried again."""


def key_of(booklet: Booklet) -> str:
    """Where the PDF is, or will be."""
    return f"booklets/{booklet.family_id}/{booklet.id}.pdf"


async def url_of(account: Account, booklet_id: UUID) -> tuple[Booklet, str]:
    """A signed URL of the PDF that soon dies, with a name to save it under; Conflict before."""
    booklet = await booklets.seen_by(await access.viewer(account), booklet_id)
    if not booklet.pdf_key:
        raise Conflict("booklet.not_printed", "成长册还没有做好，请稍等一会儿")
    name = f"attname={quote(file_name(booklet))}"
    until = clock.now() + LIFE
    return booklet, adapters().kodo.download_url(booklet.pdf_key, until=until, fop=name)


def file_name(booklet: Booklet) -> str:
    """What a phone or a computer saves the PDF as: no character that a file system refuses."""
    return _UNFIT.sub(" ", booklet.title).strip(" .") + ".pdf"


@jobs.job("booklets.print")
async def print_one(booklet_id: UUID) -> None:
    """Print a locked booklet that has no PDF; while another one is printed, come again."""
    if _press.locked():
        await jobs.later("booklets.print", after=BUSY, booklet_id=booklet_id)
        return
    async with _press:
        booklet = await Booklet.get_or_none(
            id=booklet_id, state=BookletState.LOCKED, deleted_at=None
        )
        if booklet and not await _is_there(booklet):
            await _print(booklet)


async def _is_there(booklet: Booklet) -> bool:
    if not booklet.pdf_key:
        return False
    facts = await adapters().kodo.stat(booklet.pdf_key)
    return facts is not None and facts["fsize"] == booklet.pdf_bytes


async def _print(booklet: Booklet) -> None:
    whole = msgspec.convert(booklet.content, Content)
    with tempfile.TemporaryDirectory(prefix="jiadang-") as name:
        folder = Path(name)
        content = await _gather(booklet.id, whole, folder)
        (folder / "content.json").write_bytes(msgspec.json.encode(content))
        assert booklet.locked_at
        seconds = int(booklet.locked_at.timestamp())
        await _run_press(folder, str(seconds), setting.digest(whole))
        await _keep(booklet.id, folder / "booklet.pdf")


async def _gather(booklet_id: UUID, content: Content, folder: Path) -> Content:
    """Put every picture where the press looks for it; the content without those that are gone.

    Where one is missing, the others get other places: they are put anew.
    """
    there = await _living(content.pictures())
    content = setting.without(content, {one.photo_id for one in content.pictures()} - there)
    while lacking := await _fetch_all(booklet_id, content, folder):
        content = setting.without(content, lacking)
    return content


async def _living(wanted: list[Picture]) -> set[UUID]:
    """The photos among these that nobody has put into the trash or refused since."""
    kept = Photo.filter(id__in=[one.photo_id for one in wanted], deleted_at=None)
    shown = kept.filter(state=PhotoState.READY, standing=Standing.PASSED)
    return set(await shown.values_list("id", flat=True))  # type: ignore[arg-type]


async def _fetch_all(booklet_id: UUID, content: Content, folder: Path) -> set[UUID]:
    """Fetch and fit every picture, a few at once; those that are not to be had."""
    places = setting.places(content)
    waiting, lacking = iter(places.items()), set[UUID]()
    done = 0
    while batch := list(islice(waiting, AT_ONCE)):
        came = await asyncio.gather(*(_fetch(folder, name, *place) for name, place in batch))
        lacking |= {
            place[0].photo_id for (_, place), got in zip(batch, came, strict=True) if not got
        }
        done += len(batch)
        await _progress(booklet_id, FETCHED * done // len(places))
    return lacking


async def _fetch(folder: Path, name: str, picture: Picture, slot: Slot) -> bool:
    master = folder / f"{name}.master"
    try:
        until = renditions.deadline(renditions.INSIDE)
        await adapters().kodo.fetch(picture.key, master, until=until)
        return await asyncio.to_thread(pictures.fit, master, folder / name, slot)
    except VendorRefused as refused:
        if refused.code != NOT_THERE:
            raise
        return False
    finally:
        master.unlink(missing_ok=True)


async def _progress(booklet_id: UUID, percent: int) -> None:
    """Of two that print the same one, the one that is further is shown."""
    await Booklet.filter(id=booklet_id, progress__lt=percent).update(progress=percent)


async def _run_press(folder: Path, *arguments: str) -> None:
    module = "service.archive.booklet_pages"
    code, _ = await apart.run(module, str(folder), *arguments, seconds=PRESS_TIMEOUT)
    if code != 0:
        raise PressFailed(code)


async def _keep(booklet_id: UUID, pdf: Path) -> None:
    """Store the PDF while the booklet is held: its end comes before, or finds the object."""
    sha256, size = await asyncio.to_thread(_sha256_and_size, pdf)
    async with transaction():
        booklet = await _held(booklet_id)
        if booklet is None or booklet.deleted_at:
            return
        booklet.pdf_key, booklet.pdf_sha256, booklet.pdf_bytes = key_of(booklet), sha256, size
        booklet.progress = 100
        await adapters().kodo.put_file(booklet.pdf_key, pdf, "application/pdf")
        await booklet.save(update_fields=["pdf_key", "pdf_sha256", "pdf_bytes", "progress"])
        await audit.record(None, "booklet.printed", booklet)
        guardians = await kinship.guardians_of(booklet.family_id)
        await notices.tell(guardians, NoticeKind.BOOKLET_READY, booklet.id, booklet.family_id)


def _sha256_and_size(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size


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
        await jobs.later(job, booklet_id=booklet.id)
