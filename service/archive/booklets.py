"""Booklets (成长册): making one, changing its choice, who reads it, and its end."""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, UnsetType
from tortoise.functions import Count

from models.archive.booklets import Booklet, BookletState
from models.people.accounts import Account
from models.trust.consents import Purpose
from models.trust.moderation import Subject
from service.archive import booklet_choices
from service.archive.booklet_choices import EntryIds
from service.foundation import clock, jobs
from service.foundation.database import query, transaction
from service.foundation.drafts import Draft, text
from service.foundation.errors import Conflict, Invalid, NotFound
from service.people import students
from service.trust import access, audit, consents, moderation
from service.trust.access import Viewer

PAGE = 20
A_YEAR = timedelta(days=366)
Title = Annotated[str, text(40, description="On the cover; else 「小满的成长册」.")]


class BookletDraft(Draft):
    """A booklet of a term; without entries the proposal is taken."""

    since: date
    until: Annotated[date, "The last day, at most a year ahead."]
    title: Title | UnsetType = UNSET
    entry_ids: EntryIds | UnsetType = UNSET


class BookletChange(Draft):
    """What is to change while a booklet is being chosen; what is left out stays."""

    title: Title | UnsetType = UNSET
    entry_ids: EntryIds | UnsetType = UNSET


async def make(account: Account, student_id: UUID, draft: BookletDraft) -> Booklet:
    """Begin a booklet of a child, as whoever decides for it."""
    require_term(draft.since, draft.until)
    student = await students.decided_for(account, student_id)
    await _require_clean(account, draft.title)
    async with transaction():
        await access.hold(student.family_id)
        await students.decided_for(account, student_id)
        await consents.require(Purpose.ARCHIVE, student.family_id, student_id)
        booklet = await Booklet.create(
            family_id=student.family_id,
            student_id=student_id,
            maker_id=account.id,
            title=draft.title or f"{student.nickname}的成长册",
            since=draft.since,
            until=draft.until,
        )
        chosen = draft.entry_ids
        if isinstance(chosen, UnsetType):
            proposed = booklet_choices.propose(account, student_id, draft.since, draft.until)
            chosen, _ = await proposed
        await booklet_choices.take(await access.viewer(account), booklet, chosen)
        await audit.record(account, "booklet.made", booklet)
    return booklet


async def change(account: Account, booklet_id: UUID, draft: BookletChange) -> None:
    """Give a booklet another title or choice, until the child has confirmed it."""
    await decided_for(account, booklet_id)
    await _require_clean(account, draft.title)
    async with transaction():
        await hold(account, booklet_id)
        booklet = await decided_for(account, booklet_id)
        if booklet.state is not BookletState.CHOOSING:
            raise Conflict("booklet.settled", "孩子已经确认过，内容不能再改；可以另做一本")
        if isinstance(draft.title, str):
            booklet.title = draft.title
            await booklet.save(update_fields=["title"])
        if isinstance(draft.entry_ids, list):
            await booklet_choices.take(await access.viewer(account), booklet, draft.entry_ids)
        await audit.record(account, "booklet.changed", booklet)


async def delete(account: Account, booklet_id: UUID) -> None:
    """Take a booklet away at once, with its PDF; the entries stay. For good."""
    async with transaction():
        await hold(account, booklet_id)
        booklet = await decided_for(account, booklet_id)
        await access.require_undisputed(booklet.family_id)
        booklet.deleted_at = clock.now()
        await booklet.save(update_fields=["deleted_at"])
        await audit.record(account, "booklet.deleted", booklet)
        await jobs.later("booklets.remove", booklet_id=booklet_id)


async def of_student(account: Account, student_id: UUID, *, after: UUID | None) -> list[Booklet]:
    """A page of a child's booklets, latest first, to its guardians and itself.

    Returns at most PAGE + 1: the last one only says that there is more. Each has `chosen_count`.
    """
    student = await students.seen_by(account, student_id)
    viewer = await access.viewer(account)
    if student.id not in viewer.selves:
        await access.guarded_family(account, student.family_id)
    found = access.booklets_visible_to(viewer).filter(student_id=student_id)
    if after:
        found = found.filter(id__lt=after)
    counted = found.annotate(chosen_count=Count("chosen"))
    return await counted.order_by("-id").limit(PAGE + 1)


async def seen_by(viewer: Viewer, booklet_id: UUID) -> Booklet:
    """A booklet that the viewer may see, with its child and, where there is one, its class."""
    visible = access.booklets_visible_to(viewer).filter(id=booklet_id)
    booklet = await visible.select_related("student", "school_class__school").get_or_none()
    if booklet is None:
        raise NotFound
    return booklet


async def decided_for(account: Account, booklet_id: UUID) -> Booklet:
    """A booklet that the account sees, of a child for whom it decides."""
    booklet = await seen_by(await access.viewer(account), booklet_id)
    await access.deciding_for(account, booklet.family_id, booklet.student_id)
    return booklet


async def hold(account: Account, booklet_id: UUID) -> None:
    """Lock a booklet that the account sees, for the caller's transaction, which then reads it."""
    await lock_row(await seen_by(await access.viewer(account), booklet_id))


async def lock_row(booklet: Booklet) -> None:
    """Lock a booklet's row; what was read of it before may be old.

    The family comes first, as for an erasure; then the question about the teacher's words, which a
    verdict locks before the booklet. Whoever would ask it anew waits before that: else one would
    look before there is a question, and want it after the booklet.
    """
    await access.hold(booklet.family_id)
    await query("select pg_advisory_xact_lock(hashtextextended($1, 0))", f"booklet {booklet.id}")
    await moderation.question_of(Subject.BOOKLET, booklet.id)
    await Booklet.filter(id=booklet.id).select_for_update(no_key=True).first()


def require_term(since: date, until: date) -> None:
    """Refuse a term that ends before it begins or in more than a year, or has not begun."""
    if until < since:
        raise Invalid.field("until", "booklet.term", "结束的日子要在开始的日子之后")
    if since > clock.today():
        raise Invalid.field("since", "booklet.future", "这段日子还没到，等一等再做")
    if until > clock.today() + A_YEAR:
        raise Invalid.field("until", "booklet.too_far", "结束的日子太远了，最多到一年以后")


async def _require_clean(account: Account, title: str | UnsetType) -> None:
    """The child and its teachers read the title before it is printed."""
    if isinstance(title, str):
        await moderation.require_clean(account, title, "title")
