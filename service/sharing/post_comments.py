"""Comments under posts: said, checked, taken back; whoever sees the post reads what has passed.

Threads are one level deep. Locks: the family before the question before the comment.
"""

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from models.archive.growth import Audience
from models.people.accounts import Account
from models.sharing.post_comments import PostComment
from models.sharing.posts import Post, PostState
from models.trust.moderation import Standing, Subject
from models.trust.notices import Notice, NoticeKind
from models.trust.restrictions import Restricted
from service.foundation import clock
from service.foundation.database import transaction
from service.foundation.drafts import Draft, text
from service.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from service.people import disclosures
from service.sharing import comment_news, posts
from service.trust import access, audit, moderation, notices, restrictions, reviews
from service.trust.access import Viewer
from service.trust.review_outcomes import Seen

_TOLD = (NoticeKind.POST_COMMENTED, NoticeKind.POST_COMMENT_ANSWERED)


class PostCommentDraft(Draft):
    """What one has to say under a post, or to somebody who said something there."""

    words: Annotated[str, text(500, description="What to say.")]
    thread_id: Annotated[UUID | None, Meta(description="The comment that it answers.")] = None
    knowingly: Annotated[bool, Meta(description="Say what the privacy check found, too.")] = False


async def say(author: Account, post_id: UUID, draft: PostCommentDraft) -> PostComment:
    """Say something under an approved post; others read it once it has passed."""
    async with transaction():
        # who shows it to more people meanwhile waits, and finds what was said to fewer
        await posts.hold_readers(post_id)
        met = await posts.seen_by(author, post_id)
        await access.hold(met.family_id)
        post = await posts.seen_by(author, post_id)
        viewer = await access.viewer(author)
        await _require_may_say(author, viewer, post)
        await _require_private(viewer, post, draft)
        if draft.thread_id:
            await _require_thread(viewer, post, draft.thread_id)
        comment = await PostComment.create(
            post_id=post.id, author_id=author.id, thread_id=draft.thread_id, words=draft.words
        )
        await audit.record(author, "post_comment.said", comment)
        await moderation.ask(Subject.POST_COMMENT, comment.id, author.id)
    return comment


async def _require_may_say(author: Account, viewer: Viewer, post: Post) -> None:
    """A student says nothing in public, until of age."""
    if viewer.minors:
        raise Forbidden("post_comment.student", "未成年人的账号还不能留言，可以请爸爸妈妈来说")
    await restrictions.require_free(author, None, Restricted.COMMENTING)
    if post.state is not PostState.APPROVED or post.hidden_at:
        raise Conflict("post.not_approved", "这条还没有通过检查，通过以后就可以留言了")


async def _require_private(viewer: Viewer, post: Post, draft: PostCommentDraft) -> None:
    """Refuse what gives a family away. What we know of the post's, only it is told it has said.

    Otherwise whoever guesses names and schools would learn from the refusals.
    """
    if post.audience > Audience.FAMILY:
        known = post.family_id if viewer.is_family(post.family_id) else None
        await disclosures.refuse(known, "words", draft.words, knowingly=draft.knowingly)


async def _require_thread(viewer: Viewer, post: Post, thread_id: UUID) -> None:
    thread = await access.post_comments_heard_by(viewer).get_or_none(id=thread_id, post_id=post.id)
    if thread is None or thread.standing is not Standing.PASSED:
        raise Invalid.field("thread_id", "post_comment.unknown", "要回复的那句话找不到了")
    if thread.thread_id:
        raise Invalid.field("thread_id", "post_comment.is_answer", "请回复最上面的那句话")


async def seen_by(account: Account, comment_id: UUID) -> tuple[PostComment, Post]:
    """A comment that the account may read, and its post."""
    viewer = await access.viewer(account)
    comment = await access.post_comments_heard_by(viewer).get_or_none(id=comment_id)
    if comment is None:
        raise NotFound
    return comment, await posts.seen_by(account, comment.post_id)


async def post_of(account: Account, comment_id: UUID) -> Post:
    """The post of a comment, one that only keeps its place, too, if the account sees the post."""
    comment = await PostComment.get_or_none(id=comment_id, thread_id=None)
    if comment is None:
        raise NotFound
    return await posts.seen_by(account, comment.post_id)


