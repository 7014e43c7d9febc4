"""Reviews: a human looks at what the safety check doubts, if whoever made it asks for that.

Nothing else leads staff to what a family keeps for itself: without this yes a doubtful photo stays
with its uploader, doubtful words (of an entry, a story, a comment, a caption) with their author.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from models.archive.growth import Entry
from models.archive.photos import Photo
from models.archive.stories import EntryComment, Story
from models.base import Record
from models.people.accounts import Account
from models.people.regions import Level
from models.people.staff import Office
from models.trust.moderation import Review, Standing, Subject
from models.trust.notices import NoticeKind
from service.foundation import clock
from service.foundation.database import transaction
from service.foundation.errors import Conflict, Forbidden, NotFound
from service.trust import access, audit, kinship, moderation, notices
from service.trust.access import Viewer

PAGE = 20
LOOKED = "review.looked_at"


@dataclass(frozen=True)
class _Kind:
    """What may be reviewed: its table, who sees which of it, and where it says the rest.

    These are whose it is, how its check stands, and the family; `decided` tells of the decision.
    """

    model: type[Record]
    visible_to: Callable[[Viewer], QuerySet[Any]]
    maker: str = "author_id"
    standing: str = "standing"
    family: str = "family_id"
    decided: NoticeKind = NoticeKind.REVIEW_DECIDED


_KINDS = {
    Subject.PHOTO: _Kind(Photo, access.photos_visible_to, "uploader_id"),
    Subject.CAPTION: _Kind(
        Photo,
        access.photos_visible_to,
        "words_by_id",
        "words_standing",
        decided=NoticeKind.CAPTION_DECIDED,
    ),
    Subject.ENTRY: _Kind(Entry, access.entries_visible_to),
    Subject.STORY: _Kind(Story, access.stories_visible_to),
    Subject.ENTRY_COMMENT: _Kind(
        EntryComment, access.comments_visible_to, family="entry__family_id"
    ),
}


@dataclass(frozen=True)
class _Thing:
    """Something that may be reviewed, whatever table it is in."""

    maker: UUID | None
    standing: Standing
    family: UUID | None


async def ask(maker: Account, subject: Subject, subject_id: UUID) -> Review:
    """Say yes to a human's look at something doubtful of one's own; again is fine."""
    async with transaction():
        thing = await _own(maker, subject, subject_id)
        if thing.family:
            await access.hold(thing.family)
        await moderation.question_of(subject, subject_id)
        if not await _in_doubt(subject).filter(id=subject_id).exists():
            raise Conflict("review.not_doubtful", "这里没有需要人工看的内容")
        review = await Review.get_or_none(subject=subject, subject_id=subject_id)
        if review is None:
            review = await Review.create(
                subject=subject,
                subject_id=subject_id,
                asked_by_id=maker.id,
                created_at=clock.now(),
            )
            await audit.record(maker, "review.asked", review)
    return review


async def take_back(maker: Account, subject: Subject, subject_id: UUID) -> None:
    """Take one's yes back while nobody has decided; again is fine."""
    async with transaction():
        await _own(maker, subject, subject_id)
        await moderation.question_of(subject, subject_id)
        review = await Review.get_or_none(subject=subject, subject_id=subject_id)
        if review is None:
            return
        if review.decided_at:
            raise Conflict("review.decided", "已经有人看过了，收不回来了")
        await review.delete()
        await audit.record(maker, "review.taken_back", review)


async def take_back_of(account_id: UUID, family_id: UUID) -> None:
    """End what a leaver had asked for and nobody has decided, with the membership."""
    theirs = [_among(one, _of_families(kind, [family_id])) for one, kind in _KINDS.items()]
    asked = Review.filter(Q(*theirs, join_type=Q.OR), asked_by_id=account_id, decided_at=None)
    await asked.delete()


async def own(maker: Account, review_id: UUID) -> Review:
    """A review that the account asked for."""
    review = await Review.get_or_none(id=review_id, asked_by_id=maker.id)
    if review is None:
        raise NotFound
    return review


