"""Comment pages: what is said under a post, threads newest first, each with its first answers.

Two statements a page, however much was said. A comment that is not (or no longer) read keeps its
place without words while somebody's answer to it is read (「已删除」).
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from models.people.accounts import Account
from models.people.families import Membership
from models.sharing.posts import Post
from models.trust.moderation import Standing
from service.foundation.database import query
from service.foundation.errors import NotFound
from service.sharing import post_comments, posts
from service.trust import access
from service.trust.access import Viewer

PAGE = 20
FIRST_ANSWERS = 3
SOMEBODY = "一位家长"


@dataclass(frozen=True)
class Said:
    """One comment as a viewer reads it; `gone` where it only keeps its place.

    `by_family` tells that its author belongs to the family that shows the post.
    """

    id: UUID
    post_id: UUID
    thread_id: UUID | None
    author: str
    by_family: bool
    mine: bool
    deletable: bool
    words: str
    standing: Standing
    gone: bool
    said_at: datetime
    answers: list["Said"] = field(default_factory=list)
    more_answers: bool = False


_READ = "c.deleted_at is null and (c.standing = 'passed' or c.author_id = $2)"
_SAID = f"""
select c.id, c.post_id, c.thread_id, c.author_id, c.words, c.standing, c.created_at,
    {_READ} as read, author.nickname
from {{found}} join accounts author on author.id = c.author_id
"""  # noqa: S608  our own words
_THREADS = (
    _SAID.format(found="post_comments c")
    + f"""
where c.post_id = $1 and c.thread_id is null and ($3::uuid is null or c.id < $3) and ({_READ}
    or exists (select from post_comments answer where answer.thread_id = c.id
        and answer.deleted_at is null
        and (answer.standing = 'passed' or answer.author_id = $2)))
order by c.id desc limit {PAGE + 1}
"""
)
_FIRST_ANSWERS = _SAID.format(
    found=f"""unnest($1::uuid[]) threads(id) cross join lateral (
        select * from post_comments c where c.thread_id = threads.id and {_READ}
        order by c.id limit {FIRST_ANSWERS + 1}) c"""  # noqa: S608
)
_ANSWERS = (
    _SAID.format(found="post_comments c")
    + f"""
where c.thread_id = $1 and ($3::uuid is null or c.id > $3) and {_READ}
order by c.id limit {PAGE + 1}
"""
)
_ONE = _SAID.format(found="post_comments c") + f"where c.id = $1 and {_READ}"


async def of_post(account: Account, post_id: UUID, *, after: UUID | None) -> list[Said]:
    """A page of a post's threads, newest first; `after` is the last one's id.

    At most PAGE + 1: the last one only says that there is more.
    """
    reader = await _Reader.of(account, await posts.seen_by(account, post_id))
    threads = await query(_THREADS, post_id, account.id, after)
    answers = await query(_FIRST_ANSWERS, [row["id"] for row in threads], account.id)
    by_thread = defaultdict[UUID, list[dict[str, Any]]](list)
    for row in sorted(answers, key=lambda answer: answer["id"]):
        by_thread[row["thread_id"]].append(row)
    await reader.meet(threads + answers)
    return [reader.said(row, by_thread[row["id"]]) for row in threads]


async def answers_to(account: Account, comment_id: UUID, *, after: UUID | None) -> list[Said]:
    """A page of the answers to a comment, oldest first, as `of_post` has it.

    NotFound for one that is not read and has none: it looks like one that never was.
    """
    post = await post_comments.post_of(account, comment_id)
    rows = await query(_ANSWERS, comment_id, account.id, after)
    if not rows:
        await post_comments.seen_by(account, comment_id)
    reader = await _Reader.of(account, post)
    await reader.meet(rows)
    return [reader.said(row) for row in rows]


async def one(account: Account, comment_id: UUID) -> Said:
    """A comment that the account may read, without what answers it."""
    _, post = await post_comments.seen_by(account, comment_id)
    reader = await _Reader.of(account, post)
    rows = await query(_ONE, comment_id, account.id)
    if not rows:  # taken back since
        raise NotFound
    await reader.meet(rows)
    return reader.said(rows[0])


class _Reader:
    """Who reads under a post, and which of those who speak there belong to its family."""

    def __init__(self, viewer: Viewer, post: Post) -> None:
        self._viewer = viewer
        self._post = post
        self._family: set[UUID] = set()

    @classmethod
    async def of(cls, account: Account, post: Post) -> "_Reader":
        return cls(await access.viewer(account), post)

    async def meet(self, rows: list[dict[str, Any]]) -> None:
        members = Membership.filter(family_id=self._post.family_id, until=None)
        speaking = members.filter(account_id__in={row["author_id"] for row in rows})
        self._family = {one.account_id for one in await speaking}

    def said(self, row: dict[str, Any], answers: list[dict[str, Any]] = []) -> Said:  # noqa: B006
        read, author_id = row["read"], row["author_id"]
        mine = read and author_id == self._viewer.account_id
        post = self._post
        may = self._viewer.may_change(post.author_id, post.family_id, post.student_id)
        return Said(
            id=row["id"],
            post_id=row["post_id"],
            thread_id=row["thread_id"],
            author=(row["nickname"] or SOMEBODY) if read else "",
            by_family=read and author_id in self._family,
            mine=mine,
            deletable=read and (mine or may),
            words=row["words"] if read else "",
            standing=Standing(row["standing"]) if mine else Standing.PASSED,
            gone=not read,
            said_at=row["created_at"],
            answers=[self.said(answer) for answer in answers[:FIRST_ANSWERS]],
            more_answers=len(answers) > FIRST_ANSWERS,
        )
