"""Participation: what is told of the answers to a task: how many, and to teachers by whom.

An answer counts while its entry is kept and, of a class's task, while the child is in the class and
its consent to class view lives. Nobody is told who did not answer; no order tells who came first.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tortoise.expressions import Q, Subquery
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from models.archive.endorsements import Endorsement
from models.archive.growth import Entry
from models.people.accounts import Account
from models.people.students import Student
from models.programme.tasks import Answer, Task
from models.trust.moderation import Standing
from service.archive.growth import WITH_ALL
from service.foundation import clock
from service.foundation.database import query
from service.foundation.errors import Forbidden
from service.people import class_members
from service.programme import policy
from service.trust import access
from service.trust.access import Viewer


@dataclass(frozen=True)
class Given:
    """An answer, to its family; `shown` says whether the class sees its entry now."""

    answer: Answer
    shown: bool


@dataclass(frozen=True)
class Part:
    """A child that took part, to its teacher; the entry is there where the class is shown it."""

    child: Student
    entry: Entry | None


async def of_task(teacher: Account, task_id: UUID) -> list[Part]:
    """Who answered a class's task, by nickname, to the class's teachers."""
    class_id = await _taught(teacher, task_id)
    answers = await _of_class(class_id, [task_id]).prefetch_related("student")
    shown = access.entries_for_class(await access.viewer(teacher))
    found = shown.filter(id__in=[one.entry_id for one in answers]).prefetch_related(*WITH_ALL)
    entries = {entry.id: entry for entry in await found}
    parts = [Part(one.student, entries.get(one.entry_id)) for one in answers]
    return sorted(parts, key=lambda part: (part.child.nickname, part.child.id))


async def to_endorse(teacher: Account, task_id: UUID) -> list[Part]:
    """The answers that a teacher is shown and has not endorsed yet, by nickname.

    What was written, but did not pass its check, is to be written anew.
    """
    parts = [part for part in await of_task(teacher, task_id) if part.entry]
    entries = [part.entry.id for part in parts if part.entry]
    said = Endorsement.filter(teacher_id=teacher.id, entry_id__in=entries, deleted_at=None)
    written = said.exclude(standing=Standing.RISKY)
    done = set(await written.values_list("entry_id", flat=True))
    return [part for part in parts if part.entry and part.entry.id not in done]


async def counted(tasks: Sequence[Task]) -> dict[UUID, int]:
    """How many children answered each of these tasks; of a theme also by a class's task of it."""
    counts = defaultdict[UUID, int](int)
    for class_id in {task.school_class_id for task in tasks if task.school_class_id}:
        ids = [task.id for task in tasks if task.school_class_id == class_id]
        of_class = _of_class(class_id, ids).annotate(count=Count("id")).group_by("task_id")
        counts |= dict(await of_class.values_list("task_id", "count"))
    if themes := [task.id for task in tasks if task.region_id]:
        counts |= {
            row["id"]: row["count"] for row in await query(_OF_THEMES, themes, clock.today())
        }
    return counts


async def own(viewer: Viewer, tasks: Iterable[Task]) -> dict[UUID, list[Given]]:
    """The answers of the viewer's own children to each of these tasks, as far as it sees them."""
    seen = access.entries_visible_to(viewer)
    answers = await Answer.filter(
        task_id__in=[task.id for task in tasks],
        student_id__in=Subquery(access.students_visible_to(viewer).values("id")),
        entry_id__in=Subquery(seen.values("id")),
    ).order_by("student_id")
    shown = access.entries_for_class(viewer).filter(id__in=[one.entry_id for one in answers])
    told = set(await shown.values_list("id", flat=True))
    of_tasks = defaultdict[UUID, list[Given]](list)
    for answer in answers:
        of_tasks[answer.task_id].append(Given(answer, answer.entry_id in told))
    return of_tasks


async def given(viewer: Viewer, answer: Answer) -> Given:
    """One answer, to its family."""
    shown = access.entries_for_class(viewer).filter(id=answer.entry_id)
    return Given(answer, await shown.exists())


_STOOD = """
select count(*) from answers a
join tasks t on t.id = a.task_id
join entries e on e.id = a.entry_id and not e.draft and not e.unfinished
join enrolments n on n.student_id = a.student_id and n.school_class_id = t.school_class_id
where a.student_id in (select student_id from consents where id = any($1::uuid[])
    and purpose = 'class')
and a.created_at <= $2 and (e.deleted_at is null or e.deleted_at > $2)
and n.confirmed_at <= $2 and n.since <= $3 and (n.until is null or n.until > $3)
"""


async def stood_on(consent_ids: list[UUID], at: datetime) -> int:
    """How many answers a class was told of by these grants at a moment, for the receipt."""
    day = at.astimezone(clock.CHINA).date()
    return (await query(_STOOD, consent_ids, at, day))[0]["count"]


async def _taught(teacher: Account, task_id: UUID) -> UUID:
    """The class of a task that the account teaches; whoever else sees the task is Forbidden."""
    task = await policy.seen_by(teacher, task_id)
    if task.school_class_id and await class_members.teaches(teacher, task.school_class_id):
        return task.school_class_id
    raise Forbidden("task.teacher", "谁交了、交了什么，只有班里的老师能看")


_KEPT = Q(entry__deleted_at=None, entry__draft=False, entry__unfinished=False)
TOLD = """
told as (
    select a.task_id, a.student_id, e.family_id from answers a
    join tasks t on t.id = a.task_id
    join entries e on e.id = a.entry_id and e.deleted_at is null and not e.draft
        and not e.unfinished
    where t.school_class_id is null or exists (
        select from enrolments n join consents k on k.student_id = n.student_id
        where n.student_id = a.student_id and n.school_class_id = t.school_class_id
        and n.confirmed_at is not null and n.since <= $2 and (n.until is null or n.until > $2)
        and k.purpose = 'class'
        and not exists (select from consent_withdrawals w where w.consent_id = k.id)
    )
)
"""
"""The answers that are told of, as of a class in `_of_class`, for a statement whose $2 is today."""
_OF_THEMES = f"""
with {TOLD}
select theme.id, count(distinct a.student_id) as count from tasks theme
join tasks given on given.id = theme.id or given.theme_id = theme.id
join told a on a.task_id = given.id
where theme.id = any($1::uuid[]) group by theme.id
"""  # noqa: S608  constants of this module


def _of_class(class_id: UUID, task_ids: list[UUID]) -> QuerySet[Answer]:
    """The answers to tasks of a class that are told of."""
    children = class_members.shown_children_of(class_id).values("id")
    return Answer.filter(_KEPT, task_id__in=task_ids, student_id__in=Subquery(children))
