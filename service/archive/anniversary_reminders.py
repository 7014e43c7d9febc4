"""Anniversary reminders: WeChat tells those who wish it that there is something of this day."""

from collections import defaultdict
from uuid import UUID

from models.people.families import Family
from models.people.students import Student
from models.trust.reminders import Reminder, ReminderKind
from service.archive import anniversaries
from service.foundation import clock, jobs
from service.foundation.database import query, transaction
from service.trust import reminders
from service.trust.reminders import Message

PAGE = "pages/anniversary/anniversary"
BATCH = 1000
_WISHING = """
select s.id, s.account_id, m.family_id from (
    select * from subscriptions where kind = $1 and "left" > 0 and id > $2 order by id limit $3
) s left join memberships m on m.account_id = s.account_id and m.until is null order by s.id
"""


@jobs.job("anniversaries.remind", cron="10 * * * *")
async def remind() -> None:
    """Each hour of the day: whoever subscribes, or comes back, after the morning has it, too."""
    if not reminders.is_day(clock.now()):
        return
    last = UUID(int=0)
    while rows := await query(_WISHING, ReminderKind.ON_THIS_DAY, last, BATCH):
        last = rows[-1]["id"]
        members = defaultdict(set)
        for row in rows:
            members[row["family_id"]].add(row["account_id"])
        members.pop(None, None)
        await _remind(members)


async def _remind(members: dict[UUID, set[UUID]]) -> None:
    told = await anniversaries.told_on(clock.today(), members)
    async with transaction():
        for family_id, student_id in sorted(told, key=str):
            about = student_id or family_id
            await reminders.ask(members[family_id], ReminderKind.ON_THIS_DAY, about, family_id)


async def worded(reminder: Reminder) -> Message | None:
    """Whose day it is; None where nothing of it is left, or the day is over."""
    family_id, today = reminder.family_id, clock.today()
    if family_id is None or reminder.day != today:
        return None
    told = await anniversaries.told_on(today, [family_id])
    if not {(family_id, reminder.subject_id), (reminder.subject_id, None)} & told:
        return None
    student = await Student.get_or_none(id=reminder.subject_id)
    name = student.nickname if student else (await Family.get(id=family_id)).name
    place = f"student_id={student.id}" if student else f"family_id={family_id}"
    return Message(f"那年今天，{name}的一天", today, f"{PAGE}?{place}")
