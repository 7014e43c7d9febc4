"""Growth: entries of a child's growth archive and of the family archive."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta
from tortoise.expressions import Q, Subquery

from models.archive.growth import UNDATED, Audience, Dimension, Entry, EntryPhoto
from models.archive.photos import Photo, PhotoState
from models.people.accounts import Account
from models.trust.consents import Consent, Purpose
from models.trust.moderation import Standing, Subject
from models.trust.notices import NoticeKind
from service.archive import photos, tagging
from service.foundation import clock, dates
from service.foundation.database import query, transaction
from service.foundation.drafts import Draft, text
from service.foundation.errors import Forbidden, Invalid, NotFound
from service.people import disclosures
from service.people.persons import PersonIds
from service.trust import access, audit, consents, kinship, moderation, notices
from service.trust.access import Viewer

MOST_PHOTOS = 500
WITH_ALL = ("persons__person", "author", "student")
Title = Annotated[str, text(60, least=0, description="What it was, in a line.")]
StoryText = Annotated[str, text(5000, least=0, description="What there is to tell.")]
Happened = Annotated[str, Meta(max_length=40, description="EDTF: 2016-05-01, 1986-22~, or empty.")]
AudienceWord = Literal["guardians", "family", "class"]


class EntryDraft(Draft):
    """An entry: photos, words, or both; everything else may come later."""

    family_id: UUID
    student_id: UUID | None = None
    photo_ids: Annotated[list[UUID], Meta(max_length=20)] = msgspec.field(default_factory=list)
    person_ids: PersonIds = msgspec.field(default_factory=list)
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
    person_ids: PersonIds | msgspec.UnsetType = msgspec.UNSET


def audience_of(word: str) -> Audience:
    """The audience that a request names by its word."""
    return Audience[word.upper()]


async def record(author: Account, draft: EntryDraft) -> Entry:
    """Record an entry: its author's at once, its audience's when its words have been checked.

    What a student writes stays a draft until a guardian confirms it.
    """
    if not draft.photo_ids and not (draft.title + draft.story).strip():
        raise Invalid.field("photo_ids", "entry.empty", "选一张照片，或者写一句话")
    audience = audience_of(draft.audience)
    async with transaction():
        as_draft = await _adds_as_draft(author, draft.family_id, draft.student_id, audience)
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
            draft=as_draft,
        )
        # one that was not read yet may be the earliest: `date_by_photo` waits for it
        read = all(picture.state is not PhotoState.STORED for picture in pictures)
        _date(entry, draft.happened, pictures if read else [])
        await _require_discreet(entry)
        await entry.save()
        await EntryPhoto.bulk_create(
            EntryPhoto(entry_id=entry.id, photo_id=photo.id, position=place)
            for place, photo in enumerate(pictures)
        )
        await tagging.tell_of(entry, draft.person_ids)
        await audit.record(author, "entry.recorded", entry)
        await _check_words(entry, author)
    return entry


async def change(author: Account, entry_id: UUID, draft: EntryChange) -> Entry:
    """Change an entry. Narrowing holds at once; new words wait for their check."""
    async with transaction():
        viewer = await access.viewer(author)
        before = await _theirs_to_change(viewer, entry_id)
        said = _words_after(before, draft) != (before.title, before.story)
        if said:
            await moderation.drop_question(Subject.ENTRY, entry_id)
        entry = await Entry.filter(id=entry_id, deleted_at=None).select_for_update().get_or_none()
        if entry is None:
            raise NotFound
        _require_unconfirmed(viewer, entry)
        if isinstance(draft.audience, str):
            await _widen(author, entry, audience_of(draft.audience))
        if isinstance(draft.happened, str):
            _date(entry, draft.happened, [])
        if not isinstance(draft.dimension, msgspec.UnsetType):
            entry.dimension = draft.dimension  # type: ignore[assignment]
        if isinstance(draft.person_ids, list):
            await tagging.tell_of(entry, draft.person_ids)
        entry.title, entry.story = _words_after(entry, draft)
        if said or isinstance(draft.audience, str):
            await _require_discreet(entry)
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
        viewer = await access.viewer(author)
        entry = await _theirs_to_change(viewer, entry_id)
        await access.require_undisputed(entry.family_id)
        entry = await Entry.filter(id=entry_id).select_for_update().get()
        _require_unconfirmed(viewer, entry)
        if entry.deleted_at is None:
            entry.deleted_at = clock.now()
            await entry.save(update_fields=["deleted_at"])
            await audit.record(author, "entry.deleted", entry)


async def confirm(account: Account, entry_id: UUID) -> Entry:
    """Take a student's draft into the archive, as whoever decides for the child; again is fine.

    It is locked before it is looked at: words that were changed meanwhile are not seen before
    their check, and nobody confirms what they cannot see.
    """
    async with transaction():
        await Entry.filter(id=entry_id).select_for_update().first()
        entry = await seen_by(await access.viewer(account), entry_id)
        await access.deciding_for(account, entry.family_id, entry.student_id)
        if entry.draft:
            entry.draft = False
            await entry.save(update_fields=["draft"])
            await audit.record(account, "entry.confirmed", entry)
    return entry


async def fillable(author: Account, family_id: UUID, entry_id: UUID) -> Entry:
    """An entry of the family that the author may put further photos into, as into a new one.

    It is not locked: whoever fills it looks again whether it is still the same.
    """
    entry = await _theirs_to_change(await access.viewer(author), entry_id)
    if entry.family_id != family_id or entry.deleted_at:
        raise NotFound
    await _adds_as_draft(author, family_id, entry.student_id, entry.audience)
    if entry.student_id:
        await consents.require(Purpose.ARCHIVE, family_id, entry.student_id)
    await _consent_for(entry.audience, family_id, entry.student_id)
    return entry


async def seen_by(viewer: Viewer, entry_id: UUID) -> Entry:
    """An entry that the viewer may see; its photos are listed by `albums`."""
    entry = await access.entries_visible_to(viewer).get_or_none(id=entry_id)
    if entry is None:
        raise NotFound
    await entry.fetch_related(*WITH_ALL)
    return entry


async def _theirs_to_change(viewer: Viewer, entry_id: UUID) -> Entry:
    """An entry (in the trash, too) that the viewer wrote, or whose family it guards."""
    entry = await Entry.get_or_none(id=entry_id)
    if entry and viewer.may_change(entry.author_id, entry.family_id, entry.student_id):
        _require_unconfirmed(viewer, entry)
        return entry
    await seen_by(viewer, entry_id)
    raise Forbidden("entry.not_yours", "只有记录的人和家里的管理人可以改")


def is_theirs_to_change(viewer: Viewer, entry: Entry) -> bool:
    """Whether the viewer wrote it or guards its family, and it is not confirmed over a student."""
    theirs = viewer.may_change(entry.author_id, entry.family_id, entry.student_id)
    return theirs and not _is_confirmed_over(viewer, entry)


def _is_confirmed_over(viewer: Viewer, entry: Entry) -> bool:
    """What a guardian has confirmed is not the student's to change before it is of age."""
    return not entry.draft and entry.student_id in viewer.selves - viewer.of_age


