"""Moderation words: the sentences in which people read what moderators decided."""

from collections.abc import Iterable
from uuid import UUID

from models.sharing.reports import Report
from models.trust.moderation import Cause, Review
from models.trust.notices import Notice, NoticeKind
from models.trust.restrictions import Restriction
from service.trust import restrictions
from service.trust.review_outcomes import REASONS

PLAIN = {
    NoticeKind.POST_FEATURED: "你晒的内容上了精选，大家都能看到了",
    NoticeKind.REPORT_DECIDED: "你举报的内容，已经有人看过了",
    NoticeKind.TAKEN_DOWN: "你的一条内容被收起来了，点开看看原因，不同意可以申诉一次",
    NoticeKind.SHOWN_AGAIN: "你有一条内容因为举报先收起来了；人工看过，没有问题，已经恢复显示",
    NoticeKind.APPEAL_DECIDED: "你的申诉有结果了，点开看看",
    NoticeKind.RESTRICTED: "有一段时间不能晒或者留言，点开看看原因",
    NoticeKind.URGENT_REPORT: "有一条紧急的举报，请马上去看一看",
}
_REPORTED = {
    True: "你举报的内容，审核员看过了，没有发现问题，谢谢你的提醒",
    False: "你举报的内容，审核员看过了，已经收起来了，谢谢你的提醒",
}
_APPEALED = {
    True: "你的申诉通过了，内容恢复显示了",
    False: "你的申诉，另一位审核员看过了，还是没有通过",
}


async def sentences(notices: Iterable[Notice]) -> dict[UUID, str]:
    """Each notice's sentence where what it is about still says more than the plain one."""
    by_kind: dict[NoticeKind, list[Notice]] = {}
    for notice in notices:
        by_kind.setdefault(notice.kind, []).append(notice)
    words: dict[UUID, str] = {}
    for kind, worded in _WORDED.items():
        if found := by_kind.get(kind):
            by_subject = await worded([notice.subject_id for notice in found])
            words |= {n.id: by_subject[n.subject_id] for n in found if n.subject_id in by_subject}
    return words


async def _of_reports(report_ids: list[UUID]) -> dict[UUID, str]:
    found = await Report.filter(id__in=report_ids).select_related("review")
    return {one.id: _REPORTED[bool(one.review.passes)] for one in found}


async def _of_appeals(subject_ids: list[UUID]) -> dict[UUID, str]:
    found = await Review.filter(subject_id__in=subject_ids, cause=Cause.APPEAL)
    return {one.subject_id: _APPEALED[bool(one.passes)] for one in found}


async def _of_takings(subject_ids: list[UUID]) -> dict[UUID, str]:
    """The reason of the latest refusal."""
    refused = Review.filter(subject_id__in=subject_ids, passes=False).exclude(reason="")
    return {
        one.subject_id: f"你的一条内容被收起来了：{REASONS[one.reason]}。不同意的话可以申诉一次"
        for one in await refused.order_by("id")
        if one.reason in REASONS
    }


async def _of_restrictions(restriction_ids: list[UUID]) -> dict[UUID, str]:
    found = await Restriction.filter(id__in=restriction_ids)
    return {one.id: restrictions.sentence(one) for one in found}


_WORDED = {
    NoticeKind.REPORT_DECIDED: _of_reports,
    NoticeKind.APPEAL_DECIDED: _of_appeals,
    NoticeKind.TAKEN_DOWN: _of_takings,
    NoticeKind.RESTRICTED: _of_restrictions,
}
