"""The review queue: what waits for the city's moderators, urgent first, then the oldest.

A moderator takes items on a lease, so that no two look at the same one; nothing of their own
family or by one of it, nothing they asked for themselves, and no appeal against their own decision.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from models.people.accounts import Account
from models.trust.moderation import Review
from service.foundation import clock
from service.foundation.database import query, transaction
from service.foundation.errors import NotFound
from service.trust import access, audit, kinship
from service.trust.review_things import THINGS

PAGE = 20
LEASE = timedelta(minutes=5)

_WAITING = f"""
from reviews r cross join lateral ({THINGS}) thing
where r.decided_at is null and thing.waits
and r.asked_by_id is distinct from $1 and thing.maker is distinct from $1
and not coalesce(thing.family = any($2::uuid[]), false)
and not exists (select 1 from memberships m
    where m.account_id = thing.maker and m.family_id = any($2) and m.until is null)
and not exists (select 1 from student_accounts o join students s on s.id = o.student_id
    where o.account_id = thing.maker and s.family_id = any($2) and o.until is null)
and not (r.cause = 'appeal' and exists (select 1 from reviews earlier
    where earlier.subject_id = r.subject_id and earlier.decided_by_id = $1))
"""  # noqa: S608  our own words
_PAGE = f"""
select r.id {_WAITING}
and ($4::uuid is null or (not r.urgent, r.id) > (not $3::boolean, $4))
order by not r.urgent, r.id limit {PAGE + 1}
"""
# chosen once: as a subquery of `in` some plans would choose anew for every row, and take them all
_LEASE = f"""
with next as materialized (
    select r.id {_WAITING}
    and (r.leased_until is null or r.leased_until <= $3 or r.leased_by_id = $1)
    order by not r.urgent, r.id limit $5 for update of r skip locked)
update reviews set leased_by_id = $1, leased_until = $4 from next where reviews.id = next.id
returning reviews.id
"""  # noqa: S608
_COUNTS = f"""
select count(*) as open, count(*) filter (where r.urgent) as urgent,
count(*) filter (where r.leased_until > $3) as leased, min(r.created_at) as oldest {_WAITING}
"""


@dataclass(frozen=True)
class Counts:
    """What waits for one moderator now."""

    open: int
    urgent: int
    leased: int
    oldest: datetime | None


Place = tuple[bool, UUID]
"""Of a review in the queue: whether it is urgent, and which one."""


async def waiting(moderator: Account, *, after: Place | None) -> list[Review]:
    """A page of what waits for a moderator; `after` is the place of the last one before it.

    Returns at most PAGE + 1 reviews: the last one only says that there is more. Nothing of what is
    to be seen is in them.
    """
    await access.require_moderator(moderator)
    place = after or (None, None)
    return await _ordered(await query(_PAGE, *await _whose(moderator), *place))


async def lease(moderator: Account, most: int) -> list[Review]:
    """Take what is next, and what one holds already, for five minutes."""
    await access.require_moderator(moderator)
    now = clock.now()
    async with transaction():
        whose = await _whose(moderator)
        taken = await query(_LEASE, *whose, now, now + LEASE, most)
        found = await _ordered(taken)
        await audit.record_each(moderator, "review.leased", [one.id for one in found])
    return found


async def release(moderator: Account, review_id: UUID) -> None:
    """Give back what one holds and does not want to decide; again is fine."""
    await access.require_moderator(moderator)
    if not await Review.exists(id=review_id):
        raise NotFound
    held = Review.filter(id=review_id, leased_by_id=moderator.id, decided_at=None)
    async with transaction():
        if await held.update(leased_by_id=None, leased_until=None):
            await audit.record(moderator, "review.released", review_id)


async def counts(moderator: Account) -> Counts:
    """How much waits for a moderator, as it is now."""
    await access.require_moderator(moderator)
    (row,) = await query(_COUNTS, *await _whose(moderator), clock.now())
    return Counts(**row)


async def _whose(moderator: Account) -> tuple[UUID, list[UUID]]:
    return moderator.id, sorted(await kinship.homes_of(moderator.id))


async def _ordered(rows: list[dict[str, UUID]]) -> list[Review]:
    return await Review.filter(id__in=[row["id"] for row in rows]).order_by("-urgent", "id")
