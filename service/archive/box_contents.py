"""Box contents: what stands on a label and in a list of boxes, of what somebody may see in them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from models.archive.filing import Box, FiledItem, Retention
from service.archive import filed_reading
from service.foundation.errors import NotFound
from service.people import students
from service.trust.access import Viewer


@dataclass(frozen=True)
class BoxContents:
    """The items of a box, in the order of their numbers."""

    items: Sequence[FiledItem]

    @property
    def numbers(self) -> list[str]:
        """The first and the last number; none where there is nothing."""
        return [self.items[0].number, self.items[-1].number] if self.items else []

    @property
    def years(self) -> str:
        """「1978—1994」, or one year; empty where there is nothing."""
        years = sorted({item.sort_day.year for item in self.items})
        return "—".join(dict.fromkeys(str(year) for year in (*years[:1], *years[-1:])))

    @property
    def retention(self) -> str:
        """「永久、30年」, the longest first."""
        there = {item.retention for item in self.items}
        return "、".join(one.word for one in Retention if one in there)


async def shelf_of(viewer: Viewer, family_id: UUID, *, first: int = 1) -> list[Box]:
    """All of a family's boxes by number, from number `first` on; NotFound to all but the family."""
    if not await students.at_home(viewer, family_id):
        raise NotFound
    kept = Box.filter(family_id=family_id, deleted_at=None, number__gte=first)
    return await kept.order_by("number")


async def of(viewer: Viewer, shelf: Sequence[Box]) -> dict[UUID, BoxContents]:
    """What is in each of these boxes, as far as the viewer may see it."""
    found = await filed_reading.whole(viewer, box_id__in=[box.id for box in shelf])
    by_box = defaultdict[UUID, list[FiledItem]](list)
    for item in found:
        if item.box_id:
            by_box[item.box_id].append(item)
    return {box.id: BoxContents(by_box[box.id]) for box in shelf}
