"""Share links: the unguessable address of a post, or of a show page, for friends without login.

What a link opens is looked up as it is at that moment, see `share_opening`.
"""

from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, field
from tortoise.expressions import Q, Subquery

from models.archive.growth import Audience
from models.archive.stories import Story
from models.base import uuid7
from models.people.accounts import Account
from models.sharing.posts import Post, PostState
from models.sharing.share_links import Layout, ShareLink
from models.sharing.show_pages import ShowPage
from models.trust.consents import Consent, ConsentWithdrawal, Purpose
from models.trust.moderation import Standing
from models.trust.restrictions import Restricted
from service.archive import pictured
from service.foundation import clock, settings, tokens
from service.foundation.database import query, transaction
from service.foundation.drafts import Draft
from service.foundation.errors import Conflict, Invalid, NotFound
from service.people import disclosures
from service.sharing import (
    post_gates,
    post_verdicts,
    posts,
    share_layouts,
    show_page_contents,
    show_page_gates,
    show_pages,
)
from service.sharing.post_drafts import MOST_PHOTOS
from service.trust import access, audit, consents, restrictions

PAGE = 20
CHECKING = "正在安全检查，一般不到一分钟"
Days = Annotated[int, Meta(ge=1, le=365, description="Days until it dies.")]


class ShareLinkDraft(Draft):
    """How long the link is to live, and how it lays the post out."""

    days: Days = 30
    layout: Annotated[Layout, Meta(description="九宫格, 单张 or 今昔对比.")] = Layout.GRID
    picks: Annotated[
        list[UUID],
        Meta(
            max_length=MOST_PHOTOS,
            description="Photos of the post: one for `single`, two of different ages for"
            " `then_and_now`; for `grid` none stands for all.",
        ),
    ] = field(default_factory=list)
    story_id: Annotated[
        UUID | None, Meta(description="A relative's story of the post's record, as one line more.")
    ] = None
    knowingly: Annotated[bool, Meta(description="Show what the privacy check found, too.")] = False


class PageLinkDraft(Draft):
    """How long the link of a show page is to live."""

    days: Days = 30


async def issue(guardian: Account, post_id: UUID, draft: ShareLinkDraft) -> ShareLink:
    """Give an approved post a link of its own, on the consent to show, as whoever decides."""
    async with transaction():
        post = await _held(guardian, post_id)
        post_gates.refuse_minor(await access.viewer(guardian))
        await restrictions.require_free(guardian, post.family_id, Restricted.SHOWING)
        await _require_shown(post)
        picks = share_layouts.picks_for(post, draft.layout, draft.picks)
        story = await _story(post, draft.story_id) if draft.story_id else None
        await _require_discreet(post, story, draft)
        photo_ids = [picture.photo_id for picture in post.pictures]
        await pictured.require(Purpose.SHOW, post.family_id, post.student_id, photo_ids)
        consent = await consents.require(Purpose.SHOW, post.family_id, post.student_id)
        laid_out = {"layout": draft.layout, "picks": [str(pick) for pick in picks]}
        line = {"story": story, "story_hash": tokens.hashed(story.words)} if story else {}
        return await _issued(guardian, consent, draft.days, post=post, **laid_out, **line)


async def _held(guardian: Account, post_id: UUID) -> Post:
    """A post that the account decides for, as it stands now that no edit of it is under way.

    The account may have left the family while it waited, and the post been narrowed. Locks: the
    family before the post.
    """
    seen = await posts.seen_by(guardian, post_id)
    await access.deciding_for(guardian, seen.family_id, seen.student_id)
    await access.require_undisputed(seen.family_id)
    await post_verdicts.locked(post_id)
    post = await posts.seen_by(guardian, post_id)
    await access.deciding_for(guardian, post.family_id, post.student_id)
    return post


async def issue_for_page(guardian: Account, page_id: UUID, draft: PageLinkDraft) -> ShareLink:
    """Give a show page that has passed a link of its own."""
    async with transaction():
        page = await show_pages.seen_by(guardian, page_id)
        await access.require_undisputed(page.family_id)
        children = await show_page_contents.children_on(page_id)
        await show_page_gates.require_deciding(guardian, page.family_id, children)
        if page.standing in (Standing.PENDING, Standing.REVIEW):
            raise Conflict("show_page.not_approved", CHECKING)
        if page.standing is Standing.RISKY or page.hidden_at:
            raise Conflict("show_page.dark", "这一页现在不能给别人看")
        for student_id in await show_page_contents.children_told_of(page_id):
            await consents.require(Purpose.SHOW, page.family_id, student_id)
        if await ConsentWithdrawal.exists(consent_id=page.consent_id):
            raise Conflict("show_page.dark", "这一页的授权已经撤回，打开它保存一次再分享")
        if await show_page_contents.shown(page_id) is None:
            raise Conflict("show_page.empty", "这一页上的东西都改过或收起来了，重新选一选再分享")
        consent = await consents.require(Purpose.SHOW, page.family_id, None)
        return await _issued(guardian, consent, draft.days, show_page=page)


async def _issued(guardian: Account, consent: Consent, days: int, **shown: Any) -> ShareLink:
    link_id = uuid7()
    link = await ShareLink.create(
        id=link_id,
        consent=consent,
        issued_by=guardian,
        token_hash=tokens.hashed(tokens.derived_code("share", link_id)),
        expires_at=clock.now() + timedelta(days=days),
        **shown,
    )
    await audit.record(guardian, "share_link.issued", link)
    return link


