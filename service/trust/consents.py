"""Consents: what somebody agreed to, per purpose and version, on an append-only ledger."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

from msgspec import Meta
from tortoise.queryset import QuerySet

from models.people.accounts import Account
from models.people.families import Family
from models.people.students import Student, StudentAccount
from models.trust.consents import Capacity, Consent, ConsentWithdrawal, Purpose
from models.trust.notices import NoticeKind
from service.foundation import clock
from service.foundation.database import transaction
from service.foundation.drafts import Draft
from service.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from service.trust import access, audit, erasures, kinship, notices, receipts
from service.trust.access.viewers import born_by
from service.trust.consent_texts import accepted, current
from service.trust.receipts import Receipt

FOURTEEN = 14
"""From this age on a child agrees for itself (个人信息保护法 §31)."""
CHILD_REQUIRED = (
    "孩子满14周岁了，给家人以外的人看要孩子自己同意。"
    "可以在孩子的资料里邀请孩子登录，让孩子自己看一看再决定"
)


Reaction = Callable[[list[UUID]], Awaitable[None]]
_when_ended: list[Reaction] = []


def when_ended(reaction: Reaction) -> None:
    """Run `reaction(consent_ids)` in the transaction that ends these grants."""
    _when_ended.append(reaction)


class ConsentDraft(Draft):
    """A yes to one text, for one child or for the family's own things."""

    family_id: UUID
    purpose: Purpose
    version: Annotated[str, Meta(max_length=20, description="The version that was shown.")]
    student_id: UUID | None = None


async def grant(account: Account, draft: ConsentDraft) -> Consent:
    """Record a guardian's yes, or from 14 on the child's own; the other guardians are told."""
    text = current(draft.purpose)
    if draft.version != text.version:
        raise Conflict("consent.outdated", "授权说明更新了，请重新看一遍再同意")
    async with transaction():
        capacity = await _capacity(account, draft.family_id, draft.student_id)
        if capacity is Capacity.GUARDIAN and await _needs_child(draft.purpose, draft.student_id):
            raise Invalid.field("student_id", "consent.child_required", CHILD_REQUIRED)
        consent = await Consent.create(
            account_id=account.id,
            family_id=draft.family_id,
            student_id=draft.student_id,
            purpose=draft.purpose,
            version=text.version,
            text_hash=text.hash,
            capacity=capacity,
            created_at=clock.now(),
        )
        await audit.record(account, "consent.granted", consent)
        await _tell_others(account, NoticeKind.CONSENT_GRANTED, consent, [])
    return consent


async def withdraw(account: Account, consent_id: UUID) -> Receipt:
    """End a grant, and every other one for the same purpose and child; the receipt of it.

    With what keeps a child's archive everything goes that was agreed to for the child.
    Two parents may both have agreed: what one of them takes back is dark all the same. Again gives
    the same receipt, and leaves alone what was agreed to since.
    """
    async with transaction():
        consent = await Consent.get_or_none(id=consent_id)
        if consent is None:
            raise NotFound
        await _capacity(account, consent.family_id, consent.student_id)
        # Racers wait here: the ledger's own rows are locked by nobody, as none of them changes.
        # Not the key: whoever holds it may be putting a file into a slow store.
        await Family.filter(id=consent.family_id).select_for_update(no_key=True).get()
        if not await ConsentWithdrawal.exists(consent_id=consent_id):
            await _end(account, consent)
        return await receipts.of(consent)


async def _end(account: Account, consent: Consent) -> None:
    """End all that is given for this purpose and child, at one moment.

    What a child's archive keeps only the family has from then on, so every other purpose ends too.
    """
    at = clock.now()
    ended = await _living(consent.purpose, consent.family_id, consent.student_id)
    if consent.purpose is Purpose.ARCHIVE and consent.student_id:
        of_child = Consent.filter(family_id=consent.family_id, student_id=consent.student_id)
        ended = await of_child.filter(withdrawal__id__isnull=True)
    for one in ended:
        await ConsentWithdrawal.create(consent=one, account_id=account.id, created_at=at)
        await audit.record(account, "consent.withdrawn", one)
    for reaction in _when_ended:
        await reaction([one.id for one in ended])
    givers = [one.account_id for one in ended]
    await _tell_others(account, NoticeKind.CONSENT_WITHDRAWN, consent, givers)


