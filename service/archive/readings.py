"""Readings: the job that reads a stored object in a process of its own and keeps what it tells."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import msgspec

from models.archive.photos import Photo, PhotoState, TakenFrom
from models.trust.moderation import Subject
from models.trust.notices import NoticeKind
from service.archive import findings, readers, renditions
from service.archive.reading import CHECK, CLEAN, MASTER, Reading
from service.foundation import clock, dates, jobs
from service.foundation.database import query, transaction
from service.integrations import adapters
from service.trust import audit, moderation, notices

UNREAD_AFTER = timedelta(minutes=15)
LARGE_BYTES = 100 << 20
_large = asyncio.Lock()
"""Of large films one at a time: with its copies one takes 1.1 GiB of room for temporary files."""
_COPIES = ("master_key", "clean_key", "check_key", "copies")
_LOOKS = ("colour", "thumbhash", "likeness")
"""What a picture looks like: of one that was brought back they are not known before."""

Reaction = Callable[[UUID], Awaitable[None]]
_when_read: list[Reaction] = []


def when_read(reaction: Reaction) -> None:
    """Run `reaction(photo_id)` in the transaction that makes a photo READY or REFUSED."""
    _when_read.append(reaction)


@jobs.job("photos.read")
async def read(photo_id: UUID) -> None:
    """Read a stored object, keep its clean copies and what it tells, and have it checked."""
    photo = await Photo.get_or_none(id=photo_id).select_related("upload")
    if photo is None or photo.state is not PhotoState.STORED:
        return
    reading, etags = await _derive(photo)
    await _keep(photo, reading, etags)


@jobs.job("photos.derive_again", attempts=1)
async def derive_again(photo_id: UUID) -> None:
    """Put the copies of a photo anew, when one lacks or is another: what is known stays as it is.

    Nothing comes of it while the original lacks, too, or is not the one that was read: its picture
    was never checked. Who found the copy lacking asks again.
    """
    photo = await Photo.get_or_none(id=photo_id, state=PhotoState.READY)
    original = await adapters().kodo.stat(photo.key) if photo else None
    if photo is None or original is None or original["hash"] != photo.etag:
        return
    reading, etags = await _derive(photo)
    async with transaction():
        ready = Photo.filter(id=photo_id, state=PhotoState.READY)
        photo = await ready.select_for_update().get_or_none()
        if photo is None or reading.refusal:
            return
        _name_copies(photo, etags)
        looks = {name: getattr(reading, name) for name in _LOOKS}
        photo.update_from_dict({} if photo.thumbhash else looks)
        await photo.save(update_fields=[*_COPIES, *_LOOKS])
        await audit.record(None, "photo.derived_again", photo)
        for finding in await findings.open_about(photo_id):
            if finding.key in etags:
                await findings.settle(finding, "repaired")


async def _derive(photo: Photo) -> tuple[Reading, dict[str, str]]:
    """Read the original and put its copies: what it tells, and their etags by their keys."""
    async with _large if photo.bytes > LARGE_BYTES else nullcontext():
        return await _derive_here(photo)


async def _derive_here(photo: Photo) -> tuple[Reading, dict[str, str]]:
    with tempfile.TemporaryDirectory(prefix="jiadang-") as folder:
        source, copies = Path(folder) / "original", Path(folder) / "copies"
        copies.mkdir()
        until = renditions.deadline(renditions.INSIDE)
        await adapters().kodo.fetch(photo.key, source, until=until)
        reading = await readers.read(photo.medium, source, copies)
        return reading, {} if reading.refusal else await _put_copies(photo.id, copies, reading)


async def _put_copies(photo_id: UUID, copies: Path, reading: Reading) -> dict[str, str]:
    made = (
        (renditions.master_key_of(photo_id), MASTER, "image/jpeg"),
        (renditions.clean_key_of(photo_id), CLEAN, reading.clean_type),
        (renditions.check_key_of(photo_id), CHECK, reading.check_type),
    )
    put = adapters().kodo.put_file
    return {key: await put(key, copies / name, type_) for key, name, type_ in made if type_}


async def _keep(seen: Photo, reading: Reading, etags: dict[str, str]) -> None:
    async with transaction():
        photo = await Photo.filter(id=seen.id).select_for_update().get_or_none()
        if photo is None or photo.state is not PhotoState.STORED:
            return
        photo.update_from_dict(_facts(reading))
        if reading.refusal:
            photo.state = PhotoState.REFUSED
            await notices.tell([photo.uploader_id], NoticeKind.PHOTO_REFUSED, photo.id)
        else:
            photo.state = PhotoState.READY
            photo.verified_at = clock.now()
            _name_copies(photo, etags)
            _date(photo, reading, seen.upload.name)
            photo.duplicate_of_id = await _first_like(photo)
        await photo.save()
        await audit.record(None, f"photo.{photo.state}", photo)
        if photo.state is PhotoState.READY:
            await moderation.ask(Subject.PHOTO, photo.id, photo.uploader_id)
        for reaction in _when_read:
            await reaction(photo.id)


def _facts(reading: Reading) -> dict:
    """The columns that are the reading's own words."""
    said = msgspec.structs.asdict(reading)
    return {name: said[name] for name in said.keys() & Photo._meta.fields_map.keys()}


def _name_copies(photo: Photo, etags: dict[str, str]) -> None:
    photo.copies = etags
    photo.master_key = renditions.master_key_of(photo.id)
    clean, check = renditions.clean_key_of(photo.id), renditions.check_key_of(photo.id)
    photo.clean_key, photo.check_key = (key if key in etags else "" for key in (clean, check))


def _date(photo: Photo, reading: Reading, name: str) -> None:
    """The camera's day; else that in the file's name; but a person may have been quicker.

    The day of a note that lay beside the file stands against the one in its name.
    """
    if photo.taken_from is TakenFrom.PERSON:
        return
    noted = photo.taken_from is TakenFrom.SIDECAR
    for day, source in (
        (reading.taken_on, TakenFrom.CAMERA),
        (None if noted else dates.in_file_name(name), TakenFrom.FILE_NAME),
    ):
        if day:
            photo.taken, photo.taken_day, photo.taken_from = day.isoformat(), day, source
            return


async def _first_like(photo: Photo) -> UUID | None:
    """The family's first photo of the same bytes; readings of such wait for each other."""
    if photo.family_id is None:
        return None
    await query("select pg_advisory_xact_lock(hashtextextended($1, 0))", photo.sha256)
    alike = Photo.filter(family_id=photo.family_id, sha256=photo.sha256, duplicate_of_id=None)
    first = await alike.filter(deleted_at=None).exclude(id=photo.id).order_by("id").first()
    return first.id if first else None


@jobs.job("photos.sweep", cron="*/10 * * * *")
async def sweep() -> None:
    """Read again what an outage longer than all retries has left unread."""
    late = clock.now() - UNREAD_AFTER
    for photo in await Photo.filter(state=PhotoState.STORED, created_at__lt=late).limit(500):
        await jobs.again("photos.read", priority=jobs.LAST, photo_id=photo.id)
