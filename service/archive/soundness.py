"""Soundness (四性检测): what there is to inspect of a family's archive, and the report of it."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from models.archive.filing import FiledFile, FiledItem, WithdrawnNumber
from models.archive.findings import Finding, FindingKind
from models.archive.photos import Photo, PhotoState
from models.people.accounts import Account
from models.trust.audit import AuditRecord
from service.archive import archival_numbers, filed_reading, papers, tagging
from service.archive import paper_pages as pages
from service.archive.archival_numbers import Series
from service.archive.soundness_facts import (
    Check,
    FileFacts,
    FileState,
    ItemFacts,
    Outcome,
    SeriesFacts,
    Stored,
)
from service.archive.soundness_rules import inspect, worst
from service.foundation import clock, dates, sequences
from service.foundation.errors import Unavailable
from service.integrations import adapters
from service.integrations.kodo.management import BATCH_LIMIT
from service.trust import access
from service.trust.access import Viewer

MOST_PRINTED = 50
"""Remarks of one check on paper."""
_RELATED = ("persons__person", "files__photo", "filed_by", "box")
_CAME_BY = ("item.filed", "item.ingested")
FINDINGS = {
    FindingKind.ORPHAN: "来历不明",
    FindingKind.MISSING: "文件不见了",
    FindingKind.DIFFERS: "和登记的不一样",
    FindingKind.DAMAGED: "内容损坏",
}


@dataclass(frozen=True)
class Report:
    """What an inspection came to; `unseen` items wait for their check, and were not looked at."""

    family: str
    made_at: datetime
    items: int
    files: int
    unseen: int
    checks: Sequence[Check]

    @property
    def outcome(self) -> Outcome:
        """Of all checks together."""
        return worst(check.outcome for check in self.checks)


async def inspected(guardian: Account, family_id: UUID) -> Report:
    """Inspect a family's archive now, as a guardian of it.

    Raises Unavailable while the storage does not answer: nothing is guessed.
    """
    family = await access.guarded_family(guardian, family_id)
    viewer = await access.viewer(guardian)
    facts = await _items(viewer, family_id)
    there = await FiledItem.filter(family_id=family_id).count()
    all_series = await _series(family_id)
    checks = await asyncio.to_thread(inspect, facts, all_series, clock.today())
    files = sum(len(item.files) for item in facts)
    unseen = max(there - len(facts), 0)
    return Report(family.name, clock.now(), len(facts), files, unseen, checks)


async def _items(viewer: Viewer, family_id: UUID) -> list[ItemFacts]:
    found: list[ItemFacts] = []
    async for step in filed_reading.steps(viewer, *_RELATED, family_id=family_id):
        photos = [file.photo for item in step for file in item.files]
        stored, open_ones = await _stored(photos), await _open_findings(photos)
        on_record = await audited([item.id for item in step])
        for item in step:
            files = sorted(item.files, key=lambda one: one.position)
            facts = [_file(one, stored, open_ones[one.photo_id]) for one in files]
            found.append(_item(item, facts, item.id in on_record))
    return sorted(found, key=lambda one: (str(one.series), one.serial))


def _item(item: FiledItem, files: list[FileFacts], is_audited: bool) -> ItemFacts:
    return ItemFacts(
        number=item.number,
        series=Series(item.household, item.category, item.year, item.retention),
        serial=item.serial,
        scheme=item.scheme,
        class_code=item.class_code,
        title=item.title,
        said={
            "档号": item.number,
            "分类号": item.class_code,
            "题名": item.title,
            "时间": item.happened,
            "责任者": item.responsible,
            "著录者": item.filed_by.nickname,
            "保管期限": item.retention,
            "开放级别": item.open_level,
            "来源": item.source,
        },
        hoped={
            "人物": "、".join(person.name for person in tagging.named_in(item)),
            "地点": item.place,
            "文字说明": item.words,
        },
        is_audited=is_audited,
        location=item.location or (item.box.title if item.box else ""),
        files=files,
    )


def _file(file: FiledFile, stored: dict[str, Stored], findings: list[str]) -> FileFacts:
    photo = file.photo
    return FileFacts(
        filed=_state(file),
        read=_state(photo),
        etag=photo.etag,
        stored=stored.get(photo.key),
        is_ready=photo.state is PhotoState.READY,
        is_discarded=photo.deleted_at is not None,
        verified_on=photo.verified_at.astimezone(clock.CHINA).date() if photo.verified_at else None,
        findings=findings,
    )


def _state(one: FiledFile | Photo) -> FileState:
    return FileState(one.media_type, one.bytes, one.sha256, one.width, one.height)


async def _stored(photos: Iterable[Photo]) -> dict[str, Stored]:
    """What the storage has of these, by their keys."""
    keys = sorted({photo.key for photo in photos})
    found: dict[str, Stored] = {}
    for start in range(0, len(keys), BATCH_LIMIT):
        for one in await adapters().kodo.stat_many(keys[start : start + BATCH_LIMIT]):
            if one.is_for_now:
                raise Unavailable("kodo.unavailable")
            if one.facts and one.is_done:
                facts = one.facts
                found[one.key] = Stored(facts["fsize"], facts["hash"], facts["mimeType"])
    return found


async def _open_findings(photos: Iterable[Photo]) -> dict[UUID, list[str]]:
    wanted = [photo.id for photo in photos]
    told = defaultdict[UUID, list[str]](list)
    for one in await Finding.filter(photo_id__in=wanted, settled_at=None).order_by("id"):
        if one.photo_id:
            told[one.photo_id].append(FINDINGS[one.kind])
    return told


async def audited(item_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these items whose filing, or coming back, is on record."""
    acts = AuditRecord.filter(subject_id__in=[*item_ids], action__in=_CAME_BY)
    return set(await acts.values_list("subject_id", flat=True))  # type: ignore[arg-type]


