"""Post reminders: WeChat tells the author that a post has passed and may be handed on."""

from models.people.accounts import Account
from models.sharing.posts import PostState
from models.trust.reminders import Reminder
from service.trust import access
from service.trust.reminders import Message

PAGE = "pages/post/post"


async def worded(reminder: Reminder) -> Message | None:
    """That it has passed; None where it is not shown any more."""
    viewer = await access.viewer(await Account.get(id=reminder.account_id))
    post = await access.posts_visible_to(viewer).get_or_none(id=reminder.subject_id)
    if post is None or post.state is not PostState.APPROVED or post.hidden_at:
        return None
    return Message("晒的内容通过了，可以分享了", reminder.day, f"{PAGE}?id={post.id}")
