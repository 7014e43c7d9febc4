"""Words of filed items: they are checked before anybody but who says them reads them.

What is of a closed class is for the guardians alone and tells where papers and savings lie: that
goes to nobody, not even to a machine that checks.
"""

from uuid import UUID

from models.archive.filing import FiledItem, OpenLevel
from models.people.accounts import Account
from models.trust.moderation import Standing, Subject
from models.trust.notices import NoticeKind
from service.people import households
from service.trust import moderation, notices

CHECKED = ("title", "place", "words", "responsible", "source", "location")


def of(item: FiledItem) -> str:
    """All that is said of an item."""
    return "\n".join(said for name in CHECKED if (said := getattr(item, name).strip()))


async def ask(item: FiledItem, teller: Account) -> None:
    """Have the words checked, in the caller's transaction, unless they are the guardians' alone."""
    closed = item.open_level is OpenLevel.CLOSED
    item.standing = Standing.PASSED if closed else Standing.PENDING
    item.words_by_id = teller.id
    await item.save(update_fields=["standing", "words_by_id"])
    if not closed:
        await moderation.ask(Subject.FILED_ITEM, item.id, teller.id)
    await households.judge_later(item.family_id)


async def content_to_check(item_id: UUID) -> moderation.Content | None:
    """The words of an item, while there is one that others may read."""
    item = await FiledItem.exclude(open_level=OpenLevel.CLOSED).get_or_none(id=item_id)
    return moderation.Text(of(item)) if item else None


async def settled(item_id: UUID, standing: Standing, label: int | None) -> None:
    """The word of the safety check, or of a human, on an item's words."""
    waiting = FiledItem.filter(id=item_id, standing__in=standing.earlier)
    if not await waiting.update(standing=standing):
        return
    item = await FiledItem.get(id=item_id)
    await households.judge_later(item.family_id)
    if standing is Standing.REVIEW:
        teller, kind = [item.words_by_id], NoticeKind.WORDS_DOUBTFUL
        await notices.tell(teller, kind, item.id, item.family_id)
