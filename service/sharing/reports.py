"""Reports (举报): somebody who sees a thing thinks that it should not be there.

No number of reports hides anything: a human always has the last word, and both sides learn it. Only
the urgent reasons hide at once, until then. What a human has kept stays for a day whatever urgent
report comes next, so that nobody can keep it in the dark by reporting it again and again.
"""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

import structlog
from msgspec import Meta

from models.people.accounts import Account
from models.sharing.reports import Report, ReportReason
from models.trust.moderation import Cause, Review, Subject
from models.trust.notices import Notice, NoticeKind
from service.foundation import clock, limits, metrics
from service.foundation.database import transaction
from service.foundation.drafts import Draft, text
from service.foundation.errors import NotFound
from service.integrations import adapters
from service.sharing import post_comments, posts
from service.trust import access, audit, notices, review_outcomes, review_things, reviews
from service.trust.review_things import Thing

PAGE = 20
KEPT_FOR = timedelta(hours=24)
urgent_reports = metrics.counter("urgent_reports", "Reports that hide at once and call a human.")


class ReportDraft(Draft):
    """Why it should not be there."""

    reason: Annotated[ReportReason, Meta(description="The first two hide it at once.")]
    words: Annotated[str, text(300, least=0, description="What a moderator should know.")] = ""


async def report_post(reporter: Account, post_id: UUID, draft: ReportDraft) -> Report:
    """Report a post that the account sees; once for each look, again is fine."""
    await posts.seen_by(reporter, post_id)
    return await _report(reporter, Subject.POST, post_id, draft)


async def report_comment(reporter: Account, comment_id: UUID, draft: ReportDraft) -> Report:
    """Report a comment that the account sees; once for each look, again is fine."""
    await post_comments.seen_by(reporter, comment_id)
    return await _report(reporter, Subject.POST_COMMENT, comment_id, draft)


async def report_anonymously(
    subject: Subject, subject_id: UUID, draft: ReportDraft, address: str
) -> None:
    """Report what a link has opened to somebody without an account; so many from one address."""
    await limits.allow(adapters().valkey, "open-reports", address, most=10, seconds=3600)
    await _report(None, subject, subject_id, draft)


async def _report(
    reporter: Account | None, subject: Subject, subject_id: UUID, draft: ReportDraft
) -> Report:
    async with transaction():
        thing = await review_things.require(subject, subject_id)
        if thing.family:
            await access.hold(thing.family)
        review = await reviews.open_report(subject, subject_id)
        made = await _made_before(review, reporter, draft)
        if made and (made.reason.urgent or not draft.reason.urgent):
            return made
        await reviews.join(review, urgent=draft.reason.urgent)
        made = made or Report(
            review=review,
            reporter_id=reporter.id if reporter else None,
            subject=subject,
            subject_id=subject_id,
            created_at=clock.now(),
        )
        made.reason, made.words = draft.reason, draft.words
        await made.save()
        await audit.record(reporter, "report.made", made)
        if draft.reason.urgent:
            await _call_a_human(review, thing)
    return made


async def _made_before(
    review: Review, reporter: Account | None, draft: ReportDraft
) -> Report | None:
    """The same report for the same look: of one account, or in the same words of nobody's."""
    made = Report.filter(review=review, reporter_id=reporter.id if reporter else None)
    if reporter is None:
        made = made.filter(reason=draft.reason, words=draft.words)
    return await made.first()


async def _call_a_human(review: Review, thing: Thing) -> None:
    """Hide it until somebody has looked, unless somebody just has; the moderators are told."""
    urgent_reports.inc()
    structlog.get_logger("reports").warning("urgent report")
    told = Notice.filter(kind=NoticeKind.URGENT_REPORT, subject_id=review.subject_id)
    await told.delete()  # of one before, so that this one is told as well
    await notices.tell(await access.moderators(), NoticeKind.URGENT_REPORT, review.subject_id)
    kept = Review.filter(subject=review.subject, subject_id=review.subject_id, passes=True)
    kept = kept.filter(cause__in=(Cause.REPORT, Cause.APPEAL))
    outcome = review_outcomes.outcome_of(review.subject)
    if await kept.filter(carried_out_at__gt=clock.now() - KEPT_FOR).exists():
        return
    if outcome and outcome.hide:
        await outcome.hide(review.subject_id)


async def tell_reporters(review: Review) -> None:
    """The outcome, to each of those who reported it and have an account."""
    for report in await Report.filter(review_id=review.id, reporter_id__isnull=False):
        told = [report.reporter_id] if report.reporter_id else []
        await notices.tell(told, NoticeKind.REPORT_DECIDED, report.id)


async def own(reporter: Account, report_id: UUID) -> Report:
    """A report of the account's own, with the look that it joined."""
    found = Report.filter(reporter_id=reporter.id).select_related("review")
    report = await found.get_or_none(id=report_id)
    if report is None:
        raise NotFound
    return report


async def of(reporter: Account, *, after: UUID | None) -> list[Report]:
    """A page of the account's own reports, latest first; `after` is the last one before it."""
    theirs = Report.filter(reporter_id=reporter.id).select_related("review")
    if after:
        theirs = theirs.filter(id__lt=after)
    return await theirs.order_by("-id").limit(PAGE + 1)
