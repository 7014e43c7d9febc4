"""Booklet steps: a booklet's way from the child's yes to the lock, which is never gone back.

Every step is taken with the booklet held; the same step again changes nothing. What the child said
yes to is remembered by its marks until the lock takes the words and pictures themselves.
"""

from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta

from models.archive.booklets import Booklet, BookletState
from models.people.accounts import Account
from models.people.schools import ClassStaff, Enrolment
from models.people.students import StudentAccount
from models.trust.consents import Purpose
from models.trust.moderation import Standing, Subject
from models.trust.notices import Notice, NoticeKind
from service.archive import booklet_choices, booklet_contents, booklets
from service.archive.booklet_contents import Chosen
from service.foundation import clock, jobs
from service.foundation.database import transaction
from service.foundation.drafts import Draft
from service.foundation.errors import Conflict, Forbidden, Invalid
from service.people.classes import present
from service.trust import access, audit, consents, kinship, moderation, notices


class Confirmation(Draft):
    """The yes to what was looked at."""

    choice: Annotated[str, Meta(max_length=32, description="`choice` of the booklet as shown.")]
    together: Annotated[bool, Meta(description="A guardian: we have looked at it together.")] = (
        False
    )


async def ask(account: Account, booklet_id: UUID) -> None:
    """Ask a child who signs in to look through the booklet as it is chosen now; again is fine."""
    async with transaction():
        await booklets.hold(account, booklet_id)
        booklet = await booklets.decided_for(account, booklet_id)
        _require(booklet, BookletState.CHOOSING, "booklet.confirmed", "孩子已经确认过了")
        own = await childs_accounts(booklet.student_id)
        if not own:
            detail = "孩子还没有自己登录，可以把手机交给孩子看，或者和孩子一起看"
            raise Conflict("booklet.no_account", detail)
        choice = booklet_choices.digest(booklet, (await _chosen(account, booklet)).marks)
        if asked_for(booklet) == choice:
            return
        booklet.content = {"asked": choice}
        await booklet.save(update_fields=["content"])
        kind = NoticeKind.BOOKLET_TO_CONFIRM
        await Notice.filter(kind=kind, subject_id=booklet_id).delete()
        await notices.tell(own, kind, booklet_id, booklet.family_id)
        await audit.record(account, "booklet.asked", booklet)


async def confirm(account: Account, booklet_id: UUID, draft: Confirmation) -> None:
    """The child's yes, or a guardian's beside a child who does not sign in.

    It is of what was shown: Conflict where the choice was changed meanwhile. When what is printed
    was changed after a yes, another one takes it in; the booklet stays as far as it is.
    """
    async with transaction():
        await booklets.hold(account, booklet_id)
        booklet = await booklets.seen_by(await access.viewer(account), booklet_id)
        chosen = await _chosen(account, booklet)
        choice = booklet_choices.digest(booklet, chosen.marks)
        await _require_child(account, booklet, choice, together=draft.together)
        if booklet.state is BookletState.LOCKED:
            return
        if draft.choice != choice:
            raise Conflict("booklet.changed", "成长册刚刚有改动，请再看一遍")
        if _noted(booklet).get("marks") == chosen.marks:
            return
        versions = {str(entry.id): entry.version for entry in chosen.entries}
        # the release before reads the versions alone
        booklet.content = {"confirmed": versions, "marks": chosen.marks}
        booklet.confirmed_by_id, booklet.confirmed_at = account.id, clock.now()
        if booklet.state is BookletState.CHOOSING:
            booklet.state = BookletState.CONFIRMED
        await booklet.save(update_fields=["content", "confirmed_by_id", "confirmed_at", "state"])
        await audit.record(account, "booklet.confirmed", booklet)
        guardians = {*await kinship.guardians_of(booklet.family_id)} - {account.id}
        kind = NoticeKind.BOOKLET_CONFIRMED
        await notices.tell(guardians, kind, booklet_id, booklet.family_id)


async def send(account: Account, booklet_id: UUID) -> None:
    """Ask the teachers of the child's present class for their words; again is fine.

    It stands on the living consent to class view: they read what the class is shown anyway.
    """
    async with transaction():
        await booklets.hold(account, booklet_id)
        booklet = await booklets.decided_for(account, booklet_id)
        _require_confirmed(booklet)
        if booklet.state is not BookletState.CONFIRMED:
            raise Conflict("booklet.settled", "老师已经写过寄语，或者已经锁定了")
        await access.require_undisputed(booklet.family_id)
        await consents.require(Purpose.CLASS, booklet.family_id, booklet.student_id)
        class_id = await _present_class(booklet.student_id)
        if booklet.school_class_id == class_id:
            return
        _without_words(booklet, class_id)
        await booklet.save()
        await moderation.drop_question(Subject.BOOKLET, booklet_id)
        teachers = ClassStaff.filter(
            present(), school_class_id=class_id, confirmed_at__isnull=False
        )
        told = await teachers.values_list("account_id", flat=True)
        await notices.tell(told, NoticeKind.BOOKLET_TO_ENDORSE, booklet_id)  # type: ignore[arg-type]
        await audit.record(account, "booklet.sent", booklet)