def _require_unconfirmed(viewer: Viewer, entry: Entry) -> None:
    if _is_confirmed_over(viewer, entry):
        raise Forbidden("entry.confirmed", "这条已经收进档案了，要改请找家里的管理人")


async def _adds_as_draft(
    author: Account, family_id: UUID, student_id: UUID | None, audience: Audience
) -> bool:
    """Require that the author may add this; True for a student who is not of age.

    What leaves the family is for whoever decides for the child.
    """
    if audience >= Audience.CLASS:
        await access.deciding_for(author, family_id, student_id)
    oneself = await access.contributing_to(author, family_id, student_id)
    return oneself and student_id not in (await access.viewer(author)).of_age


async def _widen(author: Account, entry: Entry, audience: Audience) -> None:
    """Give an entry another audience, on the consent that it needs."""
    await _adds_as_draft(author, entry.family_id, entry.student_id, audience)
    consent = await _consent_for(audience, entry.family_id, entry.student_id)
    entry.audience = audience
    entry.consent_id = consent.id if consent else None


async def _consent_for(
    audience: Audience, family_id: UUID, student_id: UUID | None
) -> Consent | None:
    if audience < Audience.CLASS:
        return None
    await access.require_undisputed(family_id)
    return await consents.require(Purpose.CLASS, family_id, student_id)


