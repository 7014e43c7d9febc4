"""Photos: reading what was stored, checking it, and the signed URLs of its renditions."""

import asyncio
import signal
import sys
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from uuid import UUID

import msgspec

from models.archive.photos import Photo, PhotoState
from models.people.accounts import Account
from models.trust.moderation import Standing, Subject
from service.archive.reading import Reading
from service.foundation import clock, jobs
from service.foundation.database import transaction
from service.foundation.errors import Conflict, Invalid, NotFound
from service.integrations import adapters
from service.trust import access, audit, moderation
from service.trust.access import Viewer

READING_TIMEOUT = 60
_readers = asyncio.Semaphore(2)
"""A hundred megapixels take some 2 GB to read: a worker reads no more than two at once."""
UNREADABLE = "这个文件读不出来，换一张试试"
ENDED_BY_OTHERS = {-signal.SIGINT, -signal.SIGTERM, -signal.SIGKILL}
UNREAD_AFTER = timedelta(minutes=15)
INSIDE, OUTSIDE = 3600, 300
"""Seconds that the deadlines of signed URLs are rounded to: for the family, and for others.

A URL lives one to two of them (so at most 10 minutes outside) and stays the same within one, which
keeps the phone's cache warm.
"""

Reaction = Callable[[UUID], Awaitable[None]]
_when_read: list[Reaction] = []
_when_checked: list[Reaction] = []


class ReaderEnded(Exception):
    """The reading process was ended from outside; the photo will be read again."""


class Rendition(StrEnum):
    """The sizes there are, each a Kodo fop of the master; no other parameter is ever signed."""

    THUMB = "imageView2/1/w/320/h/320/q/75"
    CARD = "imageView2/2/w/720/q/78"
    SCREEN = "imageView2/2/w/1600/q/82"


def when_read(reaction: Reaction) -> None:
    """Run `reaction(photo_id)` in the transaction that makes a photo READY or REFUSED."""
    _when_read.append(reaction)


def when_checked(reaction: Reaction) -> None:
    """Run `reaction(photo_id)` in the transaction that settles a photo's check."""
    _when_checked.append(reaction)


def rendition_url(photo: Photo, rendition: Rendition, *, outside: bool) -> str:
    """The signed URL of a rendition; `outside` the family it dies within 10 minutes."""
    return adapters().kodo.download_url(
        photo.master_key, until=_deadline(OUTSIDE if outside else INSIDE), fop=rendition
    )


def original_url(photo: Photo) -> str:
    """The signed URL of the original, byte for byte: for the family alone."""
    return adapters().kodo.download_url(photo.key, until=_deadline(INSIDE))


def _deadline(bucket: int) -> datetime:
    seconds = int(clock.now().timestamp())
    return datetime.fromtimestamp(seconds - seconds % bucket + 2 * bucket, UTC)


async def seen_by(viewer: Viewer, photo_id: UUID) -> Photo:
    """A photo that the viewer may see, with those whom it shows."""
    visible = access.photos_visible_to(viewer).prefetch_related("persons__person")
    photo = await visible.get_or_none(id=photo_id)
    if photo is None:
        raise NotFound
    return photo


async def usable(account: Account, family_id: UUID, photo_ids: list[UUID]) -> list[Photo]:
    """The family's photos that a request names, in its order, as far as the account sees them.

    They stay locked for the caller's transaction: what it makes of them is there when a reading
    that ends meanwhile looks for it.
    """
    if len(set(photo_ids)) != len(photo_ids):
        raise Invalid.field("photo_ids", "photos.twice", "同一张照片选了两次")
    viewer = await access.viewer(account)
    visible = access.photos_visible_to(viewer).filter(id__in=photo_ids, family_id=family_id)
    found = {photo.id: photo for photo in await visible.order_by("id").select_for_update()}
    for place, photo_id in enumerate(photo_ids):
        if photo_id not in found:
            raise Invalid.field(f"photo_ids[{place}]", "photo.unknown", "有一张照片找不到了")
        if found[photo_id].state is PhotoState.REFUSED:
            raise Invalid.field(f"photo_ids[{place}]", "photo.refused", found[photo_id].refusal)
    return [found[photo_id] for photo_id in photo_ids]


