"""Erasing insight: what was counted of a family's posts, which leave it empty behind them."""

from uuid import UUID

from models.programme.insight import ShownCount
from models.trust.erasures import ErasedKind
from service.foundation.database import query
from service.trust.personal_data import Holding


async def _remove(ids: list[UUID]) -> None:
    """Under the family's lock on its counts, as whoever counts at this moment holds it, too."""
    families = "select distinct family_id from shown_counts where id = any($1::uuid[])"
    await query(f"select hold_shown_counts(family_id) from ({families}) those", ids)  # noqa: S608
    await query("delete from shown_counts where id = any($1::uuid[])", ids)


HOLDINGS = [
    Holding(
        ShownCount,
        "晒出的条数",
        {
            ErasedKind.STUDENT: "consent_id in (select id from consents where student_id = $1)",
            ErasedKind.FAMILY: "family_id = $1",
        },
        clear=_remove,
    ),
]
"""They go last: others who write posts wait for that lock with rows of theirs in hand."""
