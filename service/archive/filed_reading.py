"""Filed reading: all that somebody may see of a family's items, for lists that leave none out."""

from collections.abc import AsyncIterator, Iterable
from typing import Any
from uuid import UUID

from models.archive.filing import FiledItem
from service.trust import access
from service.trust.access import Viewer

STEP = 500
"""So many are fetched with their people and files at once."""


async def steps(viewer: Viewer, *related: str, **chosen: Any) -> AsyncIterator[list[FiledItem]]:
    """The items that the viewer may see, a step at a time, first filed first."""
    last = UUID(int=0)
    while True:
        seen = access.filed_items_visible_to(viewer).filter(**chosen, id__gt=last)
        found = await seen.order_by("id").limit(STEP).prefetch_related(*related)
        if found:
            yield found
            last = found[-1].id
        if len(found) < STEP:
            return


async def whole(viewer: Viewer, *related: str, **chosen: Any) -> list[FiledItem]:
    """All of them, in the order of their numbers."""
    return in_order([item async for step in steps(viewer, *related, **chosen) for item in step])


def in_order(items: Iterable[FiledItem]) -> list[FiledItem]:
    """By number; one series after the other."""

    def place(item: FiledItem) -> tuple[str, str, int, str, int]:
        return item.household, item.category, item.year, item.retention, item.serial

    return sorted(items, key=place)
