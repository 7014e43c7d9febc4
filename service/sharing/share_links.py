"""Share links: a post's unguessable address for friends in Moments, without login."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from msgspec import Meta
from tortoise.expressions import Subquery

from models.archive.growth import Audience
from models.base import uuid7
from models.people.accounts import Account
from models.sharing.posts import Post, PostState
from models.sharing.share_links import ShareLink
from models.trust.consents import ConsentWithdrawal, Purpose
from service.foundation import clock, settings, tokens
from service.foundation.database import query, transaction
from service.foundation.drafts import Draft
from service.foundation.errors import Conflict, NotFound
from service.people import disclosures
from service.sharing import posts
from service.trust import access, audit, consents


class ShareLinkDraft(Draft):
    """How long the link is to live."""

    days: Annotated[int, Meta(ge=1, le=365, description="Days until it dies.")] = 30
    knowingly: Annotated[bool, Meta(description="Show what the privacy check found, too.")] = False


async def issue(guardian: Account, post_id: UUID, draft: ShareLinkDraft) -> ShareLink:
    """Give an approved post a link of its own, on the consent to show, as whoever decides."""
    async with transaction():
        post = await posts.seen_by(guardian, post_id)
        await access.deciding_for(guardian, post.family_id, post.student_id)
        await access.require_undisputed(post.family_id)
        if post.state is not PostState.APPROVED:
            raise Conflict("post.not_approved", "正在安全检查，通过后就可以分享了")
        if post.audience is Audience.GUARDIANS:
            raise Conflict("post.guardians_only", "这条只给监护人看，不能分享")
        if post.consent_id and await ConsentWithdrawal.exists(consent_id=post.consent_id):
            raise Conflict("post.dark", "这条的授权已经撤回，请重新晒一次")
        if post.audience <= Audience.FAMILY:  # wider ones were checked when they were published
            await disclosures.refuse(post.family_id, "words", post.words, knowingly=draft.knowingly)
        consent = await consents.require(Purpose.SHOW, post.family_id, post.student_id)
        link_id = uuid7()
        link = await ShareLink.create(
            id=link_id,
            post=post,
            consent=consent,
            issued_by=guardian,
            token_hash=tokens.hashed(tokens.derived_code("share", link_id)),
            expires_at=clock.now() + timedelta(days=draft.days),
        )
        await audit.record(guardian, "share_link.issued", link)
    return link


async def own(guardian: Account, link_id: UUID) -> ShareLink:
    """A link that the account itself issued."""
    link = await ShareLink.get_or_none(id=link_id, issued_by=guardian)
    if link is None:
        raise NotFound
    return link


def url_of(link: ShareLink) -> str:
    """The address to hand on: `<public url>/s/<token>`, 128 bits, of which we keep the hash."""
    return f"{settings.current().public_url}/s/{tokens.derived_code('share', link.id)}"


async def opened(token: str) -> Post:
    """The post behind a living link. Revoked, expired, dark and unknown are all NotFound; dark is
    a post, too, whose pictures are all in the trash.
    """
    link = await ShareLink.get_or_none(
        token_hash=tokens.hashed(token),
        revoked_at=None,
        expires_at__gt=clock.now(),
        consent__withdrawal__id__isnull=True,
        post__consent__withdrawal__id__isnull=True,
        post__state=PostState.APPROVED,
        post__audience__gt=Audience.GUARDIANS,
    ).prefetch_related(*(f"post__{name}" for name in posts.WITH_ALL))
    if link is None or not link.post.photos_shown:
        raise NotFound
    return link.post


async def revoke(guardian: Account, link_id: UUID) -> None:
    """Kill a link at once. Whoever decides for the child may; again is fine."""
    async with transaction():
        link = await ShareLink.get_or_none(id=link_id).select_related("post")
        if link is None:
            raise NotFound
        await access.deciding_for(guardian, link.post.family_id, link.post.student_id)
        if await ShareLink.filter(id=link_id, revoked_at=None).update(revoked_at=clock.now()):
            await audit.record(guardian, "share_link.revoked", link)


async def revoke_of(account_id: UUID, family_id: UUID) -> None:
    """Kill the links that a leaver has given a family's posts, with the membership."""
    posts_of = Post.filter(family_id=family_id).values("id")
    links = ShareLink.filter(issued_by_id=account_id, post_id__in=Subquery(posts_of))
    await links.filter(revoked_at=None).update(revoked_at=clock.now())


_STOOD = """
select count(*) from share_links l join posts p on p.id = l.post_id
where (l.consent_id = any($1) or p.consent_id = any($1)) and l.expires_at > $2
and (l.revoked_at is null or l.revoked_at > $2) and not exists (
    select 1 from audit_records a where a.subject_id = p.id
    and a.action in ('post.withdrawn', 'post.rejected') and a.created_at <= $2)
"""


async def stood_on(consent_ids: list[UUID], at: datetime) -> int:
    """How many links opened on these grants at a moment, for the receipt."""
    return (await query(_STOOD, consent_ids, at))[0]["count"]
