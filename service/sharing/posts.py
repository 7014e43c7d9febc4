"""Posts (晒): publishing, who sees one, taking one back for good."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from models.archive.photos import Photo
from models.people.accounts import Account
from models.sharing.posts import Post, PostPhoto, PostState
from models.trust.moderation import Subject
from service.archive import growth
from service.foundation.database import query, transaction
from service.foundation.errors import Forbidden, NotFound
from service.sharing import post_gates, post_verdicts, topics
from service.sharing.post_drafts import PostDraft
from service.sharing.post_gates import Showing
from service.sharing.post_verdicts import (
    conclusion,
    content_to_check,
    decide_by_photo,
    hide,
    judge,
    reinstate,
    settled,
    take_down,
    unhide,
)
from service.trust import access, audit, moderation

__all__ = [
    "PostDraft",
    "conclusion",
    "content_to_check",
    "decide_by_photo",
    "hide",
    "judge",
    "reinstate",
    "settled",
    "take_down",
    "unhide",
]

WITH_ALL = ("pictures__photo", "family", "student", "author", "topic")


async def publish(author: Account, draft: PostDraft) -> Post:
    """Publish a post; others see it once moderation approves it."""
    audience = growth.audience_of(draft.audience)
    showing = Showing(draft.family_id, draft.student_id, audience, draft.words, draft.photo_ids)
    async with transaction():
        consent = await post_gates.require(author, showing, knowingly=draft.knowingly)
        await _require_sources(author, draft)
        pictures = await post_gates.pictures(author, draft.family_id, draft.photo_ids)
        post = await Post.create(
            family_id=draft.family_id,
            author=author,
            student_id=draft.student_id,
            consent_id=consent.id if consent else None,
            entry_id=draft.entry_id,
            topic_id=draft.topic_id,
            words=draft.words,
            audience=audience,
        )
        await _place(post, pictures)
        await audit.record(author, "post.published", post)
        await moderation.ask(Subject.POST, post.id, author.id)
    return post


async def _require_sources(author: Account, draft: PostDraft) -> None:
    """The record that it comes from, and the topic that it joins, where it names them."""
    if draft.entry_id:
        family, student = draft.family_id, draft.student_id
        await post_gates.require_entry(author, draft.entry_id, family, student)
    if draft.topic_id:
        await topics.require_open_to(draft.topic_id, draft.family_id)


async def _place(post: Post, pictures: Sequence[Photo]) -> None:
    await PostPhoto.bulk_create(
        PostPhoto(post_id=post.id, photo_id=photo.id, position=place)
        for place, photo in enumerate(pictures)
    )


async def hold_readers(post_id: UUID) -> None:
    """Let whoever changes a post, and so who reads it, wait for the caller's transaction.

    Several may hold it; a change (`hold_alone`) waits for all of them.
    """
    await query("select pg_advisory_xact_lock_shared(hashtextextended($1, 0))", f"post {post_id}")


async def hold_alone(post_id: UUID) -> None:
    """Be the only one who changes a post, while nobody says anything to its readers."""
    await query("select pg_advisory_xact_lock(hashtextextended($1, 0))", f"post {post_id}")


async def seen_by(account: Account, post_id: UUID) -> Post:
    """A post that the account may see, with all that is shown of it."""
    viewer = await access.viewer(account)
    post = await access.posts_visible_to(viewer).get_or_none(id=post_id)
    if post is None:
        raise NotFound
    await post.fetch_related(*WITH_ALL)
    return post


async def theirs(account: Account, post_id: UUID) -> Post:
    """A post, in the trash or not, that the account may change or take back.

    Forbidden to whoever only sees it.
    """
    post = await Post.get_or_none(id=post_id)
    viewer = await access.viewer(account)
    if post is None or not viewer.may_change(post.author_id, post.family_id, post.student_id):
        await seen_by(account, post_id)
        raise Forbidden("post.not_yours", "只有发的人和家里的管理人可以改动或撤回")
    return post


async def withdraw(account: Account, post_id: UUID) -> None:
    """Take a post back, for good; its author alone still finds it, as taken back. Again is fine."""
    async with transaction():
        await theirs(account, post_id)
        await moderation.drop_question(Subject.POST, post_id)
        post = await post_verdicts.locked(post_id)
        if post is None:
            raise NotFound
        if post.state.may_become(PostState.WITHDRAWN):
            post.state, post.edit = PostState.WITHDRAWN, None  # type: ignore[assignment]
            await post.save(update_fields=["state", "edit"])
            await post_verdicts.forget_told(post_id)
            await audit.record(account, "post.withdrawn", post)


WAS_SHOWN = """
not exists (select 1 from audit_records a where a.subject_id = p.id
    and a.action = 'post.withdrawn' and a.created_at <= $2)
and coalesce((select a.action from audit_records a where a.subject_id = p.id
    and a.action in ('post.rejected', 'post.reinstated') and a.created_at <= $2
    order by a.id desc limit 1), '') <> 'post.rejected'
and coalesce((select a.action from audit_records a where a.subject_id = p.id
    and a.action in ('post.deleted', 'post.restored') and a.created_at <= $2
    order by a.id desc limit 1), '') <> 'post.deleted'
"""
"""Which posts `p` were shown, or on their way, at the moment $2: in SQL."""
_STOOD = f"select count(*) from posts p where p.consent_id = any($1) and {WAS_SHOWN}"  # noqa: S608


async def stood_on(consent_ids: list[UUID], at: datetime) -> int:
    """How many posts were shown, or on their way, on these grants at a moment, for the receipt."""
    return (await query(_STOOD, consent_ids, at))[0]["count"]
