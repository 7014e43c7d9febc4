"""Growth: entries of a child's growth archive and of the family archive, and their timeline."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta
from tortoise.expressions import Q

from models.archive.growth import UNDATED, Audience, Dimension, Entry, EntryPhoto
from models.archive.photos import Photo, PhotoState
from models.people.accounts import Account
from models.people.families import Role
from models.trust.consents import Consent, Purpose
from models.trust.moderation import Standing, Subject
from service.archive import dates, photos
from service.foundation import clock
from service.foundation.database import transaction
from service.foundation.drafts import Draft, text
from service.foundation.errors import Forbidden, Invalid, NotFound
from service.trust import access, audit, consents, moderation
from service.trust.access import Viewer

PAGE = 20
WITH_ALL = ("pictures__photo", "author", "student")
Title = Annotated[str, text(60, least=0, description="What it was, in a line.")]
StoryText = Annotated[str, text(5000, least=0, description="What there is to tell.")]
Happened = Annotated[str, Meta(max_length=40, description="EDTF: 2016-05-01, 1986-22~, or empty.")]
AudienceWord = Literal["guardians", "family", "class"]


class EntryDraft(Draft):
    """An entry: photos, words, or both; everything else may come later."""

    family_id: UUID
    student_id: UUID | None = None
    photo_ids: Annotated[list[UUID], Meta(max_length=20)] = msgspec.field(default_factory=list)
    title: Title = ""
    story: StoryText = ""
    happened: Happened = ""
    dimension: Dimension | None = None
    audience: AudienceWord = "family"


class EntryChange(Draft):
    """What is to change of an entry; what is left out stays."""

    title: Title | msgspec.UnsetType = msgspec.UNSET
    story: StoryText | msgspec.UnsetType = msgspec.UNSET
    happened: Happened | msgspec.UnsetType = msgspec.UNSET
    dimension: Dimension | msgspec.UnsetType | None = msgspec.UNSET
    audience: AudienceWord | msgspec.UnsetType = msgspec.UNSET


def audience_of(word: str) -> Audience:
    """The audience that a request names by its word."""
    return Audience[word.upper()]


async def record(author: Account, draft: EntryDraft) -> Entry:
    """Record an entry: its author's at once, its audience's when its words have been checked."""
    if not draft.photo_ids and not (draft.title + draft.story).strip():
        raise Invalid.field("photo_ids", "entry.empty", "选一张照片，或者写一句话")
    audience = audience_of(draft.audience)
    async with transaction():
        await access.family_for(author, draft.family_id, _least_role(audience))
        await access.student_of(draft.family_id, draft.student_id)
        if draft.student_id:
            await consents.require(Purpose.ARCHIVE, draft.family_id, draft.student_id)
        pictures = await photos.usable(author, draft.family_id, draft.photo_ids)
        consent = await _consent_for(audience, draft.family_id, draft.student_id)
        entry = Entry(
            family_id=draft.family_id,
            author_id=author.id,
            student_id=draft.student_id,
            consent_id=consent.id if consent else None,
            title=draft.title,
            story=draft.story,
            dimension=draft.dimension,
            audience=audience,
        )
        _date(entry, draft.happened, pictures)
        await entry.save()
        await EntryPhoto.bulk_create(
            EntryPhoto(entry_id=entry.id, photo_id=photo.id, position=place)
            for place, photo in enumerate(pictures)
        )
        await audit.record(author, "entry.recorded", entry)
        await _check_words(entry, author)
    return entry


async def change(author: Account, entry_id: UUID, draft: EntryChange) -> Entry:
    """Change an entry. Narrowing holds at once; new words wait for their check."""
    async with transaction():
        before = await _theirs_to_change(author, entry_id)
        said = _words_after(before, draft) != (before.title, before.story)
        if said:
            await moderation.drop_question(Subject.ENTRY, entry_id)
        entry = await Entry.filter(id=entry_id, deleted_at=None).select_for_update().get_or_none()
        if entry is None:
            raise NotFound
        if isinstance(draft.audience, str):
            await _widen(author, entry, audience_of(draft.audience))
        if isinstance(draft.happened, str):
            _date(entry, draft.happened, [])
        if not isinstance(draft.dimension, msgspec.UnsetType):
            entry.dimension = draft.dimension  # type: ignore[assignment]
        entry.title, entry.story = _words_after(entry, draft)
        await entry.save()
        await audit.record(author, "entry.changed", entry)
        if said:
            await _check_words(entry, author)
    await entry.fetch_related(*WITH_ALL)
    return entry


def _words_after(entry: Entry, draft: EntryChange) -> tuple[str, str]:
    title = draft.title if isinstance(draft.title, str) else entry.title
    story = draft.story if isinstance(draft.story, str) else entry.story
    return title, story


async def delete(author: Account, entry_id: UUID) -> None:
    """Put an entry into the trash; it goes dark at once. Again is fine."""
    async with transaction():
        entry = await _theirs_to_change(author, entry_id)
        if await Entry.filter(id=entry.id, deleted_at=None).update(deleted_at=clock.now()):
            await audit.record(author, "entry.deleted", entry)


async def seen_by(viewer: Viewer, entry_id: UUID) -> Entry:
    """An entry that the viewer may see, with its photos."""
    entry = await access.entries_visible_to(viewer).get_or_none(id=entry_id)
    if entry is None:
        raise NotFound
    await entry.fetch_related(*WITH_ALL)
    return entry


async def timeline(
    viewer: Viewer,
    *,
    family_id: UUID,
    student_id: UUID | None,
    after: tuple[date, UUID] | None,
) -> list[Entry]:
    """A page of a child's entries (or of the family's own), latest day first, undated before all.

    `after` is the (sort_day, id) of the last entry of the page before. Returns at most PAGE + 1
    entries: the last one only says that there is more.
    """
    entries = access.entries_visible_to(viewer).filter(family_id=family_id, student_id=student_id)
    if after:
        day, last_id = after
        entries = entries.filter(Q(sort_day__lt=day) | Q(sort_day=day, id__lt=last_id))
    return await entries.order_by("-sort_day", "-id").limit(PAGE + 1).prefetch_related(*WITH_ALL)


async def _theirs_to_change(account: Account, entry_id: UUID) -> Entry:
    """An entry (in the trash, too) that the account wrote, or whose family it guards."""
    entry = await Entry.get_or_none(id=entry_id)
    viewer = await access.viewer(account)
    if entry and viewer.may_change(entry.author_id, entry.family_id):
        return entry
    await seen_by(viewer, entry_id)
    raise Forbidden("entry.not_yours", "只有记录的人和家里的管理人可以改")


def _least_role(audience: Audience) -> Role:
    """What leaves the family is a guardian's to decide."""
    return Role.GUARDIAN if audience >= Audience.CLASS else Role.CONTRIBUTOR


