"""Tasks: what a class's staff invites its families to record in a period; opened, changed, closed.

A theme is a task of a region's, see `themes`; what both have in common is here.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType
from tortoise.expressions import Q

from models.base import uuid7
from models.people.accounts import Account
from models.people.regions import Region
from models.people.schools import ClassStaff
from models.programme.tasks import Task
from models.trust.moderation import Standing, Subject
from models.trust.notices import NoticeKind
from service.foundation import clock
from service.foundation.database import transaction
from service.foundation.drafts import Draft, text
from service.foundation.errors import Conflict, Invalid, NotFound
from service.people import class_members, class_staff
from service.programme import policy
from service.trust import audit, moderation, notices

PAGE = 20
LONGEST = timedelta(days=366)
Title = Annotated[str, text(40, description="Such as 「我家的年夜饭」.")]
Words = Annotated[str, text(500, least=0, description="What to bring.")]
LastDay = Annotated[date, Meta(description="The last day; it may be answered until its end.")]


class TaskDraft(Draft):
    """An invitation to record something in a period."""

    title: Title
    since: date
    until: LastDay
    words: Words = ""
    theme_id: Annotated[UUID | None, Meta(description="The city's theme that it takes up.")] = None


class TaskChange(Draft):
    """What is to be said otherwise; what is left out stays."""

    title: Title | UnsetType = UNSET
    words: Words | UnsetType = UNSET
    until: LastDay | UnsetType = UNSET


async def open_task(author: Account, class_id: UUID, draft: TaskDraft) -> Task:
    """Invite a class, as a teacher of it or its school's administrator.

    Its families see it, and are told of it, once its words have been checked.
    """
    school_class = await class_staff.class_looked_after(author, class_id)
    async with transaction():
        if draft.theme_id:
            await school_class.fetch_related("school__region")
            await _require_theme(draft.theme_id, school_class.school.region)
        task = Task(
            id=uuid7(),
            school_class_id=class_id,
            theme_id=draft.theme_id,
            author_id=author.id,
            title=draft.title,
            words=draft.words,
            since=draft.since,
            until=draft.until,
        )
        await launch(author, task)
    return task


async def _require_theme(theme_id: UUID, region: Region) -> None:
    """Refuse to take up what is no theme of these days where the school is."""
    found = Task.filter(policy.current(), id=theme_id)
    theme = await found.select_related("region").get_or_none()
    if theme is None or theme.region is None or not region.path.startswith(theme.region.path):
        raise Invalid.field("theme_id", "theme.unknown", "没有这个主题，或者已经结束了")


async def launch(author: Account, task: Task) -> None:
    """Write a new task down and have its words checked. Part of the caller's transaction."""
    _require_period(task)
    await task.save(force_create=True)
    await audit.record(author, "task.opened" if task.school_class_id else "theme.opened", task)
    await moderation.ask(Subject.TASK, task.id, author.id)


async def change(account: Account, task_id: UUID, draft: TaskChange) -> Task:
    """Say a task otherwise, or give it more time, as whoever is in charge of it.

    New words are checked in the name of who wrote them, who alone sees the task until then.
    """
    async with transaction():
        await _in_charge(account, task_id)
        await moderation.question_of(Subject.TASK, task_id)  # before the task, as a verdict does
        task = await Task.filter(id=task_id).select_for_update(no_key=True).get()
        await _in_charge(account, task_id)  # another one may have written words meanwhile
        if task.closed_at:
            raise Conflict("task.closed", "这个活动已经收回了，可以重新发一个")
        if isinstance(draft.until, date) and draft.until != task.until:
            task.until = draft.until
            _require_period(task)
        said = _words_after(task, draft)
        if said != (task.title, task.words):
            task.title, task.words = said
            task.author_id, task.standing = account.id, Standing.PENDING
            await moderation.ask(Subject.TASK, task_id, account.id)
        await task.save()
        await audit.record(account, "task.changed", task)
    return task


async def _in_charge(account: Account, task_id: UUID) -> None:
    await policy.require_in_charge(account, await policy.seen_by(account, task_id))


def _words_after(task: Task, draft: TaskChange) -> tuple[str, str]:
    title = draft.title if isinstance(draft.title, str) else task.title
    words = draft.words if isinstance(draft.words, str) else task.words
    return title, words


async def close(account: Account, task_id: UUID) -> None:
    """Take a task back, as whoever is in charge of it; again is fine.

    What was answered stays where it is, in the archives of the children.
    """
    async with transaction():
        await _in_charge(account, task_id)
        if await Task.filter(id=task_id, closed_at=None).update(closed_at=clock.now()):
            await audit.record(account, "task.closed", task_id)


async def of_class(account: Account, class_id: UUID, *, after: UUID | None) -> list[Task]:
    """A page of a class's tasks, the latest first, to its staff and to whoever belongs to it.

    `after` is the last one of the page before. Returns at most PAGE + 1 tasks: the last one only
    says that there is more.
    """
    if await policy.looks_after(account, class_id):
        shown = policy.checked_or_own(account)
    elif await class_members.belongs(account, class_id):
        shown = Q(standing=Standing.PASSED, closed_at=None)
    else:
        raise NotFound
    found = Task.filter(shown, school_class_id=class_id)
    if after:
        found = found.filter(id__lt=after)
    return await found.order_by("-id").limit(PAGE + 1)


def _require_period(task: Task) -> None:
    today = clock.today()
    if task.until < task.since:
        raise Invalid.field("until", "task.period", "结束的日子比开始还早，请再看一下")
    if task.until < today:
        raise Invalid.field("until", "task.past", "结束的日子已经过去了，请再看一下")
    if task.until - task.since > LONGEST:
        raise Invalid.field("until", "task.too_long", "一个活动最长一年，请再看一下")


async def teachers_of(found: Iterable[Task]) -> dict[UUID, str]:
    """Who opened each class task, by its id, as the school knows the teacher; else left out."""
    by = {task.id: (task.author_id, task.school_class_id) for task in found}
    held = ClassStaff.filter(
        account_id__in=[author for author, _ in by.values()],
        school_class_id__in=[class_id for _, class_id in by.values() if class_id],
        confirmed_at__isnull=False,
    )
    names: dict[tuple[UUID, UUID | None], str] = {}
    for one in await held.order_by("id"):
        names[one.account_id, one.school_class_id] = one.name
    return {task_id: names[place] for task_id, place in by.items() if place in names}


async def content_to_check(task_id: UUID) -> moderation.Content | None:
    """The words of a task, while it is not taken back."""
    task = await Task.get_or_none(id=task_id, closed_at=None)
    return moderation.Text(f"{task.title}\n{task.words}".strip()) if task else None


async def settled(task_id: UUID, standing: Standing, label: int | None) -> None:
    """The word of the safety check on a task: its class is told, or its author of the doubt."""
    if not await Task.filter(id=task_id, standing__in=standing.earlier).update(standing=standing):
        return
    task = await Task.get(id=task_id)
    if task.closed_at is None and standing is Standing.PASSED and task.school_class_id:
        guardians = await class_members.guardians_of_shown(task.school_class_id)
        await notices.tell(guardians, NoticeKind.TASK_OPENED, task_id)
    if standing is Standing.REVIEW:
        await notices.tell([task.author_id], NoticeKind.WORDS_DOUBTFUL, task_id)
