"""Task reminders: WeChat tells families that a class's task ends tomorrow.

Once for each task, to guardians of children who have not answered; nothing is said of that, and
nothing is sent after the end.
"""

from datetime import timedelta
from uuid import UUID

from models.people.accounts import Account
from models.people.families import Role
from models.programme.tasks import Task
from models.trust.moderation import Standing
from models.trust.reminders import Reminder, ReminderKind
from service.foundation import clock, jobs
from service.foundation.database import query, transaction
from service.foundation.errors import NotFound
from service.people import class_members
from service.programme import policy
from service.trust import reminders
from service.trust.reminders import Message

PAGE = "pages/task/task"
BEFORE = timedelta(days=1)
_GUARDIANS = """
select distinct m.account_id, s.family_id from memberships m
join students s on s.family_id = m.family_id
where s.id = any($1::uuid[]) and m.until is null and m.role >= $2
and not exists (select 1 from answers a where a.task_id = $3 and a.student_id = s.id)
"""


@jobs.job("tasks.remind", cron="20 * * * *")
async def remind() -> None:
    """Each hour of the day, so that an outage in the morning keeps nobody from it."""
    if not reminders.is_day(clock.now()):
        return
    ending = Task.filter(
        until=clock.today() + BEFORE, standing=Standing.PASSED, closed_at=None, region_id=None
    )
    for task in await ending.order_by("id"):
        async with transaction():
            await _remind(task.id, task.school_class_id)


async def _remind(task_id: UUID, class_id: UUID | None) -> None:
    if class_id is None:
        return
    children = [child.id for child in await class_members.shown_children_of(class_id)]
    rows = await query(_GUARDIANS, children, Role.GUARDIAN.value, task_id)
    for row in sorted(rows, key=lambda row: row["account_id"]):
        account, family = row["account_id"], row["family_id"]
        await reminders.ask([account], ReminderKind.TASK_DUE, task_id, family)


async def worded(reminder: Reminder) -> Message | None:
    """The task; None where it is over, taken back, or not the account's to see."""
    try:
        account = await Account.get(id=reminder.account_id)
        task = await policy.seen_by(account, reminder.subject_id)
    except NotFound:
        return None
    if not policy.is_open(task, clock.today()):
        return None
    return Message(task.title, task.until, f"{PAGE}?id={task.id}")