async def waiting(moderator: Account, *, after: UUID | None) -> list[Review]:
    """A page of what waits for a moderator from outside the family, oldest first.

    `after` is the last one of the page before. Returns at most PAGE + 1 reviews: the last one only
    says that there is more. Nothing of what is to be seen is in them.
    """
    await _require_moderator(moderator)
    homes = await kinship.homes_of(moderator.id)
    there = [_among(one, _in_doubt(one)) for one in _KINDS]
    at_home = [_among(one, _of_families(kind, homes)) for one, kind in _KINDS.items()]
    found = Review.filter(Q(*there, join_type=Q.OR), decided_at=None)
    found = found.exclude(Q(*at_home, asked_by_id=moderator.id, join_type=Q.OR))
    if after:
        found = found.filter(id__gt=after)
    return await found.order_by("id").limit(PAGE + 1)


async def look(moderator: Account, review_id: UUID) -> tuple[Review, moderation.Content]:
    """What is to be decided, and nobody's name beside it; each look leaves its row first."""
    async with transaction():
        review, thing = await _met(moderator, review_id)
        content = await moderation.content_of(review.subject, review.subject_id)
        if content is None or thing.standing is not Standing.REVIEW:
            raise NotFound
        await audit.record(moderator, LOOKED, review.subject_id)
    return review, content


async def decide(moderator: Account, review_id: UUID, *, passes: bool) -> Review:
    """Let relatives see it, or leave it with whoever made it; the same again is fine.

    The question is locked before the review is read: of several racers the first one decides.
    """
    async with transaction():
        met, thing = await _met(moderator, review_id)
        question = await moderation.question_of(met.subject, met.subject_id)
        review = await Review.filter(id=review_id).select_for_update().get_or_none()
        if review is None or question is None:
            raise NotFound
        if review.decided_at:
            if (review.decided_by_id, review.passes) == (moderator.id, passes):
                return review
            raise Conflict("review.decided", "这一条已经有人看过了")
        if not await moderation.decide(moderator, question, passes=passes):
            raise NotFound
        review.decided_by_id, review.decided_at = moderator.id, clock.now()
        review.passes = passes
        await review.save(update_fields=["decided_by_id", "decided_at", "passes"])
        asked_by, kind = [review.asked_by_id], _KINDS[review.subject].decided
        await notices.tell(asked_by, kind, review.subject_id, thing.family)
    return review


async def _own(account: Account, subject: Subject, subject_id: UUID) -> _Thing:
    """What the account sees and has made; whoever only sees it is Forbidden."""
    kind = _KINDS[subject]
    visible = kind.visible_to(await access.viewer(account))
    thing = await _thing(kind, visible.filter(id=subject_id))
    if thing is None:
        raise NotFound
    if thing.maker != account.id:
        raise Forbidden("review.not_yours", "要不要请人工看，由上传或写下它的人决定")
    return thing


async def _met(moderator: Account, review_id: UUID) -> tuple[Review, _Thing]:
    """A review that a moderator may decide, with its subject, unless that was discarded."""
    await _require_moderator(moderator)
    review = await Review.get_or_none(id=review_id)
    if review is None:
        raise NotFound
    kind = _KINDS[review.subject]
    thing = await _thing(kind, kind.model.filter(id=review.subject_id, deleted_at=None))
    if thing is None:
        raise NotFound
    homes = await kinship.homes_of(moderator.id)
    if review.asked_by_id == moderator.id or thing.family in homes:
        raise Forbidden("review.of_family", "这是自己家的内容，要由别的审核员来看")
    return review, thing


async def _thing(kind: _Kind, found: QuerySet[Any]) -> _Thing | None:
    columns = {"maker": kind.maker, "standing": kind.standing, "family": kind.family}
    row = await found.first().values(**columns)
    return _Thing(**row) if row else None


async def _require_moderator(account: Account) -> None:
    """To all but the city's moderators there is no queue."""
    for held in await access.offices_of(account):
        if held.office is Office.MODERATOR and held.region.level is Level.CITY:
            return
    raise NotFound


def _in_doubt(subject: Subject) -> QuerySet[Any]:
    kind = _KINDS[subject]
    return kind.model.filter(**{kind.standing: Standing.REVIEW}, deleted_at=None)


def _of_families(kind: _Kind, family_ids: Collection[UUID]) -> QuerySet[Any]:
    return kind.model.filter(**{f"{kind.family}__in": list(family_ids)})


def _among(subject: Subject, things: QuerySet[Any]) -> Q:
    """The reviews of these things."""
    return Q(subject=subject, subject_id__in=Subquery(things.values("id")))