async def delete(account: Account, comment_id: UUID) -> None:
    """Take a comment back, its words for good; what answers it stays. Again is fine.

    Its author may, also when it sees the post no more, and whoever may change the post.
    """
    async with transaction():
        comment = await _theirs_to_delete(account, comment_id)
        await moderation.drop_question(Subject.POST_COMMENT, comment_id)
        kept = PostComment.filter(id=comment_id, deleted_at=None)
        gone = {"words": "", "deleted_at": clock.now(), "deleted_by_id": account.id}
        if await kept.update(**gone):
            await Notice.filter(kind__in=_TOLD, subject_id=comment_id).delete()
            await audit.record(account, "post_comment.deleted", comment)


async def _theirs_to_delete(account: Account, comment_id: UUID) -> PostComment:
    comment = await PostComment.get_or_none(id=comment_id).select_related("post")
    if comment and (comment.author_id == account.id or await _guards(account, comment)):
        return comment
    await seen_by(account, comment_id)
    raise Forbidden("post_comment.not_yours", "只有说的人和晒这条的家庭可以删")


async def _guards(account: Account, comment: PostComment) -> bool:
    """Whether the account may change the post, and so what others say under it."""
    viewer, post = await access.viewer(account), comment.post
    may = viewer.may_change(post.author_id, post.family_id, post.student_id)
    return may and comment.standing is Standing.PASSED


async def content_to_check(comment_id: UUID) -> moderation.Content | None:
    """The words of a comment, while there is one."""
    comment = await PostComment.get_or_none(id=comment_id, deleted_at=None)
    return moderation.Text(comment.words) if comment else None


async def settled(comment_id: UUID, standing: Standing, label: int | None) -> None:
    """The word of the safety check, or of a human, on a comment.

    What is in doubt a human looks at where others than the family would have read it; inside the
    family its author is asked.
    """
    if not await _becomes(comment_id, standing, standing.earlier):
        return
    comment = await PostComment.get(id=comment_id).select_related("post", "thread")
    if comment.deleted_at:
        return
    if standing is Standing.PASSED:
        await comment_news.tell(comment)
    if standing is Standing.REVIEW and comment.post.audience > Audience.FAMILY:
        await reviews.open_doubt(Subject.POST_COMMENT, comment_id)
    elif standing is Standing.REVIEW:
        author, family = [comment.author_id], comment.post.family_id
        await notices.tell(author, NoticeKind.WORDS_DOUBTFUL, comment_id, family)


async def _becomes(comment_id: UUID, standing: Standing, earlier: list[Standing]) -> bool:
    found = PostComment.filter(id=comment_id, standing__in=earlier)
    return await found.update(standing=standing) > 0


async def shown_to_moderator(comment_id: UUID) -> Seen | None:
    """What a human is asked about; None where it was taken back."""
    comment = await PostComment.get_or_none(id=comment_id, deleted_at=None).select_related("post")
    if comment is None:
        return None
    return Seen(comment.words, under=comment.post.words, audience=comment.post.audience.word)


async def hide(comment_id: UUID) -> None:
    """Leave it to its author alone until a human has looked; again is fine."""
    async with transaction():
        if await _becomes(comment_id, Standing.REVIEW, [Standing.PASSED]):
            await audit.record(None, "post_comment.hidden", comment_id)


async def unhide(comment_id: UUID) -> bool:
    """Show it again; False where it was not hidden."""
    async with transaction():
        if hidden := await _becomes(comment_id, Standing.PASSED, [Standing.REVIEW]):
            await audit.record(None, "post_comment.unhidden", comment_id)
        return hidden


async def take_down(comment_id: UUID, reason: str) -> bool:
    """A human's refusal of what was read by others; False where it is not read any more."""
    async with transaction():
        shown = [Standing.PASSED, Standing.REVIEW]
        if taken := await _becomes(comment_id, Standing.RISKY, shown):
            await Notice.filter(kind__in=_TOLD, subject_id=comment_id).delete()
            await audit.record(None, "post_comment.taken_down", comment_id)
        return taken


async def reinstate(comment_id: UUID) -> bool:
    """Show again what was refused, after an appeal."""
    async with transaction():
        if back := await _becomes(comment_id, Standing.PASSED, [Standing.RISKY]):
            await audit.record(None, "post_comment.reinstated", comment_id)
        return back
