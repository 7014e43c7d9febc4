"""Posters (海报): a picture file of what a post's link shows, with a code that leads there.

Drawn by a job from the masters alone and kept in Kodo; the same content makes the same bytes. It is
handed out while the link lives, and only as it is now: what has changed since is drawn anew.
"""

import asyncio
import tempfile
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import msgspec

from models.people.accounts import Account
from models.sharing.posters import Poster, PosterShape
from models.sharing.posts import Post
from models.sharing.share_links import ShareLink
from models.trust.notices import NoticeKind
from service.archive import apart, renditions
from service.foundation import clock, jobs
from service.foundation.database import query, transaction
from service.foundation.drafts import Draft
from service.foundation.errors import Conflict, NotFound
from service.integrations import adapters
from service.sharing import poster_contents, share_links
from service.sharing.poster_pages import CODE, Content, setting
from service.trust import access, audit, notices

PAGE = "pages/shared/shared"
"""Where the code leads in the mini-program; the link's token is its scene."""
TIMEOUT = 60
UNDRAWN_AFTER = timedelta(minutes=10)

_press = asyncio.Semaphore(1)
"""A worker draws one poster at a time: it takes a second of a whole core."""
BUSY = timedelta(seconds=3)


class PressFailed(Exception):
    """The press ended without a picture; the job is tried again."""


class PosterDraft(Draft):
    """What a poster is to look like."""

    shape: PosterShape


async def ask(guardian: Account, link_id: UUID, draft: PosterDraft) -> Poster:
    """Have a poster of a living link drawn, as whoever decides; again it is the same one."""
    async with transaction():
        link = await _decided(guardian, link_id)
        await access.require_undisputed(share_links.family_of(link))
        await ShareLink.filter(id=link_id).select_for_update(no_key=True).first()
        content = await poster_contents.shown(link, draft.shape)
        if content is None:
            raise Conflict("poster.link_ended", "这个链接已经打不开了，重新生成一个再做海报")
        poster, is_new = await Poster.get_or_create(
            link_id=link_id, shape=draft.shape, defaults={"asked_by_id": guardian.id}
        )
        if is_new:
            await audit.record(guardian, "poster.asked", poster)
        if poster.digest != content.digest:
            await jobs.later("posters.draw", poster_id=poster.id)
    return poster


async def seen_by(guardian: Account, poster_id: UUID) -> tuple[Poster, bool]:
    """A poster of a living link, and whether it is drawn as the link is now; else it will be."""
    poster = await Poster.get_or_none(id=poster_id).select_related("link")
    if poster is None:
        raise NotFound
    await _decided(guardian, poster.link_id)
    content = await poster_contents.shown(poster.link, poster.shape)
    if content is None:
        raise NotFound
    ready = poster.digest == content.digest
    if poster.digest and not ready:
        await _draw_anew(poster)
    return poster, ready


async def _draw_anew(poster: Poster) -> None:
    """Have it drawn once, however often it is looked at: it has no digest until then.

    Nobody who looks waits for one that is being kept.
    """
    async with transaction():
        seen = Poster.filter(id=poster.id, digest=poster.digest)
        if await seen.select_for_update(skip_locked=True).first():
            await seen.update(digest="")
            await jobs.later("posters.draw", poster_id=poster.id)


def url_of(poster: Poster) -> str:
    """A signed URL of the file that dies within 10 minutes."""
    until = renditions.deadline(renditions.OUTSIDE)
    return adapters().kodo.download_url(poster.key, until=until)


def key_of(poster_id: UUID) -> str:
    """Where the file is, or will be."""
    return f"posters/{poster_id}.png"


async def _decided(guardian: Account, link_id: UUID) -> ShareLink:
    """A link of a post for which the account decides."""
    link = await ShareLink.get_or_none(id=link_id).select_related("post", "show_page")
    if link is None:
        raise NotFound
    student_id = link.post.student_id if link.post else None
    await access.deciding_for(guardian, share_links.family_of(link), student_id)
    if link.post is None:
        raise Conflict("poster.show_page", "单独展示还做不了海报，可以直接把链接发出去")
    return link


