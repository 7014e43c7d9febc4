"""Records of a bag: entries with their photos and people, and what relatives added to them."""

from collections.abc import Iterator
from uuid import UUID

from models.archive.growth import UNDATED, Entry, EntryPerson, EntryPhoto
from models.archive.stories import EntryComment, EntryReaction, Story
from models.trust.moderation import Standing
from service.archive.entry_audiences import audience_of
from service.foundation import dates
from service.ingest.content import Content
from service.ingest.documents import EntryDocument


async def keep(family_id: UUID, content: Content) -> None:
    """Their rows, in the caller's transaction. Of classes nobody knows here: they see nothing."""
    there = {photo.id for photo in content.photos}
    entries = content.entries
    await Entry.bulk_create(_entry(family_id, one) for one in entries)
    await EntryPhoto.bulk_create(
        EntryPhoto(entry_id=one.id, photo_id=photo, position=place)
        for one in entries
        for place, photo in enumerate(photo for photo in one.photo_ids if photo in there)
    )
    await EntryPerson.bulk_create(
        EntryPerson(entry_id=one.id, person_id=person)
        for one in entries
        for person in one.person_ids
    )
    await Story.bulk_create(_stories(family_id, entries, there))
    await EntryComment.bulk_create(_comments(entries))
    await EntryReaction.bulk_create(_reactions(entries))


def _entry(family_id: UUID, one: EntryDocument) -> Entry:
    fuzzy = dates.parse(one.happened) if one.happened else None
    same = (
        *("id", "student_id", "title", "story", "dimension", "happened", "place", "milestone"),
        *("draft", "version", "created_at"),
    )
    return Entry(
        **{name: getattr(one, name) for name in same},
        family_id=family_id,
        author_id=one.author.id,
        audience=audience_of(one.audience),
        sort_day=fuzzy.first_day if fuzzy else UNDATED,
        standing=Standing.PASSED,
    )


def _stories(family_id: UUID, entries: list[EntryDocument], there: set[UUID]) -> Iterator[Story]:
    for entry in entries:
        for one in entry.stories:
            yield Story(
                id=one.id,
                created_at=one.created_at,
                family_id=family_id,
                entry_id=entry.id,
                author_id=one.author.id,
                recording_id=one.recording_id if one.recording_id in there else None,
                words=one.words,
                standing=Standing.PASSED,
                announced_at=one.created_at,
            )


def _comments(entries: list[EntryDocument]) -> Iterator[EntryComment]:
    for entry in entries:
        for one in entry.comments:
            yield EntryComment(
                id=one.id,
                created_at=one.created_at,
                entry_id=entry.id,
                author_id=one.author.id,
                words=one.words,
                standing=Standing.PASSED,
            )


def _reactions(entries: list[EntryDocument]) -> Iterator[EntryReaction]:
    for entry in entries:
        for one in entry.reactions:
            yield EntryReaction(
                id=one.id,
                created_at=one.created_at,
                entry_id=entry.id,
                account_id=one.author.id,
                warmth=one.warmth,
            )
