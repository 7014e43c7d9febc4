"""Filing suggestions: an entry as it might be filed, so that a parent only says yes."""

from dataclasses import dataclass
from uuid import UUID

from models.archive.growth import Entry
from models.archive.photos import PhotoState
from models.people.accounts import Account
from models.people.families import Role
from service.archive import albums, entries, family_archives, tagging
from service.archive.class_suggestions import suggest
from service.archive.filing_forms import MOST_FILES
from service.foundation.errors import NotFound
from service.trust import access

MOST_TITLE, MOST_WORDS = 60, 500


@dataclass(frozen=True)
class Suggestion:
    """What to file of an entry; `numbers` are those under which it was filed already."""

    entry: Entry
    class_code: str
    title: str
    words: str
    person_ids: list[UUID]
    photo_ids: list[UUID]
    numbers: list[str]


async def of_entry(account: Account, entry_id: UUID) -> Suggestion:
    """How an entry that the account sees at home might be filed, as far as it may file."""
    viewer = await access.viewer(account)
    entry = await entries.seen_by(viewer, entry_id)
    if not viewer.is_family(entry.family_id):
        raise NotFound
    await access.family_for(account, entry.family_id, Role.CONTRIBUTOR)
    archive = await family_archives.of(account, entry.family_id)
    hung = await albums.of_entry(viewer, entry_id, after=None)
    photos = [one.photo for one in hung if one.photo.state is PhotoState.READY][:MOST_FILES]
    media = [photo.medium for photo in photos]
    numbers = access.filed_items_visible_to(viewer).filter(entry_id=entry_id).order_by("id")
    return Suggestion(
        entry=entry,
        class_code=suggest(f"{entry.title} {entry.story}", media, archive.scheme),
        title=_fitting((entry.title or entry.story).strip().partition("\n")[0], MOST_TITLE),
        words=_fitting(entry.story.strip(), MOST_WORDS),
        person_ids=[person.id for person in tagging.named_in(entry)],
        photo_ids=[photo.id for photo in photos],
        numbers=await numbers.values_list("number", flat=True),  # type: ignore[arg-type]
    )


def _fitting(words: str, most: int) -> str:
    """As much of it as an item takes; the entry keeps it all."""
    return words if len(words) <= most else words[: most - 1] + "…"
