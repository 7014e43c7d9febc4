"""Grants: an archivist asks to look into one child's archive, a second one decides, for a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from msgspec import Meta
from tortoise.expressions import Q, Subquery

from models.people.accounts import Account
from models.people.regions import Household, Level
from models.people.staff import Appointment
from models.trust.grants import AccessGrant, GrantReason, GrantState
from models.trust.notices import NoticeKind
from service.foundation import clock
from service.foundation.database import transaction
from service.foundation.drafts import Draft, text
from service.foundation.errors import Conflict, Forbidden, NotFound
from service.trust import audit, jurisdiction, kinship, notices

PAGE = 20
UNDECIDED_FOR = timedelta(days=7)
"""After that whoever still wants to look asks again: what was pressing then may be no more."""
LOOKED = "archive.looked_at"


class GrantDraft(Draft):
    """A wish to look into a child's archive; the minutes run from the approval."""

    student_id: UUID
    reason: GrantReason
    words: Annotated[str, text(500, least=10, description="Why, for whoever decides.")]
    minutes: Annotated[int, Meta(ge=5, le=480)]


@dataclass(frozen=True)
class Opened:
    """What a live grant opens: the archive of one child."""

    grant_id: UUID
    student_id: UUID
    family_id: UUID


@dataclass(frozen=True)
class Asked:
    """A grant with the office behind it, and whom it is about, without a name.

    `household` and `children` (by age) are there while that office reaches the child.
    """

    grant: AccessGrant
    office: Appointment
    household: Household | None
    children: list[UUID]


async def ask(archivist: Account, draft: GrantDraft) -> AccessGrant:
    """Ask to look into the archive of a child whose household is in the account's region."""
    async with transaction():
        office, household = await jurisdiction.office_over_child(archivist, draft.student_id)
        await _require_apart(archivist, household.family_id)
        grant = await AccessGrant.create(
            student_id=draft.student_id,
            account_id=archivist.id,
            office_id=office.id,
            reason=draft.reason,
            words=draft.words,
            minutes=draft.minutes,
            created_at=clock.now(),
        )
        await audit.record(archivist, "grant.asked", grant)
    return grant


async def approve(decider: Account, grant_id: UUID) -> AccessGrant:
    """Let a colleague look, from now on for the minutes asked for; again is fine."""
    return await _decide(decider, grant_id, GrantState.APPROVED)


async def refuse(decider: Account, grant_id: UUID) -> AccessGrant:
    """Let a colleague not look; again is fine."""
    return await _decide(decider, grant_id, GrantState.REFUSED)


async def of(account: Account, *, after: UUID | None) -> list[AccessGrant]:
    """A page of the account's own grants and of its colleagues', latest first.

    Of these it sees what it may decide, and what it has approved for as long as that runs. `after`
    is the last one of the page before. Returns at most PAGE + 1 grants: the last one only says that
    there is more. Whoever is of the family does not learn that somebody means to look.
    """
    running = Q(decided_by_id=account.id, expires_at__gt=clock.now())
    within = await _within(account)
    found = AccessGrant.filter(Q(account_id=account.id) | within & (_undecided() | running))
    if after:
        found = found.filter(id__lt=after)
    return await found.order_by("-id").limit(PAGE + 1)


async def undecided(decider: Account) -> int:
    """How many of its colleagues' the account may decide now."""
    asked_for = AccessGrant.filter(await _within(decider), _undecided())
    return await asked_for.exclude(account_id=decider.id).count()


async def _within(decider: Account) -> Q:
    """The grants to children in the places where the account decides, none at home."""
    offices = await jurisdiction.offices(decider, Level.DISTRICT)
    homes = await kinship.homes_of(decider.id)
    children = jurisdiction.children_in(offices).exclude(family_id__in=homes)
    return Q(student_id__in=Subquery(children.values("id")))


def _undecided() -> Q:
    return Q(state=GrantState.ASKED, created_at__gt=clock.now() - UNDECIDED_FOR)


async def own(account: Account, grant_id: UUID) -> AccessGrant:
    """A grant that the account asked for."""
    grant = await AccessGrant.get_or_none(id=grant_id, account_id=account.id)
    if grant is None:
        raise NotFound
    return grant


async def asked(grants: Sequence[AccessGrant]) -> list[Asked]:
    """These with the offices behind them, past ones, too, and whom they are about."""
    wanted = Appointment.filter(id__in=[grant.office_id for grant in grants])
    offices = {office.id: office for office in await wanted.select_related("region")}
    homes = await jurisdiction.households_of(grant.student_id for grant in grants)
    children = await jurisdiction.children_of(home.family_id for home in homes.values())
    return [
        _asked(grant, offices[grant.office_id], homes.get(grant.student_id), children)
        for grant in grants
    ]


