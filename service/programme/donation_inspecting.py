"""Donation inspecting (四性检测): what an archive takes in is inspected as it comes in.

After DA/T 70-2018 for a handover: every copy is read from its first byte to its last. The report
stays with the donation; it has numbers, and no word of any item.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from tortoise.queryset import QuerySet

from models.archive.findings import Finding
from models.programme.donations import DonatedItem, Donation
from service.archive import archival_numbers, soundness, soundness_rules
from service.archive.fixity import verifying
from service.archive.fixity.verifying import Verdict
from service.archive.soundness_facts import (
    Check,
    FileFacts,
    FileState,
    ItemFacts,
    Outcome,
    Property,
    Remark,
    Stored,
)
from service.foundation import clock
from service.integrations import adapters
from service.programme import donation_contents, donation_signing

_RULES = (
    soundness_rules.SAID,
    soundness_rules.FOUNDED,
    soundness_rules.USUAL,
    soundness_rules.AS_TYPED,
    soundness_rules.SOURCED,
    soundness_rules.UNTROUBLED,
)


@dataclass(frozen=True)
class Inspection:
    """What was inspected, by the ids of its rows; `broken`: a copy is not what was recorded."""

    row_ids: frozenset[UUID]
    broken: frozenset[UUID]
    files: int
    checks: Sequence[Check]

    def as_kept(self, moment: datetime) -> dict[str, Any]:
        """As it stays in the donation."""
        told = {"made_at": moment, "items": len(self.row_ids), "files": self.files}
        return msgspec.to_builtins(told | {"checks": self.checks})


@dataclass(frozen=True)
class _Received:
    """A donated item as it came in."""

    row: DonatedItem
    facts: ItemFacts


def given(donation_id: UUID) -> QuerySet[DonatedItem]:
    """The items of which the archive has copies."""
    return DonatedItem.filter(donation_id=donation_id, content__isnull=False)


async def inspect(donation_id: UUID) -> Inspection:
    """Read all copies of a donation; what is to be said of it as it is now.

    Raises VendorUnavailable while the storage does not hand them out: nothing is guessed.
    """
    donation = await Donation.get(id=donation_id)
    rows = await given(donation_id).order_by("number")
    on_record = await soundness.audited(row.item_id for row in rows if row.item_id)
    received = [_Received(row, await _facts(row, row.item_id in on_record)) for row in rows]
    left_out = await DonatedItem.filter(donation_id=donation_id, content__isnull=True)
    items = [one.facts for one in received]
    broken = frozenset(one.row.id for one in received if _is_broken(one))
    checks = soundness_rules.in_order(
        [
            _agreed(received),
            _same_bytes(received),
            _all_there(left_out, len(received)),
            *soundness_rules.checked(_RULES, items, clock.today()),
            _viewable(received),
            _signed(donation),
        ]
    )
    files = sum(len(item.files) for item in items)
    return Inspection(frozenset(row.id for row in rows), broken, files, checks)


async def _facts(row: DonatedItem, is_on_record: bool) -> ItemFacts:
    content: dict[str, Any] = row.content or {}
    number = archival_numbers.parse(row.number)
    originals = [copy for copy in row.copies if copy["role"] == "original"]
    files = [
        await _file(described, copy)
        for described, copy in zip(content["files"], originals, strict=True)
    ]
    return ItemFacts(
        number=row.number,
        series=number.series,
        serial=number.serial,
        scheme=content["scheme"],
        class_code=content["class_code"],
        title="",
        said={
            "档号": content["number"],
            "分类号": content["class_code"],
            "题名": content["title"],
            "时间": content["happened"],
            "责任者": content["responsible"],
            "保管期限": content["retention"],
            "来源": content["source"],
        },
        hoped={},
        is_audited=is_on_record,
        location="",
        files=files,
    )


async def _file(described: dict[str, Any], copy: dict[str, Any]) -> FileFacts:
    """A file as it was signed, and its copy as it was read just now."""
    facts = await adapters().kodo.stat(copy["key"])
    whole = await verifying.condition_of(copy["key"], described["sha256"]) is Verdict.WHOLE
    filed = FileState(*(described[name] for name in FileState.__dataclass_fields__))
    open_ones = await Finding.filter(key=copy["key"], settled_at=None).order_by("id")
    return FileFacts(
        filed=filed,
        read=filed if whole else FileState(filed.media_type, 0, "", 0, 0),
        etag=copy["etag"],
        stored=Stored(facts["fsize"], facts["hash"], facts["mimeType"]) if facts else None,
        is_ready=whole,
        is_discarded=False,
        verified_on=clock.today(),
        findings=[soundness.FINDINGS[one.kind] for one in open_ones],
    )


def _is_broken(one: _Received) -> bool:
    return any(not _is_as_signed(file) for file in one.facts.files)


def _is_as_signed(file: FileFacts) -> bool:
    return file.is_ready and file.stored is not None and file.stored.bytes == file.filed.bytes


def _check(
    about: tuple[Property, str, str],
    received: Iterable[_Received],
    fails: Callable[[_Received], bool],
    what: str,
) -> Check:
    remarks = [Remark(one.row.number, "", what) for one in received if fails(one)]
    property_, name, evidence = about
    return Check(property_, name, _outcome(remarks), evidence, remarks)


def _outcome(remarks: Sequence[Remark], otherwise: Outcome = Outcome.FAILED) -> Outcome:
    return otherwise if remarks else Outcome.PASSED


def _agreed(received: Sequence[_Received]) -> Check:
    evidence = f"逐件比对了 {len(received)} 件的说明和文件清单的 SHA-256。"
    about = Property.AUTHENTIC, "交来的和协议里列的一样", evidence

    def differs(one: _Received) -> bool:
        return donation_contents.digest(one.row.content or {}) != one.row.digest

    return _check(about, received, differs, "和签字的时候不一样")


def _same_bytes(received: Sequence[_Received]) -> Check:
    files = sum(len(one.facts.files) for one in received)
    evidence = f"把 {files} 个文件从头到尾读了一遍，核对字节数和 SHA-256。"
    about = Property.AUTHENTIC, "复制件和原件一个字节不差", evidence
    return _check(about, received, _is_broken, "复制件和登记的不一样")


def _all_there(left_out: Sequence[DonatedItem], count: int) -> Check:
    """What the family changed or took back after it had signed is its right, not a fault."""
    remarks = [Remark(row.number, "", "签字以后改过或者收回了，没有交来") for row in left_out]
    evidence = f"协议里列了 {count + len(left_out)} 件，交来 {count} 件。"
    outcome = _outcome(remarks, Outcome.ADVISED)
    return Check(Property.COMPLETE, "协议里列的都交来了", outcome, evidence, remarks)


def _viewable(received: Sequence[_Received]) -> Check:
    evidence = f"看了 {len(received)} 件有没有供查看、播放的副本。"
    about = Property.USABLE, "每个文件都有能看、能播的副本", evidence
    return _check(about, received, _is_unviewable, "有文件没有能看、能播的副本")


def _is_unviewable(one: _Received) -> bool:
    shown = {copy["position"] for copy in one.row.copies if copy["role"] in ("view", "play")}
    return shown != set(range(len(one.facts.files)))


def _signed(donation: Donation) -> Check:
    deed = donation_signing.as_signed(donation)
    matches = deed.sha256 == donation.deed_sha256 and bool(donation.signature)
    remarks = [] if matches else [Remark("", "", "协议的文字和签字时的校验值对不上")]
    evidence = f"协议 {deed.version} 版，校验值 {donation.deed_sha256[:16]}……"
    name = "有捐赠人签字的协议，一个字没改"
    return Check(Property.SAFE, name, _outcome(remarks), evidence, remarks)
