"""Soundness (四性检测): a family's archive inspected for its guardians, as data and on paper."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive import papers
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.overload import costly
from handlers.edge.rates import limited
from handlers.edge.shapes import Count, Moment
from models.people.accounts import Account
from service.archive import soundness
from service.archive.soundness import Report
from service.archive.soundness_facts import Check, Outcome, Property

bp = Blueprint("soundness")
TITLE = "四性检测报告"
MOST_TOLD = 200
"""Remarks of one check."""


class RemarkView(msgspec.Struct):
    """What is not as it should be; `title` is empty for a number that no item has."""

    number: str
    title: str
    what: str


class CheckView(msgspec.Struct):
    """One check, what it looked at, and what came of it."""

    property: Property
    name: str
    outcome: Annotated[Outcome, Meta(description="`advised`: something had better be added.")]
    evidence: str
    remark_count: Count
    remarks: Annotated[list[RemarkView], Meta(description="The first two hundred.")]


class SoundnessView(msgspec.Struct):
    """How sound a family's archive is at this moment."""

    family_id: UUID
    made_at: Moment
    outcome: Annotated[Outcome, Meta(description="The worst of the checks'.")]
    items: Count
    files: Count
    unseen: Annotated[int, Meta(ge=0, description="Items that wait for their safety check.")]
    checks: Annotated[list[CheckView], Meta(description="By property.")]


def _present(family_id: UUID, report: Report) -> SoundnessView:
    checks = [present_check(check) for check in report.checks]
    counts = report.items, report.files, report.unseen
    return SoundnessView(family_id, report.made_at, report.outcome, *counts, checks)


def present_check(check: Check) -> CheckView:
    """A check with its first remarks."""
    return CheckView(
        property=check.property,
        name=check.name,
        outcome=check.outcome,
        evidence=check.evidence,
        remark_count=len(check.remarks),
        remarks=[RemarkView(one.number, one.title, one.what) for one in check.remarks[:MOST_TOLD]],
    )


@bp.get("/families/<family_id:uuid>/soundness")
@operation(
    "Inspect a family's archive (四性检测), as a guardian", gives=SoundnessView, refuses=(403,)
)
@signed_in
@limited("soundness", most=20, seconds=600)
@costly("papers")
async def show(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    return ok(_present(family_id, await soundness.inspected(account, family_id)))


@bp.get("/families/<family_id:uuid>/soundness.pdf")
@operation("The same as a report to be printed", media_type=papers.PDF, refuses=(403,))
@signed_in
@limited("soundness", most=20, seconds=600)
@costly("papers")
async def report(request: Request, account: Account, family_id: UUID) -> HTTPResponse:
    found = await soundness.inspected(account, family_id)
    return papers.pdf(await soundness.printed(found), TITLE)
