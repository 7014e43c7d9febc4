"""Consents: what a guardian agreed to, per purpose and version, on an append-only ledger."""

import hashlib
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from msgspec import Meta
from tortoise.queryset import QuerySet

from models.people.accounts import Account
from models.trust.consents import Consent, ConsentWithdrawal, Purpose
from service.foundation.database import transaction
from service.foundation.drafts import Draft
from service.foundation.errors import Conflict, Invalid, NotFound
from service.trust import access, audit


@dataclass(frozen=True)
class Text:
    """One version of what is asked for one purpose, in the words shown to a guardian."""

    purpose: Purpose
    version: str
    words: str

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.words.encode()).hexdigest()


TEXTS = {
    Purpose.ARCHIVE: Text(
        Purpose.ARCHIVE,
        "2026-11",
        "我是孩子的监护人，同意家档保存孩子的昵称、生日、照片和成长记录，只给家里人看。"
        "这些内容属于敏感个人信息，只用于成长档案；随时可以导出、更正或删除。",
    ),
    Purpose.CLASS: Text(
        Purpose.CLASS,
        "2026-11",
        "我同意把我选中的内容给孩子所在班级的老师和家长看。不选就不会给班级看；撤回后立即看不到。",
    ),
    Purpose.SHOW: Text(
        Purpose.SHOW,
        "2026-11",
        "我同意把我选中的照片和文字晒给家人以外的人看，孩子只显示昵称和年龄段。"
        "每次晒之前先做安全检查；撤回后立即看不到，已被别人存下的无法收回。",
    ),
}


class ConsentDraft(Draft):
    """A guardian's yes to one text, for one child or for the family's own things."""

    family_id: UUID
    purpose: Purpose
    version: Annotated[str, Meta(max_length=20, description="The version that was shown.")]
    student_id: UUID | None = None


async def grant(guardian: Account, draft: ConsentDraft) -> Consent:
    """Record a guardian's consent for one child, or for the family's own things."""
    text = TEXTS[draft.purpose]
    if draft.version != text.version:
        raise Conflict("consent.outdated", "授权说明更新了，请重新看一遍再同意")
    async with transaction():
        await access.guarded_family(guardian, draft.family_id)
        await access.student_of(draft.family_id, draft.student_id)
        consent = await Consent.create(
            account_id=guardian.id,
            family_id=draft.family_id,
            student_id=draft.student_id,
            purpose=draft.purpose,
            version=draft.version,
            text_hash=text.hash,
        )
        await audit.record(guardian, "consent.granted", consent)
    return consent


async def withdraw(guardian: Account, consent_id: UUID) -> Consent:
    """End a grant, and every other one for the same purpose and child; again is fine.

    Two parents may both have agreed: what one of them takes back is dark all the same.
    """
    async with transaction():
        consent = await Consent.get_or_none(id=consent_id)
        if consent is None:
            raise NotFound
        await access.guarded_family(guardian, consent.family_id)
        given = _given(consent.purpose, consent.family_id, consent.student_id)
        await given.select_for_update().order_by("id")  # racers wait here, then see what is left
        for one in await given.filter(withdrawal__id__isnull=True):
            await ConsentWithdrawal.create(consent=one, account_id=guardian.id)
            await audit.record(guardian, "consent.withdrawn", one)
    return consent


def _given(purpose: Purpose, family_id: UUID, student_id: UUID | None) -> QuerySet[Consent]:
    return Consent.filter(purpose=purpose, family_id=family_id, student_id=student_id)


async def require(purpose: Purpose, family_id: UUID, student_id: UUID | None) -> Consent:
    """The live grant that a new act stands on; refuses where a guardian has not agreed yet."""
    given = _given(purpose, family_id, student_id).filter(version=TEXTS[purpose].version)
    consent = await given.filter(withdrawal__id__isnull=True).order_by("-id").first()
    if consent is None:
        raise Invalid.field(
            "consent", f"consent.{purpose}_required", "请监护人先看一看授权说明，同意后再继续"
        )
    return consent


async def own(guardian: Account, consent_id: UUID) -> Consent:
    """A consent that the account itself gave."""
    consent = await Consent.get_or_none(id=consent_id, account_id=guardian.id)
    if consent is None:
        raise NotFound
    return consent


async def living(guardian: Account, family_id: UUID) -> list[Consent]:
    """The grants of a family that hold, newest first, to one of its guardians."""
    await access.guarded_family(guardian, family_id)
    return await Consent.filter(family_id=family_id, withdrawal__id__isnull=True).order_by("-id")
