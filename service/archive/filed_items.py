"""Filed items (归档): filing one under its number, changing it, taking it out of the archive."""

from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from models.archive.filing import (
    FamilyArchive,
    FiledFile,
    FiledItem,
    FiledPerson,
    WithdrawnNumber,
)
from models.archive.growth import Entry
from models.people.accounts import Account
from models.people.families import Role
from models.trust.consents import Purpose
from models.trust.moderation import Check, Review, Subject
from models.trust.notices import Notice
from service.archive import (
    dating,
    entries,
    family_archives,
    filing_contents,
    filing_numbers,
    filing_words,
)
from service.archive.filing_forms import FilingChange, FilingDraft
from service.foundation.database import query, transaction
from service.foundation.errors import Conflict, Forbidden, NotFound
from service.people import households
from service.trust import access, audit, consents, moderation
from service.trust.access import Viewer

PAGE = 50
WITH_ALL = ("persons__person", "files__photo__persons__person", "filed_by", "box", "student")
KEPT_AT_HOME = "家里保存"
_TAKEN_AS_GIVEN = (
    *("class_code", "title", "place", "words", "responsible", "source", "location"),
    *("open_level", "box_id"),
)


async def file(account: Account, draft: FilingDraft) -> FiledItem:
    """File something under the next number of its series, as a contributor of the family.

    A student writes records; filing them is the family's: NotFound to who is only a student there.
    """
    async with transaction():
        await access.hold(draft.family_id)
        await access.family_for(account, draft.family_id, Role.CONTRIBUTOR)
        await access.student_of(draft.family_id, draft.student_id)
        if draft.student_id:
            await consents.require(Purpose.ARCHIVE, draft.family_id, draft.student_id)
        entry = await _entry_of(account, draft)
        await filing_contents.require_box(draft.family_id, draft.box_id)
        archive = await family_archives.held(draft.family_id)
        item = _item(account, archive, draft, entry)
        pictured = bool(draft.photo_ids)
        await filing_contents.admit(account, item, pictured=pictured, level_set=True)
        await _number(archive, item)
        await item.save(force_create=True)
        await filing_contents.take_files(account, item, draft.photo_ids)
        await filing_contents.take_persons(item, draft.person_ids)
        await audit.record(account, "item.filed", item)
        await filing_words.ask(item, account)
    return item


async def _entry_of(account: Account, draft: FilingDraft) -> Entry | None:
    if draft.entry_id is None:
        return None
    entry = await entries.seen_by(await access.viewer(account), draft.entry_id)
    if entry.family_id != draft.family_id:
        raise NotFound
    return entry


def _item(
    account: Account, archive: FamilyArchive, draft: FilingDraft, entry: Entry | None
) -> FiledItem:
    """As the draft has it, and where it has nothing as its class or its entry has it."""
    node = filing_contents.class_of(archive.scheme, draft.class_code)
    happened, day = dating.said(draft.happened)
    return FiledItem(
        family_id=draft.family_id,
        student_id=draft.student_id,
        entry_id=draft.entry_id,
        filed_by_id=account.id,
        words_by_id=account.id,
        box_id=draft.box_id,
        category=_given(draft.category, node.category),
        retention=_given(draft.retention, node.retention),
        open_level=_given(draft.open_level, filing_contents.level_of(entry)),
        year=day.year,
        scheme=archive.scheme,
        class_code=draft.class_code,
        title=draft.title,
        happened=happened,
        sort_day=day,
        place=draft.place,
        words=draft.words,
        responsible=draft.responsible.strip() or account.nickname,
        source=draft.source.strip() or KEPT_AT_HOME,
        location=draft.location,
    )


def _given(value: Any, default: Any) -> Any:
    return default if value is UNSET else value


async def _number(archive: FamilyArchive, item: FiledItem) -> None:
    series = item.category, item.year, item.retention
    number = await filing_numbers.allocate(archive, *series)
    item.household, item.serial = number.series.household, number.serial
    item.number = str(number)


async def change(account: Account, item_id: UUID, draft: FilingChange) -> FiledItem:
    """Correct what is said of an item, as who filed it or a guardian; its number stays.

    What is the same already is no change.
    """
    async with transaction():
        await _hold(item_id)
        before = await _theirs(account, item_id)
        await access.hold(before.family_id)
        columns, draft = _columns(before, draft), _without_same(before, draft)
        if columns or _relates(draft):
            await _require_kept(before, columns, draft)
            await _change(account, item_id, columns, draft)
    return await seen_by(await access.viewer(account), item_id)


