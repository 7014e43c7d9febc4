"""A restriction of somebody who is not of the cast."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from models.trust.restrictions import Restricted, Restriction
from service.foundation import clock
from tests.trust.matrix.cast import Cast
from tests.trust.matrix.rule import NOTHING


async def restrictions(cast: Cast, things: Any) -> dict[str, dict[str, dict[str, str]]]:
    made = await Restriction.create(
        account_id=UUID(NOTHING),
        what=Restricted.COMMENTING,
        reason="留言让人难过",
        until=clock.now() + timedelta(days=7),
        imposed_by_id=UUID(NOTHING),
    )
    return {"restriction": {"own": {"restriction_id": str(made.id)}}}