async def _require_shown(post: Post) -> None:
    """Refuse a link that would open nothing."""
    waiting = (PostState.PENDING, PostState.REVIEW)
    if post.state in waiting:
        raise Conflict("post.not_approved", CHECKING)
    if post.audience <= Audience.FAMILY and post.edit in waiting:  # written for the family alone
        raise Conflict("post.not_approved", CHECKING)
    if post.state is not PostState.APPROVED:
        raise Conflict("post.not_approved", "这条没有在展示，不能分享")
    if post.audience is Audience.GUARDIANS:
        raise Conflict("post.guardians_only", "这条只给监护人看，不能分享")
    if post.hidden_at:
        raise Conflict("post.dark", "这条有人反映，正在请人看，暂时不能分享")
    if post.consent_id and await ConsentWithdrawal.exists(consent_id=post.consent_id):
        raise Conflict("post.dark", "这条的授权已经撤回，请重新晒一次")


async def _require_discreet(post: Post, story: Story | None, draft: ShareLinkDraft) -> None:
    """Words wider than the family were checked when they were published; others are now."""
    if post.audience <= Audience.FAMILY:
        await disclosures.refuse(post.family_id, "words", post.words, knowingly=draft.knowingly)
    if story:
        words = story.words
        await disclosures.refuse(post.family_id, "story_id", words, knowingly=draft.knowingly)


async def _story(post: Post, story_id: UUID) -> Story:
    """A story in words of the post's record that has passed, with its voice if it has one."""
    heard = access.stories_heard_by(access.ANONYMOUS)
    told = heard.filter(entry_id=post.entry_id, entry__deleted_at=None)
    story = await told.get_or_none(id=story_id) if post.entry_id else None
    if story is None or not story.words.strip():
        detail = "这段讲述找不到了，或者不是这条记录的、没有文字"
        raise Invalid.field("story_id", "story.unknown", detail)
    return story


async def own(guardian: Account, link_id: UUID) -> ShareLink:
    """A link that the account itself issued."""
    link = await ShareLink.get_or_none(id=link_id, issued_by=guardian)
    if link is None:
        raise NotFound
    return link


async def living_of(guardian: Account, post_id: UUID, *, after: UUID | None) -> list[ShareLink]:
    """A page of the living links of a post, latest first, as whoever decides for it."""
    post = await posts.seen_by(guardian, post_id)
    await access.deciding_for(guardian, post.family_id, post.student_id)
    found = ShareLink.filter(post_id=post_id)
    return await _page(found, after)


async def living_of_page(
    guardian: Account, page_id: UUID, *, after: UUID | None
) -> list[ShareLink]:
    """The same of a show page, for a guardian of its family."""
    await show_pages.seen_by(guardian, page_id)
    return await _page(ShareLink.filter(show_page_id=page_id), after)


async def _page(found: Any, after: UUID | None) -> list[ShareLink]:
    if after:
        found = found.filter(id__lt=after)
    living = found.filter(revoked_at=None, expires_at__gt=clock.now())
    return await living.order_by("-id").limit(PAGE + 1)


def url_of(link: ShareLink) -> str:
    """The address to hand on: `<public url>/s/<token>`, 128 bits, of which we keep the hash."""
    return f"{settings.current().public_url}/s/{tokens.derived_code('share', link.id)}"


def family_of(link: ShareLink) -> UUID:
    """The family whose post, or page, was fetched with a link."""
    shown = link.post or link.show_page
    assert shown
    return shown.family_id


async def revoke(guardian: Account, link_id: UUID) -> None:
    """Kill a link at once. Whoever decides for the child may; again is fine."""
    async with transaction():
        link = await ShareLink.get_or_none(id=link_id).select_related("post", "show_page")
        if link is None:
            raise NotFound
        student_id = link.post.student_id if link.post else None
        await access.deciding_for(guardian, family_of(link), student_id)
        if await ShareLink.filter(id=link_id, revoked_at=None).update(revoked_at=clock.now()):
            await audit.record(guardian, "share_link.revoked", link)


async def revoke_of(account_id: UUID, family_id: UUID) -> None:
    """Kill the links that a leaver has given to what a family shows, with the membership."""
    of_posts = Q(post_id__in=Subquery(Post.filter(family_id=family_id).values("id")))
    of_pages = Q(show_page_id__in=Subquery(ShowPage.filter(family_id=family_id).values("id")))
    links = ShareLink.filter(of_posts | of_pages, issued_by_id=account_id, revoked_at=None)
    await links.update(revoked_at=clock.now())


_STOOD = f"""
select count(*) from share_links l
left join posts p on p.id = l.post_id left join show_pages s on s.id = l.show_page_id
where (l.consent_id = any($1) or p.consent_id = any($1) or s.consent_id = any($1))
and l.expires_at > $2 and (l.revoked_at is null or l.revoked_at > $2)
and (s.deleted_at is null or s.deleted_at > $2) and {posts.WAS_SHOWN}
"""  # noqa: S608  our own words


async def stood_on(consent_ids: list[UUID], at: datetime) -> int:
    """How many links opened on these grants at a moment, for the receipt."""
    return (await query(_STOOD, consent_ids, at))[0]["count"]
