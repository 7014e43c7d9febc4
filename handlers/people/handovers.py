"""Handovers: a guardian hands the phone to the child (「交给孩子」), who writes as itself."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request

from handlers.edge.idempotency import creates
from handlers.edge.operations import operation, signed_in
from handlers.edge.rates import limited
from handlers.edge.shapes import Moment
from models.people.accounts import Account
from service.people import handovers

bp = Blueprint("handovers")


class HandoverView(msgspec.Struct):
    """The child's session on this phone, beside the guardian's own, which goes on.

    Signing out of it (`DELETE /sessions/current`) is 「还给爸爸妈妈」.
    """

    token: Annotated[str, Meta(description="Shown to the guardian alone, while it lives.")]
    account_id: UUID
    student_id: UUID
    expires_at: Annotated[Moment, Meta(description="After half an hour, whatever the child does.")]


async def shown(account: Account, session_id: UUID) -> HandoverView:
    session, student_id = await handovers.lent(account, session_id)
    token = handovers.token_of(session)
    return HandoverView(token, session.account_id, student_id, session.expires_at)


@bp.post("/students/<student_id:uuid>/handover")
@operation(
    "Hand the phone to a child for half an hour",
    gives=HandoverView,
    status=201,
    refuses=(403, 409),
)
@signed_in
@limited("handovers", most=30, seconds=3600)
@creates(shown)
async def hand_over(request: Request, account: Account, student_id: UUID) -> UUID:
    return (await handovers.hand_over(account, student_id)).id
