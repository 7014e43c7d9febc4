"""The feed: pages of posts by scope, newest first, with what the viewer did to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from tortoise.expressions import Q, Subquery
from tortoise.queryset import ValuesQuery

from models.archive.growth import Audience
from models.people.accounts import Account
from models.people.regions import Household, Region
from models.sharing.posts import Post, PostState
from service.foundation.database import query
from service.foundation.errors import Invalid
from service.sharing.posts import WITH_ALL
from service.trust import access

PAGE = 20
WALL = 12


class Scope(StrEnum):
    """Whose posts: everybody's public ones, the viewer's families', or their classes'."""

    PUBLIC = "public"
    FAMILY = "family"
    CLASS = "class"


@dataclass(frozen=True)
class Likes:
    count: int
    mine: bool


_LIKES = """
select p.id, (select count(*) from likes l where l.post_id = p.id) as count,
       exists (select 1 from likes l where l.post_id = p.id and l.account_id = $2) as mine
from unnest($1::uuid[]) as p(id)
"""


async def page(
    account: Account | None,
    scope: Scope,
    *,
    region: str = "",
    after: tuple[datetime, UUID] | None = None,
) -> list[Post]:
    """A page of approved posts, latest shown first; `after` is the last one's (shown_at, id).

    Returns at most PAGE + 1 posts: the last one only says that there is more.
    """
    viewer = await access.viewer(account)
    posts = access.posts_visible_to(viewer).filter(state=PostState.APPROVED)
    if scope is Scope.PUBLIC:
        posts = posts.filter(audience=Audience.PUBLIC, consent__withdrawal__id__isnull=True)
    elif scope is Scope.FAMILY:
        posts = posts.filter(family_id__in=viewer.families())
    else:
        posts = posts.filter(
            student_id__in=viewer.classmates,
            audience__gte=Audience.CLASS,
            consent__withdrawal__id__isnull=True,
        )
    if region:
        posts = posts.filter(family_id__in=Subquery(await _households_of(region)))
    if after:
        shown_at, last_id = after
        posts = posts.filter(Q(shown_at__lt=shown_at) | Q(shown_at=shown_at, id__lt=last_id))
    return await posts.order_by("-shown_at", "-id").limit(PAGE + 1).prefetch_related(*WITH_ALL)


async def _households_of(code: str) -> ValuesQuery:
    """The families in the programme within a region; Invalid where there is no such region."""
    region = await Region.get_or_none(code=code)
    if region is None:
        raise Invalid.field("region", "region.unknown", "没有这个地区")
    within = Household.filter(until=None, region__path__startswith=region.path)
    return within.values("family_id")


async def wall() -> list[Post]:
    """The featured posts of the front door (精选), latest first."""
    posts = access.posts_on_the_wall().order_by("-featured_at", "-id")
    page = posts.limit(WALL).prefetch_related(*WITH_ALL, "family__households__district")
    return [post for post in await page if post.photos_shown]


async def likes_of(posts: Iterable[Post], account: Account | None) -> dict[UUID, Likes]:
    """How often each post was liked, and whether by the viewer."""
    rows = await query(_LIKES, [post.id for post in posts], account.id if account else None)
    return {row["id"]: Likes(row["count"], row["mine"]) for row in rows}