async def _require_discreet(entry: Entry) -> None:
    """Refuse words for the class that give the family away."""
    if entry.audience >= Audience.CLASS:
        words = f"{entry.title}\n{entry.story}"
        await disclosures.refuse(entry.family_id, "story", words, knowingly=False)


def _date(entry: Entry, happened: str, pictures: list[Photo]) -> None:
    """The day somebody gave; else that of the earliest photo; else none, to be asked for."""
    dated = [p for p in pictures if p.taken_day]
    first = min(dated, key=lambda photo: photo.taken_day or UNDATED, default=None)
    entry.happened = happened or (first.taken if first else "")
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
    await _ask_to_confirm(entry)


async def _ask_to_confirm(entry: Entry) -> None:
    """Tell the guardians of a draft, as soon as they can see it."""
    if entry.draft and entry.standing is Standing.PASSED and entry.deleted_at is None:
        guardians = await kinship.guardians_of(entry.family_id)
        await notices.tell(guardians, NoticeKind.DRAFT_TO_CONFIRM, entry.id, entry.family_id)


async def date_by_photo(photo_id: UUID) -> None:
    """What `date_by_photos` does, for one that has been read."""
    await date_by_photos([photo_id])


_DATE = """
update entries set happened = dated.taken, sort_day = dated.taken_day from (
    select distinct on (x.entry_id) x.entry_id, p.taken, p.taken_day
    from entry_photos x join photos p on p.id = x.photo_id
    where x.entry_id = any($1::uuid[]) and p.deleted_at is null and p.taken_day is not null
    order by x.entry_id, p.taken_day, x.position
) dated where entries.id = dated.entry_id and not exists (
    select 1 from entry_photos x join photos p on p.id = x.photo_id
    where x.entry_id = entries.id and p.deleted_at is null and p.state = 'stored')
"""


async def date_by_photos(photo_ids: list[UUID]) -> None:
    """Entries without a date take the first day of their photos, once all of these were read."""
    showing = EntryPhoto.filter(photo_id__in=photo_ids).values("entry_id")
    undated = Entry.filter(id__in=Subquery(showing), happened="").order_by("id")
    await query(_DATE, [entry.id for entry in await undated.select_for_update()])


async def content_to_check(entry_id: UUID) -> moderation.Content | None:
    """The words of an entry, while there is one."""
    entry = await Entry.get_or_none(id=entry_id, deleted_at=None)
    return moderation.Text(f"{entry.title}\n{entry.story}".strip()) if entry else None


async def settled(entry_id: UUID, standing: Standing, label: int | None) -> None:
    """The word of the safety check, or of a human, on an entry's words."""
    if await Entry.filter(id=entry_id, standing__in=standing.earlier).update(standing=standing):
        entry = await Entry.get(id=entry_id)
        await _ask_to_confirm(entry)
        await _tell_of_doubt(entry)


async def _tell_of_doubt(entry: Entry) -> None:
    """Nobody else reads it now; whether a human is to look is the author's to say."""
    if entry.standing is Standing.REVIEW and entry.deleted_at is None:
        author, kind = [entry.author_id], NoticeKind.WORDS_DOUBTFUL
        await notices.tell(author, kind, entry.id, entry.family_id)


async def stood_on(consent_ids: list[UUID], at: datetime) -> int:
    """How many entries the class had on these grants at a moment, for the receipt."""
    kept = Q(deleted_at=None) | Q(deleted_at__gt=at)
    return await Entry.filter(kept, consent_id__in=consent_ids).count()
