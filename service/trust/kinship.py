"""Kinship: what a family calls those who act for it (爸爸, 外婆, or the child itself)."""

from collections.abc import Iterable
from uuid import UUID

from models.people.families import Membership, Role
from models.people.students import StudentAccount
from service.foundation.database import query

ONESELF = "孩子本人"
SOMEBODY = "家里人"
"""An account that left no trace of its place in the family."""


async def guardians_of(family_id: UUID) -> list[UUID]:
    """The accounts of a family's guardians."""
    held = Membership.filter(family_id=family_id, until=None, role__gte=Role.GUARDIAN)
    return await held.values_list("account_id", flat=True)  # type: ignore[return-value]


async def homes_of(account_id: UUID) -> set[UUID]:
    """The families that an account belongs to, as a member or as their student."""
    members = Membership.filter(account_id=account_id, until=None).values_list("family_id")
    selves = StudentAccount.filter(account_id=account_id, until=None)
    students = selves.values_list("student__family_id")
    return {family_id for (family_id,) in [*await members, *await students]}


_BY_CHILD = """
select e.id from entries e join student_accounts o
on o.student_id = e.student_id and o.account_id = e.author_id
and o.since <= e.created_at and (o.until is null or o.until > e.created_at)
where e.id = any($1::uuid[])
"""


async def written_by_child(entry_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these entries that the child wrote itself, on its own phone or a lent one."""
    return {row["id"] for row in await query(_BY_CHILD, [*entry_ids])}


async def called(acts: Iterable[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], str]:
    """What each (family, account) is called, also after it has left: the latest place counts."""
    wanted = set(acts)
    families, accounts = {family for family, _ in wanted}, {account for _, account in wanted}
    members = Membership.filter(family_id__in=families, account_id__in=accounts)
    places = [(m.since, (m.family_id, m.account_id), m.relation.value) for m in await members]
    selves = StudentAccount.filter(student__family_id__in=families, account_id__in=accounts)
    for own in await selves.select_related("student"):
        places.append((own.since, (own.student.family_id, own.account_id), ONESELF))
    return dict.fromkeys(wanted, SOMEBODY) | {place: word for _, place, word in sorted(places)}
