"""Donation soundness (四性检测): the report of what an archive took in, as data and on paper."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive import papers
from handlers.archive.soundness import TITLE, CheckView, present_check
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.overload import costly
from handlers.edge.rates import limited
from handlers.edge.shapes import Count, Moment
from handlers.programme.donations import Accession, Archive
from models.people.accounts import Account
from service.archive.soundness_facts import Outcome
from service.programme import donation_soundness
from service.programme.donation_soundness import Report

bp = Blueprint("donation_soundness")


class HandoverView(msgspec.Struct):
    """How sound what an archive took in was, when it came in."""

    archive: Archive
    accession: Accession
    made_at: Moment
    outcome: Annotated[Outcome, Meta(description="The worst of the checks'.")]
    items: Count
    files: Count
    checks: Annotated[list[CheckView], Meta(description="By property.")]


def _present(report: Report) -> HandoverView:
    return HandoverView(
        archive=report.archive,
        accession=report.accession,
        made_at=report.made_at,
        outcome=report.outcome,
        items=report.items,
        files=report.files,
        checks=[present_check(check) for check in report.checks],
    )


@bp.get("/donations/<donation_id:uuid>/soundness")
@operation(
    "How sound a donation was when it came in (四性检测)", gives=HandoverView, refuses=(409,)
)
@signed_in
@limited("papers", most=30, seconds=600)
@costly("papers")
async def show(request: Request, account: Account, donation_id: UUID) -> HTTPResponse:
    return ok(_present(await donation_soundness.for_family(account, donation_id)))


@bp.get("/donations/<donation_id:uuid>/soundness.pdf")
@operation("The same as a report to be printed", media_type=papers.PDF, refuses=(409,))
@signed_in
@limited("papers", most=30, seconds=600)
@costly("papers")
async def report(request: Request, account: Account, donation_id: UUID) -> HTTPResponse:
    found = await donation_soundness.for_family(account, donation_id)
    return papers.pdf(await donation_soundness.printed(found), TITLE)


@bp.get("/staff/donations/<donation_id:uuid>/soundness")
@operation("The same, to the archive", gives=HandoverView, refuses=(403, 409))
@signed_in
@limited("papers", most=30, seconds=600)
@costly("papers")
async def show_archive(request: Request, account: Account, donation_id: UUID) -> HTTPResponse:
    return ok(_present(await donation_soundness.for_archive(account, donation_id)))


@bp.get("/staff/donations/<donation_id:uuid>/soundness.pdf")
@operation("The report to be printed, to the archive", media_type=papers.PDF, refuses=(403, 409))
@signed_in
@limited("papers", most=30, seconds=600)
@costly("papers")
async def archives_report(request: Request, account: Account, donation_id: UUID) -> HTTPResponse:
    found = await donation_soundness.for_archive(account, donation_id)
    return papers.pdf(await donation_soundness.printed(found), TITLE)
