"""Avatars: of accounts (a picture of their own) and of children (a photo of the family's)."""

from collections.abc import Iterable
from uuid import UUID

from models.archive.photos import Photo, PhotoState
from models.people.accounts import Account
from models.people.students import Student
from models.trust.moderation import Standing
from service.archive.renditions import Rendition, rendition_url
from service.foundation.database import transaction
from service.foundation.errors import Conflict, Invalid, NotFound, NotSignedIn
from service.people import students
from service.trust import access, audit


async def wear(account: Account, photo_id: UUID | None) -> Account:
    """Take a picture of one's own as avatar, or none; others see it once it was checked."""
    async with transaction():
        if photo_id:
            own = Photo.filter(uploader_id=account.id, family_id=None, deleted_at=None)
            _require_usable(await own.get_or_none(id=photo_id))
        if account.avatar_id != photo_id:
            living = Account.filter(id=account.id, erased_at=None)
            if not await living.update(avatar_id=photo_id):
                raise NotSignedIn  # an erasure was waited for
            account.avatar_id = photo_id  # type: ignore[assignment]
            await audit.record(account, "account.avatar_changed", account)
    return account


async def give(guardian: Account, student_id: UUID, photo_id: UUID | None) -> Student:
    """Give a child one of the family's photos as avatar, or none."""
    async with transaction():
        student = await students.seen_by(guardian, student_id)
        await access.deciding_for(guardian, student.family_id, student_id)
        if photo_id:
            viewer = await access.viewer(guardian)
            visible = access.photos_visible_to(viewer).filter(family_id=student.family_id)
            _require_usable(await visible.get_or_none(id=photo_id))
        if student.avatar_id != photo_id:
            living = Student.filter(id=student_id, erased_at=None)
            if not await living.update(avatar_id=photo_id):
                raise NotFound  # an erasure was waited for
            student.avatar_id = photo_id  # type: ignore[assignment]
            await audit.record(guardian, "student.avatar_changed", student)
    return student


def _require_usable(photo: Photo | None) -> None:
    if photo is None:
        raise Invalid.field("photo_id", "photo.unknown", "这张照片找不到了")
    if photo.state is PhotoState.REFUSED:
        raise Invalid.field("photo_id", "photo.refused", photo.refusal)
    if photo.standing is Standing.RISKY:
        raise Invalid.field("photo_id", "photo.risky", "这张照片没有通过安全检查，换一张就好")
    if photo.state is not PhotoState.READY:
        raise Conflict("photo.not_ready", "照片还在处理，请稍等几秒再试")


async def url(photo_id: UUID | None) -> str:
    """An avatar's URL for its owner, who sees it before the check; empty without one."""
    ready = Photo.filter(state=PhotoState.READY, deleted_at=None)
    photo = await ready.get_or_none(id=photo_id) if photo_id else None
    return rendition_url(photo, Rendition.THUMB, outside=False) if photo else ""


async def urls(photo_ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """The URLs of checked avatars, for relatives; whoever has none is left out."""
    wanted = [one for one in photo_ids if one]
    shown = [photo for photo in await Photo.filter(id__in=wanted) if photo.shown_to_others]
    return {photo.id: rendition_url(photo, Rendition.THUMB, outside=False) for photo in shown}
