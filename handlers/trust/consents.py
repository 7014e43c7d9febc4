"""Consents: the texts, a guardian's yes, and taking it back."""

from uuid import UUID

import msgspec
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read, read_query
from handlers.edge.idempotency import creates
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.shapes import Moment
from models.people.accounts import Account
from models.trust.consents import Consent, Purpose
from service.foundation.drafts import Draft
from service.trust import consents
from service.trust.consents import ConsentDraft

bp = Blueprint("consents")


class TextView(msgspec.Struct):
    """What is asked for one purpose, in the words to show."""

    purpose: Purpose
    version: str
    words: str


class Texts(msgspec.Struct):
    items: list[TextView]


class OfFamily(Draft):
    """Whose consents."""

    family_id: UUID


class ConsentView(msgspec.Struct):
    """A grant on the ledger."""

    id: UUID
    purpose: Purpose
    version: str
    student_id: UUID | None
    granted_at: Moment


class Consents(msgspec.Struct):
    items: list[ConsentView]


def present_consent(consent: Consent) -> ConsentView:
    return ConsentView(
        consent.id, consent.purpose, consent.version, consent.student_id, consent.created_at
    )


async def shown(account: Account, consent_id: UUID) -> ConsentView:
    return present_consent(await consents.own(account, consent_id))


@bp.get("/consent-texts")
@operation("What guardians are asked", gives=Texts)
async def texts(request: Request) -> HTTPResponse:
    return ok(Texts([TextView(t.purpose, t.version, t.words) for t in consents.TEXTS.values()]))


@bp.post("/consents")
@operation(
    "Agree to one purpose",
    takes=ConsentDraft,
    example={
        "family_id": "0192f0c4-7b1e-7c3a-9d52-6f1a2b3c4d5e",
        "purpose": "show",
        "version": "1",
        "student_id": "0192f0c5-1a2b-7d4e-8f60-718293a4b5c6",
    },
    gives=ConsentView,
    status=201,
    refuses=(403, 404, 409),
)
@signed_in
@creates(shown)
async def grant(request: Request, account: Account) -> UUID:
    return (await consents.grant(account, read(request, ConsentDraft))).id


@bp.get("/consents")
@operation("The consents that hold", query=OfFamily, gives=Consents, refuses=(403, 404))
@signed_in
async def index(request: Request, account: Account) -> HTTPResponse:
    family_id = read_query(request, OfFamily).family_id
    return ok(Consents([present_consent(c) for c in await consents.living(account, family_id)]))


@bp.delete("/consents/<consent_id:uuid>")
@operation("Withdraw a consent; what stands on it goes dark", status=204, refuses=(403,))
@signed_in
async def withdraw(request: Request, account: Account, consent_id: UUID) -> HTTPResponse:
    await consents.withdraw(account, consent_id)
    return gone()
