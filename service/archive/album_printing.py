"""Album printing: the job that makes the PDF of an album that was asked for, and keeps it in Kodo.

What is in it is decided when it is printed, by what its maker may see then: who has left the family
meanwhile gets nothing. It may run twice or at once, and anew when the object lacks.
"""

import asyncio
import tempfile
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import msgspec

from models.archive.printed_albums import AlbumState, PrintedAlbum
from models.people.families import Role
from models.trust.notices import NoticeKind
from service.archive import album_choices, album_contents, printed_albums, printing
from service.archive.album_pages import Content, setting
from service.archive.printed_albums import key_of
from service.foundation import clock, jobs
from service.foundation.database import query, transaction
from service.integrations import adapters
from service.trust import access, audit, notices

PRESS, PRESS_TIMEOUT = "service.archive.album_pages", 240
LEFT_AFTER = timedelta(minutes=15)
MOST = 100
"""So many of a kind a sweep takes up; the next one goes on."""


@jobs.job("printed_albums.print")
async def print_one(album_id: UUID) -> None:
    """Print an album that has no PDF; while another book is printed, come again."""
    if printing.one_at_a_time.locked():
        await jobs.later("printed_albums.print", after=printing.BUSY, album_id=album_id)
        return
    async with printing.one_at_a_time:
        album = await _begun(album_id)
        if album and not await printing.is_there(album.pdf_key, album.pdf_bytes):
            await _print(album)


async def _begun(album_id: UUID) -> PrintedAlbum | None:
    """The album, being printed from now on; given up instead where its maker adds no more."""
    async with transaction():
        album = await printed_albums.locked(album_id)
        if album is None or album.deleted_at:
            return None
        await album.fetch_related("family", "account")
        if not await _is_wanted(album):
            await _give_up(album)
            return None
        if album.state is AlbumState.WAITING:
            album.state = AlbumState.PRINTING
            await album.save(update_fields=["state"])
    return album


async def _is_wanted(album: PrintedAlbum) -> bool:
    if album.family.erased_at or album.account.erased_at:
        return False
    viewer = await access.viewer(album.account)
    return album.family_id in viewer.families(Role.CONTRIBUTOR)


async def _give_up(album: PrintedAlbum) -> None:
    """A print that is there already is the family's, whoever made it."""
    if album.state is not AlbumState.READY:
        await printed_albums.give_up(album, None)


async def _print(album: PrintedAlbum) -> None:
    found = await album_choices.pictures(await access.viewer(album.account), album)
    content = await album_contents.of(album, found)
    with tempfile.TemporaryDirectory(prefix="jiadang-") as name:
        folder = Path(name)
        content = await _gather(album.id, content, folder)
        if not content.chapters:
            await _nothing_left(album.id)
            return
        (folder / "content.json").write_bytes(msgspec.json.encode(content))
        seconds = str(int(album.created_at.timestamp()))
        pages = int(await printing.press(PRESS, folder, seconds, seconds=PRESS_TIMEOUT))
        await _keep(album.id, folder / "album.pdf", pages, len(content.pictures()))


async def _gather(album_id: UUID, content: Content, folder: Path) -> Content:
    """Put every picture where the press looks for it; the content without those that are gone.

    Where one is missing, the others get other places: they are put anew.
    """
    heard = partial(_progress, album_id)
    while True:
        places = await asyncio.to_thread(setting.places, content)
        lacking = await printing.fetch_all(places, folder, heard)
        if not lacking:
            return content
        content = setting.without(content, lacking)


async def _progress(album_id: UUID, percent: int) -> None:
    """Of two that print the same one, the one that is further is shown."""
    await PrintedAlbum.filter(id=album_id, progress__lt=percent).update(progress=percent)


async def _nothing_left(album_id: UUID) -> None:
    async with transaction():
        album = await printed_albums.locked(album_id)
        if album and album.deleted_at is None:
            await _give_up(album)


async def _keep(album_id: UUID, pdf: Path, pages: int, photos: int) -> None:
    """Store the PDF while the album is held: its end comes before, or finds the object."""
    sha256, size = await asyncio.to_thread(printing.sha256_and_size, pdf)
    async with transaction():
        album = await printed_albums.locked(album_id)
        if album is None or album.deleted_at:
            return
        await album.fetch_related("family", "account")
        if not await _is_wanted(album):
            await _give_up(album)
            return
        first = album.state is AlbumState.PRINTING
        album.pdf_key, album.pdf_sha256, album.pdf_bytes = key_of(album), sha256, size
        album.pages, album.photos, album.progress = pages, photos, 100
        album.state, album.ready_at = AlbumState.READY, clock.now()
        await adapters().kodo.put_file(album.pdf_key, pdf, printing.PDF)
        await album.save()
        await audit.record(None, "album.printed", album)
        if first:
            await notices.tell(
                [album.account_id], NoticeKind.ALBUM_READY, album.id, album.family_id
            )


@jobs.job("printed_albums.remove")
async def remove(album_id: UUID) -> None:
    """Remove what is left of an album that was deleted: the object first, then its words."""
    async with transaction():
        album = await printed_albums.locked(album_id)
        if album is None or album.deleted_at is None:
            return
        await adapters().kodo.delete(key_of(album))
        album.title = album.subtitle = album.pdf_key = ""
        await album.save(update_fields=["title", "subtitle", "pdf_key"])
        await audit.record(None, "album.removed", album)


_LEFT = """
select id from printed_albums a
where state <> 'ready' and deleted_at is null and created_at < $1
and not exists (select 1 from procrastinate_jobs j where j.task_name = 'printed_albums.print'
    and j.args ->> 'album_id' = a.id::text and j.status in ('todo', 'doing'))
order by id limit $2
"""


@jobs.job("printed_albums.sweep", cron="*/10 * * * *")
async def sweep() -> None:
    """Print and remove what an outage longer than all retries has left."""
    late = clock.now() - LEFT_AFTER
    for row in await query(_LEFT, late, MOST):
        await jobs.later("printed_albums.print", album_id=row["id"])
    deleted = PrintedAlbum.filter(deleted_at__lt=late).exclude(title="")
    for album in await deleted.order_by("id").limit(MOST):
        await jobs.later("printed_albums.remove", album_id=album.id)
