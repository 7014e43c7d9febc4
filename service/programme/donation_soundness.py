"""Donation soundness (四性检测): the report of what came in, to the family and to the archive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from models.people.accounts import Account
from models.programme.donations import Donation, DonationState
from service.archive import papers, soundness
from service.archive.soundness_facts import Check, Outcome
from service.archive.soundness_rules import worst
from service.foundation import clock, dates
from service.foundation.database import transaction
from service.foundation.errors import Conflict
from service.programme import donation_desk, donation_rules, donations
from service.trust import audit


@dataclass(frozen=True)
class Report:
    """What came of the inspection at the handover."""

    archive: str
    accession: str
    made_at: datetime
    items: int
    files: int
    checks: Sequence[Check]

    @property
    def outcome(self) -> Outcome:
        """Of all checks together."""
        return worst(check.outcome for check in self.checks)


async def for_family(account: Account, donation_id: UUID) -> Report:
    """The report, to those of the family who decide; Conflict where there is none."""
    return _kept(await donations.one_of(account, donation_id))


async def for_archive(archivist: Account, donation_id: UUID) -> Report:
    """The same, to the archive; asking is audited."""
    async with transaction():
        donation = await donation_desk.one_of(archivist, donation_id)
        report = _kept(donation)
        await audit.record(archivist, "donation.looked_at", donation)
    return report


def _kept(donation: Donation) -> Report:
    if donation.state is not DonationState.ACCESSIONED:
        raise Conflict("donation.not_inspected", "登记入馆的时候才检测，那时才有报告")
    if donation.inspection is None:
        raise Conflict("donation.no_inspection", "这份报告已经按彻底删除的申请移除了")
    kept = donation.inspection
    return Report(
        archive=donation_rules.archive_of(donation.region),
        accession=donation.accession or "",
        made_at=datetime.fromisoformat(kept["made_at"]),
        items=kept["items"],
        files=kept["files"],
        checks=msgspec.convert(kept["checks"], list[Check]),
    )


async def printed(report: Report) -> bytes:
    """The report as a PDF."""
    day = report.made_at.astimezone(clock.CHINA).date()
    when = dates.in_words(day.isoformat())
    about = [f"馆藏号 {report.accession}　{when}接收时检测", _so_many(report)]
    return await papers.printed(soundness.paper_of(report.archive, about, report.checks, day))


def _so_many(report: Report) -> str:
    return f"共 {report.items} 件，{report.files} 个文件，每个都从头到尾读过一遍。"