async def _tell_others(
    account: Account, kind: NoticeKind, consent: Consent, givers: list[UUID]
) -> None:
    """Tell the guardians and whoever gave it, but not who did it."""
    told = {*await kinship.guardians_of(consent.family_id), *givers} - {account.id}
    await notices.tell(told, kind, consent.id, consent.family_id)


async def _capacity(account: Account, family_id: UUID, student_id: UUID | None) -> Capacity:
    """As what the account decides: as a guardian, or from 14 on as the child itself."""
    oneself = await access.student_self(account, student_id) if student_id else None
    if oneself is None:
        await access.deciding_for(account, family_id, student_id)
        return Capacity.GUARDIAN
    await access.student_of(family_id, student_id)
    if account.is_lent or oneself.birth_date > born_by(FOURTEEN):
        raise Forbidden("student.not_of_age", "满14周岁以后由你自己决定，现在要请监护人来做")
    return Capacity.CHILD


async def _needs_child(purpose: Purpose, student_id: UUID | None) -> bool:
    """Whether it takes the child's own yes: from 14 on, for whatever leaves the family."""
    if purpose is Purpose.ARCHIVE or student_id is None:
        return False
    return await Student.exists(id=student_id, birth_date__lte=born_by(FOURTEEN))


def _living(purpose: Purpose, family_id: UUID, student_id: UUID | None) -> QuerySet[Consent]:
    given = Consent.filter(purpose=purpose, family_id=family_id, student_id=student_id)
    return given.filter(withdrawal__id__isnull=True)


async def require(purpose: Purpose, family_id: UUID, student_id: UUID | None) -> Consent:
    """The living grant that a new act stands on; refused (Invalid) where there is none.

    A grant counts from the last material change of its text on. What leaves the family about a
    child of 14 stands on the child's own.
    """
    if purpose is not Purpose.ARCHIVE:
        await erasures.refuse_while_waiting(family_id, student_id)
    needs_child = await _needs_child(purpose, student_id)
    living = _living(purpose, family_id, student_id)
    if needs_child:
        living = living.filter(capacity=Capacity.CHILD)
    versions = [text.version for text in accepted(purpose)]
    consent = await living.filter(version__in=versions).order_by("-id").first()
    if consent:
        return consent
    code, words = _lacking(purpose, outdated=await living.exists(), needs_child=needs_child)
    raise Invalid.field("consent", f"consent.{code}", words)


def _lacking(purpose: Purpose, *, outdated: bool, needs_child: bool) -> tuple[str, str]:
    if outdated and needs_child:
        return "renewal_required", "授权说明有了重要改动，请孩子自己看一看，同意后再继续"
    if outdated:
        return "renewal_required", "授权说明有了重要改动，请监护人看一看，同意后再继续"
    if needs_child:
        return "child_required", CHILD_REQUIRED
    return f"{purpose}_required", "请监护人先看一看授权说明，同意后再继续"


async def own(account: Account, consent_id: UUID) -> Consent:
    """A consent that the account itself gave."""
    consent = await Consent.get_or_none(id=consent_id, account_id=account.id)
    if consent is None:
        raise NotFound
    return consent


async def living(account: Account, family_id: UUID) -> list[Consent]:
    """The grants that hold, newest first, of what the account may read of the ledger."""
    ledger = await _ledger(account, family_id)
    return await ledger.filter(withdrawal__id__isnull=True).order_by("-id")


async def history(account: Account, family_id: UUID) -> list[Consent]:
    """All grants, newest first, with their withdrawals, of what the account may read."""
    ledger = await _ledger(account, family_id)
    return await ledger.order_by("-id").prefetch_related("withdrawal")


async def _ledger(account: Account, family_id: UUID) -> QuerySet[Consent]:
    """A student reads what was agreed for it, a guardian all of the family's."""
    oneself = StudentAccount.filter(account_id=account.id, until=None, lent=False)
    ids = await oneself.filter(student__family_id=family_id).values_list("student_id", flat=True)
    if ids:
        return Consent.filter(family_id=family_id, student_id__in=ids)
    await access.guarded_family(account, family_id)
    return Consent.filter(family_id=family_id)
