"""Likes: one of each account for each post; both acts may be repeated.

Nobody waits for anybody: likes and unlikes that come at the same time are one statement, which
writes rows and no counter, and each is acknowledged after its commit.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from tortoise.exceptions import IntegrityError

from models.base import uuid7
from models.people.accounts import Account
from service.foundation import clock
from service.foundation.database import query
from service.foundation.errors import NotFound
from service.foundation.together import Together
from service.sharing import posts
from service.trust.access.everybody import NOT_BLOCKED, SEEN_BY_EVERYBODY


@dataclass(frozen=True)
class Act:
    """A like, or the taking back of one; `seen` once the post is known to be the account's to see.

    What everybody sees need not be looked up for each account.
    """

    account_id: UUID
    post_id: UUID
    likes: bool
    seen: bool = False


@dataclass(frozen=True)
class Liked:
    """How often a post was liked, and whether by the viewer."""

    post_id: UUID
    likes: int
    liked: bool


# in the order of their keys, so that two processes do not lock each other out
_ACTS = f"""
with asked as (
    select * from unnest($2::int[], $3::uuid[], $4::uuid[], $5::uuid[], $6::bool[], $7::bool[])
        as asked(place, id, post_id, account_id, likes, seen)
), acts as (
    select a.* from asked a join posts p on p.id = a.post_id
    where a.seen or ({SEEN_BY_EVERYBODY} and {NOT_BLOCKED} and exists (
        select from post_photos pp join photos ph on ph.id = pp.photo_id
        where pp.post_id = p.id and not pp.waits and ph.deleted_at is null))
), last as (
    select distinct on (post_id, account_id) * from acts
    order by post_id, account_id, place desc
), made as (
    insert into likes (id, created_at, post_id, account_id)
    select id, now(), post_id, account_id from last where likes
    on conflict (post_id, account_id) do nothing returning post_id
), held as (
    select l.id from likes l
    join last on last.post_id = l.post_id and last.account_id = l.account_id and not last.likes
    order by l.post_id, l.account_id for update of l
), gone as (
    delete from likes l using held where l.id = held.id returning l.post_id
), counted as (
    select one.post_id, coalesce(tally.likes, 0)
        + (select coalesce(sum(c.likes), 0) from tally_changes c where c.post_id = one.post_id)
        + (select count(*) from made where made.post_id = one.post_id)
        - (select count(*) from gone where gone.post_id = one.post_id) as likes
    from (select distinct post_id from acts) one
    left join tallies tally on tally.post_id = one.post_id
)
select acts.place, counted.likes, last.likes as liked
from acts join counted on counted.post_id = acts.post_id
join last on last.post_id = acts.post_id and last.account_id = acts.account_id
"""  # noqa: S608  our own words


async def like(account: Account, post_id: UUID) -> Liked:
    """Like a post that the account may see; racers leave one row."""
    return await _act(account, Act(account.id, post_id, likes=True))


async def unlike(account: Account, post_id: UUID) -> Liked:
    """Take a like back."""
    return await _act(account, Act(account.id, post_id, likes=False))


async def _act(account: Account, act: Act) -> Liked:
    """Take part in the next statement; NotFound where the account does not see the post."""
    liked = await _asked(act)
    if liked is None:
        await posts.seen_by(account, act.post_id)
        liked = await _asked(replace(act, seen=True))
    if liked is None:
        raise NotFound
    return liked


async def _asked(act: Act) -> Liked | None:
    try:
        return await _acts.ask(act)
    except IntegrityError as gone:  # an erasure was quicker
        raise NotFound from gone


async def _write(acts: Sequence[Act]) -> list[Liked | None]:
    """One statement for all; None for those of a post that its account perhaps does not see."""
    rows = await query(
        _ACTS,
        clock.now(),
        list(range(len(acts))),
        [uuid7() for _ in acts],
        [act.post_id for act in acts],
        [act.account_id for act in acts],
        [act.likes for act in acts],
        [act.seen for act in acts],
    )
    done = {row["place"]: row for row in rows}
    return [
        Liked(act.post_id, int(done[place]["likes"]), done[place]["liked"])
        if place in done
        else None
        for place, act in enumerate(acts)
    ]


_acts = Together(_write)
