"""Show page verdicts: what the safety check, and humans, say of a page's own words.

Its records have passed a check of their own each; this one is of what the page adds to them.
"""

from uuid import UUID

from models.sharing.show_pages import ShowPage, ShowSection
from models.trust.moderation import Standing, Subject
from models.trust.notices import Notice, NoticeKind
from service.foundation import clock
from service.foundation.database import transaction
from service.sharing import show_page_contents
from service.trust import audit, moderation, notices, reviews

_TOLD = {
    Standing.PASSED: NoticeKind.SHOW_PAGE_READY,
    Standing.RISKY: NoticeKind.SHOW_PAGE_REFUSED,
    Standing.REVIEW: NoticeKind.SHOW_PAGE_DOUBTFUL,
}


async def content_to_check(page_id: UUID) -> moderation.Content | None:
    """The words of a page and the name of the family above them; None where it is gone."""
    page = await ShowPage.get_or_none(id=page_id, deleted_at=None).select_related("family")
    if page is None:
        return None
    sections = await ShowSection.filter(page_id=page_id).order_by("position")
    words = [*show_page_contents.words_of(page, sections), page.family.name]
    return moderation.Text("\n".join(filter(None, words)))


async def settled(page_id: UUID, standing: Standing, label: int | None) -> None:
    """The word of the safety check, or of a human; what is in doubt a human looks at.

    Making a page for strangers was the yes to that.
    """
    if not await _becomes(page_id, standing, standing.earlier):
        return
    page = await ShowPage.get(id=page_id)
    if page.deleted_at:
        return
    await forget_told(page_id)
    if kind := _TOLD.get(standing):
        await notices.tell([page.author_id], kind, page_id, page.family_id)
    if standing is Standing.REVIEW:
        await reviews.open_doubt(Subject.SHOW_PAGE, page_id)


async def hide(page_id: UUID) -> None:
    """Keep it dark until a human has looked; again is fine."""
    async with transaction():
        if await ShowPage.filter(id=page_id, hidden_at=None).update(hidden_at=clock.now()):
            await audit.record(None, "show_page.hidden", page_id)


async def unhide(page_id: UUID) -> bool:
    """Let it be opened again; False where it was not hidden."""
    async with transaction():
        hidden = await ShowPage.filter(id=page_id, hidden_at__isnull=False).update(hidden_at=None)
        if hidden:
            await audit.record(None, "show_page.unhidden", page_id)
        return bool(hidden)


async def take_down(page_id: UUID, reason: str) -> bool:
    """A human's refusal of a page that could be opened; False where it cannot be any more."""
    async with transaction():
        standing = [one for one in Standing if one is not Standing.RISKY]
        if taken := await _becomes(page_id, Standing.RISKY, standing):
            await forget_told(page_id)
            await audit.record(None, "show_page.taken_down", page_id)
        return taken


async def reinstate(page_id: UUID) -> bool:
    """Let it be opened again after another human's look; consents are asked by whoever opens it."""
    async with transaction():
        if back := await _becomes(page_id, Standing.PASSED, [Standing.RISKY]):
            await forget_told(page_id)
            await audit.record(None, "show_page.reinstated", page_id)
        return back


async def forget_told(page_id: UUID) -> None:
    """Take back what was told of a page that is not as it was."""
    await Notice.filter(kind__in=_TOLD.values(), subject_id=page_id).delete()


async def _becomes(page_id: UUID, standing: Standing, earlier: list[Standing]) -> bool:
    """Move along, from one of these alone; False where it is elsewhere."""
    there = ShowPage.filter(id=page_id, standing__in=earlier)
    return bool(await there.update(standing=standing))
