"""Growth: recording what is worth keeping of a child, or of the family."""

from collections.abc import Collection
from uuid import UUID

from models.archive.growth import Entry, EntryPhoto
from models.people.accounts import Account
from service.archive import (
    dating,
    entries,
    entry_audiences,
    entry_words,
    milestones,
    photos,
    tagging,
)
from service.archive.changes import change
from service.archive.entries import WITH_ALL, seen_by
from service.archive.entry_audiences import audience_of
from service.archive.entry_forms import EntryChange, EntryDraft, require_something
from service.foundation.database import transaction
from service.foundation.errors import NotFound
from service.trust import access, audit

__all__ = [
    "MOST_PHOTOS",
    "WITH_ALL",
    "EntryChange",
    "EntryDraft",
    "audience_of",
    "change",
    "fillable",
    "record",
    "seen_by",
]

MOST_PHOTOS = 500


async def record(author: Account, draft: EntryDraft) -> Entry:
    """Record an entry: its author's at once, its audience's when its words have been checked.

    What a student writes stays a draft until a guardian confirms it. What is unfinished stays its
    author's, and nothing of it is checked.
    """
    entry = _entry(author, draft)
    require_something(entry, pictured=bool(draft.photo_ids))
    async with transaction():
        entry.draft = await entry_audiences.adds_as_draft(author, entry)
        pictures = await photos.usable(author, draft.family_id, draft.photo_ids)
        day = dating.said(draft.happened) if draft.happened else dating.seen(pictures)
        entry.happened, entry.sort_day = day
        if not entry.unfinished:
            await entry_audiences.admit(entry, draft.photo_ids)
        await entry.save()
        await EntryPhoto.bulk_create(
            EntryPhoto(entry_id=entry.id, photo_id=photo.id, position=place)
            for place, photo in enumerate(pictures)
        )
        await tagging.tell_of(entry, draft.person_ids)
        await audit.record(author, "entry.begun" if entry.unfinished else "entry.recorded", entry)
        if not entry.unfinished:
            await entry_words.ask(entry, author)
    return entry


def _entry(author: Account, draft: EntryDraft) -> Entry:
    """As the draft has it; a template gives its title and dimension where it has none."""
    template = milestones.of_key(draft.milestone)
    title = template.title if template and not draft.title.strip() else draft.title
    return Entry(
        family_id=draft.family_id,
        author_id=author.id,
        student_id=draft.student_id,
        title=title,
        story=draft.story,
        place=draft.place,
        milestone=draft.milestone,
        dimension=draft.dimension or (template.dimension if template else None),
        audience=audience_of(draft.audience),
        unfinished=draft.unfinished,
    )


async def fillable(
    author: Account, family_id: UUID, entry_id: UUID, photo_ids: Collection[UUID] = ()
) -> Entry:
    """An entry of the family that the author may put these photos into, as into a new one.

    It is not locked: whoever fills it looks again whether it is still the same.
    """
    entry = await entries.theirs_to_change(await access.viewer(author), entry_id)
    if entry.family_id != family_id or entry.deleted_at:
        raise NotFound
    await entry_audiences.adds_as_draft(author, entry)
    if not entry.unfinished:
        await entry_audiences.consent_for(entry, photo_ids)
    return entry
