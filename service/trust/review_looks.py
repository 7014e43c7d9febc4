"""Review looks: what a moderator is shown before deciding; each look leaves its row first."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.people.accounts import Account
from models.sharing.reports import Report, ReportReason
from models.trust.moderation import Cause, Review
from service.foundation.database import query, transaction
from service.foundation.errors import Forbidden, NotFound
from service.trust import audit, review_outcomes
from service.trust.review_decisions import against_own_decision, reviewed
from service.trust.review_outcomes import Seen
from service.trust.review_things import Thing

LOOKED = "review.looked_at"
MOST = 20

_HISTORY = """
select (select count(*) from audit_records where subject_id = $1 and action = $2) as looks,
(select count(*) from audit_records where subject_id = $1 and action like '%.changed') as changes,
(select count(*) from posts where family_id = $3 and author_id = $4 and state = 'rejected')
+ (select count(*) from post_comments where author_id = $4 and standing = 'risky') as refused
"""


@dataclass(frozen=True)
class Earlier:
    """A decision on the same thing before this one."""

    cause: Cause
    decided_at: datetime
    passes: bool
    reason: str


@dataclass(frozen=True)
class Said:
    """Why somebody reported it; never who."""

    reason: ReportReason
    words: str


@dataclass(frozen=True)
class History:
    """How often the thing was looked at and changed, and how often its maker was refused."""

    looks: int
    changes: int
    refused: int


@dataclass(frozen=True)
class Look:
    """Everything that a moderator is shown of one review."""

    review: Review
    seen: Seen
    reports: list[Said]
    earlier: list[Earlier]
    history: History


async def look(moderator: Account, review_id: UUID) -> Look:
    """What is to be decided, and nobody's name beside it; nothing once that has taken effect."""
    async with transaction():
        review, thing = await reviewed(moderator, review_id)
        if await against_own_decision(moderator, review):
            raise Forbidden("review.own_decision", "申诉要由另一位审核员来看")
        seen = await review_outcomes.seen(review.subject, review.subject_id)
        if seen is None or review.carried_out_at or not thing.waits:
            raise NotFound
        found = Look(
            review,
            seen,
            await _reports(review),
            await _earlier(review),
            await _history(review, thing),
        )
        await audit.record(moderator, LOOKED, review.subject_id)
    return found


async def _reports(review: Review) -> list[Said]:
    found = Report.filter(review_id=review.id).order_by("-id").limit(MOST)
    return [Said(one.reason, one.words) for one in await found]


async def _earlier(review: Review) -> list[Earlier]:
    theirs = Review.filter(subject=review.subject, subject_id=review.subject_id)
    decided = theirs.filter(decided_at__isnull=False).exclude(id=review.id).order_by("-id")
    return [
        Earlier(one.cause, one.decided_at, bool(one.passes), one.reason)
        for one in await decided.limit(MOST)
        if one.decided_at
    ]


async def _history(review: Review, thing: Thing) -> History:
    (row,) = await query(_HISTORY, review.subject_id, LOOKED, thing.family, thing.maker)
    return History(**row)