async def take_back(account: Account, booklet_id: UUID) -> None:
    """Take a booklet back from the class while no teacher's words stand; again is fine."""
    async with transaction():
        await booklets.hold(account, booklet_id)
        booklet = await booklets.decided_for(account, booklet_id)
        if booklet.school_class_id is None:
            return
        detail = "老师已经写好寄语，收不回来了"
        _require(booklet, BookletState.CONFIRMED, "booklet.endorsed", detail)
        await moderation.drop_question(Subject.BOOKLET, booklet_id)
        _without_words(booklet, None)
        await booklet.save()
        await audit.record(account, "booklet.taken_back", booklet)


async def lock(account: Account, booklet_id: UUID) -> None:
    """Take the words as they are and have the PDF made of them; again is fine."""
    async with transaction():
        await booklets.hold(account, booklet_id)
        booklet = await booklets.decided_for(account, booklet_id)
        if booklet.state is BookletState.LOCKED:
            return
        _require_confirmed(booklet)
        _require_class_done(booklet)
        await consents.require(Purpose.ARCHIVE, booklet.family_id, booklet.student_id)
        chosen = await _chosen(account, booklet)
        if is_stale(booklet, chosen):
            raise Conflict("booklet.changed", "有的记录在孩子确认以后改过，请孩子再看一遍")
        booklet.locked_at = clock.now()
        viewer = await access.viewer(account)
        booklet.content = await booklet_contents.of(viewer, booklet, chosen)
        booklet.state, booklet.progress = BookletState.LOCKED, 0
        await booklet.save(update_fields=["state", "locked_at", "content", "progress"])
        await audit.record(account, "booklet.locked", booklet)
        await jobs.later("booklets.print", booklet_id=booklet_id)


def asked_for(booklet: Booklet) -> str:
    """The digest of the choice that the child was asked to look through; empty without one."""
    return _noted(booklet).get("asked", "")


def is_stale(booklet: Booklet, chosen: Chosen) -> bool:
    """Whether something would be printed that the child had not seen when it said yes.

    What went since is not printed, and asks for no other yes.
    """
    if booklet.state in (BookletState.CHOOSING, BookletState.LOCKED):
        return False
    return not {*chosen.marks} <= {*_noted(booklet).get("marks", [])}


def _noted(booklet: Booklet) -> dict[str, Any]:
    before = booklet.state is not BookletState.LOCKED and isinstance(booklet.content, dict)
    return booklet.content if before else {}  # type: ignore[return-value]


async def childs_accounts(student_id: UUID) -> list[UUID]:
    """The accounts with which a child signs in by itself; not one that it was lent."""
    own = StudentAccount.filter(student_id=student_id, until=None, lent=False)
    return await own.values_list("account_id", flat=True)  # type: ignore[return-value]


async def _require_child(
    account: Account, booklet: Booklet, choice: str, *, together: bool
) -> None:
    """Require the child itself by its own sign-in; where it has none, on a lent phone or beside
    a guardian.
    """
    own = await childs_accounts(booklet.student_id)
    oneself = await access.student_self(account, booklet.student_id)
    if oneself is None:
        await access.deciding_for(account, booklet.family_id, booklet.student_id)
    if own and account.id not in own:
        raise Forbidden("booklet.childs_own", "孩子有自己的账号，请孩子自己看一看再确认")
    if oneself is None and not together:
        raise Invalid.field("together", "booklet.together", "请先和孩子一起看一遍")
    if account.id in own and booklet.state is BookletState.CHOOSING:
        grown = booklet.student_id in (await access.viewer(account)).of_age
        if not grown and asked_for(booklet) != choice:
            raise Conflict("booklet.not_asked", "家人还在挑选，选好了会请你来看")


async def _chosen(account: Account, booklet: Booklet) -> Chosen:
    """What would be printed; a booklet of nothing goes no further."""
    chosen = await booklet_contents.chosen(await access.viewer(account), booklet)
    if not chosen.entries and booklet.state is not BookletState.LOCKED:
        raise Conflict("booklet.empty", "成长册里还没有记录，先选几条")
    return chosen


def _require(booklet: Booklet, state: BookletState, code: str, detail: str) -> None:
    if booklet.state is not state:
        raise Conflict(code, detail)


def _require_confirmed(booklet: Booklet) -> None:
    if booklet.state is BookletState.CHOOSING:
        raise Conflict("booklet.unconfirmed", "先请孩子看一看、确认内容")


def _require_class_done(booklet: Booklet) -> None:
    """While a class has it, its words are waited for; doubtful ones are not, nor printed."""
    if booklet.state is BookletState.CONFIRMED and booklet.school_class_id:
        raise Conflict("booklet.with_class", "老师还没有写好寄语：可以再等等，或者先从班级收回")
    if booklet.standing is Standing.PENDING:
        raise Conflict("booklet.words_unchecked", "老师改了寄语，正在检查，请稍等几分钟")


async def _present_class(student_id: UUID) -> UUID:
    held = Enrolment.filter(present(), student_id=student_id, confirmed_at__isnull=False)
    enrolment = await held.first()
    if enrolment is None:
        raise Conflict("booklet.no_class", "孩子现在不在班级里，不用请老师写寄语")
    return enrolment.school_class_id


def _without_words(booklet: Booklet, class_id: UUID | None) -> None:
    """Give it to a class, or to none, as if no teacher had written yet."""
    booklet.school_class_id, booklet.teacher_id = class_id, None  # type: ignore[assignment]
    booklet.teacher_name, booklet.teacher_words = "", ""
    booklet.standing, booklet.endorsed_at = Standing.PASSED, None