def _asked(
    grant: AccessGrant,
    office: Appointment,
    household: Household | None,
    children: Mapping[UUID, list[UUID]],
) -> Asked:
    if household is None or office.until or not jurisdiction.covers(office, household):
        return Asked(grant, office, None, [])
    siblings = children[household.family_id]
    if grant.student_id not in siblings:  # erased since it was looked for
        return Asked(grant, office, None, [])
    return Asked(grant, office, household, siblings)


async def opened_by(archivist: Account, grant_id: UUID) -> Opened:
    """What a grant of the account's own opens at this moment; else NotFound.

    All of it is asked anew each time: the hour, the office, where the household is, and whether
    the account has become one of the family.
    """
    grant = await AccessGrant.get_or_none(
        id=grant_id,
        account_id=archivist.id,
        state=GrantState.APPROVED,
        expires_at__gt=clock.now(),
    )
    if grant is None:
        raise NotFound
    household = await jurisdiction.household_of(grant.student_id)
    offices = {office.id: office for office in await jurisdiction.offices(archivist)}
    office = offices.get(grant.office_id)
    if household is None or office is None or not jurisdiction.covers(office, household):
        raise NotFound
    if household.family_id in await kinship.homes_of(archivist.id):
        raise NotFound
    return Opened(grant.id, grant.student_id, household.family_id)


async def looked(archivist: Account, opened: Opened) -> None:
    """Record one look in the caller's transaction; of a grant's first the guardians are told."""
    await audit.record(archivist, LOOKED, opened.student_id)
    told = await kinship.guardians_of(opened.family_id)
    await notices.tell(told, NoticeKind.ARCHIVE_LOOKED_AT, opened.grant_id, opened.family_id)


async def _decide(decider: Account, grant_id: UUID, state: GrantState) -> AccessGrant:
    async with transaction():
        office, seen = await _to_decide(decider, grant_id)
        grant, others = await _locked(seen)
        if grant.state is not GrantState.ASKED:
            if (grant.state, grant.decided_by_id) == (state, decider.id):
                return grant
            raise Conflict("grant.decided", "这个申请已经有人处理过了")
        now = clock.now()
        if grant.created_at <= now - UNDECIDED_FOR:
            raise Conflict("grant.lapsed", "这个申请已经放了七天，还要看的话请重新申请")
        grant.state, grant.decided_at = state, now
        grant.decided_by_id, grant.decided_office_id = decider.id, office.id
        if state is GrantState.APPROVED:
            if any(other.expires_at and other.expires_at > now for other in others):
                raise Conflict("grant.running", "申请人正在看这份档案，等这一次到期再批准")
            grant.expires_at = now + timedelta(minutes=grant.minutes)
        await grant.save()
        await audit.record(decider, f"grant.{state}", grant)
    return grant


async def _to_decide(decider: Account, grant_id: UUID) -> tuple[Appointment, AccessGrant]:
    """The district's or the city's office by which a second person decides, and the grant."""
    grant = await AccessGrant.get_or_none(id=grant_id)
    if grant and grant.account_id == decider.id:
        raise Forbidden("grant.own", "自己的申请要由另一位档案人员来处理")
    child = grant.student_id if grant else grant_id  # a missing one costs the same statements
    office, household = await jurisdiction.office_over_child(decider, child, Level.DISTRICT)
    if grant is None:
        raise NotFound
    await _require_apart(decider, household.family_id)
    return office, grant


async def _locked(seen: AccessGrant) -> tuple[AccessGrant, list[AccessGrant]]:
    """A grant, and the same person's others to the same child, all locked: one runs at a time.

    So each look belongs to one grant, although the audit trail names the child alone.
    """
    same = AccessGrant.filter(account_id=seen.account_id, student_id=seen.student_id)
    found = {one.id: one for one in await same.order_by("id").select_for_update()}
    grant = found.pop(seen.id, None)
    if grant is None:
        raise NotFound
    return grant, list(found.values())


async def _require_apart(account: Account, family_id: UUID) -> None:
    """Refuse whoever is of the family: nobody looks, or lets look, at home by way of an office."""
    if family_id in await kinship.homes_of(account.id):
        raise Forbidden("grant.of_family", "这是自己家的孩子，要由别的档案人员来处理")
