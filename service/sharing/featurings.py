"""Featurings (精选): four eyes put a public post on the wall, one pair takes it off.

A curator of the place where the family lives, or of the city, proposes it; another curator or
archivist of there confirms. Neither is of the family.
"""

from uuid import UUID

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from models.people.accounts import Account
from models.people.regions import Household, Level, Region
from models.people.staff import Office
from models.sharing.featurings import Featuring
from models.sharing.posts import Post
from models.trust.notices import NoticeKind
from service.foundation import clock
from service.foundation.database import transaction
from service.foundation.errors import Conflict, Forbidden, NotFound
from service.sharing import post_verdicts, posts
from service.trust import access, audit, kinship, notices

PAGE = 20
_PROPOSING = (Office.CURATOR,)
_CONFIRMING = (Office.CURATOR, Office.ARCHIVIST)


async def propose(curator: Account, post_id: UUID) -> Featuring:
    """Propose a post that everybody sees; again is fine."""
    async with transaction():
        post = await _locked(curator, post_id, _PROPOSING)
        featuring = await _open(post)
        if featuring is None:
            featuring = await Featuring.create(post=post, proposed_by_id=curator.id)
            await audit.record(curator, "featuring.proposed", post)
    return featuring


async def confirm(curator: Account, post_id: UUID) -> Featuring:
    """Put what somebody else has proposed on the wall; again is fine."""
    async with transaction():
        post = await _locked(curator, post_id, _CONFIRMING)
        featuring = await _open(post)
        if featuring is None:
            raise Conflict("featuring.not_proposed", "还没有人推荐这一条，请先推荐")
        if featuring.confirmed_at:
            return featuring
        if featuring.proposed_by_id == curator.id:
            raise Forbidden("featuring.four_eyes", "推荐和确认要由两个人来做")
        featuring.confirmed_by_id, featuring.confirmed_at = curator.id, clock.now()
        await featuring.save(update_fields=["confirmed_by_id", "confirmed_at"])
        await Post.filter(id=post_id).update(featured_at=featuring.confirmed_at)
        await audit.record(curator, "featuring.confirmed", post)
        await notices.tell([post.author_id], NoticeKind.POST_FEATURED, post_id, post.family_id)
    return featuring


async def end(curator: Account, post_id: UUID) -> None:
    """Take a post off the wall, or a proposal back; again is fine."""
    async with transaction():
        post = await _locked(curator, post_id, _CONFIRMING)
        featuring = await _open(post)
        if featuring is None:
            return
        featuring.ended_at = clock.now()
        await featuring.save(update_fields=["ended_at"])
        await Post.filter(id=post_id).update(featured_at=None)
        await audit.record(curator, "featuring.ended", post)


async def standing(curator: Account, *, after: UUID | None) -> list[Featuring]:
    """A page of what was proposed or confirmed where the account is staff, latest first.

    As far as everybody sees the posts; they come with all that is shown of them.
    """
    found = await _before(curator)
    if after:
        found = found.filter(id__lt=after)
    shown = [f"post__{part}" for part in posts.WITH_ALL]
    return await found.order_by("-id").limit(PAGE + 1).prefetch_related("post", *shown)


async def unconfirmed(curator: Account) -> int:
    """How much of it somebody else has proposed, and nobody has confirmed."""
    proposed = (await _before(curator)).filter(confirmed_at=None)
    return await proposed.exclude(proposed_by_id=curator.id).count()


async def _before(curator: Account) -> QuerySet[Featuring]:
    public = access.posts_visible_to(access.ANONYMOUS).filter(await _of_its_places(curator))
    public = public.exclude(family_id__in=list(await kinship.homes_of(curator.id)))
    return Featuring.filter(ended_at=None, post_id__in=Subquery(public.values("id")))


async def _of_its_places(curator: Account) -> Q:
    """The posts of families that live where the account may confirm."""
    held = access.holds(curator).filter(office__in=_CONFIRMING, school_id=None)
    places = [one.region for one in await held]
    if not places:
        raise NotFound
    if any(place.level is Level.CITY for place in places):
        return Q()
    there = Q(*(Q(region__path__startswith=place.path) for place in places), join_type=Q.OR)
    households = Household.filter(there, until=None)
    return Q(family_id__in=Subquery(households.values("family_id")))


async def _locked(curator: Account, post_id: UUID, offices: tuple[Office, ...]) -> Post:
    """A post that everybody sees, to staff over the place where its family lives."""
    public = access.posts_visible_to(access.ANONYMOUS)
    found = await public.get_or_none(id=post_id)
    if found is None:
        raise NotFound
    await access.hold(found.family_id)
    post = await post_verdicts.locked(post_id)
    if post is None:
        raise NotFound
    await _require_office(curator, post.family_id, offices)
    if post.family_id in await kinship.homes_of(curator.id):
        raise Forbidden("featuring.of_family", "自己家的内容，要由别人来推荐和确认")
    return post


async def _require_office(curator: Account, family_id: UUID, offices: tuple[Office, ...]) -> None:
    household = await Household.get_or_none(family_id=family_id, until=None).select_related(
        "region"
    )
    place = household.region if household else await Region.get(level=Level.CITY)
    for office in offices:
        try:
            await access.office_over(curator, place, office)
        except NotFound:
            continue
        return
    raise NotFound


async def _open(post: Post) -> Featuring | None:
    """The proposal or featuring of a post that has not ended."""
    return await Featuring.get_or_none(post_id=post.id, ended_at=None)
