"""Reports (举报): telling the moderators of what should not be there, and what came of it."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.addresses import counted_as
from handlers.edge.bodies import read, read_query
from handlers.edge.idempotency import creates
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.paging import Page, PageQuery, after, cut
from handlers.edge.rates import limited
from handlers.edge.shapes import Moment
from models.people.accounts import Account
from models.sharing.reports import Report, ReportReason
from models.trust.moderation import Subject
from service.sharing import reports, share_opening
from service.sharing.reports import ReportDraft

bp = Blueprint("reports")
EXAMPLE = {"reason": "private", "words": "照片里看得到家里的门牌号"}


class ReportView(msgspec.Struct):
    """A report of one's own; a human always has the last word."""

    id: UUID
    kind: Subject
    reason: ReportReason
    words: str
    reported_at: Moment
    outcome: Annotated[
        Literal["open", "kept", "taken_down"],
        Meta(description="What a human said of it, once that has taken effect."),
    ]


def _present(report: Report) -> ReportView:
    review = report.review
    decided = "kept" if review.passes else "taken_down"
    return ReportView(
        id=report.id,
        kind=report.subject,
        reason=report.reason,
        words=report.words,
        reported_at=report.created_at,
        outcome=decided if review.carried_out_at else "open",
    )


async def _shown(account: Account, report_id: UUID) -> ReportView:
    return _present(await reports.own(account, report_id))


@bp.post("/posts/<post_id:uuid>/reports")
@operation(
    "Report a post to the moderators",
    takes=ReportDraft,
    example=EXAMPLE,
    gives=ReportView,
    status=201,
)
@signed_in
@limited("reports", most=30, seconds=3600)
@creates(_shown)
async def report_post(request: Request, account: Account, post_id: UUID) -> UUID:
    return (await reports.report_post(account, post_id, read(request, ReportDraft))).id


@bp.post("/post-comments/<comment_id:uuid>/reports")
@operation(
    "Report a comment to the moderators",
    takes=ReportDraft,
    example=EXAMPLE,
    gives=ReportView,
    status=201,
)
@signed_in
@limited("reports", most=30, seconds=3600)
@creates(_shown)
async def report_comment(request: Request, account: Account, comment_id: UUID) -> UUID:
    return (await reports.report_comment(account, comment_id, read(request, ReportDraft))).id


@bp.post("/shared/<token:str>/reports")
@operation(
    "Report what a living link opens, without login; the same again is fine",
    takes=ReportDraft,
    example=EXAMPLE,
    status=204,
    refuses=(429,),
)
async def report_shared(request: Request, token: str) -> HTTPResponse:
    """From WeChat's single-page mode (scene 1154), which has neither login nor navigation."""
    draft = read(request, ReportDraft)
    subject, subject_id = await share_opening.reported(token)
    await reports.report_anonymously(subject, subject_id, draft, counted_as(request))
    return gone()


@bp.get("/reports")
@operation("One's own reports and what came of them", query=PageQuery, gives=Page[ReportView])
@signed_in
async def index(request: Request, account: Account) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, UUID)
    found, following = cut(
        await reports.of(account, after=place), reports.PAGE, lambda report: report.id
    )
    return ok(Page([_present(report) for report in found], following))
