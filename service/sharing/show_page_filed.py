"""Show page filed: which filed items (件) of a family may be put before strangers.

Only what a guardian has said may be shown, and never papers, property or health.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from models.archive.filing import FiledItem, OpenLevel
from models.people.accounts import Account
from models.trust.moderation import Standing
from service.archive import tagging
from service.archive.class_schemes import scheme
from service.foundation.errors import Invalid
from service.sharing.show_page_drafts import ShowPageDraft
from service.trust import access


@dataclass(frozen=True)
class ChosenItem:
    """A filed item, and the children of whom it tells."""

    item: FiledItem
    children: list[UUID]


async def chosen(
    guardian: Account, family_id: UUID, draft: ShowPageDraft
) -> dict[UUID, ChosenItem]:
    """The filed items of a draft, refused with the place of what may not be shown.

    They are held for the caller's transaction: none is changed or taken out meanwhile.
    """
    asked = list(_asked(draft))
    await access.hold(family_id)
    visible = access.filed_items_visible_to(await access.viewer(guardian))
    wanted = visible.filter(family_id=family_id, id__in=[item_id for _, item_id in asked])
    await wanted.order_by("id").select_for_update(no_key=True)
    items = {item.id: item for item in await wanted.prefetch_related(*_WITH_ALL)}
    seen: set[UUID] = set()
    for path, item_id in asked:
        _require_fit(path, items.get(item_id))
        if item_id in seen:
            raise Invalid.field(path, "item.twice", "这一件选了两次，留一次就好")
        seen.add(item_id)
    children = await tagging.children_told_of(items.values())
    return {one.id: ChosenItem(one, sorted(children[one.id])) for one in items.values()}


_WITH_ALL = ("persons", "files__photo__persons")


def _asked(draft: ShowPageDraft) -> Iterator[tuple[str, UUID]]:
    """Each item with the path of its field."""
    for part, section in enumerate(draft.sections):
        for place, item_id in enumerate(section.item_ids):
            yield f"sections[{part}].item_ids[{place}]", item_id


def _require_fit(path: str, item: FiledItem | None) -> None:
    if item is None:
        raise Invalid.field(path, "item.unknown", "这一件找不到了，重新选一选")
    if scheme(item.scheme).nodes[item.class_code].closed:
        detail = "证件、财产、健康这几类只留给自己家里，不放到外面"
        raise Invalid.field(path, "show_page.closed_class", detail)
    if item.open_level is not OpenLevel.OPEN:
        detail = f"「{item.title}」还没说可以展示。先在家庭档案里把它改成「可以展示」，再放上来"
        raise Invalid.field(path, "show_page.not_open", detail)
    if item.standing is not Standing.PASSED:
        detail = f"「{item.title}」还在安全检查，或者有的字不能给别人看，过一会儿再放上来"
        raise Invalid.field(path, "show_page.unchecked_item", detail)
