"""Story reminders: WeChat tells the family that a relative has told a new story."""

from uuid import UUID

from models.archive.stories import Story
from models.people.accounts import Account
from models.trust.reminders import Reminder, ReminderKind
from service.trust import access, kinship, reminders
from service.trust.reminders import Message

PAGE = "pages/entry/entry"


async def told(story_id: UUID) -> None:
    """Others have a story now: remind whoever's entry it is, and the guardians; not its teller."""
    story = await Story.get(id=story_id).select_related("entry")
    concerned = {story.entry.author_id, *await kinship.guardians_of(story.family_id)}
    accounts = concerned - {story.author_id}
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
