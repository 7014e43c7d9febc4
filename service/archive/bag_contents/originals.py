"""Originals: every photo, film and recording once, byte for byte, each with what is known of it."""

import mimetypes
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise.expressions import Subquery

from models.archive.filing import FiledFile, FiledItem
from models.archive.growth import UNDATED, EntryPhoto
from models.archive.photos import Medium, Photo
from models.trust.moderation import Standing
from service.archive import renditions, tagging
from service.archive.bag_contents import album, catalogue
from service.archive.bag_contents.packing import Kept, Packing
from service.archive.renditions import Rendition
from service.foundation.ahead import ahead
from service.integrations import adapters
from service.integrations.errors import VendorRefused
from service.trust import kinship

PAGE = 100
NOT_THERE = 404
NO_YEAR = "日期待补"
_SHOWN = {"image/jpeg", "image/png", "image/webp", "image/gif"}
"""What every browser shows of itself."""


async def put(packing: Packing) -> None:
    """Put all of them, in the order of their upload; one that is missing is reported."""
    last, written = UUID(int=0), dict[str, Kept]()
    while page := await _page(packing, last):
        last = page[-1].id
        ids = [photo.id for photo in page]
        filed, years = await _filed(packing, ids), await _years(packing, ids)
        names = await kinship.called((packing.scope.family.id, one.uploader_id) for one in page)
        for photo in page:
            packing.kept[photo.id] = await _put_once(packing, photo, years, written)
            by = names[packing.scope.family.id, photo.uploader_id]
            await _describe(packing, photo, by, filed.get(photo.id))
            await packing.heard(photo.bytes)


async def _page(packing: Packing, last: UUID) -> list[Photo]:
    following = packing.scope.photos().filter(id__gt=last).order_by("id").limit(PAGE)
    return await following.prefetch_related("persons__person", "upload", "uploader")


async def _filed(packing: Packing, photo_ids: list[UUID]) -> dict[UUID, FiledItem]:
    """The items as which these were filed."""
    seen = Subquery(packing.scope.filed().values("id"))
    filed = FiledFile.filter(photo_id__in=photo_ids, item_id__in=seen)
    return {one.photo_id: one.item for one in await filed.select_related("item")}


async def _years(packing: Packing, photo_ids: list[UUID]) -> dict[UUID, int]:
    """Of each the earliest year of a record that it is in."""
    within = Subquery(packing.scope.entries().exclude(sort_day=UNDATED).values("id"))
    hung = EntryPhoto.filter(photo_id__in=photo_ids, entry_id__in=within)
    dated = await hung.order_by("-entry__sort_day").values_list("photo_id", "entry__sort_day")
    return {photo_id: day.year for photo_id, day in dated}  # type: ignore[misc]


async def _put_once(
    packing: Packing, photo: Photo, years: dict[UUID, int], written: dict[str, Kept]
) -> Kept:
    """Where its bytes are: a double's are those of the first one."""
    if photo.sha256 and photo.sha256 in written:
        return written[photo.sha256]
    path = packing.named(f"originals/{_year(photo, years)}", _name(photo))
    if not await _put(packing, path, photo):
        return Kept("")
    kept = Kept(path, await _view(packing, photo, path))
    if photo.sha256:
        written[photo.sha256] = kept
    return kept


def _year(photo: Photo, years: dict[UUID, int]) -> str:
    year = photo.taken_day.year if photo.taken_day else years.get(photo.id)
    return f"{year:04d}" if year else NO_YEAR


def _name(photo: Photo) -> str:
    """As it was uploaded, with an extension by which a computer knows it."""
    name = photo.upload.name
    return name if "." in name else name + (mimetypes.guess_extension(photo.media_type) or "")


