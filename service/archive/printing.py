"""Printing: what a job needs to make a book of pictures: masters, the press, one at a time."""

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import timedelta
from itertools import islice
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

from models.archive.photos import Photo, PhotoState
from models.trust.moderation import Standing
from service.archive import apart, renditions
from service.archive.booklet_pages import Picture, pictures
from service.archive.booklet_pages.layout import Slot
from service.foundation import clock
from service.integrations import adapters
from service.integrations.errors import VendorRefused

one_at_a_time = asyncio.Semaphore(1)
"""A worker prints one book at a time: at the end of a term there are thousands."""
BUSY = timedelta(seconds=15)
AT_ONCE = 4
NOT_THERE = 404
FETCHED = 80
"""Per cent of the work when all pictures are there; the press takes the rest."""
LIFE = timedelta(minutes=10)
PDF = "application/pdf"
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')

Places = Mapping[str, tuple[Picture, Slot]]
"""Every picture with its place, by the name of its file."""


class PressFailed(Exception):
    """The press ended without a PDF; the job is tried again."""


async def living(wanted: Iterable[Picture]) -> set[UUID]:
    """The photos among these that nobody has put into the trash or refused since."""
    kept = Photo.filter(id__in=[one.photo_id for one in wanted], deleted_at=None)
    shown = kept.filter(state=PhotoState.READY, standing=Standing.PASSED)
    return set(await shown.values_list("id", flat=True))  # type: ignore[arg-type]


async def fetch_all(
    places: Places, folder: Path, heard: Callable[[int], Awaitable[None]]
) -> set[UUID]:
    """Fetch and fit every picture, a few at once; those that are not to be had.

    `heard` is told how far it is, in per cent of the whole work.
    """
    waiting, lacking = iter(places.items()), set[UUID]()
    done = 0
    while batch := list(islice(waiting, AT_ONCE)):
        came = await asyncio.gather(*(_fetch(folder, name, *place) for name, place in batch))
        lacking |= {
            place[0].photo_id for (_, place), got in zip(batch, came, strict=True) if not got
        }
        done += len(batch)
        await heard(FETCHED * done // len(places))
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


async def press(module: str, folder: Path, *arguments: str, seconds: float) -> bytes:
    """Have the pages in `folder` printed in a process of its own; what that says of them."""
    code, said = await apart.run(module, str(folder), *arguments, seconds=seconds)
    if code != 0:
        raise PressFailed(code)
    return said


async def is_there(key: str, size: int) -> bool:
    """Whether a print that was kept is in Kodo, whole."""
    if not key:
        return False
    facts = await adapters().kodo.stat(key)
    return facts is not None and facts["fsize"] == size


def sha256_and_size(path: Path) -> tuple[str, int]:
    """Of a file, which is read in steps."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size


def file_name(title: str) -> str:
    """What a phone or a computer saves a PDF as: no character that a file system refuses."""
    return _UNFIT.sub(" ", title).strip(" .") + ".pdf"


def url_of(key: str, title: str) -> str:
    """A signed URL of a PDF that soon dies, with a name to save it under."""
    name = f"attname={quote(file_name(title))}"
    return adapters().kodo.download_url(key, until=clock.now() + LIFE, fop=name)
