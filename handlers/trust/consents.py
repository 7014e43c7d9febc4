"""Consents: somebody's yes, what holds, what has been, and taking it back."""

from typing import Literal
from uuid import UUID

import msgspec
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read, read_query
from handlers.edge.idempotency import creates
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.shapes import Count, Moment
from models.people.accounts import Account
from models.trust.consents import Capacity, Consent, ConsentWithdrawal, Purpose
from service.foundation.drafts import Draft
from service.trust import consents, kinship, receipts
from service.trust.consents import ConsentDraft
from service.trust.receipts import Receipt

bp = Blueprint("consents")

_KEPT = (
    "给孩子同意过的其他几件也一起收回了，不再存新的，已经存下的只给家里人看；"
    "想彻底删除，可以在「我的数据」里申请"
)


class OfFamily(Draft):
    """Whose consents."""

    family_id: UUID


class ConsentView(msgspec.Struct):
    """A grant on the ledger."""

    id: UUID
    purpose: Purpose
    version: str
    student_id: UUID | None
    capacity: Capacity
    granted_at: Moment


class Consents(msgspec.Struct):
    items: list[ConsentView]


class ConsentEvent(msgspec.Struct):
    """A line of the ledger: a yes, or its end. `who` is a relation, or 「孩子本人」."""

    consent_id: UUID
    event: Literal["granted", "withdrawn"]
    at: Moment
    who: str
    purpose: Purpose
    version: str
    student_id: UUID | None
    capacity: Capacity


class History(msgspec.Struct):
    items: list[ConsentEvent]


class DarkView(msgspec.Struct):
    """So many things of one kind; `words` names it."""

    kind: str
    words: str
    count: Count


class ReceiptView(msgspec.Struct):
    """What went dark, and when; URLs of pictures shown before live a little longer."""

    consent_id: UUID
    purpose: Purpose
    student_id: UUID | None
    withdrawn_at: Moment
    dark: list[DarkView]
    urls_dead_after_seconds: Count
    deletion_offered: bool
    words: str


def present_consent(consent: Consent) -> ConsentView:
    return ConsentView(
        id=consent.id,
        purpose=consent.purpose,
        version=consent.version,
        student_id=consent.student_id,
        capacity=consent.capacity,
        granted_at=consent.created_at,
    )


async def shown(account: Account, consent_id: UUID) -> ConsentView:
    return present_consent(await consents.own(account, consent_id))


@bp.post("/consents")
@operation(
    "Agree to one purpose",
    takes=ConsentDraft,
    example={
        "family_id": "0192f0c4-7b1e-7c3a-9d52-6f1a2b3c4d5e",
        "purpose": "show",
        "version": "2026-11",
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


@bp.get("/consents/history")
@operation("Every yes and its end, latest first", query=OfFamily, gives=History, refuses=(403, 404))
@signed_in
async def history(request: Request, account: Account) -> HTTPResponse:
    family_id = read_query(request, OfFamily).family_id
    return ok(History(await _events(await consents.history(account, family_id))))


async def _events(ledger: list[Consent]) -> list[ConsentEvent]:
    acts = [(consent, act) for consent in ledger for act in _acts(consent)]
    names = await kinship.called((consent.family_id, act.account_id) for consent, act in acts)
    events = [_event(c, act, names[c.family_id, act.account_id]) for c, act in acts]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _acts(consent: Consent) -> list[Consent | ConsentWithdrawal]:
    """What was done about a grant: giving it and, perhaps, taking it back."""
    ended: ConsentWithdrawal | None = consent.withdrawal  # type: ignore[assignment]
    return [ended, consent] if ended else [consent]


def _event(consent: Consent, act: Consent | ConsentWithdrawal, who: str) -> ConsentEvent:
    return ConsentEvent(
        consent_id=consent.id,
        event="granted" if act is consent else "withdrawn",
        at=act.created_at,
        who=who,
        purpose=consent.purpose,
        version=consent.version,
        student_id=consent.student_id,
        capacity=consent.capacity,
    )


@bp.delete("/consents/<consent_id:uuid>")
@operation(
    "Withdraw a consent; what stands on it goes dark, and this is the receipt",
    gives=ReceiptView,
    refuses=(403,),
)
@signed_in
async def withdraw(request: Request, account: Account, consent_id: UUID) -> HTTPResponse:
    return ok(present_receipt(await consents.withdraw(account, consent_id)))


def present_receipt(receipt: Receipt) -> ReceiptView:
    consent = receipt.consent
    stored = consent.purpose is Purpose.ARCHIVE
    return ReceiptView(
        consent_id=consent.id,
        purpose=consent.purpose,
        student_id=consent.student_id,
        withdrawn_at=receipt.withdrawn_at,
        dark=[DarkView(one.kind, one.words, one.count) for one in receipt.dark],
        urls_dead_after_seconds=receipts.URLS_DEAD_AFTER,
        deletion_offered=stored,
        words=f"{_words(receipt)}。{_KEPT}" if stored else _words(receipt),
    )


def _words(receipt: Receipt) -> str:
    counted = "、".join(f"{one.words} {one.count} 件" for one in receipt.dark)
    went = f"{counted}，马上看不到了" if counted else "没有正在给外面看的内容"
    return f"已经收回：{went}。之前打开过的图片地址，10分钟内失效"
