"""Regions: the tree 市→区→镇街→社区, and its upkeep from a sheet."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from models.people.regions import Level, Region
from service.foundation.database import query, transaction
from service.foundation.errors import NotFound
from service.people import region_sheets
from service.people.region_sheets import Problem, Row
from service.trust import audit

BUILT_IN = Path(__file__).with_name("regions.csv")
"""Zhuhai's districts and towns after the 统计用区划代码 of 2023; communities are imported."""


@dataclass(frozen=True)
class ImportReport:
    """What a sheet did, by lines; one with `problems` did nothing."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: Sequence[Problem] = ()


async def below(parent_id: UUID | None) -> list[Region]:
    """The regions right below one, by code; the districts where none is named."""
    if parent_id is None:
        return await Region.filter(level=Level.DISTRICT).order_by("code")
    await found(parent_id)
    return await Region.filter(parent_id=parent_id).order_by("code")


async def found(region_id: UUID) -> Region:
    """One region, or NotFound."""
    region = await Region.get_or_none(id=region_id)
    if region is None:
        raise NotFound
    return region


async def chain(region: Region) -> list[Region]:
    """The city, and so on down to the region itself."""
    return await Region.filter(code__in=region.path.strip("/").split("/")).order_by("level")


def full_name(chain: Iterable[Region]) -> str:
    """A region as people read it: 「珠海市 香洲区 拱北街道」."""
    return " ".join(region.name for region in chain)


async def import_csv(file: bytes) -> ImportReport:
    """Add and change regions by a CSV file (UTF-8 or GB18030): all of it, or none where a line is
    wrong. A region that the file does not name stays as it is.
    """
    rows, problems = region_sheets.read(file)
    if problems:
        return ImportReport(problems=problems)
    async with transaction():
        standing = await _standing()
        if problems := region_sheets.misfits(rows, standing):
            return ImportReport(problems=problems)
        return await _record(rows, await _grow(standing, rows))


async def seed() -> None:
    """Plant the built-in tree where there is none yet: part of the schema, no act of anybody."""
    rows, _ = region_sheets.read(BUILT_IN.read_bytes())
    async with transaction():
        if not await _standing():
            await _grow([], rows)


async def _standing() -> list[Region]:
    """All regions; nobody else changes one before this transaction ends."""
    await query("lock table regions in share row exclusive mode")
    return await Region.all()


@dataclass(frozen=True)
class _Growth:
    """The codes that are new, those whose own values changed, and all rows that were written."""

    new: Collection[str]
    changed: Collection[str]
    written: Sequence[Region]


async def _grow(standing: Iterable[Region], rows: Iterable[Row]) -> _Growth:
    """Write the rows into the tree. Where a region moves, all below it get their new paths."""
    tree = {region.code: region for region in standing}
    before = {code: (_values(region), region.path) for code, region in tree.items()}
    for row in sorted(rows, key=lambda row: row.level):
        region = tree.setdefault(row.code, Region(code=row.code, level=row.level))
        region.name, region.prefix = row.name, row.prefix
        region.parent_id = tree[row.parent_code].id if row.parent_code else None
    from_above = sorted(tree.values(), key=lambda region: region.level)
    paths: dict[UUID | None, str] = {None: "/"}
    for region in from_above:
        region.path = paths[region.id] = f"{paths[region.parent_id]}{region.code}/"
    written = [r for r in from_above if before.get(r.code) != (_values(r), r.path)]
    for region in written:
        await region.save()
    changed = {code for code, (values, _) in before.items() if values != _values(tree[code])}
    return _Growth(tree.keys() - before.keys(), changed, written)


def _values(region: Region) -> tuple[str, str, UUID | None]:
    return region.name, region.prefix, region.parent_id


async def _record(rows: Collection[Row], growth: _Growth) -> ImportReport:
    for region in growth.written:
        act = "added" if region.code in growth.new else "changed"
        await audit.record(None, f"region.{act}", region)
    added, changed = len(growth.new), len(growth.changed)
    return ImportReport(added, changed, unchanged=len(rows) - added - changed)
