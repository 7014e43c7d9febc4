"""Distances: whose posts one does not want to meet (不看), and whom a family keeps away (不让看).

Nobody is told of either. Neither holds within a family.
"""

from uuid import UUID

from tortoise.queryset import QuerySet

from models.base import uuid7
from models.people.accounts import Account
from models.people.families import Membership
from models.sharing.distances import Block, Mute
from models.sharing.post_comments import PostComment
from service.foundation.database import query, transaction
from service.foundation.drafts import Draft
from service.foundation.errors import Conflict, Invalid
from service.sharing import posts
from service.trust import access, audit

PAGE = 50


class BlockDraft(Draft):
    """Whoever made this comment under a post of the family."""

    post_comment_id: UUID


async def mute(account: Account, post_id: UUID) -> None:
    """Leave the posts of this post's family out of one's feeds; again is fine."""
    async with transaction():
        post = await posts.seen_by(account, post_id)
        viewer = await access.viewer(account)
        if viewer.is_family(post.family_id) or post.student_id in viewer.selves:
            raise Conflict("mute.own_family", "自己家的内容不能设成不看")
        await access.hold(post.family_id)
        made = await query(
            "insert into mutes (id, created_at, account_id, family_id) values ($1, now(), $2, $3)"
            " on conflict (account_id, family_id) do nothing returning id",
            *(uuid7(), account.id, post.family_id),
        )
        await audit.record_each(account, "family.muted", [row["id"] for row in made])


async def unmute(account: Account, post_id: UUID) -> None:
    """Have the family of this post in one's feeds again; again is fine."""
    post = await posts.seen_by(account, post_id)
    await _end(account, Mute.filter(account_id=account.id, family_id=post.family_id))


async def end_mute(account: Account, mute_id: UUID) -> None:
    """The same by what `mutes_of` tells; again is fine."""
    await _end(account, Mute.filter(account_id=account.id, id=mute_id))


async def _end(account: Account, mutes: QuerySet[Mute]) -> None:
    async with transaction():
        ended = await mutes.select_for_update()
        await Mute.filter(id__in=[one.id for one in ended]).delete()
        await audit.record_each(account, "family.unmuted", [one.id for one in ended])


async def mutes_of(account: Account, *, after: UUID | None) -> list[Mute]:
    """A page of the families that one does not want to meet, latest first.

    `after` is the last one of the page before. Here and in `blocks_of`: at most PAGE + 1, of which
    the last one only says that there is more.
    """
    own = Mute.filter(account_id=account.id)
    if after:
        own = own.filter(id__lt=after)
    return await own.order_by("-id").limit(PAGE + 1).select_related("family")


async def block(guardian: Account, family_id: UUID, draft: BlockDraft) -> Block:
    """Keep whoever made a comment away from the family's posts; again is fine."""
    async with transaction():
        await access.guarded_family(guardian, family_id)
        await access.hold(family_id)
        account_id = await _author_of(draft.post_comment_id, family_id)
        if await Membership.exists(family_id=family_id, account_id=account_id, until=None):
            raise Conflict("block.own_family", "家里人不能屏蔽，可以在「家庭成员」里调整")
        made = uuid7()
        [kept] = await query(  # locked, new or not, so that nobody ends it meanwhile
            "insert into blocks (id, created_at, family_id, account_id, blocked_by_id)"
            " values ($1, now(), $2, $3, $4) on conflict (family_id, account_id)"
            " do update set account_id = excluded.account_id returning id",
            *(made, family_id, account_id, guardian.id),
        )
        if kept["id"] == made:
            await audit.record(guardian, "account.blocked", made)
        return await Block.get(id=kept["id"])


async def _author_of(comment_id: UUID, family_id: UUID) -> UUID:
    """Also of one that was taken back: first away with the words, then with the speaker."""
    comment = await PostComment.get_or_none(id=comment_id, post__family_id=family_id)
    if comment is None:
        raise Invalid.field("post_comment_id", "post_comment.unknown", "这句话找不到了")
    return comment.author_id


async def unblock(guardian: Account, family_id: UUID, block_id: UUID) -> None:
    """Let somebody near again; again is fine."""
    async with transaction():
        await access.guarded_family(guardian, family_id)
        if await Block.filter(id=block_id, family_id=family_id).delete():
            await audit.record(guardian, "account.unblocked", block_id)


async def blocks_of(guardian: Account, family_id: UUID, *, after: UUID | None) -> list[Block]:
    """A page of whom a family keeps away, latest first, for its guardians."""
    await access.guarded_family(guardian, family_id)
    kept_away = Block.filter(family_id=family_id)
    if after:
        kept_away = kept_away.filter(id__lt=after)
    return await kept_away.order_by("-id").limit(PAGE + 1).select_related("account")


async def blocked(guardian: Account, block_id: UUID) -> Block:
    """One of them, to a guardian."""
    found = await Block.get_or_none(id=block_id).select_related("account")
    if found is None:
        raise Conflict("block.ended", "已经取消屏蔽了")
    await access.guarded_family(guardian, found.family_id)
    return found
