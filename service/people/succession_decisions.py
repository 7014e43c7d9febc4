"""Succession decisions: an archivist who has seen the paper approves, or declines.

The archive learns the household's number and the asker's relation, and nobody's name.
"""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from models.people.accounts import Account
from models.people.families import Succession, SuccessionState
from models.people.regions import Household
from models.trust.notices import NoticeKind
from service.foundation import clock
from service.foundation.database import transaction
from service.foundation.drafts import Draft, text
from service.foundation.errors import Conflict
from service.people import disclosures, families, successions
from service.trust import access, audit, jurisdiction

NOTICE = timedelta(days=14)
"""So long the owner and the other guardians know before anything changes."""
_AT_HOME = "succession.of_family", "这是自己家的事，要由别的档案人员来办"


class ApprovalDraft(Draft):
    """What an archivist has seen at the counter."""

    reference: Annotated[
        str,
        text(
            60,
            least=4,
            description="Of the paper, such as 「死亡证明核验 2026-12」; nobody's number.",
        ),
    ]


async def before(archivist: Account) -> list[tuple[Succession, Household]]:
    """The open ones that the account may decide, oldest first, with the households."""
    undecided = Succession.filter(state__in=successions.OPEN)
    homes = await jurisdiction.households_before(archivist, undecided)
    found = undecided.filter(family_id__in=[*homes]).select_related("heir").order_by("id")
    return [(asked, homes[asked.family_id]) for asked in await found]


async def approve(
    archivist: Account, succession_id: UUID, draft: ApprovalDraft
) -> tuple[Succession, Household]:
    """Have a family handed over two weeks from now; the same from the same archivist is fine."""
    async with transaction():
        asked, household = await _held(archivist, succession_id)
        reference = draft.reference.strip()
        await disclosures.refuse(None, "reference", reference, knowingly=False)
        if not asked.state.may_become(SuccessionState.APPROVED):
            if (asked.decided_by_id, asked.reference) == (archivist.id, reference):
                return asked, household
            raise Conflict("succession.decided", "这个申请已经有结果了")
        await _require_standing(asked)
        asked.state, asked.due_at = SuccessionState.APPROVED, clock.now() + NOTICE
        asked.reference, asked.decided_by_id = reference, archivist.id
        await asked.save()
        await audit.record(archivist, "succession.approved", asked)
        await successions.tell(NoticeKind.SUCCESSION_APPROVED, asked, but=None)
    return asked, household


async def decline(archivist: Account, succession_id: UUID) -> None:
    """End one as an archivist, also after an approval, until it is carried out; again is fine."""
    async with transaction():
        asked, _ = await _held(archivist, succession_id)
        if asked.state is SuccessionState.CARRIED_OUT:
            raise Conflict("succession.decided", "这个家已经交接过了")
        if asked.state.may_become(SuccessionState.DECLINED):
            await successions.conclude(archivist, asked, SuccessionState.DECLINED)


async def _require_standing(asked: Succession) -> None:
    await access.require_undisputed(asked.family_id)
    if not await successions.stands(asked):
        detail = "家里的情况变了：主人还在用，或者换过人了，这个申请不再成立"
        raise Conflict("succession.unfounded", detail)


async def _held(archivist: Account, succession_id: UUID) -> tuple[Succession, Household]:
    """One that is the account's to decide, its family locked."""
    await families.lock((await _to_decide(archivist, succession_id))[0].family_id)
    return await _to_decide(archivist, succession_id)  # it may have waited for an erasure


async def _to_decide(archivist: Account, succession_id: UUID) -> tuple[Succession, Household]:
    asked = await successions.one(succession_id)
    family_id = asked.family_id
    return asked, await jurisdiction.household_before(archivist, family_id, at_home=_AT_HOME)
