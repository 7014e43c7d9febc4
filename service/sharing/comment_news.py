"""Comment news: who is told of a comment once others may read it, inside and by WeChat."""

from uuid import UUID

from models.people.accounts import Account
from models.sharing.post_comments import PostComment
from models.trust.notices import NoticeKind
from models.trust.reminders import Reminder, ReminderKind
from service.trust import access, notices, reminders
from service.trust.reminders import Message

PAGE = "pages/post/post"


async def tell(comment: PostComment) -> None:
    """Tell the post's author, and whoever is answered, unless it is their own or they see it not.

    The caller's transaction; the comment came with its post and its thread.
    """
    post, thread = comment.post, comment.thread
    answered = {thread.author_id} if thread and thread.deleted_at is None else set[UUID]()
    for account_id in answered - {comment.author_id}:
        if await _sees(account_id, post.id):
            await notices.tell([account_id], NoticeKind.POST_COMMENT_ANSWERED, comment.id)
    author = {post.author_id} - {comment.author_id} - answered
    await notices.tell(author, NoticeKind.POST_COMMENTED, comment.id, post.family_id)
    await reminders.ask(author, ReminderKind.POST_COMMENTED, post.id, post.family_id)


async def _sees(account_id: UUID, post_id: UUID) -> bool:
    viewer = await access.viewer(await Account.get(id=account_id))
    return await access.posts_visible_to(viewer).filter(id=post_id).exists()


async def worded(reminder: Reminder) -> Message | None:
    """That something was said; None where the post is not theirs to see any more."""
    if not await _sees(reminder.account_id, reminder.subject_id):
        return None
    page = f"{PAGE}?id={reminder.subject_id}"
    return Message("有人在你晒的内容下面留言了", reminder.day, page)
