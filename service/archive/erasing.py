"""Erasing the archive: a child's entries, and the photos that nothing else of the family uses."""

from uuid import UUID

from models.archive.findings import Finding
from models.archive.growth import Entry, EntryPerson, EntryPhoto, EntryRevision
from models.archive.photos import Photo, PhotoPerson, Upload
from models.trust.erasures import ErasedKind
from service.archive import (
    erasing_booklets,
    erasing_endorsements,
    erasing_exports,
    erasing_filing,
    erasing_imports,
    erasing_measurements,
    erasing_months,
    erasing_printed_albums,
    erasing_stories,
)
from service.archive.renditions import keys_of
from service.foundation.database import query
from service.trust.personal_data import Holding, Objects

_OF_FAMILY = "属于家庭的档案，由家里决定去留"

_CONCERNS = """
({0}.id in (select avatar_id from students where id = $1)
    or {0}.id in (select x.photo_id from entry_photos x
        join entries e on e.id = x.entry_id where e.student_id = $1)
    or {0}.id in (select x.photo_id from post_photos x
        join posts p on p.id = x.post_id where p.student_id = $1)
    or {0}.id in (select x.photo_id from filed_files x
        join filed_items i on i.id = x.item_id where i.student_id = $1)
    or {0}.id in (select s.recording_id from stories s
        join entries e on e.id = s.entry_id where e.student_id = $1)
    or {0}.id in (select x.photo_id from photo_persons x
        join students s on s.person_id = x.person_id where s.id = $1)
    or exists (select 1 from student_accounts own
        where own.student_id = $1 and own.account_id = {0}.uploader_id
        and own.since <= {0}.created_at and (own.until is null or own.until > {0}.created_at)))
"""
_OF_CHILD = f"""
photos.family_id = (select family_id from students where id = $1)
and ({_CONCERNS.format("photos")}
    or photos.covers_id in (select o.id from photos o where {_CONCERNS.format("o")}))
"""  # noqa: S608  a copy with stickers on it is of whom its original is
_OF_OTHERS = """
(exists (select 1 from entry_photos x join entries e on e.id = x.entry_id
        where x.photo_id = photos.id and e.student_id is distinct from $1)
    or exists (select 1 from post_photos x join posts p on p.id = x.post_id
        where x.photo_id = photos.id and p.student_id is distinct from $1)
    or exists (select 1 from filed_files x join filed_items i on i.id = x.item_id
        where x.photo_id = photos.id and i.student_id is distinct from $1)
    or exists (select 1 from stories s join entries e on e.id = s.entry_id
        where s.recording_id = photos.id and e.student_id is distinct from $1)
    or exists (select 1 from students s where s.avatar_id = photos.id and s.id <> $1))
"""
_CHILDS = f"{_OF_CHILD} and not {_OF_OTHERS}"
_OWN = "uploader_id = $1 and family_id is null"
_UPLOADS_OF_CHILD = f"""
id in (select upload_id from photos where {_CHILDS}
    union select u.id from uploads u
    where u.covers_id in (select id from photos where {_CHILDS})
        and not exists (select 1 from photos p where p.upload_id = u.id)
    union select u.id from uploads u join student_accounts own on own.account_id = u.account_id
    where own.student_id = $1
        and own.since <= u.created_at and (own.until is null or own.until > u.created_at)
        and u.family_id = (select family_id from students where id = $1)
        and not exists (select 1 from photos p where p.upload_id = u.id))
"""  # noqa: S608  a union, as the planner finds no index for conditions joined by "or"


async def _files_of_photos(ids: list[UUID]) -> Objects:
    """The originals and what was derived from them, also by a reading that may be under way."""
    found = await Photo.filter(id__in=ids)
    keys = [key for photo in found for key in (photo.key, *keys_of(photo.id, photo.medium))]
    return Objects(keys, sum(photo.bytes for photo in found))


async def _files_of_uploads(ids: list[UUID]) -> Objects:
    """What a phone may have put, or may still put, with a ticket that made no photo."""
    without_photo = (
        "select key from uploads u where id = any($1::uuid[])"
        " and not exists (select 1 from photos p where p.upload_id = u.id)"
    )
    return Objects([row["key"] for row in await query(without_photo, ids)])