def require_ready(photos: list[Photo]) -> None:
    """Refuse photos that have not been read yet: nobody shows what nobody has looked at."""
    for place, photo in enumerate(photos):
        if photo.standing is Standing.RISKY:
            detail = "有一张照片没有通过安全检查，换一张就好"
            raise Invalid.field(f"photo_ids[{place}]", "photo.risky", detail)
        if photo.state is not PhotoState.READY:
            raise Conflict("photo.not_ready", "照片还在处理，请稍等几秒再试")


@jobs.job("photos.read")
async def read(photo_id: UUID) -> None:
    """Read a stored object, keep its master and what it tells, and have it checked."""
    photo = await Photo.get_or_none(id=photo_id)
    if photo is None or photo.state is not PhotoState.STORED:
        return
    with tempfile.TemporaryDirectory(prefix="jiadang-") as folder:
        source, master = Path(folder) / "original", Path(folder) / "master.jpg"
        await adapters().kodo.fetch(photo.key, source, until=_deadline(OUTSIDE))
        reading = await _read_apart(source, master)
        if not reading.refusal:
            data = await asyncio.to_thread(master.read_bytes)
            await adapters().kodo.put(master_key_of(photo.id), data, "image/jpeg")
    await _keep(photo.id, reading)


async def _read_apart(source: Path, master: Path) -> Reading:
    """Run the reader in its own limited process; one that dies of the file has refused it.

    One that was told to end (a restart) or killed (the machine ran out of memory) has said nothing
    about the file: the job fails and is retried.
    """
    async with _readers:
        return await _run_reader(source, master)


async def _run_reader(source: Path, master: Path) -> Reading:
    reader = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "service.archive.reading", str(source), str(master)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        output, _ = await asyncio.wait_for(reader.communicate(), READING_TIMEOUT)
    except TimeoutError:
        return Reading(refusal=UNREADABLE)
    finally:
        if reader.returncode is None:
            reader.kill()
            await reader.wait()
    if reader.returncode in ENDED_BY_OTHERS:
        raise ReaderEnded(reader.returncode)
    if reader.returncode != 0:
        return Reading(refusal=UNREADABLE)
    return msgspec.json.decode(output, type=Reading)


async def _keep(photo_id: UUID, reading: Reading) -> None:
    async with transaction():
        photo = await Photo.filter(id=photo_id).select_for_update().get_or_none()
        if photo is None or photo.state is not PhotoState.STORED:
            return
        photo.update_from_dict(msgspec.structs.asdict(reading))
        photo.state = PhotoState.REFUSED if reading.refusal else PhotoState.READY
        photo.master_key = "" if reading.refusal else master_key_of(photo.id)
        await photo.save()
        await audit.record(None, f"photo.{photo.state}", photo)
        if photo.state is PhotoState.READY:
            await moderation.ask(Subject.PHOTO, photo.id, photo.uploader_id)
        for reaction in _when_read:
            await reaction(photo.id)


def master_key_of(photo_id: UUID) -> str:
    """Masters are named without the family: their URLs leave it."""
    return f"m/{photo_id}.jpg"


async def content_to_check(photo_id: UUID) -> moderation.Content | None:
    """The picture that WeChat looks at: the master on a short-lived URL."""
    photo = await Photo.get_or_none(id=photo_id, state=PhotoState.READY)
    if photo is None:
        return None
    return moderation.Picture(rendition_url(photo, Rendition.SCREEN, outside=True))


async def settled(photo_id: UUID, standing: Standing, label: int | None) -> None:
    """The safety check's verdict on a photo; what waits for it goes on."""
    await Photo.filter(id=photo_id, standing=Standing.PENDING).update(standing=standing)
    for reaction in _when_checked:
        await reaction(photo_id)


@jobs.job("photos.sweep", cron="*/10 * * * *")
async def sweep() -> None:
    """Read again what an outage longer than all retries has left unread."""
    late = clock.now() - UNREAD_AFTER
    for photo in await Photo.filter(state=PhotoState.STORED, created_at__lt=late).limit(500):
        await jobs.later("photos.read", photo_id=photo.id)
