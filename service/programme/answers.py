"""Answers: a child's entry as its answer to a task, given and taken back.

An answer tells a class that the child took part; what it says is shown by the entry's own audience.
What others learn of it, see `participation`.

Locks: the entry's changes, the family, then the child, so that racers leave one answer, the entry.
"""

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from models.archive.growth import Entry
from models.people.accounts import Account
from models.people.students import Student, StudentAccount
from models.programme.tasks import Answer, Task
from models.trust.consents import Purpose
from service.archive import entries, growth
from service.archive.growth import EntryChange
from service.foundation.database import transaction
from service.foundation.drafts import Draft
from service.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from service.people import class_members, students
from service.programme import policy, themes
from service.trust import access, audit, consents


class AnswerDraft(Draft):
    """Which of the child's entries answers a task."""

    entry_id: UUID
    shown: Annotated[
        bool, Meta(description="True shows it to the class. False leaves its audience as it is.")
    ] = False


async def give(account: Account, task_id: UUID, student_id: UUID, draft: AnswerDraft) -> Answer:
    """Answer a task with an entry of a child's, in place of the one before; the same is fine.

    Whoever decides for the child does; the child itself may, too, but shows nothing. To a class
    it needs the living consent to class view, and guardians who agree.
    """
    async with transaction():
        await entries.hold_changes(draft.entry_id)
        task = await policy.seen_by(account, task_id)
        student = await students.seen_by(account, student_id)
        if task.school_class_id:
            await _require_pupil(task.school_class_id, student)
        decides = await _require_answering(account, student)
        policy.require_open(task)
        await _require_reach(task, student, draft)
        if draft.shown and not decides:
            raise Forbidden("answer.guardian", "要不要给班级看，请家里的管理人来决定")
        await Student.filter(id=student_id).select_for_update(no_key=True).get()
        entry = await _answering(account, student_id, draft.entry_id)
        answer = await _kept(account, task_id, student_id, entry, decides=decides)
        if draft.shown:
            await _show(account, entry)
    return answer


async def _require_pupil(class_id: UUID, student: Student) -> None:
    """To a child that is not in the class there is no such answer."""
    if not await class_members.children_of(class_id).filter(id=student.id).exists():
        raise NotFound


async def _require_answering(account: Account, student: Student) -> bool:
    """Whether the account decides for the child; False for the child itself, else Forbidden."""
    try:
        await access.deciding_for(account, student.family_id, student.id)
    except Forbidden:
        if await access.student_self(account, student.id):
            return False
        raise
    return True


async def _require_childs(answer: Answer) -> None:
    """Refuse the child what its guardians have answered for it."""
    childs = StudentAccount.filter(student_id=answer.student_id, account_id=answer.account_id)
    if not await childs.exists():
        raise Forbidden("answer.guardian", "这是家里交的，要换或者收回，请家里的管理人来")


async def _require_reach(task: Task, student: Student, draft: AnswerDraft) -> None:
    """Refuse what the family has not agreed to, and a theme that is for others."""
    if task.school_class_id:
        await access.require_undisputed(student.family_id)
        await consents.require(Purpose.CLASS, student.family_id, student.id)
        return
    await access.hold(student.family_id)
    if draft.shown:
        raise Invalid.field("shown", "answer.no_class", "这个主题不通过班级，不用选「给班级看」")
    if not await themes.is_for(task, student.family_id):
        raise Forbidden("theme.elsewhere", "这个主题是给别的地区的家庭的")


async def _answering(account: Account, student_id: UUID, entry_id: UUID) -> Entry:
    """An entry of the child's that the account sees, and that is more than a beginning."""
    seen = access.entries_visible_to(await access.viewer(account))
    entry = await seen.get_or_none(id=entry_id, student_id=student_id)
    if entry is None:
        raise Invalid.field("entry_id", "entry.unknown", "这条记录找不到了，请换一条")
    if entry.unfinished:
        raise Invalid.field("entry_id", "answer.unfinished", "这条还是草稿，先写好再交")
    return entry


async def _kept(
    account: Account, task_id: UUID, student_id: UUID, entry: Entry, *, decides: bool
) -> Answer:
    """The one answer of a child to a task, which is now this entry; the child is locked."""
    answer = await Answer.get_or_none(task_id=task_id, student_id=student_id)
    if answer and not decides:
        await _require_childs(answer)
    if answer and answer.entry_id == entry.id:
        return answer
    if answer is None:
        answer = Answer(task_id=task_id, student_id=student_id)
    answer.entry_id, answer.account_id = entry.id, account.id
    await answer.save()
    await audit.record(account, "task.answered", answer)
    return answer


async def _show(account: Account, entry: Entry) -> None:
    """Let the class see the entry, by the same rules as everywhere: growth has them."""
    if entry.draft:
        raise Conflict("answer.draft", "孩子写的这条还没有收进档案，先确认，再给班级看")
    viewer = await access.viewer(account)
    if not await access.entries_for_class(viewer).filter(id=entry.id).exists():
        await growth.change(account, entry.id, EntryChange(audience="class"))


async def take_back(account: Account, task_id: UUID, student_id: UUID) -> None:
    """Take an answer back, also of a task of the past; the entry stays as it is. Again is fine."""
    async with transaction():
        student = await students.seen_by(account, student_id)
        try:
            decides = await _require_answering(account, student)
        except Forbidden:
            await policy.seen_by(account, task_id)  # to whom the task is dark, so is its answer
            raise
        answer = await Answer.get_or_none(task_id=task_id, student_id=student_id)
        if answer is None:
            await policy.seen_by(account, task_id)
            return
        if not decides:
            await _require_childs(answer)
        await access.hold(student.family_id)
        await Answer.filter(id=answer.id).delete()
        await audit.record(account, "answer.taken_back", answer)
