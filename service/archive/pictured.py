"""Pictured: children whom photos are said to show, beside the one that something is about.

What leaves the family stands on their yes, too. Once that is taken back it stands on the grant that
ended, and is as dark as with its own.
"""

from collections.abc import Awaitable, Callable, Collection
from uuid import UUID

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from models.archive.photos import Photo, PhotoPerson
from models.people.students import Student
from models.trust.consents import Purpose
from service.foundation.errors import Invalid
from service.people import families
from service.trust import consents

Seen = Callable[[UUID], Awaitable[Collection[tuple[Purpose, UUID | None]]]]
"""For which purposes others see a photo, and of which child (or the family's own) that tells."""
_seen: list[Seen] = []

ENDED = """
select g.id, g.purpose, g.family_id, g.student_id, s.person_id from consents g
join students s on s.id = g.student_id where g.id = any($1)
"""
"""The grants that end, with the persons whom they were about: in SQL."""


def when_asked(seen: Seen) -> None:
    """Have `seen(photo_id)` tell of one kind of thing by which others see a photo."""
    _seen.append(seen)


def lives(grant: str) -> str:
    """That a grant was not taken back: in SQL."""
    return f"not exists (select from consent_withdrawals w where w.consent_id = {grant})"


async def require(
    purpose: Purpose, family_id: UUID, student_id: UUID | None, photo_ids: Collection[UUID]
) -> None:
    """Require the yes of every other child whom the photos are said to show, as for its own."""
    said = PhotoPerson.filter(photo_id__in=photo_ids).values("person_id")
    for child in await _children(family_id).filter(person_id__in=Subquery(said)):
        if child.id != student_id:
            detail = f"照片里标着{child.nickname}："
            await _require_agreed(purpose, child, "photo_ids", detail)


async def require_tagged(photo: Photo, person_ids: Collection[UUID]) -> None:
    """Require the yes of the children among these to whatever shows the photo to others.

    Whoever shows it meanwhile waits for the caller's transaction.
    """
    assert photo.family_id
    children = await _children(photo.family_id).filter(person_id__in=person_ids)
    if not children:
        return
    await families.lock(photo.family_id)
    for seen in _seen:
        for purpose, student_id in await seen(photo.id):
            for child in children:
                if child.id != student_id:
                    detail = f"家里以外的人看得到这张照片，还不能标上{child.nickname}："
                    await _require_agreed(purpose, child, "person_ids", detail)


def _children(family_id: UUID) -> QuerySet[Student]:
    return Student.filter(family_id=family_id, erased_at=None).order_by("id")


async def _require_agreed(purpose: Purpose, child: Student, path: str, said: str) -> None:
    try:
        await consents.require(purpose, child.family_id, child.id)
    except Invalid as lacking:
        detail = f"{said}{lacking.detail}"
        raise Invalid.field(path, "photos.child_not_agreed", detail) from lacking
