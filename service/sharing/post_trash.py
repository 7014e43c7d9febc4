"""Trash of posts: dark at once, for 30 days to be restored, then gone with all that hangs on them.

Each post is the subject of an erasure of its own, carried out like every other; restoring it
cancels that. Its photos stay in the family's album. A post comes back as it stands by then: what
was withdrawn, refused or taken back meanwhile stays so.

Locks: erasures before families before questions before posts.
"""

from datetime import datetime
from uuid import UUID

from models.people.accounts import Account
from models.sharing.posts import Post
from models.trust.erasures import ErasedKind
from models.trust.moderation import Subject
from service.archive.trash import KEPT
from service.foundation import clock, keysets
from service.foundation.database import transaction
from service.foundation.errors import NotFound
from service.people import students
from service.sharing import post_verdicts, posts
from service.trust import access, audit, erasures, moderation
from service.trust.access import Viewer

PAGE = 20


async def discard(account: Account, post_id: UUID) -> None:
    """Put a post into the trash; nobody has it from now on. Again is fine.

    Raises Forbidden where it is not the account's to discard, Conflict while the family is in
    dispute: taking it back (`posts.withdraw`) is possible even then.
    """
    async with transaction():
        post = await _theirs(account, post_id)
        if post.deleted_at:
            return
        await _set(post, clock.now())
        await post_verdicts.forget_told(post_id)
        await audit.record(account, "post.deleted", post)
        await erasures.begin(account, ErasedKind.POST, post.id, post.family_id, KEPT)


async def restore(account: Account, post_id: UUID) -> None:
    """Take a post out of the trash. Again is fine. Refused like `discard`.

    A purge that came first has removed it: NotFound.
    """
    async with transaction():
        erasure = await erasures.locked(ErasedKind.POST, post_id)
        post = await _theirs(account, post_id)
        if post.deleted_at:
            await _set(post, None)
            await audit.record(account, "post.restored", post)
            await post_verdicts.tell_again(post)
        # a discard that was waited for has begun one since; for 30 days no purge holds it
        erasure = erasure or await erasures.locked(ErasedKind.POST, post_id)
        if erasure:
            await erasures.call_off(account, erasure)


async def page(
    viewer: Viewer, family_id: UUID, *, after: tuple[datetime, UUID] | None
) -> list[Post]:
    """A page of what the viewer may restore of a family's posts, latest discarded first.

    `after` is the last one's (deleted_at, id) of the page before. Returns at most PAGE + 1 posts:
    the last one only says that there is more.
    """
    if not await students.at_home(viewer, family_id):
        raise NotFound
    trash = access.posts_discarded_by(viewer).filter(family_id=family_id)
    if after:
        trash = trash.filter(keysets.behind("deleted_at", after))
    latest = trash.order_by("-deleted_at", "-id").limit(PAGE + 1)
    return await latest.prefetch_related(*posts.WITH_ALL)


async def _theirs(account: Account, post_id: UUID) -> Post:
    """A post that the account may discard and restore, locked as it stands now."""
    found = await posts.theirs(account, post_id)
    await access.require_undisputed(found.family_id)
    await moderation.question_of(Subject.POST, post_id)
    post = await post_verdicts.locked(post_id)
    if post is None:
        raise NotFound
    return post


async def _set(post: Post, deleted_at: datetime | None) -> None:
    post.deleted_at = deleted_at  # type: ignore[assignment]
    await post.save(update_fields=["deleted_at"])
    await post_verdicts.call_or_dismiss_human(post)
