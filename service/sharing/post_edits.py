"""Post edits: what is taken away or narrowed holds at once, what is added waits for its check.

Whoever may change a post edits it; what is added to one that leaves the family takes what
publishing it takes. Locks: one edit of a post at a time, the family, photos, the question, the
post.
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from msgspec import UNSET

from models.archive.growth import Audience
from models.archive.photos import Photo
from models.people.accounts import Account
from models.sharing.post_comments import PostComment
from models.sharing.posts import Post, PostPhoto, PostState
from models.sharing.share_links import ShareLink
from models.trust.moderation import Standing, Subject
from service.archive import growth
from service.foundation import clock
from service.foundation.database import transaction
from service.foundation.errors import Conflict, NotFound
from service.sharing import post_gates, post_verdicts, posts, topics
from service.sharing.post_contents import Contents
from service.sharing.post_drafts import PostChange
from service.sharing.post_gates import Showing
from service.trust import access, audit, moderation

_ENDED = {
    PostState.REJECTED: ("post.rejected", "这条没有通过，不能再改；可以重新晒一条，或者申诉"),
    PostState.WITHDRAWN: ("post.withdrawn", "这条已经撤回了，可以重新晒一条"),
}


async def change(account: Account, post_id: UUID, draft: PostChange) -> None:
    """Change a post as the draft has it. The same again changes nothing.

    A later edit takes the place of one that still waits: of somebody else's all of it, of one's
    own what the draft names. A wider audience ends somebody else's, too: whoever widens the post
    has never read that. A post that was never approved is simply changed and asked anew.
    """
    async with transaction():
        # who edits it at the same time waits here, before either holds anything that a verdict does
        await posts.hold_alone(post_id)
        await posts.seen_by(account, post_id)
        seen = await posts.theirs(account, post_id)
        await access.hold(seen.family_id)
        pictures = await _pictures(account, seen, draft)
        await moderation.question_of(Subject.POST, post_id)
        post = await post_verdicts.locked(post_id)
        if post is None:
            raise NotFound
        before = await _contents(post)
        after = _edited(account, post, before, draft, pictures)
        await _apply(account, post, before, after, draft)


async def _pictures(account: Account, post: Post, draft: PostChange) -> list[Photo] | None:
    if not isinstance(draft.photo_ids, list):
        return None
    there = PostPhoto.filter(post_id=post.id, photo__deleted_at=None).select_related("photo")
    own = post.edited_by_id == account.id  # of somebody else's edit nobody knows the photos
    known = [one.photo for one in await there if own or not one.waits]
    return await post_gates.pictures(account, post.family_id, draft.photo_ids, known)


async def _contents(post: Post) -> Contents:
    places = await PostPhoto.filter(post_id=post.id).order_by("position")
    return Contents(
        post.words,
        tuple(one.photo_id for one in places),
        post.words_waiting,
        frozenset(one.photo_id for one in places if one.waits),
    )


def _edited(
    account: Account,
    post: Post,
    before: Contents,
    draft: PostChange,
    pictures: Sequence[Photo] | None,
) -> Contents:
    says, widens = isinstance(draft.words, str), _audience(post, draft) > post.audience
    others = post.edit is not None and post.edited_by_id != account.id
    later = says or widens or pictures is not None
    after = before.as_approved() if others and later else before
    if isinstance(draft.words, str):
        after = after.says(draft.words)
    if pictures is not None:
        after = after.pictures(tuple(photo.id for photo in pictures))
    return after if post.state is PostState.APPROVED else after.passed()


def _audience(post: Post, draft: PostChange) -> Audience:
    if isinstance(draft.audience, str):
        return growth.audience_of(draft.audience)
    return post.audience


async def _apply(
    account: Account, post: Post, before: Contents, after: Contents, draft: PostChange
) -> None:
    audience = _audience(post, draft)
    topic_id = post.topic_id if draft.topic_id is UNSET else draft.topic_id
    if (after, audience, topic_id) == (before, post.audience, post.topic_id):
        return
    _require_open(post, draft.version)
    if audience > post.audience:
        await _require_nothing_said(post)
    asks = _asks(post, before, after)
    joins = topic_id if topic_id != post.topic_id else None
    if asks or joins or audience > post.audience:
        known = after.wanted == before.wanted and audience <= post.audience
        words = "" if known else after.wanted
        showing = Showing(post.family_id, post.student_id, audience, words, after.photos)
        await _require_gates(account, post, showing, knowingly=draft.knowingly)
    if joins:
        await topics.require_open_to(joins, post.family_id)
    post.audience, post.topic_id = audience, topic_id
    post.version += 1
    await _write(account, post, before, after, asks=asks)
    if audience is Audience.GUARDIANS:
        await _end_links(post)
    await post_verdicts.call_or_dismiss_human(post)


def _require_open(post: Post, version: int | None) -> None:
    """Refuse a change of what is ended, or of what somebody else has changed meanwhile."""
    if post.state in _ENDED:
        raise Conflict(*_ENDED[post.state])
    if version is not None and version != post.version:
        raise Conflict("post.changed", "这条刚刚有人改过，请看一看最新的再改")


async def _require_nothing_said(post: Post) -> None:
    """Refuse to show to more people what was said to those who had the post."""
    said = PostComment.filter(post_id=post.id, deleted_at=None).exclude(standing=Standing.RISKY)
    if await said.exists():
        detail = "已经有人在下面说过话，那是说给原来看得到的人的：请另晒一条"
        raise Conflict("post.commented", detail)


def _asks(post: Post, before: Contents, after: Contents) -> bool:
    """Whether there is something that nobody has checked yet, or not together."""
    if post.state is not PostState.APPROVED:
        parts = [(one.words, frozenset(one.photos)) for one in (before, after)]
        return parts[0] != parts[1]
    return after.waits and (after.coming, after.waiting) != (before.coming, before.waiting)


async def _require_gates(
    account: Account, post: Post, showing: Showing, *, knowingly: bool
) -> None:
    """Require what showing the post takes as it is to be; widened, it stands on today's consent.

    The words of `showing` are those that nobody has looked through yet.
    """
    audience = showing.audience
    linked = audience > Audience.GUARDIANS and await post_gates.has_link(post.id)
    showing = replace(showing, linked=linked)
    if post.audience > Audience.FAMILY and showing.leaves_family:
        await _require_lit(post)
    consent = await post_gates.require(account, showing, knowingly=knowingly)
    if audience > post.audience and audience > Audience.FAMILY and consent:
        post.consent_id = consent.id


async def _require_lit(post: Post) -> None:
    """Refuse to bring back what a consent that was taken back has made dark."""
    await post.fetch_related("consent__withdrawal")
    if post.consent and post.consent.withdrawal:
        raise Conflict("post.dark", "这条的授权已经撤回，请重新晒一次")


async def _write(
    account: Account, post: Post, before: Contents, after: Contents, *, asks: bool
) -> None:
    post.words, post.words_waiting = after.words, after.coming
    await _place(post, after)
    changed = (after.coming, after.waiting) != (before.coming, before.waiting)
    if asks or changed:
        post.edited_by_id, post.reason = account.id, ""  # type: ignore[assignment]
        waits = asks and post.state is not PostState.PENDING
        post.edit = PostState.PENDING if waits else None  # type: ignore[assignment]
        await post_verdicts.forget_told(post.id)
        await moderation.drop_question(Subject.POST, post.id)
    await post.save()
    await audit.record(account, "post.changed", post)
    if asks:
        await moderation.ask(Subject.POST, post.id, account.id)


async def _place(post: Post, contents: Contents) -> None:
    """Put its photos where they belong, and take out those that were left out."""
    places = {one.photo_id: one for one in await PostPhoto.filter(post_id=post.id)}
    left_out = [one.id for photo, one in places.items() if photo not in contents.photos]
    await PostPhoto.filter(id__in=left_out).delete()
    for position, photo_id in enumerate(contents.photos):
        waits = photo_id in contents.waiting
        place = places.get(photo_id)
        if place is None:
            await PostPhoto.create(
                post_id=post.id, photo_id=photo_id, position=position, waits=waits
            )
        elif (place.position, place.waits) != (position, waits):
            place.position, place.waits = position, waits
            await place.save(update_fields=["position", "waits"])


async def _end_links(post: Post) -> None:
    """End its links with the audience: widened again, it needs new ones."""
    await ShareLink.filter(post_id=post.id, revoked_at=None).update(revoked_at=clock.now())
