"""Filed lists: a family's items as far as somebody may see them, by class, box, entry or words."""

from dataclasses import dataclass
from uuid import UUID

from tortoise.expressions import Q

from models.archive.filing import FiledItem
from service.archive import filed_search
from service.archive.class_schemes import CURRENT, counterpart, scheme
from service.archive.filed_items import PAGE, WITH_ALL
from service.foundation.errors import Invalid, NotFound
from service.people import students
from service.trust import access
from service.trust.access import Viewer


@dataclass(frozen=True)
class Chosen:
    """Which of them: of a class (upper or lowest, of any scheme), in a box, from an entry.

    And with all of these words.
    """

    class_code: str = ""
    box_id: UUID | None = None
    entry_id: UUID | None = None
    words: str = ""


async def of_family(
    viewer: Viewer, family_id: UUID, chosen: Chosen, *, after: UUID | None
) -> list[FiledItem]:
    """A page of a family's items that the viewer may see, latest filed first.

    `after` is the last one of the page before. Returns at most PAGE + 1 items: the last one only
    says that there is more. Raises NotFound to all but the family.
    """
    if not await students.at_home(viewer, family_id):
        raise NotFound
    seen = access.filed_items_visible_to(viewer).filter(_chosen(family_id, chosen))
    if after:
        seen = seen.filter(id__lt=after)
    if chosen.words:
        seen = await filed_search.among(seen, family_id, chosen.words, PAGE + 1)
    return await seen.order_by("-id").limit(PAGE + 1).prefetch_related(*WITH_ALL)


def _chosen(family_id: UUID, chosen: Chosen) -> Q:
    wanted = Q(family_id=family_id)
    if chosen.class_code:
        wanted &= of_class(chosen.class_code, "class")
    if chosen.box_id:
        wanted &= Q(box_id=chosen.box_id)
    if chosen.entry_id:
        wanted &= Q(entry_id=chosen.entry_id)
    return wanted


def of_class(code: str, field: str) -> Q:
    """What is of a class, also where it was filed under the other scheme's counterpart.

    Invalid, with the path of this field, where no scheme has it.
    """
    version = next((one for one in CURRENT if code in scheme(one).nodes), None)
    if version is None:
        raise Invalid.field(field, "class.unknown", "没有这个分类，重新选一个")
    codes = [node.code for node in scheme(version).lowest if node.code.startswith(code)]
    wanted = Q()
    for other in CURRENT:
        theirs = [counterpart(one, version, other) for one in codes]
        wanted |= Q(scheme=other, class_code__in=theirs)
    return wanted
