"""Reviews: why a human is to look at something, each opened here and closed by a decision.

Nothing but its maker's yes leads staff to what a family keeps for itself (ASKED): a doubtful photo
stays with its uploader, doubtful words with their author. What was published has that yes in it:
the machine's doubt (DOUBT), somebody's report (REPORT) and the maker's appeal (APPEAL) open a look,
too. Of one thing one look is open at a time.
"""

from uuid import UUID

from models.base import uuid7
from models.people.accounts import Account
from models.trust.moderation import Cause, Review, Subject
from service.foundation import clock
from service.foundation.database import query, transaction
from service.foundation.errors import Conflict, Forbidden, NotFound
from service.trust import access, audit, moderation, review_things
from service.trust.review_things import Thing

_TAKEN_BACK = f"""
delete from reviews r where r.asked_by_id = $1 and r.cause = 'asked' and r.decided_at is null
and exists (select 1 from ({review_things.THINGS}) thing where thing.family = $2)
"""  # noqa: S608  our own words


async def ask(maker: Account, subject: Subject, subject_id: UUID) -> Review:
    """Say yes to a human's look at something doubtful of one's own; again is fine."""
    async with transaction():
        thing = await _own(maker, subject, subject_id)
        if thing.family:
            await access.hold(thing.family)
        await moderation.question_of(subject, subject_id)
        review = await _asked(subject, subject_id)
        if not (await review_things.require(subject, subject_id, Cause.ASKED)).waits:
            raise Conflict("review.not_doubtful", "这里没有需要人工看的内容")
        if review is None:
            review = await _opened(Cause.ASKED, subject, subject_id, maker)
            if review.cause is not Cause.ASKED:
                raise Conflict("review.open", "已经在等人工看了，不用再请")
            await audit.record(maker, "review.asked", review)
    return review


async def take_back(maker: Account, subject: Subject, subject_id: UUID) -> None:
    """Take one's yes back while nobody has decided; again is fine."""
    async with transaction():
        await _own(maker, subject, subject_id)
        await moderation.question_of(subject, subject_id)
        review = await _asked(subject, subject_id)
        if review is None:
            return
        if review.decided_at:
            raise Conflict("review.decided", "已经有人看过了，收不回来了")
        await review.delete()
        await audit.record(maker, "review.taken_back", review)


async def take_back_of(account_id: UUID, family_id: UUID) -> None:
    """End what a leaver had asked for and nobody has decided, with the membership."""
    await query(_TAKEN_BACK, account_id, family_id)


async def own(maker: Account, review_id: UUID) -> Review:
    """A review that the account asked for."""
    review = await Review.get_or_none(id=review_id, asked_by_id=maker.id)
    if review is None:
        raise NotFound
    return review


async def open_doubt(subject: Subject, subject_id: UUID) -> None:
    """Have a human settle what the machine doubts of a thing that was published; again is fine.

    In the caller's transaction. A look that is open already is enough.
    """
    await _opened(Cause.DOUBT, subject, subject_id)


async def open_report(subject: Subject, subject_id: UUID) -> Review:
    """The open look at a thing that somebody reports, whatever it was opened for before.

    In the caller's transaction, which holds the look from here on.
    """
    await moderation.question_of(subject, subject_id)
    return await _opened(Cause.REPORT, subject, subject_id)


async def join(review: Review, *, urgent: bool) -> None:
    """Have a look that the caller holds answer a report, too; an appeal stays one.

    Who decided a moment ago did not know of it: what can still be taken back is decided anew.
    """
    review.urgent = review.urgent or urgent
    if review.cause is not Cause.APPEAL:
        review.cause = Cause.REPORT
    review.decided_by_id = review.decided_at = review.effective_at = review.passes = None
    review.reason = ""
    await review.save()


async def open_appeal(maker: Account, subject: Subject, subject_id: UUID, words: str) -> Review:
    """Have another moderator look again at what was refused, once. In the caller's transaction."""
    await moderation.question_of(subject, subject_id)
    theirs = Review.filter(subject=subject, subject_id=subject_id)
    if await theirs.filter(cause=Cause.APPEAL).exists():
        raise Conflict("appeal.again", "这一条已经申诉过一次，结果不能再改了")
    review = await _opened(Cause.APPEAL, subject, subject_id, maker, words)
    if review.cause is not Cause.APPEAL:
        raise Conflict("review.open", "还有人在看这一条，有结果以后再申诉")
    return review


async def _opened(
    cause: Cause, subject: Subject, subject_id: UUID, maker: Account | None = None, words: str = ""
) -> Review:
    """The one look at a thing that has not come to its end, for the caller's transaction: a new one
    for this cause, or that of whoever was quicker.
    """
    asked_by = maker.id if maker else None
    [kept] = await query(
        "insert into reviews (id, created_at, cause, subject, subject_id, asked_by_id, words)"
        " values ($1, $2, $3, $4, $5, $6, $7) on conflict (subject, subject_id)"
        " where carried_out_at is null do update set subject = excluded.subject returning id",
        *(uuid7(), clock.now(), cause.value, subject.value, subject_id, asked_by, words),
    )
    return await Review.get(id=kept["id"])


async def _asked(subject: Subject, subject_id: UUID) -> Review | None:
    """What its maker asked for, decided or not: once for what there is."""
    return await Review.get_or_none(subject=subject, subject_id=subject_id, cause=Cause.ASKED)


async def _own(account: Account, subject: Subject, subject_id: UUID) -> Thing:
    """What the account sees and has made; whoever only sees it is Forbidden."""
    visible_to = review_things.KINDS[subject].visible_to
    visible = visible_to(await access.viewer(account)) if visible_to else None
    if visible is None or not await visible.filter(id=subject_id).exists():
        raise NotFound
    thing = await review_things.require(subject, subject_id)
    if thing.maker != account.id:
        raise Forbidden("review.not_yours", "要不要请人工看，由上传或写下它的人决定")
    return thing