@jobs.job("posters.draw")
async def draw(poster_id: UUID) -> None:
    """Draw what the link shows now, unless the poster shows just that and is there.

    While another one is drawn, come again.
    """
    if _press.locked():
        await jobs.later("posters.draw", after=BUSY, poster_id=poster_id)
        return
    async with _press:
        poster = await Poster.get_or_none(id=poster_id).select_related("link")
        content = await poster_contents.shown(poster.link, poster.shape) if poster else None
        if poster is None or content is None or await _is_there(poster, content):
            return
        with tempfile.TemporaryDirectory(prefix="jiadang-") as name:
            await _keep(poster, content, await _draw(poster.link, content, Path(name)))


async def _is_there(poster: Poster, content: Content) -> bool:
    if poster.digest != content.digest:
        return False
    facts = await adapters().kodo.stat(poster.key)
    return facts is not None and facts["hash"] == poster.etag


async def _draw(link: ShareLink, content: Content, folder: Path) -> Path:
    until = renditions.deadline(renditions.INSIDE)
    for place, picture in enumerate(content.pictures):
        await adapters().kodo.fetch(picture.key, folder / setting.file_of(place), until=until)
    code = await adapters().wechat.mini_code(poster_contents.token_of(link), PAGE)
    (folder / CODE).write_bytes(code)
    (folder / "content.json").write_bytes(msgspec.json.encode(content))
    ended, _ = await apart.run("service.sharing.poster_pages", str(folder), seconds=TIMEOUT)
    if ended != 0:
        raise PressFailed(ended)
    return folder / "poster.png"


async def _keep(seen: Poster, content: Content, drawn: Path) -> None:
    """Store the file while the poster is held: its end comes before, or finds the object.

    What the link shows may have changed while it was drawn: then nothing is kept of it.
    """
    async with transaction():
        family_id = (await Post.get(id=seen.link.post_id)).family_id
        await access.hold(family_id)
        poster = await Poster.filter(id=seen.id).select_for_update().get_or_none()
        now = await poster_contents.shown(seen.link, seen.shape) if poster else None
        if poster is None or now is None:
            return
        if now.digest != content.digest:
            await jobs.later("posters.draw", poster_id=poster.id)
            return
        poster.key, poster.digest = key_of(poster.id), content.digest
        poster.bytes = (await asyncio.to_thread(drawn.stat)).st_size
        poster.etag = await adapters().kodo.put_file(poster.key, drawn, "image/png")
        await poster.save(update_fields=["key", "etag", "bytes", "digest"])
        await audit.record(None, "poster.drawn", poster)
        await notices.tell([poster.asked_by_id], NoticeKind.POSTER_READY, poster.id, family_id)


BITE = 500
_ENDED = """
select p.id from posters p join share_links l on l.id = p.link_id join posts o on o.id = l.post_id
where p.id > $2 and (
    l.revoked_at is not null or l.expires_at <= $1 or o.deleted_at is not null
    or o.state in ('withdrawn', 'rejected') or exists (
        select 1 from consent_withdrawals w where w.consent_id in (l.consent_id, o.consent_id)))
order by p.id limit $3
"""


@jobs.job("posters.sweep", cron="*/10 * * * *")
async def sweep() -> None:
    """Draw what an outage longer than all retries has left undrawn."""
    undrawn = Poster.filter(digest="", created_at__lt=clock.now() - UNDRAWN_AFTER)
    for poster in await undrawn.limit(500):
        await jobs.again("posters.draw", poster_id=poster.id)


@jobs.job("posters.clear", cron="23 4 * * *")
async def clear() -> None:
    """Remove the posters of links that have ended; nobody was given them since that moment."""
    ended = await query(_ENDED, clock.now(), UUID(int=0), BITE)
    while ended:
        for row in ended:
            await jobs.later("posters.remove", poster_id=row["id"])
        ended = await query(_ENDED, clock.now(), ended[-1]["id"], BITE)


@jobs.job("posters.remove")
async def remove(poster_id: UUID) -> None:
    """Remove a poster of a link that has ended: the object first, so that a retry finds the row."""
    async with transaction():
        poster = await Poster.filter(id=poster_id).select_for_update().get_or_none()
        if poster is None or await _opens_again(poster):
            return
        await adapters().kodo.delete(key_of(poster_id))
        await poster.delete()
        await audit.record(None, "poster.removed", poster_id)


async def _opens_again(poster: Poster) -> bool:
    """Somebody may have taken the post out of the trash meanwhile."""
    link = await ShareLink.get(id=poster.link_id)
    return await poster_contents.shown(link, poster.shape) is not None
