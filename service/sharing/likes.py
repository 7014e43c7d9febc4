"""Likes: one of each account for each post; both acts may be repeated."""

from uuid import UUID

from models.base import uuid7
from models.people.accounts import Account
from models.sharing.posts import Like, Post
from service.foundation.database import query
from service.sharing import posts


async def like(account: Account, post_id: UUID) -> Post:
    """Like a post that the account may see; racers leave one row."""
    post = await posts.seen_by(account, post_id)
    await query(
        "insert into likes (id, created_at, post_id, account_id) values ($1, now(), $2, $3)"
        " on conflict (post_id, account_id) do nothing",
        uuid7(),
        post.id,
        account.id,
    )
    return post


async def unlike(account: Account, post_id: UUID) -> Post:
    """Take a like back."""
    post = await posts.seen_by(account, post_id)
    await Like.filter(post_id=post.id, account_id=account.id).delete()
    return post
