"""Looks: 「谁看过孩子的档案」, told to the guardians out of the audit trail."""

from typing import Any
from uuid import UUID

from models.people.accounts import Account
from service.foundation.database import query
from service.foundation.errors import Forbidden, NotFound
from service.trust import access
from service.trust.access.viewers import born_by
from service.trust.consents import FOURTEEN
from service.trust.grants import LOOKED

PAGE = 20

# The trail names the child alone: a look belongs to the latest grant approved before it.
_LOOKS = """
select g.id, g.reason, g.decided_at, g.expires_at, asking.name as region,
    deciding.level as decided_level,
    count(*) as looks, min(a.created_at) as first_at, max(a.created_at) as last_at
from access_grants g
join appointments o on o.id = g.office_id join regions asking on asking.id = o.region_id
join appointments d on d.id = g.decided_office_id join regions deciding on deciding.id = d.region_id
join audit_records a on a.subject_id = g.student_id and a.actor_id = g.account_id
    and a.action = $2 and a.created_at >= g.decided_at
where g.student_id = $1 and g.state = 'approved' and ($3::uuid is null or g.id < $3)
and not exists (select 1 from access_grants later
    where later.student_id = g.student_id and later.account_id = g.account_id
    and later.state = 'approved' and later.decided_at > g.decided_at
    and later.decided_at <= a.created_at)
group by g.id, asking.name, deciding.level
order by g.id desc limit $4
"""


async def at(account: Account, student_id: UUID, *, after: UUID | None) -> list[dict[str, Any]]:
    """A page of the grants by which somebody has looked at a child's archive, latest first.

    `after` is the last one of the page before. Returns at most PAGE + 1 rows: the last one only
    says that there is more. Raises NotFound to strangers, Forbidden to the other relatives.
    """
    viewer = await access.viewer(account)
    student = await access.students_visible_to(viewer).get_or_none(id=student_id)
    if student is None:
        raise NotFound
    oneself = student.id in viewer.selves and student.birth_date <= born_by(FOURTEEN)
    oneself = oneself and not account.is_lent
    if not oneself and not viewer.guards(student.family_id):
        raise Forbidden("looks.not_yours", "谁看过档案，由管理人和满14岁的孩子本人来查")
    return await query(_LOOKS, student.id, LOOKED, after, PAGE + 1)
