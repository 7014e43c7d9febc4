"""The check of words before they are shown: what they give away, why, and a way out of it."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.rates import limited
from models.people.accounts import Account
from service.foundation.drafts import Draft, text
from service.people import disclosures
from service.trust.privacy import Kind

bp = Blueprint("disclosures")


class PrivacyCheck(Draft):
    """Words that somebody means to show outside the family."""

    family_id: UUID
    words: Annotated[str, text(5000, least=0, description="As they would be shown.")]


class FindingView(msgspec.Struct):
    """One thing that the words give away."""

    kind: Kind
    code: str
    found: Annotated[str, Meta(description="The words themselves.")]
    reason: Annotated[str, Meta(description="To show to the parent.")]
    way_out: Annotated[str, Meta(description="What to write instead.")]
    never: Annotated[bool, Meta(description="Whether it is refused even to who insists.")]


class PrivacyView(msgspec.Struct):
    """What was found, in order, and the words with every way out taken: one tap."""

    findings: list[FindingView]
    cleaned: str


@bp.post("/privacy-checks")
@operation(
    "Look through words before showing them",
    takes=PrivacyCheck,
    example={
        "family_id": "0192f0c4-7b1e-7c3a-9d52-6f1a2b3c4d5e",
        "words": "今天在情侣路放风筝，想要同款的打 13812345678",
    },
    gives=PrivacyView,
    refuses=(403, 404),
)
@signed_in
@limited("privacy-checks", most=120, seconds=60)
async def check(request: Request, account: Account) -> HTTPResponse:
    draft = read(request, PrivacyCheck)
    checked = await disclosures.check(account, draft.family_id, draft.words)
    shown = [
        FindingView(
            kind=one.kind,
            code=one.code,
            found=draft.words[one.start : one.end],
            reason=one.reason,
            way_out=one.way_out,
            never=one.kind in disclosures.NEVER,
        )
        for one in checked.findings
    ]
    return ok(PrivacyView(shown, checked.cleaned))
