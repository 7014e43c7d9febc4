"""Viewers: an account with the relations that hold at this moment."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from models.people.accounts import Account
from models.people.families import Role
from service.foundation import clock
from service.foundation.database import query

OF_AGE = 18


@dataclass(frozen=True)
class Viewer:
    """Somebody who looks.

    `selves` are the students who look for themselves, also on a guardian's phone; `of_age` those of
    them who decide for themselves, by their own sign-in; `grown` are children of the viewer's
    families who do: nobody decides for them.
    """

    account_id: UUID | None = None
    roles: dict[UUID, Role] = field(default_factory=dict)
    classmates: frozenset[UUID] = frozenset()
    selves: frozenset[UUID] = frozenset()
    of_age: frozenset[UUID] = frozenset()
    grown: frozenset[UUID] = frozenset()

    @property
    def minors(self) -> frozenset[UUID]:
        """Those of `selves` for whom others decide."""
        return self.selves - self.of_age

    def is_family(self, family_id: UUID | None) -> bool:
        return family_id in self.roles

    def guards(self, family_id: UUID) -> bool:
        return self.roles.get(family_id, Role.VIEWER) >= Role.GUARDIAN

    def may_change(self, author_id: UUID, family_id: UUID, student_id: UUID | None) -> bool:
        """Whether it is the viewer's own, or of a child or family that the viewer decides for."""
        if student_id in self.of_age:
            return True
        present = family_id in self.roles or student_id in self.selves
        if present and author_id == self.account_id:
            return True
        return self.guards(family_id) and student_id not in self.grown

    def families(self, at_least: Role = Role.VIEWER) -> list[UUID]:
        return [family for family, role in self.roles.items() if role >= at_least]


ANONYMOUS = Viewer()

_RELATIONS = """
select 'member' as relation, family_id as id, role, null::date as born from memberships
where account_id = $1 and until is null
union all
select 'self', s.id, null, s.birth_date from student_accounts own
join students s on s.id = own.student_id
where own.account_id = $1 and own.until is null
union all
select 'grown', s.id, null, null from students s
join memberships m on m.family_id = s.family_id and m.until is null
join student_accounts own on own.student_id = s.id and own.until is null and not own.lent
where m.account_id = $1 and s.birth_date <= $4
union all
select 'mate', mate.student_id, null, null from enrolments mate
where mate.confirmed_at is not null
and mate.since <= $2 and (mate.until is null or mate.until > $2) and mate.school_class_id in (
    select e.school_class_id from enrolments e
    join students s on s.id = e.student_id
    join memberships m on m.family_id = s.family_id and m.until is null
    where m.account_id = $1 and m.role >= $3 and e.confirmed_at is not null
    and e.since <= $2 and (e.until is null or e.until > $2)
    union
    select c.school_class_id from class_staff c
    where c.account_id = $1 and c.confirmed_at is not null
    and c.since <= $2 and (c.until is null or c.until > $2))
"""


async def viewer(account: Account | None) -> Viewer:
    """The account's relations as they are now: families, classes, itself a student."""
    if account is None:
        return ANONYMOUS
    adult = born_by(OF_AGE)
    found: dict[str, list[dict[str, Any]]] = {}
    for row in await query(_RELATIONS, account.id, clock.today(), Role.GUARDIAN.value, adult):
        found.setdefault(row["relation"], []).append(row)
    selves = found.get("self", [])
    return Viewer(
        account.id,
        {row["id"]: Role(row["role"]) for row in found.get("member", [])},
        _ids(found.get("mate", [])),
        _ids(selves),
        _ids([] if account.is_lent else [row for row in selves if row["born"] <= adult]),
        _ids(found.get("grown", [])),
    )


def _ids(rows: list[dict[str, Any]]) -> frozenset[UUID]:
    return frozenset(row["id"] for row in rows)


def born_by(years: int) -> date:
    """The last birth date of those who are `years` old today; of 29 February on 1 March."""
    today = clock.today()
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return today.replace(year=today.year - years, day=28)
