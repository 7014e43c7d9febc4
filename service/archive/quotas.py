"""Quotas: how much a family may keep, and how much it keeps and has announced."""

from dataclasses import dataclass
from uuid import UUID

from models.people.accounts import Account
from service.foundation import settings
from service.foundation.database import query
from service.foundation.errors import Conflict, NotFound
from service.people import families, students
from service.trust import access

_USED = """
select (select coalesce(sum(bytes), 0) from photos where family_id = $1)
    + (select coalesce(sum(bytes), 0) from uploads where family_id = $1 and state = 'issued')
    as bytes
"""


@dataclass(frozen=True)
class Storage:
    """What a family uses of what it may, in bytes; open tickets and the trash count, too."""

    used: int
    most: int


async def of_family(account: Account, family_id: UUID) -> Storage:
    """How much room there is, for everybody of the family, its student too."""
    if not await students.at_home(await access.viewer(account), family_id):
        raise NotFound
    return await _storage(family_id)


async def require_room(family_id: UUID, wanted: int) -> None:
    """Refuse more than the family's quota; racers wait for each other. The caller's transaction."""
    await families.lock(family_id)
    storage = await _storage(family_id)
    if storage.used + wanted > storage.most:
        detail = f"家里的空间（{storage.most >> 30} GB）不够了，清理一些不要的再传"
        raise Conflict("family.full", detail)


async def _storage(family_id: UUID) -> Storage:
    used = (await query(_USED, family_id))[0]["bytes"]
    return Storage(int(used), settings.current().family_quota_gib << 30)
