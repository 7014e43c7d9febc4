"""What waits for one of the staff to decide, for the console's list of tasks."""

import msgspec
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.shapes import Count
from models.people.accounts import Account
from service.programme import waiting

bp = Blueprint("waiting")


class WaitingView(msgspec.Struct):
    """How much the account may decide now, by kind; all 0 without an office."""

    reviews: Count
    featurings: Count
    donations: Count
    successions: Count
    disputes: Count
    grants: Count


@bp.get("/staff/waiting")
@operation("How much waits for the account to decide, as one of the staff", gives=WaitingView)
@signed_in
async def show(request: Request, account: Account) -> HTTPResponse:
    found = await waiting.before(account)
    return ok(
        WaitingView(
            reviews=found.reviews,
            featurings=found.featurings,
            donations=found.donations,
            successions=found.successions,
            disputes=found.disputes,
            grants=found.grants,
        )
    )