async def _series(family_id: UUID) -> list[SeriesFacts]:
    """Every series in which the family has, or had, a number; no word of any item."""
    rows = FiledItem.filter(family_id=family_id).values_list("number", flat=True)
    dead = WithdrawnNumber.filter(family_id=family_id).values_list("number", flat=True)
    held, withdrawn = _by_series(await rows), _by_series(await dead)  # type: ignore[arg-type]
    given: dict[str, int] = {}
    for household in {series.household for series in (*held, *withdrawn)}:
        given |= await sequences.given(f"items.{household}-")
    return [
        SeriesFacts(
            series,
            given.get(f"items.{series}", 0),
            frozenset(held.get(series, ())),
            frozenset(withdrawn.get(series, ())),
        )
        for series in sorted({*held, *withdrawn}, key=str)
    ]


def _by_series(numbers: Iterable[str]) -> dict[Series, list[int]]:
    found = defaultdict[Series, list[int]](list)
    for number in map(archival_numbers.parse, numbers):
        found[number.series].append(number.serial)
    return found


async def printed(report: Report) -> bytes:
    """A report as a PDF, with the first MOST_PRINTED remarks of each check."""
    day = report.made_at.astimezone(clock.CHINA).date()
    about = [f"{dates.in_words(day.isoformat())}检测　共 {report.items} 件，{report.files} 个文件"]
    if report.unseen:
        about.append(f"另有 {report.unseen} 件还在等安全检查，没有列进来。")
    return await papers.printed(paper_of(report.family, about, report.checks, day))


def paper_of(whose: str, about: list[str], checks: Sequence[Check], day: date) -> pages.Soundness:
    """A report to be printed: whose it is and what was looked at, then check by check."""
    outcome = worst(check.outcome for check in checks)
    by_property = groupby(checks, key=lambda check: check.property)
    parts = [_part(one.word, [*found]) for one, found in by_property]
    return pages.Soundness(whose, about, outcome, outcome.word, parts, day)


def _part(name: str, checks: list[Check]) -> pages.Part:
    outcome = worst(check.outcome for check in checks)
    return pages.Part(name, outcome, outcome.word, [_lines(check) for check in checks])


def _lines(check: Check) -> pages.CheckLines:
    shown = check.remarks[:MOST_PRINTED]
    return pages.CheckLines(
        name=check.name,
        result=check.outcome,
        word=check.outcome.word,
        evidence=check.evidence,
        remarks=[pages.Remark(one.number, one.title, one.what) for one in shown],
        more=len(check.remarks) - len(shown),
    )
