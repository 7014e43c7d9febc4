"""Captions: what a family says of its photos: when and where they were taken, and the words.

A place is read at once, so WeChat passes its name before it is kept; words wait for their check.
"""

from typing import Annotated, Any
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from models.archive.photos import Photo, TakenFrom
from models.people.accounts import Account
from models.people.families import Role
from models.trust.moderation import Standing, Subject
from models.trust.notices import NoticeKind
from service.archive import dating, photos
from service.foundation import dates
from service.foundation.database import query, transaction
from service.foundation.drafts import Draft, text
from service.foundation.errors import Forbidden, Invalid, NotFound
from service.people import students
from service.trust import access, audit, moderation, notices
from service.trust.access import Viewer

Taken = Annotated[str, Meta(max_length=40, description="EDTF: 2016-05-01, 1986-22~; or empty.")]
Place = Annotated[str, text(60, least=0, description="What the family calls the place.")]
Caption = Annotated[str, text(500, least=0, description="What there is to say of it.")]


class PhotoChange(Draft):
    """What is to be said otherwise of a photo; what is left out stays."""

    taken: Taken | UnsetType = UNSET
    place: Place | UnsetType = UNSET
    caption: Caption | UnsetType = UNSET


async def describe(account: Account, photo_id: UUID, draft: PhotoChange) -> None:
    """Date, place and caption a photo; what is sent back as it was read changes nothing."""
    photo = await _described_by(account, await access.viewer(account), photo_id)
    await require_clean_place(account, photo.family_id, draft.place)
    async with transaction():
        await _take_turn(photo_id)
        viewer = await access.viewer(account)
        photo = await _described_by(account, viewer, photo_id)
        read = photo.caption if photos.words_read_by(viewer, photo) else ""
        said = isinstance(draft.caption, str) and draft.caption != read
        if said:
            await moderation.drop_question(Subject.CAPTION, photo_id)
        photo = await _locked(photo_id)
        changed = await date_and_place([photo], draft.taken, draft.place)
        if said:
            await _say(account, photo, str(draft.caption))
        if said or changed:
            await audit.record(account, "photo.described", photo)
            await dating.date_by_photos([photo.id])


async def bring_words(account: Account, photo_id: UUID, caption: str) -> None:
    """Caption a photo with words that came along with it, unless it has some; again is fine."""
    async with transaction():
        await _take_turn(photo_id)
        await _described_by(account, await access.viewer(account), photo_id)
        photo = await _locked(photo_id)
        if photo.caption.strip():
            return
        await moderation.drop_question(Subject.CAPTION, photo_id)
        await _say(account, photo, caption)
        await audit.record(account, "photo.described", photo)


async def _locked(photo_id: UUID) -> Photo:
    photo = await Photo.filter(id=photo_id).select_for_update(no_key=True).get_or_none()
    if photo is None:
        raise NotFound  # an erasure was waited for
    return photo


async def _take_turn(photo_id: UUID) -> None:
    """Who captions it at the same time waits here, in the caller's transaction.

    Else one would hold the photo and want the other's question, whose verdict holds that and
    wants the photo.
    """
    await query("select pg_advisory_xact_lock(hashtextextended($1, 0))", f"caption {photo_id}")


async def require_describing(
    account: Account, viewer: Viewer, family_id: UUID, found: list[Photo]
) -> None:
    """Contributors describe whatever they see of the family's; its student what it put there."""
    if family_id in viewer.families(Role.CONTRIBUTOR):
        return
    if not await students.is_child_of(viewer, family_id):
        await access.family_for(account, family_id, Role.CONTRIBUTOR)
    if any(photo.uploader_id != account.id for photo in found):
        raise Forbidden("photo.not_yours", "这是家里别人传的照片，请家人来改")


async def require_clean_place(
    account: Account, family_id: UUID | None, place: str | UnsetType
) -> None:
    """Refuse the name of a place unless WeChat passes it, or passed it for the family before."""
    if isinstance(place, UnsetType) or not place.strip():
        return
    if not await Photo.exists(family_id=family_id, place=place):
        await moderation.require_clean(account, place, "place")


async def date_and_place(
    found: list[Photo], taken: str | UnsetType, place: str | UnsetType
) -> list[UUID]:
    """Say when and where locked photos were taken, in one statement; those that were changed."""
    said = _date(taken) | ({} if isinstance(place, UnsetType) else {"place": place})
    changed = [p.id for p in found if any(getattr(p, name) != said[name] for name in said)]
    if changed:
        await Photo.filter(id__in=changed).update(**said)
    return changed


def _date(taken: str | UnsetType) -> dict[str, Any]:
    """The columns of a person's word; the camera's own moment stays beside it."""
    if isinstance(taken, UnsetType):
        return {}
    if not taken:
        return {"taken": "", "taken_day": None, "taken_from": TakenFrom.NOBODY}
    fuzzy = dates.parse(taken)
    if fuzzy is None:
        raise Invalid.field("taken", "photo.date", "这个日期看不懂，可以只写年份")
    if fuzzy.is_to_come():
        raise Invalid.field("taken", "photo.future", "这个日子还没到，请再看一下")
    return {"taken": taken, "taken_day": fuzzy.first_day, "taken_from": TakenFrom.PERSON}


async def _described_by(account: Account, viewer: Viewer, photo_id: UUID) -> Photo:
    photo = await photos.seen_by(viewer, photo_id)
    if photo.family_id is None:  # an avatar belongs to no family's archive
        raise NotFound
    await require_describing(account, viewer, photo.family_id, [photo])
    return photo


async def _say(account: Account, photo: Photo, caption: str) -> None:
    wordless = not caption.strip()
    words = {
        "caption": caption,
        "words_by_id": None if wordless else account.id,
        "words_standing": Standing.PASSED if wordless else Standing.PENDING,
    }
    await Photo.filter(id=photo.id).update(**words)
    if not wordless:
        await moderation.ask(Subject.CAPTION, photo.id, account.id)


async def content_to_check(photo_id: UUID) -> moderation.Content | None:
    """The words to a photo, while there are any."""
    photo = await Photo.get_or_none(id=photo_id)
    return moderation.Text(photo.caption) if photo and photo.caption.strip() else None


async def settled(photo_id: UUID, standing: Standing, label: int | None) -> None:
    """The word of the safety check, or of a human, on the words to a photo."""
    said = Photo.filter(id=photo_id, words_standing__in=standing.earlier)
    if await said.update(words_standing=standing) and standing is Standing.REVIEW:
        await _tell_of_doubt(photo_id)


async def _tell_of_doubt(photo_id: UUID) -> None:
    """Nobody else reads them now; whether a human is to look is their writer's to say."""
    photo = await Photo.get_or_none(id=photo_id, deleted_at=None)
    if photo and photo.words_by_id:
        writer, kind = [photo.words_by_id], NoticeKind.WORDS_DOUBTFUL
        await notices.tell(writer, kind, photo.id, photo.family_id)