async def _widen(author: Account, entry: Entry, audience: Audience) -> None:
    """Give an entry another audience, on the consent that it needs."""
    await access.family_for(author, entry.family_id, _least_role(audience))
    consent = await _consent_for(audience, entry.family_id, entry.student_id)
    entry.audience = audience
    entry.consent_id = consent.id if consent else None


async def _consent_for(
    audience: Audience, family_id: UUID, student_id: UUID | None
) -> Consent | None:
    if audience < Audience.CLASS:
        return None
    return await consents.require(Purpose.CLASS, family_id, student_id)


def _date(entry: Entry, happened: str, pictures: list[Photo]) -> None:
    """The day somebody gave; else the first day a camera wrote; else none, to be asked for."""
    taken = min((p.taken_on for p in pictures if p.taken_on), default=None)
    entry.happened = happened or (taken.isoformat() if taken else "")
    entry.sort_day = UNDATED
    if entry.happened:
        fuzzy = dates.parse(entry.happened)
        if fuzzy is None:
            raise Invalid.field("happened", "entry.date", "这个日期看不懂，可以只写年份")
        entry.sort_day = fuzzy.first_day


async def _check_words(entry: Entry, author: Account) -> None:
    """Words are checked before relatives read them; an entry of photos alone has none."""
    wordless = not (entry.title + entry.story).strip()
    entry.standing = Standing.PASSED if wordless else Standing.PENDING
    await entry.save(update_fields=["standing"])
    if not wordless:
        await moderation.ask(Subject.ENTRY, entry.id, author.id)


async def date_by_photo(photo_id: UUID) -> None:
    """All photos of an entry without a date have been read: it takes the camera's first day."""
    undated = Entry.filter(pictures__photo_id=photo_id, happened="")
    for entry in await undated.select_for_update(of=("entries",)):
        pictures = await Photo.filter(entry_places__entry_id=entry.id)
        if all(picture.state is not PhotoState.STORED for picture in pictures):
            _date(entry, "", pictures)
            await entry.save(update_fields=["happened", "sort_day"])


async def content_to_check(entry_id: UUID) -> moderation.Content | None:
    """The words of an entry, while there is one."""
    entry = await Entry.get_or_none(id=entry_id, deleted_at=None)
    return moderation.Text(f"{entry.title}\n{entry.story}".strip()) if entry else None


async def settled(entry_id: UUID, standing: Standing, label: int | None) -> None:
    """The safety check's verdict on an entry's words."""
    await Entry.filter(id=entry_id, standing=Standing.PENDING).update(standing=standing)
