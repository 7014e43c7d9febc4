"""Scopes: which photos are to be verified, and in which order.

`verified_at` is the memory of it all: whoever is stopped goes on with what was longest unverified.
Whatever is READY has it, for the reading was the first look at its bytes.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from service.foundation import clock
from service.foundation.database import query

STALE = timedelta(days=90)
PAGE = 200

_OF_SCOPE = """
from photos where state = 'ready' and deleted_at is null
    and ($1::uuid is null or family_id = $1)
"""
_IS_BROKEN = """
exists (select 1 from findings f where f.key = photos.key and f.settled_at is null
    and f.kind in ('damaged', 'missing'))
"""
_BROKEN = f"select id {_OF_SCOPE} and {_IS_BROKEN} order by id"
_OLDEST = f"""
select id, verified_at {_OF_SCOPE} and not {_IS_BROKEN}
    and verified_at < $2 and (verified_at, id) > ($3, $4)
order by verified_at, id limit {PAGE}
"""
_SIZE = f"select coalesce(sum(bytes), 0)::bigint as bytes {_OF_SCOPE} and verified_at < $2"


@dataclass(frozen=True)
class Scope:
    """The photos, of a family or of all, that were last found whole before a moment."""

    before: datetime
    family_id: UUID | None = None


def stale(family_id: UUID | None = None) -> Scope:
    """What is due by the schedule."""
    return Scope(clock.now() - STALE, family_id)


async def size(scope: Scope) -> int:
    """How many bytes there are to be read."""
    return (await query(_SIZE, scope.family_id, scope.before))[0]["bytes"]


async def broken(family_id: UUID | None = None) -> list[UUID]:
    """What is known to be damaged or missing, whenever it was last looked at."""
    return [row["id"] for row in await query(_BROKEN, family_id)]


async def oldest(scope: Scope) -> AsyncIterator[UUID]:
    """A scope without what is known to be broken, the longest unverified first."""
    last = datetime.fromtimestamp(0, UTC), UUID(int=0)
    while page := await query(_OLDEST, scope.family_id, scope.before, *last):
        for row in page:
            yield row["id"]
        last = page[-1]["verified_at"], page[-1]["id"]


async def broken_first(scope: Scope, limit: int | None = None) -> AsyncIterator[UUID]:
    """What is known to be broken, for a copy may have come since; then the rest of the scope."""
    known = (await broken(scope.family_id))[:limit]
    for photo_id in known:
        yield photo_id
    number = len(known)
    async for photo_id in oldest(scope):
        if number == limit:
            return
        yield photo_id
        number += 1
