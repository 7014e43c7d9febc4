"""Family archives: by which scheme a family files, and a guardian's word that this is it."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta
from tortoise.queryset import QuerySet

from models.archive.filing import FamilyArchive, FiledItem
from models.people.accounts import Account
from models.people.families import Role
from service.archive.class_schemes import CURRENT, DEFAULT
from service.foundation import clock
from service.foundation.database import query, transaction
from service.foundation.drafts import Draft
from service.foundation.errors import Invalid
from service.people import households
from service.trust import access, audit

SchemeVersion = Annotated[str, Meta(max_length=8, description="Such as `a_1`; see /class-schemes.")]

_OPENED = """
insert into family_archives (id, created_at, family_id, scheme)
values (gen_random_uuid(), $2, $1, $3) on conflict (family_id) do nothing
"""


class ArchiveChange(Draft):
    """By which scheme to file from now on; what was filed before keeps its class."""

    scheme: SchemeVersion


async def held(family_id: UUID) -> FamilyArchive:
    """A family's archive, opened where there is none; locked for the caller's transaction."""
    await query(_OPENED, family_id, clock.now(), DEFAULT)
    return await FamilyArchive.filter(family_id=family_id).select_for_update(no_key=True).get()


async def of(account: Account, family_id: UUID) -> FamilyArchive:
    """How a family of the account's files; as by default where it has not begun."""
    await access.family_for(account, family_id, Role.VIEWER)
    kept = await FamilyArchive.get_or_none(family_id=family_id)
    return kept or FamilyArchive(family_id=family_id, scheme=DEFAULT)


async def classes_of(family_id: UUID) -> list[tuple[str, str]]:
    """Of each of a family's items the scheme version and the class: counted, never shown."""
    return await _classes(FiledItem.filter(family_id=family_id))


async def classes_seen_by(account: Account, family_id: UUID) -> list[tuple[str, str]]:
    """The same of those that the account may see."""
    seen = access.filed_items_visible_to(await access.viewer(account))
    return await _classes(seen.filter(family_id=family_id))


async def _classes(items: QuerySet[FiledItem]) -> list[tuple[str, str]]:
    return await items.values_list("scheme", "class_code")  # type: ignore[return-value]


async def change(guardian: Account, family_id: UUID, draft: ArchiveChange) -> None:
    """Have a family file by another scheme; again is fine."""
    if draft.scheme not in CURRENT:
        raise Invalid.field("scheme", "scheme.unknown", "没有这种分类方法")
    async with transaction():
        await access.guarded_family(guardian, family_id)
        archive = await held(family_id)
        if archive.scheme != draft.scheme:
            archive.scheme = draft.scheme
            await archive.save(update_fields=["scheme"])
            await audit.record(guardian, "archive.scheme_changed", archive)


async def confirm(guardian: Account, family_id: UUID) -> None:
    """A guardian's word that this is the family's archive; the first one counts, again is fine."""
    async with transaction():
        await access.guarded_family(guardian, family_id)
        archive = await held(family_id)
        if archive.confirmed_at is None:
            archive.confirmed_at, archive.confirmed_by_id = clock.now(), guardian.id
            await archive.save(update_fields=["confirmed_at", "confirmed_by_id"])
            await audit.record(guardian, "archive.confirmed", archive)
            await households.judge_later(family_id)


async def take_back(guardian: Account, family_id: UUID) -> None:
    """Take that word back; again is fine. What was filed stays."""
    async with transaction():
        await access.guarded_family(guardian, family_id)
        archive = await held(family_id)
        if archive.confirmed_at is not None:
            archive.confirmed_at = archive.confirmed_by_id = None
            await archive.save(update_fields=["confirmed_at", "confirmed_by_id"])
            await audit.record(guardian, "archive.unconfirmed", archive)
            await households.judge_later(family_id)
