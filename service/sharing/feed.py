"""The feed: pages of posts, latest first; what everybody sees apart from what a viewer has."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from tortoise.queryset import QuerySet

from models.archive.growth import Audience
from models.people.accounts import Account
from models.people.regions import Level, Region
from models.sharing.distances import Mute
from models.sharing.posts import Post, PostState
from service.foundation import clock, keysets
from service.foundation.errors import Invalid
from service.sharing import cards, overlays
from service.sharing.cards import Card
from service.sharing.posts import WITH_ALL
from service.trust import access
from service.trust.access.everybody import SEEN_BY_EVERYBODY

PAGE = 20
WALL = 12

Place = tuple[datetime, UUID]
"""Where a page ended: the moment by which it is ordered, and the post's id."""


class Scope(StrEnum):
    """Whose posts: everybody's, those a curator chose, the viewer's families', classes', own."""

    PUBLIC = "public"
    FEATURED = "featured"
    FAMILY = "family"
    CLASS = "class"
    MINE = "mine"

    @property
    def is_open(self) -> bool:
        """Whether everybody gets the same, without an account, too."""
        return self in {Scope.PUBLIC, Scope.FEATURED}


@dataclass(frozen=True)
class Wanted:
    """A page that everybody may ask for; it names no viewer, so that one answer serves all."""

    scope: Scope
    topic: UUID | None = None
    region: str = ""
    after: Place | None = None


@dataclass(frozen=True)
class Likes:
    count: int
    mine: bool
    comments: int = 0


_WITHIN = """
and exists (
    select from households home where home.family_id = p.family_id and home.until is null
    and home.region_id = any(${place}::uuid[]))
"""


async def everybodys(wanted: Wanted) -> list[Card]:
    """A page of public posts, in one statement.

    Here and in `viewers`: at most PAGE + 1 cards, of which the last one only says that there is
    more. Invalid where there is no such region, or one smaller than a district.
    """
    moment = "featured_at" if wanted.scope is Scope.FEATURED else "shown_at"
    conditions = [SEEN_BY_EVERYBODY, f"and p.{moment} is not null"]
    values: list[Any] = [clock.now()]
    if wanted.topic:
        values.append(wanted.topic)
        conditions.append(f"and p.topic_id = ${len(values)}")
    if wanted.region:
        values.append(await _within(wanted.region))
        conditions.append(_WITHIN.format(place=len(values)))
    if wanted.after:
        values += wanted.after
        conditions.append(f"and (p.{moment}, p.id) < (${len(values) - 1}, ${len(values)})")
    found = f"(select * from posts p where {' '.join(conditions)}) p"  # noqa: S608  our words
    return await cards.of(cards.statement(found, moment=moment, most=PAGE + 1), *values)


async def _within(code: str) -> list[UUID]:
    """A district, or the city, and all that is in it.

    The consent to show names the district: a filter by less would tell where a family lives.
    """
    region = await Region.get_or_none(code=code, level__lte=Level.DISTRICT)
    if region is None:
        raise Invalid.field("region", "region.unknown", "没有这个地区")
    within = Region.filter(path__startswith=region.path)
    return [one.id for one in await within.only("id")]


async def viewers(
    account: Account, scope: Scope, *, topic: UUID | None = None, after: Place | None = None
) -> list[Card]:
    """A page of what is shown to this account in particular."""
    posts = await _viewers(account, scope)
    if topic:
        posts = posts.filter(topic_id=topic)
    moment = "created_at" if scope is Scope.MINE else "shown_at"
    if after:
        posts = posts.filter(keysets.behind(moment, after))
    ids = await posts.order_by(f"-{moment}", "-id").limit(PAGE + 1).values_list("id", flat=True)
    found = "unnest($1::uuid[]) chosen join posts p on p.id = chosen"
    own = scope is Scope.MINE
    return await cards.of(cards.statement(found, moment=moment, most=PAGE + 1, dark=own), [*ids])


async def _viewers(account: Account, scope: Scope) -> QuerySet[Post]:
    """One's own in every state; others' once approved, without families that one has muted."""
    viewer = await access.viewer(account)
    posts = access.posts_visible_to(viewer)
    if scope is Scope.MINE:
        return posts.filter(author_id=account.id)
    posts = posts.filter(state=PostState.APPROVED)
    if scope is Scope.FAMILY:
        return posts.filter(family_id__in=viewer.families())
    muted = await Mute.filter(account_id=account.id).values_list("family_id", flat=True)
    if muted:
        posts = posts.filter(family_id__not_in=muted)
    return posts.filter(
        student_id__in=viewer.classmates,
        audience__gte=Audience.CLASS,
        consent__withdrawal__id__isnull=True,
    )


async def wall() -> list[Post]:
    """The featured posts of the front door (精选), latest first."""
    posts = access.posts_on_the_wall().order_by("-featured_at", "-id")
    page = posts.limit(WALL).prefetch_related(*WITH_ALL, "family__households__district")
    return [post for post in await page if post.photos_shown]


async def likes_of(posts: Iterable[Post], account: Account | None) -> dict[UUID, Likes]:
    """How often each post was liked and commented on, and whether it was liked by the viewer."""
    found = await overlays.of([(post.id, post.family_id) for post in posts], account)
    return {post_id: Likes(one.likes, one.liked, one.comments) for post_id, one in found.items()}
