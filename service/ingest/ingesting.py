"""Ingesting: the bag is verified, its files are put, and then all its rows are there at once."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from tortoise.exceptions import BaseORMException

from models.archive.filing import FamilyArchive
from models.archive.growth import Entry
from models.archive.photos import Photo
from models.people.families import Family
from models.people.students import Student
from service.foundation import jobs
from service.foundation.database import query, transaction
from service.ingest import bag as bags
from service.ingest import content as contents
from service.ingest import filing, originals, people, records
from service.ingest.bag import BagError
from service.ingest.content import Content
from service.people import households
from service.trust import audit

Heard = Callable[[int], None]

_KNOWN = """
select id from entries where id = any($1::uuid[])
union all select id from photos where id = any($2::uuid[])
limit 1
"""


@dataclass(frozen=True)
class Ingested:
    """How much was brought back, and what could not be: lost files, and what teachers wrote."""

    entries: int
    photos: int
    items: int
    lost: list[str]
    teachers_words: int


async def ingest(path: Path, family_id: UUID, heard: Heard) -> Ingested:
    """Bring a bag back into a family that has nothing yet; BagError before anything is written.

    `heard` is told of the bytes that were looked at. Ended halfway it is run again: files that were
    put stay, and rows are there all or none.
    """
    with bags.opened(path) as bag:
        bag.verify(heard)
        content = contents.of(bag)
        content.require_closed()
        await _require_room(family_id, content)
        etags = {one.id: await originals.put(bag, family_id, one) for one in content.photos}
    try:
        async with transaction():
            await Family.filter(id=family_id).select_for_update(no_key=True).first()
            await _require_room(family_id, content)
            await _keep(family_id, content, etags)
    except (BaseORMException, ValueError) as error:
        raise BagError(f"包里的内容放不进来：{error}") from error
    return Ingested(
        entries=len(content.entries),
        photos=len(content.photos),
        items=len(content.filed.items),
        lost=[photo.name for photo in content.lost],
        teachers_words=sum(len(one.endorsements) for one in content.entries) + content.letters,
    )


async def _require_room(family_id: UUID, content: Content) -> None:
    family = await Family.get_or_none(id=family_id, erased_at=None)
    if family is None:
        raise BagError("没有这个家庭，请家里的管理人先在小程序里建一个")
    for model in (Entry, Photo, Student, FamilyArchive):
        if await model.exists(family_id=family_id):
            raise BagError("这个家庭里已经有内容了，只能带回到一个新的家庭")
    known = [one.id for one in content.entries], [one.id for one in content.photos]
    if await query(_KNOWN, *known):
        raise BagError("这个包里的内容，在这里已经有了")
    await filing.require_free(content.filed)


async def _keep(family_id: UUID, content: Content, etags: dict[UUID, str]) -> None:
    await people.keep(family_id, content)
    await originals.keep(family_id, content.photos, etags)
    await records.keep(family_id, content)
    await filing.keep(family_id, content)
    await Family.filter(id=family_id).update(name=content.family.name)
    await audit.record(None, "family.ingested", family_id)
    for photo in content.photos:
        await jobs.later("photos.derive_again", photo_id=photo.id)
    await households.judge_later(family_id)