async def _put(packing: Packing, path: str, photo: Photo) -> bool:
    """Stream the object; whether it was there. One with other bytes is kept and reported."""
    found = {"id": str(photo.id), "name": photo.upload.name, "file": path}
    try:
        async with _opened(photo.key) as blocks:
            digests = await packing.add(path, blocks)
    except VendorRefused as refused:
        if refused.code != NOT_THERE:
            raise
        packing.report.missing.append(found)
        return False
    packing.report.counts["originals"] += 1
    if photo.sha256 and digests["sha256"] != photo.sha256:
        packing.report.different.append(found | {"sha256": digests["sha256"]})
    return True


@asynccontextmanager
async def _opened(key: str, fop: str = "") -> AsyncGenerator[AsyncIterator[bytes]]:
    """An object as a stream of which the first block is at hand: it is there.

    Raises VendorRefused, with 404 where it is not, before anything of it is in the bag.
    """
    blocks = adapters().kodo.read(key, until=_deadline, fop=fop)
    async with aclosing(blocks), aclosing(ahead(blocks)) as coming:
        first = await anext(coming, b"")
        yield _chained(first, coming)


async def _chained(first: bytes, following: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for block in following:
        yield block


def _deadline() -> datetime:
    return renditions.deadline(renditions.INSIDE)


async def _view(packing: Packing, photo: Photo, path: str) -> str:
    """A smaller picture to look at; of what has none the original, where a browser shows it."""
    shown = path if photo.media_type in _SHOWN else ""
    if photo.medium is Medium.AUDIO or not photo.master_key:
        return shown
    view = f"album/pictures/{photo.id}.jpg"
    try:
        async with _opened(photo.master_key, Rendition.SCREEN) as blocks:
            await packing.add(view, blocks)
    except VendorRefused:  # the original is there all the same
        return shown
    return view


async def _describe(packing: Packing, photo: Photo, by: str, item: FiledItem | None) -> None:
    persons = tagging.named_in(photo)
    kept = packing.kept[photo.id]
    described = described_as(photo, [one.name for one in persons], by, item)
    packing.report.counts["photos"] += 1
    await packing.add_json(
        f"metadata/photos/{photo.id}.json",
        {
            "著录": described,
            "file": kept.path,
            "view": kept.view,
            **_facts(photo),
            "uploaded_by": {"id": photo.uploader_id, "nickname": photo.uploader.nickname},
            "person_ids": [one.id for one in persons],
        },
    )
    packing.catalogue.add(catalogue.of_photo(photo, described, kept.path))
    packing.photos.add(album.of_photo(photo, kept, described))


def described_as(
    photo: Photo, persons: list[str], by: str, item: FiledItem | None
) -> dict[str, str]:
    """What there is to say of a photo under the elements of DA/T 54-2014."""
    exif = photo.exif or {}
    place = [str(exif[at]) for at in ("latitude", "longitude") if at in exif]
    return {
        "档号": item.number if item else "",
        "题名": caption_of(photo).split("\n")[0][:60] or photo.upload.name,
        "摄影者": item.responsible if item else "",
        "摄影时间": photo.taken,
        "地点": photo.place,
        "人物": "、".join(persons),
        "文字说明": caption_of(photo),
        "GPS信息": ",".join(place),
        "设备制造商": str(exif.get("make", "")),
        "设备型号": str(exif.get("model", "")),
        "来源": by,
        "获取方式": "家人上传",
        "格式": photo.media_type,
    }


def caption_of(photo: Photo) -> str:
    """Its caption once that was checked."""
    return photo.caption if photo.words_standing is Standing.PASSED else ""


def _facts(photo: Photo) -> dict[str, Any]:
    same = (
        *("id", "medium", "media_type", "bytes", "sha256", "sm3", "width", "height", "seconds"),
        *("taken", "taken_from", "taken_at", "place", "exif", "duplicate_of_id", "covers_id"),
    )
    return {name: getattr(photo, name) for name in same} | {
        "name": photo.upload.name,
        "caption": caption_of(photo),
        "uploaded_at": photo.created_at,
    }
