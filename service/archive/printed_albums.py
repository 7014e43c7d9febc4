"""Printed albums (家庭相册): asking for one, who has it, and its end; `album_printing` makes it.

What is printed cannot follow what is narrowed later. So an album is its maker's and the guardians',
and nobody else's until one of them hands it on.
"""

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from models.archive.printed_albums import AlbumState, PrintedAlbum
from models.people.accounts import Account
from models.people.families import Family, Role
from models.people.persons import Person
from models.people.students import Student
from service.archive import album_choices, printing
from service.archive.class_schemes import CURRENT, scheme
from service.foundation import clock, jobs
from service.foundation.database import transaction
from service.foundation.drafts import Draft, text
from service.foundation.errors import Conflict, Invalid, NotFound
from service.trust import access, audit, moderation

PAGE = 20
Title = Annotated[str, text(40, least=0, description="On the cover; empty: made of the choice.")]
Subtitle = Annotated[str, text(40, least=0, description="Below the title.")]
Year = Annotated[int, Meta(ge=1800, le=9999)]
ClassCode = Annotated[
    str, Meta(max_length=4, description="A class of filed items, as `F` or `F1`.")
]


class AlbumDraft(Draft):
    """What an album is to be of: at least one of year, child, person and class; several narrow."""

    title: Title = ""
    subtitle: Subtitle = ""
    year: Year | None = None
    student_id: UUID | None = None
    person_id: UUID | None = None
    class_code: ClassCode = ""


def key_of(album: PrintedAlbum) -> str:
    """Where the PDF is, or will be."""
    return f"printed-albums/{album.family_id}/{album.id}.pdf"


async def ask(account: Account, family_id: UUID, draft: AlbumDraft) -> PrintedAlbum:
    """Have an album printed, as a contributor of the family.

    Conflict where there is nothing to print, or more than fits. Relatives read the title, so WeChat
    has to pass it first.
    """
    if not (draft.year or draft.student_id or draft.person_id or draft.class_code):
        detail = "先选一样：哪一年、哪个孩子、哪位家人，或者哪一类"
        raise Invalid.field("year", "album.no_choice", detail)
    await access.family_for(account, family_id, Role.CONTRIBUTOR)
    for field in ("title", "subtitle"):
        if words := getattr(draft, field).strip():
            await moderation.require_clean(account, words, field)
    async with transaction():
        await access.hold(family_id)
        album = await _album(account, family_id, draft)
        album.photos = await _require_fitting(account, album)
        await album.save(force_create=True)
        await audit.record(account, "album.asked", album)
        await jobs.later("printed_albums.print", album_id=album.id)
    return album


async def _album(account: Account, family_id: UUID, draft: AlbumDraft) -> PrintedAlbum:
    family = await access.family_for(account, family_id, Role.CONTRIBUTOR)
    student = await access.student_of(family_id, draft.student_id)
    person = await _person_of(family_id, draft.person_id)
    return PrintedAlbum(
        family_id=family_id,
        account_id=account.id,
        student_id=draft.student_id,
        person_id=draft.person_id,
        year=draft.year,
        class_code=draft.class_code,
        title=draft.title.strip() or _title(family, student, person, draft),
        subtitle=draft.subtitle.strip(),
    )


async def _person_of(family_id: UUID, person_id: UUID | None) -> Person | None:
    if person_id is None:
        return None
    person = await Person.get_or_none(id=person_id, family_id=family_id, removed_at=None)
    if person is None:
        raise NotFound
    return person


def _title(
    family: Family, student: Student | None, person: Person | None, draft: AlbumDraft
) -> str:
    """「小满的2025年」, 「外婆的相册」, 「陈家的传记类」."""
    whose = person.name if person else student.nickname if student else family.name
    year = f"{draft.year}年" if draft.year else ""
    return f"{whose}的{year}{_class_name(draft.class_code) or ('' if year else '相册')}"


def _class_name(code: str) -> str:
    schemes = (scheme(version).nodes for version in CURRENT)
    return next((nodes[code].name for nodes in schemes if code in nodes), "")


async def _require_fitting(account: Account, album: PrintedAlbum) -> int:
    """How many pictures it is of; refused where these are none, or too many."""
    found = await album_choices.pictures(await access.viewer(account), album)
    if not found:
        detail = "这样选还没有可以印的照片，换一年或换个人试试"
        raise Conflict("album.nothing", detail)
    if len(found) > album_choices.MOST:
        most = f"这样选照片太多了，一本最多放{album_choices.MOST}张"
        raise Conflict("album.too_many", f"{most}。{_fewer(album)}")
    return len(found)


def _fewer(album: PrintedAlbum) -> str:
    if album.year is None:
        return "再选一个年份，一年印一本吧"
    if album.person_id is None:
        return "再选一位家人，一人印一本吧"
    return "再选一个分类，分几本印吧"


async def of_family(account: Account, family_id: UUID, *, after: UUID | None) -> list[PrintedAlbum]:
    """A page of the albums of a family that the account may have, latest first.

    Returns at most PAGE + 1: the last one only says that there is more.
    """
    await access.family_for(account, family_id, Role.VIEWER)
    found = access.printed_albums_visible_to(await access.viewer(account))
    found = found.filter(family_id=family_id)
    if after:
        found = found.filter(id__lt=after)
    return await found.order_by("-id").limit(PAGE + 1)


async def one_of(account: Account, album_id: UUID) -> PrintedAlbum:
    """An album that the account may have."""
    visible = access.printed_albums_visible_to(await access.viewer(account))
    album = await visible.get_or_none(id=album_id)
    if album is None:
        raise NotFound
    return album


async def url_of(account: Account, album_id: UUID) -> tuple[PrintedAlbum, str]:
    """A signed URL of the PDF that soon dies, with a name to save it under; Conflict before."""
    album = await one_of(account, album_id)
    if album.state is not AlbumState.READY:
        raise Conflict("album.not_printed", "相册还在印，好了会告诉你")
    return album, printing.url_of(album.pdf_key, album.title)


async def delete(account: Account, album_id: UUID) -> None:
    """Take an album away at once, with its PDF; again is fine, and the photos stay."""
    async with transaction():
        await access.require_undisputed((await _theirs(account, album_id)).family_id)
        await _theirs(account, album_id)  # still, after that wait
        album = await locked(album_id)
        if album and album.deleted_at is None:
            await give_up(album, account)


async def _theirs(account: Account, album_id: UUID) -> PrintedAlbum:
    """An album that the account may have, or might have until it was deleted."""
    viewer = await access.viewer(account)
    album = await access.printed_albums_ever_of(viewer).get_or_none(id=album_id)
    if album is None:
        raise NotFound
    return album


async def locked(album_id: UUID) -> PrintedAlbum | None:
    """An album as it is once its row is locked, its family before it as for an erasure."""
    found = await PrintedAlbum.get_or_none(id=album_id)
    if found is None:
        return None
    await access.hold(found.family_id)
    return await PrintedAlbum.filter(id=album_id).select_for_update(no_key=True).get_or_none()


async def give_up(album: PrintedAlbum, account: Account | None) -> None:
    """The end of a locked album, wherever it is; a job removes the PDF and its words at once."""
    album.deleted_at = clock.now()
    await album.save(update_fields=["deleted_at"])
    await audit.record(account, "album.deleted", album)
    await jobs.later("printed_albums.remove", album_id=album.id)
