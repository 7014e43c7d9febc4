"""Erasing what others said and did to posts: comments, counts, distances."""

from uuid import UUID

from models.sharing.distances import Block, Mute
from models.sharing.post_comments import PostComment
from models.sharing.tallies import Tally, TallyChange
from models.trust.erasures import ErasedKind
from service.foundation import clock
from service.foundation.database import query
from service.sharing.erasing import HANGING_ON_POSTS
from service.trust.personal_data import Holding

_AN_ANSWER = "thread_id is not null"
_UNANSWERED = "not exists (select from post_comments a where a.thread_id = c.id)"


async def _remove(comment_ids: list[UUID]) -> None:
    """Answers first; what somebody else's answer hangs on keeps its place, without its words."""
    for free in (_AN_ANSWER, _UNANSWERED):
        sql = f"delete from post_comments c where id = any($1::uuid[]) and {free}"  # noqa: S608
        await query(sql, comment_ids)
    await query(
        "update post_comments set words = '', deleted_at = coalesce(deleted_at, $2)"
        " where id = any($1::uuid[])",
        comment_ids,
        clock.now(),
    )


HOLDINGS = [
    Holding(
        PostComment,
        "晒图下面的留言",
        HANGING_ON_POSTS | {ErasedKind.ACCOUNT: "author_id = $1"},
        stays={ErasedKind.ACCOUNT: "deleted_by_id = $1 and author_id <> $1"},
        why="是别人说的话，已经删去，只记下是谁删的",
        clear=_remove,
    ),
    Holding(TallyChange, "点赞和留言有几个", HANGING_ON_POSTS),
    Holding(Tally, "点赞和留言有几个", HANGING_ON_POSTS),
    Holding(
        Mute,
        "不看的人家",
        {ErasedKind.ACCOUNT: "account_id = $1", ErasedKind.FAMILY: "family_id = $1"},
        untold=frozenset({ErasedKind.FAMILY}),
    ),
    Holding(
        Block,
        "不让看的人",
        {ErasedKind.ACCOUNT: "account_id = $1", ErasedKind.FAMILY: "family_id = $1"},
        stays={ErasedKind.ACCOUNT: "blocked_by_id = $1 and account_id <> $1"},
        why="属于家庭的设置，由家里决定去留",
        untold=frozenset({ErasedKind.ACCOUNT}),
    ),
]
