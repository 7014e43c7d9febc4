"""Story reminders: WeChat tells the family that a relative has told a new story."""

from uuid import UUID

from models.archive.stories import Story
from models.people.accounts import Account
from models.trust.reminders import Reminder, ReminderKind
from service.trust import access, kinship, reminders
from service.trust.reminders import Message

PAGE = "pages/entry/entry"


async def told(story: Story, accounts: set[UUID]) -> None:
    """Others have a story now: remind those who are told of it."""
    await reminders.ask(accounts, ReminderKind.STORY_ADDED, story.id, story.family_id)


async def worded(reminder: Reminder) -> Message | None:
    """Who has told a story; None where the account does not have it any more."""
    viewer = await access.viewer(await Account.get(id=reminder.account_id))
    story = await access.stories_visible_to(viewer).get_or_none(id=reminder.subject_id)
    if story is None:
        return None
    act = story.family_id, story.author_id
    teller = (await kinship.called([act]))[act]
    return Message(f"{teller}讲了一段新的故事", reminder.day, f"{PAGE}?id={story.entry_id}")
