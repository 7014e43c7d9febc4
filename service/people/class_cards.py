"""Class cards: a teacher's card in the class's group chat, by which families ask for a place.

A card is as good as the place of whoever issued it: it dies with their time in the class or with
their office, and comes back with neither. It dies with the class, too.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from models.base import uuid7
from models.people.accounts import Account
from models.people.schools import ClassCard, SchoolClass
from models.trust.erasures import ErasedKind
from service.foundation import clock, tokens
from service.foundation.database import query, transaction
from service.foundation.errors import NotFound
from service.people import class_staff, classes
from service.trust import audit
from service.trust.personal_data import Holding

LIFE = timedelta(days=7)

_LIVING = """
select distinct on (k.id) k.id, coalesce(t.name, o.name) as teacher
from class_cards k join school_classes c on c.id = k.school_class_id
left join class_staff t on t.account_id = k.issued_by_id
    and t.school_class_id = k.school_class_id and t.confirmed_at <= k.created_at
    and t.since <= $2 and (t.until is null or t.until > $2)
left join appointments o on o.account_id = k.issued_by_id and o.school_id = c.school_id
    and o.since <= k.created_at and o.until is null
where k.revoked_at is null and k.expires_at > $1 and coalesce(t.id, o.id) is not null
    and (c.until is null or c.until > $2)
"""
_OF_CODE = f"{_LIVING} and k.code_hash = $3"
_OF_CLASS = f"{_LIVING} and k.school_class_id = $3 order by k.id desc"


@dataclass(frozen=True)
class LivingCard:
    """A card that lets families ask, with its class and school, and who stands behind it."""

    card: ClassCard
    teacher: str


async def issue(staff: Account, class_id: UUID) -> ClassCard:
    """A new card for a week, by a teacher of the class or its school's administrator."""
    async with transaction():
        await class_staff.class_looked_after(staff, class_id)
        card = ClassCard(id=uuid7(), school_class_id=class_id, issued_by=staff)
        card.code_hash = tokens.hashed(code_of(card))
        card.created_at = clock.now()
        card.expires_at = card.created_at + LIFE
        await card.save(force_create=True)
        await audit.record(staff, "class_card.issued", card)
    return card


def code_of(card: ClassCard) -> str:
    """The code that its issuer hands on (128 bits; only its hash is stored)."""
    return tokens.derived_code("class-card", card.id)


async def issued(staff: Account, card_id: UUID) -> LivingCard:
    """A living card of the account's own; NotFound once it is dead."""
    card = await ClassCard.get_or_none(id=card_id, issued_by=staff)
    if card is None:
        raise NotFound
    return await opened_by(code_of(card))


async def of_class(staff: Account, class_id: UUID) -> list[LivingCard]:
    """The living cards of a class, latest first, to its teachers and its school."""
    await class_staff.class_looked_after(staff, class_id)
    return await _known(await _living(_OF_CLASS, class_id))


async def revoke(staff: Account, card_id: UUID) -> None:
    """End a card at once, as a teacher of the class or its administrator; again is fine."""
    async with transaction():
        card = await ClassCard.get_or_none(id=card_id)
        if card is None:
            raise NotFound
        await class_staff.class_looked_after(staff, card.school_class_id)
        living = ClassCard.filter(id=card_id, revoked_at=None)
        if await living.update(revoked_at=clock.now()):
            await audit.record(staff, "class_card.revoked", card)


async def opened_by(code: str) -> LivingCard:
    """What a code opens; NotFound for codes of the past."""
    found = await _known(await _living(_OF_CODE, tokens.hashed(code)))
    if not found:
        raise NotFound
    return found[0]


async def chosen(code: str) -> SchoolClass:
    """The class of a card, within the caller's transaction: both stay alive until that ends."""
    card = await ClassCard.filter(code_hash=tokens.hashed(code)).select_for_update().first()
    if card:
        await classes.locked(card.school_class_id)
    return (await opened_by(code)).card.school_class


async def _living(sql: str, value: UUID | str) -> list[dict[str, Any]]:
    return await query(sql, clock.now(), clock.today(), value)


async def _known(rows: list[dict[str, Any]]) -> list[LivingCard]:
    """The cards of these rows, in their order."""
    wanted = ClassCard.filter(id__in=[row["id"] for row in rows])
    found = {one.id: one for one in await wanted.select_related("school_class__school__region")}
    return [LivingCard(found[row["id"]], row["teacher"]) for row in rows]


HOLDINGS = [Holding(ClassCard, "发到班级群的卡片", {ErasedKind.ACCOUNT: "issued_by_id = $1"})]
