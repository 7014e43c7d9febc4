"""Tallies: whatever was liked, said, undone and rolled up, the counts equal a recount."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.archive.growth import Audience
from models.base import uuid7
from models.people.accounts import Account
from models.people.families import Family
from models.sharing.posts import Post
from service.foundation import database as db
from service.foundation.database import query
from service.sharing import overlays, tallies

FANS, POSTS, WRITERS = 3, 2, 3


class Wall:
    """Two posts, some fans, and connections to write on."""

    posts: list[Post]
    fans: list[Account]
    writers: list[asyncpg.Connection]


@pytest.fixture
async def wall(database: str) -> AsyncIterator[Wall]:
    async with db.opened(database):
        wall, family = Wall(), await Family.create(name="陈家")
        wall.fans = [await Account.create(openid=str(n), nickname="") for n in range(FANS)]
        wall.posts = [
            await Post.create(
                family=family, author=wall.fans[0], words="", audience=Audience.PUBLIC
            )
            for _ in range(POSTS)
        ]
        wall.writers = [await asyncpg.connect(database) for _ in range(WRITERS)]
        yield wall
        for writer in wall.writers:
            await writer.close()


where = st.tuples(st.integers(0, POSTS - 1), st.integers(0, FANS - 1))
acts = st.one_of(
    st.tuples(st.just("like"), where),
    st.tuples(st.just("unlike"), where),
    st.tuples(st.just("say"), st.tuples(where, st.sampled_from(("pending", "passed", "risky")))),
    st.tuples(st.just("settle"), st.sampled_from(("pending", "passed", "risky"))),
    st.tuples(st.just("take back"), st.none()),
    st.tuples(st.just("erase"), st.none()),
    st.tuples(st.just("roll up"), st.none()),
    st.tuples(st.just("undo"), st.none()),
)
transactions = st.lists(st.lists(acts, max_size=5), max_size=4)


class _Undone(Exception):
    pass


async def writes(wall: Wall, writer: asyncpg.Connection, work: list[list[Any]]) -> None:
    """One transaction after the other, in the order of posts, so that nobody waits in a circle."""
    said: list[UUID] = []
    for transaction in work:
        kept = list(said)
        likes = sorted(act for act in transaction if act[0] in ("like", "unlike"))
        others = [act for act in transaction if act[0] not in ("like", "unlike")]
        try:
            async with writer.transaction():
                for act, what in [*likes[:1], *others]:
                    await do(wall, writer, kept, act, what)
        except _Undone:
            continue
        said[:] = kept


async def do(wall: Wall, writer: asyncpg.Connection, said: list[UUID], act: str, what: Any) -> None:
    match act:
        case "undo":
            raise _Undone
        case "roll up":
            await tallies.roll_up()
        case "like":
            await writer.execute(
                "insert into likes (id, created_at, post_id, account_id) values ($1, now(), $2, $3)"
                " on conflict do nothing",
                *(uuid7(), *the(wall, what)),
            )
        case "unlike":
            await writer.execute(
                "delete from likes where post_id = $1 and account_id = $2", *the(wall, what)
            )
        case "say":
            said.append(uuid7())
            await writer.execute(
                "insert into post_comments (id, created_at, post_id, author_id, words, standing)"
                " values ($1, now(), $2, $3, '好', $4)",
                *(said[-1], *the(wall, what[0]), what[1]),
            )
        case "settle":
            sql = "update post_comments set standing = $2 where id = any($1::uuid[])"
            await writer.execute(sql, said, what)
        case "take back":
            sql = "update post_comments set deleted_at = now() where id = any($1::uuid[])"
            await writer.execute(sql, said[:1])
        case "erase":
            sql = "delete from post_comments where id = any($1::uuid[])"
            await writer.execute(sql, said[-1:])
            del said[-1:]


def the(wall: Wall, where: tuple[int, int]) -> tuple[UUID, UUID]:
    post, fan = where
    return wall.posts[post].id, wall.fans[fan].id


async def recount(post: Post) -> tuple[int, int]:
    sql = (
        "select (select count(*) from likes where post_id = $1) as likes,"
        " (select count(*) from post_comments where post_id = $1"
        "  and standing = 'passed' and deleted_at is null) as comments"
    )
    row = (await query(sql, post.id))[0]
    return row["likes"], row["comments"]


async def counts(wall: Wall) -> list[tuple[int, int]]:
    found = await overlays.of([(post.id, post.family_id) for post in wall.posts], None)
    return [(found[post.id].likes, found[post.id].comments) for post in wall.posts]


@settings(
    max_examples=40,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.tuples(*(transactions for _ in range(WRITERS))))
async def test_after_any_writes_the_counts_equal_a_recount(wall, work):
    """Three write at once; the examples heap up: what one left is there in the next."""
    await asyncio.gather(
        *(writes(wall, writer, part) for writer, part in zip(wall.writers, work, strict=True))
    )
    truth = [await recount(post) for post in wall.posts]
    assert await counts(wall) == truth
    await asyncio.gather(tallies.roll_up(), tallies.roll_up())
    assert await counts(wall) == truth
    assert await query("select id from tally_changes") == []


async def test_nothing_is_kept_of_a_post_that_is_gone(wall):
    post, fan = wall.posts[0].id, wall.fans[0].id
    like = "insert into likes (id, created_at, post_id, account_id) values ($1, now(), $2, $3)"
    await query(like, uuid7(), post, fan)
    await query("delete from likes where post_id = $1", post)
    await query("delete from posts where id = $1", post)
    await tallies.roll_up()
    assert await query("select id from tally_changes union all select id from tallies") == []
