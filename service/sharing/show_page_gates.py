"""Show page gates: what it takes to put records and filed items of a family before strangers."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from models.archive.growth import Audience, Entry
from models.people.accounts import Account
from models.trust.consents import Consent, Purpose
from models.trust.moderation import Standing
from models.trust.restrictions import Restricted
from service.archive import tagging
from service.foundation.errors import Invalid
from service.people import disclosures
from service.sharing import post_gates, show_page_filed
from service.sharing.show_page_drafts import MOST_ENTRIES, ShowPageDraft
from service.sharing.show_page_filed import ChosenItem
from service.trust import access, consents, restrictions


@dataclass(frozen=True)
class Choice:
    """What is on a draft, and the grants it is shown on: each child's it tells of, the family's."""

    entries: dict[UUID, Entry]
    items: dict[UUID, ChosenItem]
    consents: dict[UUID | None, Consent]


async def require(guardian: Account, family_id: UUID, draft: ShowPageDraft) -> Choice:
    """Require all that showing this page takes, of whoever decides for everybody told of."""
    await require_deciding(guardian, family_id, {None})
    _require_size(draft)
    entries = await _entries(guardian, family_id, draft)
    items = await show_page_filed.chosen(guardian, family_id, draft)
    children = {None, *(entry.student_id for entry in entries.values())}
    children |= {child for chosen in items.values() for child in chosen.children}
    await access.require_undisputed(family_id)
    await require_deciding(guardian, family_id, children)
    await _require_discreet(family_id, draft, entries, items)
    children |= await tagging.children_in(entries)
    given = {one: await consents.require(Purpose.SHOW, family_id, one) for one in children}
    return Choice(entries, items, given)


def _require_size(draft: ShowPageDraft) -> None:
    sizes = [len(section.entry_ids) + len(section.item_ids) for section in draft.sections]
    if sum(sizes) > MOST_ENTRIES:
        detail = f"一页最多放 {MOST_ENTRIES} 条记录和收着的东西"
        raise Invalid.field("sections", "show_page.too_many", detail)
    if 0 in sizes:
        path = f"sections[{sizes.index(0)}]"
        raise Invalid.field(
            path, "show_page.part_empty", "这一段里还没有东西，选几样，或者不要这一段"
        )


async def require_deciding(guardian: Account, family_id: UUID, children: set[UUID | None]) -> None:
    """Require that the account decides for the family's own things and for these children.

    And that it is of age, and nobody has restricted it, or the family.
    """
    for student_id in children:
        await access.deciding_for(guardian, family_id, student_id)
    post_gates.refuse_minor(await access.viewer(guardian))
    await restrictions.require_free(guardian, family_id, Restricted.SHOWING)


async def _entries(guardian: Account, family_id: UUID, draft: ShowPageDraft) -> dict[UUID, Entry]:
    asked = list(_asked(draft))
    visible = access.entries_at_home(await access.viewer(guardian)).filter(
        family_id=family_id, standing=Standing.PASSED, draft=False, unfinished=False
    )
    ids = [entry_id for _, entry_id in asked]
    found = {entry.id: entry for entry in await visible.filter(id__in=ids)}
    seen: set[UUID] = set()
    for path, entry_id in asked:
        _require_fit(path, found.get(entry_id), knowingly=draft.knowingly)
        if entry_id in seen:
            raise Invalid.field(path, "entry.twice", "这条记录选了两次，留一次就好")
        seen.add(entry_id)
    return found


def _asked(draft: ShowPageDraft) -> Iterator[tuple[str, UUID]]:
    """Each record with the path of its field."""
    for part, section in enumerate(draft.sections):
        for place, entry_id in enumerate(section.entry_ids):
            yield f"sections[{part}].entry_ids[{place}]", entry_id


def _require_fit(path: str, entry: Entry | None, *, knowingly: bool) -> None:
    if entry is None:
        raise Invalid.field(path, "entry.unknown", "这条记录找不到了，或者还没有写完、还在检查")
    if entry.audience is Audience.GUARDIANS and not knowingly:
        detail = "这条记录只有监护人能看，确定也要放上去吗？"
        raise Invalid.field(path, "show_page.guardians_only", detail)


async def _require_discreet(
    family_id: UUID,
    draft: ShowPageDraft,
    entries: dict[UUID, Entry],
    items: dict[UUID, ChosenItem],
) -> None:
    """Refuse what gives something away: of the page's own words and of all that is on it."""
    knowingly = draft.knowingly
    own = f"{draft.title}\n{draft.words}"
    await disclosures.refuse(family_id, "words", own, knowingly=knowingly)
    for part, section in enumerate(draft.sections):
        told = [entries[entry_id] for entry_id in section.entry_ids]
        filed = [items[item_id].item for item_id in section.item_ids]
        words = [section.title, *(f"{entry.title}\n{entry.story}" for entry in told)]
        words += [f"{item.title}\n{item.words}" for item in filed]
        path = f"sections[{part}]"
        await disclosures.refuse(family_id, path, "\n".join(words), knowingly=knowingly)
