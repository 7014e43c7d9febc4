"""Filing of a bag: items under the numbers that they have, which nobody is given again."""

from collections import defaultdict
from uuid import UUID

from models.archive.filing import (
    Box,
    FamilyArchive,
    FiledFile,
    FiledItem,
    FiledPerson,
    WithdrawnNumber,
)
from models.archive.growth import UNDATED
from models.people.regions import Household
from models.trust.moderation import Standing
from service.archive import archival_numbers
from service.archive.archival_numbers import ArchivalNumber, Series
from service.archive.filing_numbers import OUTSIDE
from service.foundation import dates, sequences
from service.ingest.bag import BagError
from service.ingest.content import Content
from service.ingest.documents import FiledDocument, ItemDocument
from service.trust import audit

HIGHEST = 999_999
"""Of household numbers, which all families share: a bag moves their counter no further."""
_KEPT = (
    *("id", "student_id", "entry_id", "filed_by_id", "box_id", "number", "household", "category"),
    *("year", "retention", "serial", "scheme", "class_code", "title", "happened", "place", "words"),
    *("responsible", "source", "location", "open_level", "version", "created_at"),
)


async def require_free(filed: FiledDocument) -> None:
    """Refuse numbers that are none, or of another family here: those are its own for good, also
    when it has been erased and its counters alone are left.
    """
    fonds = list(_fonds(filed))
    taken = await FiledItem.exists(household__in=fonds)
    here = await FamilyArchive.exists(fonds__in=fonds)
    given = [one for one in fonds if await sequences.given(f"items.{one}-")]
    if taken or here or given or await Household.exists(number__in=fonds):
        raise BagError("这个包里的档号，在这里已经是别家的了")


def _fonds(filed: FiledDocument) -> set[str]:
    """The household numbers of a bag, and what stood for one; others count on with the same."""
    fonds = {number.series.household for number in _numbers(filed)}
    own = filed.archive.fonds if filed.archive else None
    if own is not None and own != f"{OUTSIDE}{own.removeprefix(OUTSIDE):0>6}":
        raise BagError("包里有一个档号不对")
    fonds |= {own} if own else set()
    if any(not one[2:].isdecimal() or _place_of(one)[1] > HIGHEST for one in fonds):
        raise BagError("包里有一个档号不对")
    return fonds


def _numbers(filed: FiledDocument) -> list[ArchivalNumber]:
    """All that were given; each item's says what the item says."""
    try:
        held = [archival_numbers.parse(item.number) for item in filed.items]
        given = [*held, *map(archival_numbers.parse, filed.withdrawn)]
    except ValueError as error:
        raise BagError(f"包里有一个档号不对：{error}") from error
    told = [
        ArchivalNumber(Series(one.household, one.category, one.year, one.retention), one.serial)
        for one in filed.items
    ]
    if held != told:
        raise BagError("包里有一个档号和它的内容不一样")
    return given


def _place_of(household: str) -> tuple[str, int]:
    """The prefix of a household's number, and what is counted under it."""
    return household[:2], int(household[2:])


async def keep(family_id: UUID, content: Content) -> None:
    """Their rows, in the caller's transaction."""
    filed = content.filed
    there = {photo.id for photo in content.photos}
    entries = {entry.id for entry in content.entries}
    await _keep_archive(family_id, filed)
    await Box.bulk_create(
        Box(
            id=box.id,
            created_at=box.created_at,
            family_id=family_id,
            number=box.number,
            title=box.title,
            location=box.location,
        )
        for box in filed.boxes
    )
    await FiledItem.bulk_create(_item(family_id, item, entries) for item in filed.items)
    await FiledPerson.bulk_create(
        FiledPerson(item_id=item.id, person_id=person)
        for item in filed.items
        for person in item.person_ids
    )
    await FiledFile.bulk_create(
        FiledFile(item_id=item.id, **_columns(file))
        for item in filed.items
        for file in item.files
        if file.photo_id in there
    )
    await WithdrawnNumber.bulk_create(
        WithdrawnNumber(family_id=family_id, number=number) for number in filed.withdrawn
    )
    await _never_again(family_id, filed)
    await audit.record_each(None, "item.ingested", [item.id for item in filed.items])


def _columns(file: object) -> dict[str, object]:
    names = "photo_id", "position", "media_type", "bytes", "sha256", "width", "height"
    return {name: getattr(file, name) for name in names}


def _item(family_id: UUID, item: ItemDocument, entries: set[UUID]) -> FiledItem:
    fuzzy = dates.parse(item.happened)
    columns = {name: getattr(item, name) for name in _KEPT}
    columns["entry_id"] = item.entry_id if item.entry_id in entries else None
    return FiledItem(
        **columns,
        family_id=family_id,
        words_by_id=item.filed_by_id,
        sort_day=fuzzy.first_day if fuzzy else UNDATED,
        standing=Standing.PASSED,
    )


async def _keep_archive(family_id: UUID, filed: FiledDocument) -> None:
    if filed.archive:
        await FamilyArchive.create(
            family_id=family_id,
            scheme=filed.archive.scheme,
            fonds=filed.archive.fonds,
            confirmed_at=filed.archive.confirmed_at,
            confirmed_by_id=filed.archive.confirmed_by_id,
        )


async def _never_again(family_id: UUID, filed: FiledDocument) -> None:
    """Move every counter past the numbers of the bag, and past its households'."""
    reached: dict[str, int] = defaultdict(int)
    for fonds in _fonds(filed):
        prefix, serial = _place_of(fonds)
        counter = "families.filing" if prefix == OUTSIDE else f"households.{prefix}"
        reached[counter] = max(reached[counter], serial)
    for number in _numbers(filed):
        series = f"items.{number.series}"
        reached[series] = max(reached[series], number.serial)
    for box in filed.boxes:
        shelf = f"boxes.{family_id}"
        reached[shelf] = max(reached[shelf], box.number)
    for name in sorted(reached):
        await sequences.reach(name, reached[name])
