"""Share opening: what a living link shows to whoever holds it, as it is at that moment.

Whoever answers may share what it was told for half a second (`handlers/edge/shared_pages.py`).

One statement says whether a link opens anything. Whatever ended it, it is the same statement that
finds nothing, so that neither the answer nor its time tells why.
"""

from dataclasses import dataclass
from uuid import UUID

from models.archive.photos import Photo
from models.people.families import Membership
from models.sharing.posts import Post
from models.sharing.share_links import ShareLink
from models.trust.moderation import Subject
from service.foundation import clock, tokens
from service.foundation.database import query
from service.foundation.errors import NotFound
from service.sharing import posts, share_layouts, show_page_contents
from service.sharing.show_page_contents import ShownPage, live_on
from service.trust import access

_OPENS = f"""
select l.id from share_links l
left join posts p on p.id = l.post_id
left join show_pages s on s.id = l.show_page_id
where l.token_hash = $1 and l.revoked_at is null and l.expires_at > $2
and not exists (
    select from consent_withdrawals w
    where w.consent_id in (l.consent_id, p.consent_id, s.consent_id))
and not exists (
    select from restrictions held where held.family_id in (p.family_id, s.family_id)
    and held.what = 'showing' and held.lifted_at is null and held.until > $2)
and (
    p.state = 'approved' and p.audience > 10 and p.hidden_at is null and p.deleted_at is null
    and exists (
        select from post_photos place join photos photo on photo.id = place.photo_id
        where place.post_id = p.id and not place.waits and photo.deleted_at is null
        and (l.picks = '[]' or l.picks @> to_jsonb(photo.id::text)))
    or s.standing = 'passed' and s.hidden_at is null and s.deleted_at is null
    and exists ({live_on("s.id")}))
"""  # noqa: S608  our own words


@dataclass(frozen=True)
class Line:
    """What a relative tells of it, by the name that the family has for them."""

    called: str
    words: str


@dataclass(frozen=True)
class ShownPost:
    """A post as its link lays it out: its photos, each with what stands under it."""

    post: Post
    link: ShareLink
    photos: list[tuple[Photo, str]]
    line: Line | None


Shown = ShownPost | ShownPage


async def opened(token: str) -> Shown:
    """What a link shows now. Revoked, expired, dark and unknown are all NotFound."""
    link = await _living(token)
    shown = await _post(link) if link.post_id else await _page(link)
    if shown is None:  # it ended a moment ago
        raise NotFound
    return shown


async def reported(token: str) -> tuple[Subject, UUID]:
    """The thing that a living link opens, for a report of it."""
    link = await _living(token)
    if link.post_id:
        return Subject.POST, link.post_id
    assert link.show_page_id
    return Subject.SHOW_PAGE, link.show_page_id


async def _living(token: str) -> ShareLink:
    found = await query(_OPENS, tokens.hashed(token), clock.now())
    link = await ShareLink.get_or_none(id=found[0]["id"]) if found else None
    if link is None:
        raise NotFound
    return link


async def _post(link: ShareLink) -> ShownPost | None:
    post = await Post.get_or_none(id=link.post_id).prefetch_related(*posts.WITH_ALL)
    photos = share_layouts.chosen(link, post) if post else []
    if post is None or not photos:
        return None
    told = share_layouts.captions(link, photos, post.student)
    return ShownPost(post, link, list(zip(photos, told, strict=True)), await _line(link, post))


async def _page(link: ShareLink) -> ShownPage | None:
    return await show_page_contents.shown(link.show_page_id) if link.show_page_id else None


async def _line(link: ShareLink, post: Post) -> Line | None:
    """The line as it was chosen, while all of its story may be heard.

    Taken back, told otherwise or by one who left, it is not there.
    """
    if link.story_id is None:
        return None
    heard = access.stories_heard_by(access.ANONYMOUS).filter(entry_id=post.entry_id)
    story = await heard.filter(id=link.story_id, entry__deleted_at=None).first()
    if story is None or tokens.hashed(story.words) != link.story_hash:
        return None
    place = await Membership.get_or_none(
        account_id=story.author_id, family_id=post.family_id, until=None
    )
    return Line(place.relation.value, story.words) if place else None
