"""Words of entries: title, place and story are checked before anybody but the author reads them."""

from uuid import UUID

from models.archive.growth import Entry
from models.people.accounts import Account
from models.trust.moderation import Standing, Subject
from models.trust.notices import NoticeKind
from service.trust import kinship, moderation, notices

_IN_ORDER = ("title", "place", "story")
CHECKED = frozenset(_IN_ORDER)


def of(entry: Entry) -> str:
    """All that is said in an entry; empty for one of photos alone."""
    said = (getattr(entry, name).strip() for name in _IN_ORDER)
    return "\n".join(words for words in said if words)


async def ask(entry: Entry, teller: Account) -> None:
    """Have the words checked, in the caller's transaction; an entry without any needs no check."""
    words = of(entry)
    entry.standing = Standing.PENDING if words else Standing.PASSED
    await entry.save(update_fields=["standing"])
    if words:
        await moderation.ask(Subject.ENTRY, entry.id, teller.id)
    await tell(entry)


async def content_to_check(entry_id: UUID) -> moderation.Content | None:
    """The words of an entry, while there is one; in the trash too, whence it may come back."""
    entry = await Entry.get_or_none(id=entry_id)
    return moderation.Text(of(entry)) if entry else None


async def settled(entry_id: UUID, standing: Standing, label: int | None) -> None:
    """The word of the safety check, or of a human, on an entry's words."""
    if await Entry.filter(id=entry_id, standing__in=standing.earlier).update(standing=standing):
        await tell(await Entry.get(id=entry_id))


async def tell(entry: Entry) -> None:
    """Tell those who have to do something about it, each once, unless it lies in the trash.

    A draft waits for the guardians as soon as they can see it. What is in doubt nobody else reads;
    whether a human is to look is the author's to say.
    """
    if entry.deleted_at or entry.unfinished:
        return
    if entry.draft and entry.standing is Standing.PASSED:
        guardians = await kinship.guardians_of(entry.family_id)
        await notices.tell(guardians, NoticeKind.DRAFT_TO_CONFIRM, entry.id, entry.family_id)
    if entry.standing is Standing.REVIEW:
        author, kind = [entry.author_id], NoticeKind.WORDS_DOUBTFUL
        await notices.tell(author, kind, entry.id, entry.family_id)
