"""What waits for one of the staff to decide, by the tasks of the console: how much, not what."""

from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass

from models.people.accounts import Account
from models.people.families import SuccessionState
from service.foundation.errors import NotFound
from service.people import disputes, succession_decisions
from service.programme import donation_desk
from service.sharing import featurings
from service.trust import grants, review_queue


@dataclass(frozen=True)
class Waiting:
    """What the account may decide now; nothing of its own, nor of its family's."""

    reviews: int
    featurings: int
    donations: int
    successions: int
    disputes: int
    grants: int


async def before(account: Account) -> Waiting:
    """How much waits; nothing does for whoever holds no office."""
    asked = await succession_decisions.before(account)
    return Waiting(
        reviews=await _as_staff(_reviews(account)),
        featurings=await _as_staff(featurings.unconfirmed(account)),
        donations=await donation_desk.waiting(account),
        successions=sum(one.state is SuccessionState.ASKED for one, _ in asked),
        disputes=len(await disputes.before(account)),
        grants=await grants.undecided(account),
    )


async def _reviews(moderator: Account) -> int:
    return (await review_queue.counts(moderator)).open


async def _as_staff(counted: Awaitable[int]) -> int:
    """Nothing, where the account has not the office to which that is shown at all."""
    with suppress(NotFound):
        return await counted
    return 0
