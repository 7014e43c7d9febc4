"""Overlays: what of a post depends on who looks, and on the moment: counts, likes, distances.

All who look at the same time share one statement (see `together`).
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from models.people.accounts import Account
from service.foundation.database import query
from service.foundation.together import Together


class Overlay(msgspec.Struct, frozen=True):
    """Likes and comments there are, whether the viewer's own like is among them, and `away`.

    That is whether the viewer muted the family, or the family keeps the viewer away.
    """

    likes: int = 0
    comments: int = 0
    liked: bool = False
    away: bool = False


Wanted = tuple[UUID | None, UUID, UUID]
"""The viewer's account, a post and its family."""

# a lateral join of one row each stays quick for whoever has liked 200,000 posts; one row for each
# page, since a page's twenty would take longer to read than to find
_OVERLAYS = """
with asked as (
    select * from unnest($1::int[], $2::int[], $3::uuid[], $4::uuid[], $5::uuid[])
        as asked(page, place, account_id, post_id, family_id)
), counted as (
    select one.post_id, coalesce(tally.likes, 0) + coalesce(since.likes, 0) as likes,
        coalesce(tally.comments, 0) + coalesce(since.comments, 0) as comments
    from (select distinct post_id from asked) one
    left join tallies tally on tally.post_id = one.post_id
    left join lateral (
        select sum(change.likes) as likes, sum(change.comments) as comments
        from tally_changes change where change.post_id = one.post_id) since on true
)
select array_agg(counted.likes order by asked.place) as likes,
    array_agg(counted.comments order by asked.place) as comments,
    array_agg(own.liked is not null order by asked.place) as liked,
    array_agg(far.away is not null order by asked.place) as away
from asked join counted on counted.post_id = asked.post_id
left join lateral (
    select true as liked from likes l
    where l.post_id = asked.post_id and l.account_id = asked.account_id limit 1) own on true
left join lateral (
    select true as away from mutes m
    where m.account_id = asked.account_id and m.family_id = asked.family_id
    union all
    select true from blocks b
    where b.account_id = asked.account_id and b.family_id = asked.family_id
    limit 1) far on true
group by asked.page order by asked.page
"""


async def of(posts: Iterable[tuple[UUID, UUID]], account: Account | None) -> dict[UUID, Overlay]:
    """The overlay of each post, given with its family, for one viewer or for anybody."""
    viewer = account.id if account else None
    wanted: list[Wanted] = [(viewer, post_id, family_id) for post_id, family_id in posts]
    found = await _overlays.ask(wanted) if wanted else []
    return {post_id: one for (_, post_id, _), one in zip(wanted, found, strict=True)}


async def _read(asked: Sequence[list[Wanted]]) -> list[list[Overlay]]:
    """One statement for the pages of several viewers."""
    every = [(page, place, *one) for page, of in enumerate(asked) for place, one in enumerate(of)]
    rows = await query(_OVERLAYS, *zip(*every, strict=True))
    columns = ((row["likes"], row["comments"], row["liked"], row["away"]) for row in rows)
    return [[*map(Overlay, *page)] for page in columns]


_overlays = Together(_read)
