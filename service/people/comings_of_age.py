"""Comings of age: the birthdays 14 and 18, noticed once, when everybody concerned is told.

Who decides is asked of the birth date each time; nothing waits for this job.
"""

from datetime import date
from uuid import UUID

from models.people.accounts import Account
from models.people.students import Age, ComingOfAge, Student, StudentAccount
from models.trust.notices import Notice, NoticeKind
from service.foundation import clock, jobs
from service.foundation.database import query, transaction
from service.foundation.errors import Invalid
from service.trust import audit, kinship, notices
from service.trust.access.viewers import born_by

TOLD_AS = {
    Age.FOURTEEN: NoticeKind.CHILD_FOURTEEN,
    Age.EIGHTEEN: NoticeKind.CHILD_EIGHTEEN,
}
_UNNOTICED = """
select s.id from students s where s.birth_date <= $1 and s.erased_at is null
and not exists (select 1 from comings_of_age c where c.student_id = s.id and c.age = $2)
"""


def birthday(born: date, age: int) -> date:
    """The day on which somebody turns `age`: of 29 February in a common year 1 March."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


@jobs.job("comings_of_age.notice", cron="12 21 * * *")
async def notice() -> None:
    """Each morning (05:12 in China): all birthdays that were not noticed yet, also missed ones."""
    for age in Age:
        for row in await query(_UNNOTICED, born_by(int(age)), age.value):
            await _come_of_age(row["id"], age)


async def _come_of_age(student_id: UUID, age: Age) -> None:
    """Notice one birthday; the child is locked and looked at again, so that racers notice once."""
    async with transaction():
        of_age = Student.filter(id=student_id, birth_date__lte=born_by(int(age)), erased_at=None)
        student = await of_age.select_for_update().get_or_none()
        if student is None or await ComingOfAge.exists(student_id=student_id, age=age):
            return
        on = birthday(student.birth_date, int(age))
        coming = await ComingOfAge.create(student=student, age=age, on=on, created_at=clock.now())
        await audit.record(None, f"student.{age.name.lower()}", coming)
        told = [*await kinship.guardians_of(student.family_id), *await _selves(student_id)]
        await notices.tell(told, TOLD_AS[age], student_id, student.family_id)


async def require_kept(account: Account, student: Student, before: date) -> None:
    """Refuse to others a birth date that has a child who signs in decide less than `before` did."""
    selves = await _selves(student.id)
    if not selves or account.id in selves:
        return
    for age in Age:
        if before <= born_by(int(age)) < student.birth_date:
            detail = f"孩子满{int(age)}岁了，也在自己用，生日不能改到没满{int(age)}岁"
            raise Invalid.field("birth_date", "student.came_of_age", detail)


async def take_back(student: Student) -> None:
    """Forget the birthdays that lie ahead by a birth date put right: they are told on their day."""
    for age in Age:
        if student.birth_date > born_by(int(age)):
            await ComingOfAge.filter(student_id=student.id, age=age).delete()
            await Notice.filter(kind=TOLD_AS[age], subject_id=student.id).delete()


async def _selves(student_id: UUID) -> list[UUID]:
    own = StudentAccount.filter(student_id=student_id, until=None, lent=False)
    return [one.account_id for one in await own]
