"""Photos: who sees one, which may be used, and what follows its safety check."""

from collections.abc import Awaitable, Callable, Iterable
from uuid import UUID

from models.archive.photos import Medium, Photo, PhotoState
from models.people.accounts import Account
from models.trust.moderation import Standing
from models.trust.notices import NoticeKind
from service.archive import renditions
from service.foundation.errors import Conflict, Invalid, NotFound
from service.trust import access, moderation, notices
from service.trust.access import Viewer

Reaction = Callable[[UUID], Awaitable[None]]
_when_checked: list[Reaction] = []


def when_checked(reaction: Reaction) -> None:
    """Run `reaction(photo_id)` in the transaction that settles a photo's check."""
    _when_checked.append(reaction)


async def seen_by(viewer: Viewer, photo_id: UUID) -> Photo:
    """A photo that the viewer may see, with those whom it shows."""
    visible = access.photos_visible_to(viewer).prefetch_related("persons__person")
    photo = await visible.get_or_none(id=photo_id)
    if photo is None:
        raise NotFound
    return photo


def words_read_by(viewer: Viewer, photo: Photo) -> bool:
    """Whether the viewer reads its caption: once checked, or their own."""
    return photo.words_standing is Standing.PASSED or photo.words_by_id == viewer.account_id


async def firsts_shown_to(viewer: Viewer, found: Iterable[Photo]) -> set[UUID]:
    """Of what these are duplicates or covered copies, as far as the viewer may see it.

    So that an answer may link to them.
    """
    named = {first for photo in found for first in (photo.duplicate_of_id, photo.covers_id)}
    firsts = {first for first in named if first}
    if not firsts:
        return set()
    seen = access.photos_visible_to(viewer).filter(id__in=firsts)
    return set(await seen.values_list("id", flat=True))  # type: ignore[arg-type]


async def usable(
    account: Account, family_id: UUID, photo_ids: list[UUID], *, known: Iterable[Photo] = ()
) -> list[Photo]:
    """The family's photos that a request names, in its order, as far as the account sees them.

    They stay locked for the caller's transaction: what it makes of them is there when a reading
    that ends meanwhile looks for it. Those that the caller has already are `known`.
    """
    if len(set(photo_ids)) != len(photo_ids):
        raise Invalid.field("photo_ids", "photos.twice", "同一张照片选了两次")
    await access.hold(family_id)
    viewer = await access.viewer(account)
    found = {photo.id: photo for photo in known}
    asked = [photo_id for photo_id in photo_ids if photo_id not in found]
    visible = access.photos_visible_to(viewer).filter(id__in=asked, family_id=family_id)
    locked = visible.order_by("id").select_for_update(no_key=True)
    found |= {photo.id: photo for photo in await locked}
    for place, photo_id in enumerate(photo_ids):
        if photo_id not in found:
            raise Invalid.field(f"photo_ids[{place}]", "photo.unknown", "有一张照片找不到了")
        if found[photo_id].state is PhotoState.REFUSED:
            raise Invalid.field(f"photo_ids[{place}]", "photo.refused", found[photo_id].refusal)
    return [found[photo_id] for photo_id in photo_ids]


def require_ready(photos: list[Photo]) -> None:
    """Refuse photos that have not been read yet: nobody shows what nobody has looked at."""
    for place, photo in enumerate(photos):
        if photo.standing is Standing.RISKY:
            detail = "有一张照片没有通过安全检查，换一张就好"
            raise Invalid.field(f"photo_ids[{place}]", "photo.risky", detail)
        if photo.state is not PhotoState.READY:
            raise Conflict("photo.not_ready", "照片还在处理，请稍等几秒再试")


async def content_to_check(photo_id: UUID) -> moderation.Content | None:
    """What WeChat looks at or listens to, on a short-lived URL."""
    photo = await Photo.get_or_none(id=photo_id, state=PhotoState.READY)
    if photo is None:
        return None
    url = renditions.check_url(photo)
    if not url:
        return moderation.Unfit(renditions.clean_url(photo, outside=True))
    return moderation.Sound(url) if photo.medium is Medium.AUDIO else moderation.Picture(url)


async def settled(photo_id: UUID, standing: Standing, label: int | None) -> None:
    """The word of the safety check, or of a human, on a photo; what waits for it goes on."""
    changed = Photo.filter(id=photo_id, standing__in=standing.earlier)
    if await changed.update(standing=standing) and standing is Standing.REVIEW:
        await _tell_of_doubt(photo_id)
    for reaction in _when_checked:
        await reaction(photo_id)


async def _tell_of_doubt(photo_id: UUID) -> None:
    """Nobody else sees it now; whether a human is to look is the uploader's to say."""
    photo = await Photo.get_or_none(id=photo_id, deleted_at=None)
    if photo:
        uploader, kind = [photo.uploader_id], NoticeKind.PHOTO_DOUBTFUL
        await notices.tell(uploader, kind, photo.id, photo.family_id)
