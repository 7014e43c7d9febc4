"""Class booklets: what the teachers of a class see of a booklet, and their words in it.

Of its entries they see those that the class is shown, of the others only how many there are.
"""

from typing import Annotated
from uuid import UUID

from models.archive.booklets import Booklet, BookletEntry, BookletState
from models.archive.growth import Entry
from models.people.accounts import Account
from models.people.schools import ClassStaff
from models.trust.moderation import Standing, Subject
from models.trust.notices import NoticeKind
from service.archive import booklets, growth
from service.foundation import clock
from service.foundation.database import transaction
from service.foundation.drafts import Draft, text
from service.foundation.errors import Conflict, Forbidden, NotFound
from service.people import class_staff
from service.people.classes import present
from service.trust import access, audit, kinship, moderation, notices
from service.trust.access import Viewer

PAGE = 20


class TeachersWords(Draft):
    """A teacher's words for the last pages of a booklet."""

    words: Annotated[str, text(500, description="To the child; printed once checked.")]


async def of_class(teacher: Account, class_id: UUID, *, after: UUID | None) -> list[Booklet]:
    """A page of the booklets that families have sent to a class, latest first, to its teachers.

    Returns at most PAGE + 1: the last one only says that there is more.
    """
    if class_id not in {one.id for one in await class_staff.taught_by(teacher)}:
        raise NotFound
    found = access.booklets_to_endorse(await access.viewer(teacher))
    found = found.filter(school_class_id=class_id)
    if after:
        found = found.filter(id__lt=after)
    return await found.select_related("student").order_by("-id").limit(PAGE + 1)


async def seen_by(viewer: Viewer, booklet_id: UUID) -> Booklet:
    """A booklet that was sent to a class of the teacher's."""
    found = access.booklets_to_endorse(viewer).filter(id=booklet_id)
    booklet = await found.select_related("student").get_or_none()
    if booklet is None:
        raise NotFound
    return booklet


async def entries_of(viewer: Viewer, booklet: Booklet) -> tuple[list[Entry], int]:
    """Its entries that the class is shown, in their order, and how many others it has."""
    places = BookletEntry.filter(booklet_id=booklet.id).order_by("position")
    order = await places.values_list("entry_id", flat=True)
    shown = access.entries_for_class(viewer).filter(id__in=list(order))
    by_id = {entry.id: entry for entry in await shown.prefetch_related(*growth.WITH_ALL)}
    found = [by_id[entry_id] for entry_id in order if entry_id in by_id]  # type: ignore[index]
    return found, len(order) - len(found)


async def endorse(teacher: Account, booklet_id: UUID, words: str) -> None:
    """Write or rewrite the teacher's words, until the lock; the same again changes nothing.

    The family reads them, and the booklet goes on, once they are checked.
    """
    async with transaction():
        await booklets.lock_row(await seen_by(await access.viewer(teacher), booklet_id))
        booklet = await seen_by(await access.viewer(teacher), booklet_id)
        if booklet.state is BookletState.LOCKED:
            raise Conflict("booklet.locked", "家长已经锁定，不能再改了")
        if booklet.teacher_id not in (None, teacher.id):
            raise Forbidden("booklet.endorsed", f"{booklet.teacher_name}已经写过寄语")
        if booklet.teacher_words == words:
            return
        booklet.teacher_id, booklet.teacher_words = teacher.id, words  # type: ignore[assignment]
        booklet.teacher_name = await _name(teacher, booklet)
        booklet.standing, booklet.endorsed_at = Standing.PENDING, clock.now()
        await booklet.save()
        await moderation.ask(Subject.BOOKLET, booklet_id, teacher.id)
        await audit.record(teacher, "booklet.endorsed", booklet)


async def content_to_check(booklet_id: UUID) -> moderation.Content | None:
    """The teacher's words, while there are any."""
    booklet = await Booklet.get_or_none(id=booklet_id, deleted_at=None)
    return moderation.Text(booklet.teacher_words) if booklet and booklet.teacher_words else None


async def settled(booklet_id: UUID, standing: Standing, label: int | None) -> None:
    """The word of the safety check, or of a human, on a teacher's words: passed ones endorse."""
    held = Booklet.filter(id=booklet_id, standing__in=standing.earlier, teacher_id__isnull=False)
    booklet = await held.select_for_update(no_key=True).get_or_none()
    if booklet is None or booklet.deleted_at:
        return
    booklet.standing = standing
    if standing is Standing.PASSED and booklet.state is BookletState.CONFIRMED:
        booklet.state = BookletState.ENDORSED
        guardians = await kinship.guardians_of(booklet.family_id)
        kind = NoticeKind.BOOKLET_ENDORSED
        await notices.tell(guardians, kind, booklet_id, booklet.family_id)
    await booklet.save(update_fields=["standing", "state"])
    if standing is Standing.REVIEW and booklet.teacher_id:
        await notices.tell([booklet.teacher_id], NoticeKind.WORDS_DOUBTFUL, booklet_id)


async def _name(teacher: Account, booklet: Booklet) -> str:
    """As the school knows the teacher."""
    of_class = ClassStaff.filter(
        present(),
        account_id=teacher.id,
        school_class_id=booklet.school_class_id,
        confirmed_at__isnull=False,
    )
    staff = await of_class.first()
    return staff.name if staff else ""
