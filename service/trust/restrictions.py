"""Restrictions: an account or a family that may not show or comment for a while.

A moderator imposes one on whoever made a thing, or on its family, with a reason and an end. It ends
by itself; what a restricted family has shown is not seen outside of it meanwhile.
"""

from datetime import timedelta
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta
from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from models.people.accounts import Account
from models.trust.moderation import Review, Subject
from models.trust.notices import NoticeKind
from models.trust.restrictions import Restricted, Restriction
from service.foundation import clock
from service.foundation.database import transaction
from service.foundation.drafts import Draft, text
from service.foundation.errors import Forbidden, Invalid, NotFound
from service.trust import access, audit, kinship, notices, review_things
from service.trust.review_things import Thing

PAGE = 20
_ACTS = {Restricted.SHOWING: "晒和分享", Restricted.COMMENTING: "留言"}


class RestrictionDraft(Draft):
    """Whom: the maker or the family of the one thing that is named."""

    what: Restricted
    reason: Annotated[str, text(80, description="Told to those who are restricted.")]
    days: Annotated[int, Meta(ge=1, le=365, description="It ends by itself after so many.")]
    whom: Annotated[
        Literal["maker", "family"], Meta(description="Who made it, or the family it is of.")
    ] = "maker"
    review_id: UUID | None = None
    post_id: UUID | None = None
    post_comment_id: UUID | None = None


async def require_free(account: Account, family_id: UUID | None, what: Restricted) -> None:
    """Refuse while the account, or the family, is restricted; says why and until when."""
    whose = Q(account_id=account.id)
    if family_id:
        whose |= Q(family_id=family_id)
    held = await in_force().filter(whose, what=what).order_by("-until").first()
    if held:
        raise Forbidden("restricted", sentence(held))


def in_force() -> QuerySet[Restriction]:
    """Those that hold now."""
    return Restriction.filter(lifted_at=None, until__gt=clock.now())


def sentence(restriction: Restriction) -> str:
    """What is restricted, until when and why, fit for a parent."""
    until = restriction.until.astimezone(clock.CHINA)
    day = f"{until.year}年{until.month}月{until.day}日"
    who = "你们家" if restriction.family_id else "你"
    return f"{day}之前，{who}暂时不能{_ACTS[restriction.what]}：{restriction.reason}"


async def impose(moderator: Account, draft: RestrictionDraft) -> Restriction:
    """Restrict whoever made a thing, or its family; not one's own."""
    await access.require_moderator(moderator)
    thing = await _named(moderator, draft)
    await _require_of_whom(draft)
    account_id = thing.maker if draft.whom == "maker" else None
    family_id = thing.family if draft.whom == "family" else None
    if not (account_id or family_id):
        raise NotFound
    if await review_things.is_near(moderator, thing.maker, thing.family):
        raise Forbidden("review.of_family", "这是自己家的内容，要由别的审核员来看")
    async with transaction():
        made = await Restriction.create(
            account_id=account_id,
            family_id=family_id,
            what=draft.what,
            reason=draft.reason,
            until=clock.now() + timedelta(days=draft.days),
            imposed_by_id=moderator.id,
        )
        await audit.record(moderator, "restriction.imposed", made)
        told = [account_id] if account_id else await kinship.guardians_of(made.family_id or made.id)
        await notices.tell(told, NoticeKind.RESTRICTED, made.id, family_id)
    return made


async def _named(moderator: Account, draft: RestrictionDraft) -> Thing:
    """The one thing that a draft names: of a review, or what the moderator reads as others do."""
    named = [one for one in (draft.review_id, draft.post_id, draft.post_comment_id) if one]
    if len(named) != 1:
        raise Invalid.field(
            "review_id", "restriction.one_thing", "请指明是因为哪一条内容，只要一条"
        )
    if draft.review_id:
        return await review_things.of_review(draft.review_id)
    viewer = await access.viewer(moderator)
    subject, seen = Subject.POST, access.posts_visible_to(viewer)
    if draft.post_comment_id:
        under = access.post_comments_heard_by(viewer).filter(
            post_id__in=Subquery(seen.values("id"))
        )
        subject, seen = Subject.POST_COMMENT, under
    if not await seen.filter(id=named[0]).exists():
        raise NotFound
    return await review_things.require(subject, named[0])


async def _require_of_whom(draft: RestrictionDraft) -> None:
    """Refuse to restrict a family for a comment: its maker is mostly a guest of it.

    Nor is a family kept from commenting, which each does for themselves.
    """
    about = Review.filter(id=draft.review_id, subject=Subject.POST_COMMENT)
    if draft.whom == "family" and (
        draft.what is Restricted.COMMENTING or draft.post_comment_id or await about.exists()
    ):
        detail = "留言是各人自己说的，只能限制发的人，不能限制整个家"
        raise Invalid.field("whom", "restriction.of_maker", detail)


async def lift(moderator: Account, restriction_id: UUID) -> None:
    """End a restriction early; again is fine."""
    await access.require_moderator(moderator)
    async with transaction():
        found = await Restriction.filter(id=restriction_id).select_for_update().get_or_none()
        if found is None:
            raise NotFound
        await _require_not_of(moderator, found)
        if found.lifted_at:
            return
        found.lifted_at, found.lifted_by_id = clock.now(), moderator.id
        await found.save(update_fields=["lifted_at", "lifted_by_id"])
        await audit.record(moderator, "restriction.lifted", found)


async def _require_not_of(moderator: Account, restriction: Restriction) -> None:
    if await review_things.is_near(moderator, restriction.account_id, restriction.family_id):
        raise Forbidden("review.of_family", "这是自己家的事，要由别的审核员来办")


async def imposed(moderator: Account, restriction_id: UUID) -> Restriction:
    """One restriction, to a moderator."""
    await access.require_moderator(moderator)
    found = await Restriction.get_or_none(id=restriction_id)
    if found is None:
        raise NotFound
    return found


async def listed(moderator: Account, *, after: UUID | None) -> list[Restriction]:
    """A page of all that hold now, latest first; `after` is the last one of the page before."""
    await access.require_moderator(moderator)
    found = in_force()
    if after:
        found = found.filter(id__lt=after)
    return await found.order_by("-id").limit(PAGE + 1)