async def _remove_photos(ids: list[UUID]) -> None:
    """The rows; nobody wears them any more, and nothing is drawn from them any more."""
    for table in ("accounts", "students"):
        wearing = f"update {table} set avatar_id = null where avatar_id = any($1::uuid[])"  # noqa: S608
        await query(wearing, ids)
    drawing = "update uploads set covers_id = null where covers_id = any($1::uuid[])"
    await query(drawing, ids)
    await query("delete from photos where id = any($1::uuid[])", ids)


_DISCARDED = "photo_id in (select id from photos where discard_id = $1)"
_IN_ENTRIES = {
    ErasedKind.STUDENT: "entry_id in (select id from entries where student_id = $1)",
    ErasedKind.FAMILY: "entry_id in (select id from entries where family_id = $1)",
    ErasedKind.ENTRY: "entry_id = $1",
}
_FOUND = """
photo_id = any($1::uuid[]) or key in (select key from uploads where id = any($1::uuid[])
    union select pdf_key from booklets where id = any($1::uuid[])
    union select key from exports where id = any($1::uuid[])
    union select pdf_key from printed_albums where id = any($1::uuid[])
    union select copy ->> 'key' from donated_items, jsonb_array_elements(copies) copy
        where donated_items.id = any($1::uuid[])
    union select key from posters where id = any($1::uuid[]))
"""
_TAGS = "person_id in (select person_id from students where id = $1)"

HOLDINGS = [
    *erasing_endorsements.HOLDINGS,
    *erasing_booklets.HOLDINGS,
    *erasing_exports.HOLDINGS,
    *erasing_printed_albums.HOLDINGS,
    *erasing_filing.HOLDINGS,
    *erasing_imports.HOLDINGS,
    *erasing_stories.HOLDINGS,
    *erasing_measurements.HOLDINGS,
    Holding(
        EntryPerson,
        "记录里提到的人",
        _IN_ENTRIES | {ErasedKind.STUDENT: f"{_IN_ENTRIES[ErasedKind.STUDENT]} or {_TAGS}"},
    ),
    Holding(
        EntryRevision,
        "记录改之前的样子",
        _IN_ENTRIES,
        stays={ErasedKind.ACCOUNT: "changed_by_id = $1"},
        why=_OF_FAMILY,
    ),
    Holding(EntryPhoto, "哪张照片放在哪条记录里", _IN_ENTRIES | {ErasedKind.PHOTOS: _DISCARDED}),
    Holding(
        Entry,
        "成长记录",
        {
            ErasedKind.STUDENT: "student_id = $1",
            ErasedKind.FAMILY: "family_id = $1",
            ErasedKind.ENTRY: "id = $1",
        },
        stays={ErasedKind.ACCOUNT: "author_id = $1"},
        why=_OF_FAMILY,
    ),
    Holding(
        PhotoPerson,
        "照片里的人",
        {
            ErasedKind.STUDENT: f"{_TAGS} or photo_id in (select id from photos where {_CHILDS})",  # noqa: S608
            ErasedKind.FAMILY: "photo_id in (select id from photos where family_id = $1)",
            ErasedKind.PHOTOS: _DISCARDED,
        },
    ),
    Holding(Finding, "照片文件有没有坏的检查", mentions=_FOUND),
    Holding(
        Photo,
        "照片",
        {
            ErasedKind.STUDENT: _CHILDS,
            ErasedKind.FAMILY: "family_id = $1",
            ErasedKind.ACCOUNT: _OWN,
            ErasedKind.PHOTOS: "discard_id = $1",
        },
        stays={
            ErasedKind.STUDENT: f"{_OF_CHILD} and {_OF_OTHERS}",
            ErasedKind.ACCOUNT: "uploader_id = $1 and family_id is not null",
        },
        why="家里别的记录也在用，或属于家庭的档案",
        clear=_remove_photos,
        objects=_files_of_photos,
    ),
    Holding(
        Upload,
        "传照片的记录",
        {
            ErasedKind.STUDENT: _UPLOADS_OF_CHILD,
            ErasedKind.FAMILY: "family_id = $1",
            ErasedKind.ACCOUNT: "account_id = $1 and family_id is null",
            ErasedKind.PHOTOS: "id in (select upload_id from photos where discard_id = $1)",
        },
        stays={ErasedKind.ACCOUNT: "account_id = $1 and family_id is not null"},
        why=_OF_FAMILY,
        objects=_files_of_uploads,
    ),
    *erasing_months.HOLDINGS,
]
