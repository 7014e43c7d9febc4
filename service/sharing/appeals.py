"""Appeals: whoever made what was refused has another moderator look again, once."""

from typing import Annotated
from uuid import UUID

from tortoise.queryset import QuerySet

from models.people.accounts import Account
from models.sharing.post_comments import PostComment
from models.sharing.posts import Post, PostState
from models.sharing.show_pages import ShowPage
from models.trust.moderation import Cause, Review, Standing, Subject
from service.foundation.database import transaction
from service.foundation.drafts import Draft, text
from service.foundation.errors import Conflict, Forbidden, NotFound
from service.sharing import post_comments, posts, show_pages
from service.trust import access, audit, review_things, reviews


class AppealDraft(Draft):
    """Why it should be looked at again."""

    words: Annotated[str, text(300, description="To the moderator who looks again.")]


async def appeal_post(author: Account, post_id: UUID, draft: AppealDraft) -> Review:
    """Have a refused post of one's own looked at again by somebody else."""
    post = await posts.seen_by(author, post_id)
    refused = Post.filter(id=post_id, state=PostState.REJECTED, deleted_at=None)
    return await _appeal(author, post, Subject.POST, refused, draft)


async def appeal_comment(author: Account, comment_id: UUID, draft: AppealDraft) -> Review:
    """Have a refused comment of one's own looked at again by somebody else."""
    comment, _ = await post_comments.seen_by(author, comment_id)
    refused = PostComment.filter(id=comment_id, standing=Standing.RISKY, deleted_at=None)
    return await _appeal(author, comment, Subject.POST_COMMENT, refused, draft)


async def appeal_page(author: Account, page_id: UUID, draft: AppealDraft) -> Review:
    """Have a refused show page of one's own looked at again by somebody else."""
    page = await show_pages.seen_by(author, page_id)
    refused = ShowPage.filter(id=page_id, standing=Standing.RISKY, deleted_at=None)
    return await _appeal(author, page, Subject.SHOW_PAGE, refused, draft)


async def _appeal(
    author: Account,
    made: Post | PostComment | ShowPage,
    subject: Subject,
    refused: QuerySet[Post] | QuerySet[PostComment] | QuerySet[ShowPage],
    draft: AppealDraft,
) -> Review:
    if made.author_id != author.id:
        raise Forbidden("appeal.not_yours", "申诉要由发的人来提")
    async with transaction():
        thing = await review_things.require(subject, made.id)
        if thing.family:
            await access.hold(thing.family)
        review = await reviews.open_appeal(author, subject, made.id, draft.words)
        if not await refused.exists():
            raise Conflict("appeal.nothing", "这一条没有被驳回，不用申诉")
        await audit.record(author, "review.appealed", review)
    return review


async def own(author: Account, review_id: UUID) -> Review:
    """An appeal of the account's own."""
    review = await reviews.own(author, review_id)
    if review.cause is not Cause.APPEAL:
        raise NotFound
    return review
