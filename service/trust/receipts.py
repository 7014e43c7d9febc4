"""Receipts: what went dark when a consent was taken back, by kind and count.

Nothing of a receipt is stored: it is counted anew from what stood on the ended grants.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.trust.consents import Consent, ConsentWithdrawal, Purpose

URLS_DEAD_AFTER = 600
"""Seconds for which a picture's URL that was shown outside may live on."""

Count = Callable[[list[UUID], datetime], Awaitable[int]]
"""How many things stood on these grants, and could be seen by others, at this moment."""


@dataclass(frozen=True)
class Dark:
    """So many things of one kind; `words` names it for a parent."""

    kind: str
    words: str
    count: int


@dataclass(frozen=True)
class Receipt:
    """What ended with a consent, and when."""

    consent: Consent
    withdrawn_at: datetime
    dark: list[Dark]


_counts: dict[str, tuple[str, Count]] = {}


def when_withdrawn(kind: str, words: str, count: Count) -> None:
    """Called by bootstrap, once for each kind of thing that stands on a consent."""
    _counts[kind] = words, count


async def of(consent: Consent) -> Receipt:
    """The receipt of a consent that was taken back, with all that ended at that moment."""
    withdrawal = await ConsentWithdrawal.get(consent_id=consent.id)
    at = withdrawal.created_at
    together = ConsentWithdrawal.filter(
        created_at=at,
        consent__family_id=consent.family_id,
        consent__student_id=consent.student_id,
    )
    if consent.purpose is not Purpose.ARCHIVE:  # with it goes whatever else was agreed to
        together = together.filter(consent__purpose=consent.purpose)
    ended: list[UUID] = [one.consent_id for one in await together]
    dark = [Dark(kind, words, await count(ended, at)) for kind, (words, count) in _counts.items()]
    return Receipt(consent, at, [one for one in dark if one.count])
