"""Posts (晒): publishing, the state machine of moderation, withdrawing."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from models.archive.growth import Audience
from models.people.accounts import Account
from models.people.families import Role
from models.sharing.posts import Post, PostPhoto, PostState
from models.trust.consents import Consent, Purpose
from models.trust.moderation import Check, Standing, Subject
from service.archive import growth, photos
from service.foundation import clock
from service.foundation.database import query, transaction
from service.foundation.drafts import Draft, text
from service.foundation.errors import Conflict, Forbidden, NotFound
from service.people import disclosures, phones
from service.trust import access, audit, consents, moderation

MOST_PHOTOS = 9
PURPOSES = {Audience.CLASS: Purpose.CLASS, Audience.PUBLIC: Purpose.SHOW}
WITH_ALL = ("pictures__photo", "family", "student", "author")


class PostDraft(Draft):
    """A post: one to nine photos, words, and who may see it."""

    family_id: UUID
    photo_ids: Annotated[list[UUID], Meta(min_length=1, max_length=MOST_PHOTOS)]
    words: Annotated[str, text(1000, least=0, description="What to say about them.")] = ""
    student_id: UUID | None = None
    audience: Literal["guardians", "family", "class", "public"] = "family"
    knowingly: Annotated[bool, Meta(description="Show what the privacy check found, too.")] = False


async def publish(author: Account, draft: PostDraft) -> Post:
    """Publish a post; others see it once moderation approves it.

    Wider than the family it is a guardian's to publish, while it decides, on a live consent.
    """
    audience = growth.audience_of(draft.audience)
    least = Role.CONTRIBUTOR if audience <= Audience.FAMILY else Role.GUARDIAN
    async with transaction():
        await _require_may_publish(author, draft, least)
        if audience is Audience.PUBLIC:
            phones.require(author)
        if audience > Audience.FAMILY:
            await access.deciding_for(author, draft.family_id, draft.student_id)
            await disclosures.refuse(
                draft.family_id, "words", draft.words, knowingly=draft.knowingly
            )
        await access.student_of(draft.family_id, draft.student_id)
        pictures = await photos.usable(author, draft.family_id, draft.photo_ids)
        photos.require_ready(pictures)
        consent = await _consent_for(audience, draft)
        post = await Post.create(
            family_id=draft.family_id,
            author=author,
            student_id=draft.student_id,
            consent_id=consent.id if consent else None,
            words=draft.words,
            audience=audience,
        )
        await PostPhoto.bulk_create(
            PostPhoto(post_id=post.id, photo_id=photo.id, position=place)
            for place, photo in enumerate(pictures)
        )
        await audit.record(author, "post.published", post)
        await moderation.ask(Subject.POST, post.id, author.id)
    return post


async def _require_may_publish(author: Account, draft: PostDraft, least: Role) -> None:
    """A student publishes nothing, until of age; then about itself without being a member."""
    viewer = await access.viewer(author)
    if draft.student_id not in viewer.of_age:
        await access.family_for(author, draft.family_id, least)


async def _consent_for(audience: Audience, draft: PostDraft) -> Consent | None:
    purpose = PURPOSES.get(audience)
    if purpose is None:
        return None
    await access.require_undisputed(draft.family_id)
    return await consents.require(purpose, draft.family_id, draft.student_id)


async def seen_by(account: Account, post_id: UUID) -> Post:
    """A post that the account may see, with all that is shown of it."""
    viewer = await access.viewer(account)
    post = await access.posts_visible_to(viewer).get_or_none(id=post_id)
    if post is None:
        raise NotFound
    await post.fetch_related(*WITH_ALL)
    return post


async def withdraw(account: Account, post_id: UUID) -> None:
    """Take a post back, for good; nobody sees it from now on. Again is fine."""
    async with transaction():
        post = await Post.get_or_none(id=post_id)
        viewer = await access.viewer(account)
        if post is None or not viewer.may_change(post.author_id, post.family_id, post.student_id):
            await seen_by(account, post_id)
            raise Forbidden("post.not_yours", "只有发的人和家里的管理人可以撤回")
        if await _become(post.id, PostState.WITHDRAWN):
            await audit.record(account, "post.withdrawn", post)


async def feature(curator: Account, post_id: UUID) -> None:
    """Put an approved public post on the wall of the front door (精选)."""
    async with transaction():
        post = await Post.filter(id=post_id).select_for_update().get_or_none()
        if post is None:
            raise NotFound
        if post.state is not PostState.APPROVED or post.audience is not Audience.PUBLIC:
            raise Conflict("post.not_public", "这条还没有公开，不能放到精选")
        post.featured_at = post.featured_at or clock.now()
        await post.save(update_fields=["featured_at"])
        await audit.record(curator, "post.featured", post)


async def _become(post_id: UUID, state: PostState, reason: str = "") -> bool:
    """Move along the state machine, or stay where there is no such edge."""
    post = await Post.filter(id=post_id).select_for_update().get()
    if not post.state.may_become(state):
        return False
    post.state, post.reason = state, reason
    if state is PostState.APPROVED:
        post.shown_at = clock.now()
    await post.save(update_fields=["state", "reason", "shown_at"])
    return True


async def decide(post_id: UUID) -> None:
    """Draw the conclusion from the verdicts on the words and on every photo."""
    async with transaction():
        post = await Post.filter(id=post_id).select_for_update().get_or_none()
        if post is None:  # an erasure was quicker
            return
        words_check = await Check.filter(subject=Subject.POST, subject_id=post_id).first()
        pictures = await PostPhoto.filter(post_id=post_id).select_related("photo")
        standings = [picture.photo.standing for picture in pictures]
        said = words_check.standing if words_check else Standing.PENDING
        state, reason = conclusion(said, words_check.label if words_check else None, standings)
        if state and await _become(post.id, state, reason):
            await audit.record(None, f"post.{state}", post)


def conclusion(
    said: Standing, label: int | None, shown: list[Standing]
) -> tuple[PostState | None, str]:
    """One risky part refuses the whole; a pass needs every part; doubt waits for a human."""
    if said is Standing.RISKY:
        return PostState.REJECTED, moderation.kind_reason(label)
    if Standing.RISKY in shown:
        return PostState.REJECTED, "有一张照片没有通过安全检查，换一张再晒就好"
    if Standing.PENDING in (said, *shown):
        return None, ""
    if Standing.REVIEW in (said, *shown):
        return PostState.REVIEW, ""
    return PostState.APPROVED, ""


async def decide_by_photo(photo_id: UUID) -> None:
    """A photo's check has settled: so may the posts that wait for it."""
    waiting = (PostState.PENDING, PostState.REVIEW)
    for post in await Post.filter(pictures__photo_id=photo_id, state__in=waiting).order_by("id"):
        await decide(post.id)


async def content_to_check(post_id: UUID) -> moderation.Content | None:
    """Everything of a post that is read by others: its words and the names on its card."""
    post = await Post.get_or_none(id=post_id, state=PostState.PENDING).select_related(
        "family", "student"
    )
    if post is None:
        return None
    names = [post.family.name, post.student.nickname if post.student else ""]
    return moderation.Text("\n".join([post.words, *names]).strip())


async def settled(post_id: UUID, standing: Standing, label: int | None) -> None:
    """The safety check's verdict on a post's words."""
    await decide(post_id)


_STOOD = """
select count(*) from posts p where p.consent_id = any($1) and not exists (
    select 1 from audit_records a where a.subject_id = p.id
    and a.action in ('post.withdrawn', 'post.rejected') and a.created_at <= $2)
"""


async def stood_on(consent_ids: list[UUID], at: datetime) -> int:
    """How many posts were shown, or on their way, on these grants at a moment, for the receipt."""
    return (await query(_STOOD, consent_ids, at))[0]["count"]
