"""What liking one hot post costs, beside a row and a counter in one transaction."""

from uuid import UUID, uuid4

import asyncpg

from benchmarks.pacing import TASKS, pace
from benchmarks.results import Result
from models.people.accounts import Account
from models.sharing.posts import Post
from service.sharing import likes

TURNS = 200


async def measure(owner: asyncpg.Connection, url: str) -> Result:
    """Many accounts like one hot post at once, and beside it a transaction with a counter."""
    ids = [row["id"] for row in await owner.fetch("select id from accounts limit $1", TASKS * 8)]
    accounts = await Account.filter(id__in=ids)
    hot = (await Post.all().order_by("-shown_at").limit(1))[0].id
    await owner.execute("create table if not exists counters (post_id uuid primary key, n int)")
    await owner.execute("insert into counters values ($1, 0)", hot)

    async def ours(turn: int, place: int) -> None:
        account = accounts[(turn * TASKS + place) % len(accounts)]
        await likes.like(account, hot)
        await likes.unlike(account, hot)

    async with asyncpg.create_pool(url, min_size=10, max_size=10) as pool:

        async def counted(turn: int, place: int) -> None:
            account = ids[(turn * TASKS + place) % len(ids)]
            await _counted(pool, hot, account)

        figures = [2 * await pace(act, TURNS) for act in (ours, counted)]
    return Result("likes of one post, 32 tasks", figures[0], "/s", "counter", figures[1])


async def _counted(pool: asyncpg.Pool, post: UUID, account: UUID) -> None:
    """As a tutorial would: a row and a counter in one transaction, and the same taken back."""
    async with pool.acquire() as connection:
        async with connection.transaction():
            await connection.execute(
                "insert into likes (id, created_at, post_id, account_id)"
                " values ($1, now(), $2, $3) on conflict do nothing",
                *(uuid4(), post, account),
            )
            await connection.execute("update counters set n = n + 1 where post_id = $1", post)
        async with connection.transaction():
            await connection.execute(
                "delete from likes where post_id = $1 and account_id = $2", post, account
            )
            await connection.execute("update counters set n = n - 1 where post_id = $1", post)
