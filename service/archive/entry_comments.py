"""Comments on entries: what the family says to one another about them; talk, not archive."""

from typing import Annotated
from uuid import UUID

from models.archive.stories import EntryComment
from models.people.accounts import Account
from models.trust.moderation import Standing, Subject
from models.trust.notices import Notice, NoticeKind
from service.archive import conversations
from service.foundation import clock
from service.foundation.database import transaction
from service.foundation.drafts import Draft, text
from service.foundation.errors import Forbidden, NotFound
from service.trust import access, audit, moderation, notices
from service.trust.access import Viewer

PAGE = 50


class CommentDraft(Draft):
    """What one has to say to an entry."""

    words: Annotated[str, text(300, description="Said to the family, 1-300 characters.")]


async def say(author: Account, entry_id: UUID, draft: CommentDraft) -> EntryComment:
    """Say something to an entry: everybody of the family may; others read what has passed."""
    async with transaction():
        entry = await conversations.joined(author, entry_id)
        await conversations.require_kept(entry)
        comment = await EntryComment.create(
            entry_id=entry.id, author_id=author.id, words=draft.words
        )
        await audit.record(author, "comment.said", comment)
        await moderation.ask(Subject.ENTRY_COMMENT, comment.id, author.id)
    return comment


async def delete(account: Account, comment_id: UUID) -> None:
    """Take a comment back, its words for good; its author may, and whoever guards the family.

    Again is fine.
    """
    async with transaction():
        comment = await _theirs_to_delete(await access.viewer(account), comment_id)
        if comment.author_id != account.id:
            await access.require_undisputed(comment.entry.family_id)
        await moderation.drop_question(Subject.ENTRY_COMMENT, comment_id)
        kept = EntryComment.filter(id=comment_id, deleted_at=None)
        if await kept.update(words="", deleted_at=clock.now()):
            await Notice.filter(kind=NoticeKind.COMMENT_ADDED, subject_id=comment_id).delete()
            await audit.record(account, "comment.deleted", comment)


async def seen_by(viewer: Viewer, comment_id: UUID) -> EntryComment:
    """A comment that the viewer may read, with its author and its entry."""
    visible = access.comments_visible_to(viewer).select_related("author", "entry")
    comment = await visible.get_or_none(id=comment_id)
    if comment is None:
        raise NotFound
    return comment


async def of_entry(viewer: Viewer, entry_id: UUID, *, after: UUID | None) -> list[EntryComment]:
    """A page of an entry's comments with their authors, oldest first.

    `after` is the last one of the page before. Returns at most PAGE + 1 comments: the last one only
    says that there is more.
    """
    entry = await conversations.entry_of(viewer, entry_id)
    said = access.comments_heard_by(viewer).filter(entry_id=entry.id)
    if after:
        said = said.filter(id__gt=after)
    return await said.order_by("id").limit(PAGE + 1).select_related("author", "entry")


async def _theirs_to_delete(viewer: Viewer, comment_id: UUID) -> EntryComment:
    """A comment (one taken back, too) that the viewer made, or whose family it guards."""
    comment = await EntryComment.get_or_none(id=comment_id).select_related("entry")
    if comment and _may_change(viewer, comment):
        return comment
    await seen_by(viewer, comment_id)
    raise Forbidden("comment.not_yours", "只有说的人和家里的管理人可以删")


def _may_change(viewer: Viewer, comment: EntryComment) -> bool:
    family_id, student_id = comment.entry.family_id, comment.entry.student_id
    return viewer.may_change(comment.author_id, family_id, student_id)


async def content_to_check(comment_id: UUID) -> moderation.Content | None:
    """The words of a comment, while there is one."""
    comment = await EntryComment.get_or_none(id=comment_id, deleted_at=None)
    return moderation.Text(comment.words) if comment else None


async def settled(comment_id: UUID, standing: Standing, label: int | None) -> None:
    """The word of the safety check, or of a human, on a comment."""
    earlier = EntryComment.filter(id=comment_id, standing__in=standing.earlier)
    if await earlier.update(standing=standing):
        await _tell(await EntryComment.get(id=comment_id).select_related("entry"))


async def _tell(comment: EntryComment) -> None:
    """Tell the entry's author of what has passed, and the comment's of what is in doubt."""
    family_id, others = comment.entry.family_id, {comment.entry.author_id} - {comment.author_id}
    if comment.standing is Standing.PASSED and comment.entry.deleted_at is None:
        await notices.tell(others, NoticeKind.COMMENT_ADDED, comment.id, family_id)
    if comment.standing is Standing.REVIEW:
        author, kind = [comment.author_id], NoticeKind.WORDS_DOUBTFUL
        await notices.tell(author, kind, comment.id, family_id)