async def _change(
    account: Account, item_id: UUID, columns: dict[str, Any], draft: FilingChange
) -> None:
    if _is_said_anew(columns):
        await moderation.drop_question(Subject.FILED_ITEM, item_id)
    item = await FiledItem.filter(id=item_id).select_for_update(no_key=True).get_or_none()
    if item is None:
        raise NotFound  # an erasure was waited for
    if isinstance(draft.version, int) and draft.version != item.version:
        raise Conflict("item.changed", "这件刚刚有人改过，请看看现在的样子再改")
    await filing_contents.require_box(item.family_id, columns.get("box_id"))
    item.update_from_dict({**columns, "version": item.version + 1})
    photo_ids, person_ids = draft.photo_ids, draft.person_ids
    pictured = (
        await FiledFile.exists(item_id=item_id)
        if isinstance(photo_ids, UnsetType)
        else bool(photo_ids)
    )
    level_set = "open_level" in columns
    await filing_contents.admit(account, item, pictured=pictured, level_set=level_set)
    await item.save()
    if isinstance(photo_ids, list):
        await filing_contents.take_files(account, item, photo_ids)
    if isinstance(person_ids, list):
        await filing_contents.take_persons(item, person_ids)
    await audit.record(account, "item.changed", item)
    if _is_said_anew(columns):
        await filing_words.ask(item, account)


def _is_said_anew(columns: dict[str, Any]) -> bool:
    return any(name in columns for name in (*filing_words.CHECKED, "open_level", "class_code"))


def _relates(draft: FilingChange) -> bool:
    return isinstance(draft.photo_ids, list) or isinstance(draft.person_ids, list)


def _without_same(before: FiledItem, draft: FilingChange) -> FilingChange:
    """The draft without those lists that say what is so already, as far as it is shown."""
    files = sorted(before.files, key=lambda one: one.position)
    photo_ids = [one.photo_id for one in files if one.photo.deleted_at is None]
    person_ids = sorted(one.person_id for one in before.persons if one.person.removed_at is None)
    if draft.photo_ids == photo_ids:
        draft = msgspec.structs.replace(draft, photo_ids=UNSET)
    if isinstance(draft.person_ids, list) and sorted(draft.person_ids) == person_ids:
        draft = msgspec.structs.replace(draft, person_ids=UNSET)
    return draft


async def _require_kept(before: FiledItem, columns: dict[str, Any], draft: FilingChange) -> None:
    """Refuse new words and photos of a child whose archive nobody consents to keep any more."""
    said = any(columns.get(name, "").strip() for name in filing_words.CHECKED)
    known = {one.photo_id for one in before.files}
    shows = isinstance(draft.photo_ids, list) and not known.issuperset(draft.photo_ids)
    if before.student_id and (said or shows):
        await consents.require(Purpose.ARCHIVE, before.family_id, before.student_id)


def _columns(before: FiledItem, draft: FilingChange) -> dict[str, Any]:
    """The columns that are to be otherwise; a class is one of the scheme it was filed under."""
    sent = {k: v for k, v in msgspec.structs.asdict(draft).items() if v is not UNSET}
    given = {name: sent[name] for name in _TAKEN_AS_GIVEN if name in sent}
    if isinstance(draft.class_code, str):
        filing_contents.class_of(before.scheme, draft.class_code)
    if isinstance(draft.happened, str):
        given["happened"], given["sort_day"] = dating.said(draft.happened)
    return {name: value for name, value in given.items() if getattr(before, name) != value}


async def withdraw(account: Account, item_id: UUID) -> None:
    """Take an item out of the archive, as who filed it or a guardian. For good.

    Its photos and its entry stay; a tombstone keeps its number from ever being given again.
    """
    async with transaction():
        await _hold(item_id)
        before = await _theirs(account, item_id)
        await access.require_undisputed(before.family_id)
        await _theirs(account, item_id)  # still, after that wait
        await moderation.drop_question(Subject.FILED_ITEM, item_id)
        await audit.record(account, "item.withdrawn", item_id)
        await _strip(item_id)
        await bury([item_id])


async def _strip(item_id: UUID) -> None:
    """Take away all that an item consists of, and what was asked and told about it."""
    for part in (FiledFile, FiledPerson):
        await part.filter(item_id=item_id).delete()
    for trace in (Check, Review, Notice):
        await trace.filter(subject_id=item_id).delete()


async def bury(item_ids: list[UUID]) -> None:
    """Leave a tombstone in the place of each item, in the caller's transaction.

    Its files, its people and what was asked about it are gone already.
    """
    items = await FiledItem.filter(id__in=item_ids).order_by("id").select_for_update()
    await WithdrawnNumber.bulk_create(
        WithdrawnNumber(family_id=item.family_id, number=item.number) for item in items
    )
    await FiledItem.filter(id__in=item_ids).delete()
    for family_id in {item.family_id for item in items}:
        await households.judge_later(family_id)


async def seen_by(viewer: Viewer, item_id: UUID) -> FiledItem:
    """An item that the viewer may see, with its files, people and box."""
    item = await access.filed_items_visible_to(viewer).get_or_none(id=item_id)
    if item is None:
        raise NotFound
    await item.fetch_related(*WITH_ALL)
    return item


async def _theirs(account: Account, item_id: UUID) -> FiledItem:
    viewer = await access.viewer(account)
    item = await seen_by(viewer, item_id)
    if not viewer.may_change(item.filed_by_id, item.family_id, item.student_id):
        raise Forbidden("item.not_yours", "只有收进来的人和家里的管理人可以改")
    return item


async def _hold(item_id: UUID) -> None:
    """Let others who change the item wait, before anything of it is locked or asked."""
    await query("select pg_advisory_xact_lock(hashtextextended($1, 0))", f"filed item {item_id}")
