"""Boxes (盒): what stands on a shelf at home, numbered from 1 within a family."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, UnsetType
from tortoise.functions import Count

from models.archive.filing import Box, FiledItem
from models.people.accounts import Account
from models.people.families import Role
from service.archive.filing_forms import Location
from service.foundation import clock, sequences
from service.foundation.database import transaction
from service.foundation.drafts import Draft, text
from service.foundation.errors import Conflict, NotFound
from service.people import students
from service.trust import access, audit, moderation
from service.trust.access import Viewer

PAGE = 100
BoxTitle = Annotated[str, text(40, description="What is in it, as it stands on the label.")]


class BoxDraft(Draft):
    """A box, and where it stands."""

    title: BoxTitle
    location: Location = ""


class BoxChange(Draft):
    """What is to change of a box; what is left out stays, and its number always does."""

    title: BoxTitle | UnsetType = UNSET
    location: Location | UnsetType = UNSET


async def add(account: Account, family_id: UUID, draft: BoxDraft) -> Box:
    """A new box under the family's next number; relatives read its words: WeChat passes them."""
    await access.family_for(account, family_id, Role.CONTRIBUTOR)
    await moderation.require_clean(account, f"{draft.title} {draft.location}", "title")
    async with transaction():
        await access.hold(family_id)
        await access.family_for(account, family_id, Role.CONTRIBUTOR)
        number = await sequences.next_of(f"boxes.{family_id}")
        box = await Box.create(
            family_id=family_id, number=number, title=draft.title, location=draft.location
        )
        await audit.record(account, "box.added", box)
    return box


async def change(account: Account, box_id: UUID, draft: BoxChange) -> None:
    """Give a box other words; again is fine. NotFound where it was put away."""
    if not await Box.exists(id=box_id, deleted_at=None):
        raise NotFound
    box = await _theirs(account, box_id)
    if not _apply(box, draft):
        return
    await moderation.require_clean(account, f"{box.title} {box.location}", "title")
    async with transaction():
        box = await _locked(account, box_id)
        if box.deleted_at is None and _apply(box, draft):
            await box.save(update_fields=["title", "location"])
            await audit.record(account, "box.changed", box)


async def delete(account: Account, box_id: UUID) -> None:
    """Take away a box in which nothing is left; its number is not given again. Again is fine."""
    async with transaction():
        box = await _locked(account, box_id)
        if await FiledItem.exists(box_id=box_id):
            raise Conflict("box.not_empty", "盒子里还有东西，先放到别的盒子里")
        if box.deleted_at is None:
            box.deleted_at = clock.now()
            await box.save(update_fields=["deleted_at"])
            await audit.record(account, "box.deleted", box)


async def of_family(viewer: Viewer, family_id: UUID, *, after: int | None) -> list[Box]:
    """A page of a family's boxes by number, each with `item_count`; `after` is the last number.

    Returns at most PAGE + 1: the last one only says that there is more. Raises NotFound to all but
    the family.
    """
    if not await students.at_home(viewer, family_id):
        raise NotFound
    kept = Box.filter(family_id=family_id, deleted_at=None, number__gt=after or 0)
    return await kept.annotate(item_count=Count("items")).order_by("number").limit(PAGE + 1)


async def seen_by(viewer: Viewer, box_id: UUID) -> Box:
    """A box of a family of the viewer's, with `item_count`."""
    kept = Box.filter(id=box_id, deleted_at=None).annotate(item_count=Count("items"))
    box = await kept.get_or_none()
    if box is None or not await students.at_home(viewer, box.family_id):
        raise NotFound
    return box


def _apply(box: Box, draft: BoxChange) -> bool:
    """Whether a draft makes a box any different."""
    before = box.title, box.location
    box.title = box.title if draft.title is UNSET else draft.title
    box.location = box.location if draft.location is UNSET else draft.location
    return (box.title, box.location) != before


async def _theirs(account: Account, box_id: UUID) -> Box:
    """A box, put away or not, of a family to which the account contributes."""
    box = await Box.get_or_none(id=box_id)
    if box is None:
        raise NotFound
    await access.family_for(account, box.family_id, Role.CONTRIBUTOR)
    return box


async def _locked(account: Account, box_id: UUID) -> Box:
    box = await _theirs(account, box_id)
    await access.hold(box.family_id)
    box = await Box.filter(id=box_id).select_for_update().get_or_none()
    if box is None:
        raise NotFound  # an erasure was waited for
    return box
