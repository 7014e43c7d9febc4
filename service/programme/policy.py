"""Policy: who sees a task and who is in charge of it, and when it may be answered."""

from datetime import date
from uuid import UUID

from tortoise.expressions import Q

from models.people.accounts import Account
from models.people.regions import Level, Region
from models.people.staff import Office
from models.programme.tasks import Task
from models.trust.moderation import Standing
from service.foundation import clock
from service.foundation.errors import Conflict, Forbidden, NotFound
from service.people import class_members, class_staff
from service.trust import access


def current() -> Q:
    """Which tasks may be answered or will be, to those for whom they are."""
    return Q(standing=Standing.PASSED, closed_at=None, until__gte=clock.today())


def checked_or_own(account: Account) -> Q:
    """What those in charge see of each other's tasks: what was checked, and all their own."""
    return Q(standing=Standing.PASSED) | Q(author_id=account.id)


async def seen_by(account: Account, task_id: UUID) -> Task:
    """A task that the account may see: of its class, or a theme, which everybody may read."""
    task = await Task.get_or_none(id=task_id)
    if task is None or not await _sees(account, task):
        raise NotFound
    return task


async def _sees(account: Account, task: Task) -> bool:
    if await in_charge(account, task):
        return task.standing is Standing.PASSED or task.author_id == account.id
    if task.standing is not Standing.PASSED or task.closed_at:
        return False
    return task.school_class_id is None or await class_members.belongs(
        account, task.school_class_id
    )


async def in_charge(account: Account, task: Task) -> bool:
    """Whether the account is of the staff of the class, or of the region, whose task it is."""
    if task.school_class_id:
        return await looks_after(account, task.school_class_id)
    region = await Region.get(id=task.region_id)
    try:
        await access.office_over(account, region, Office.ARCHIVIST, level=Level.DISTRICT)
    except NotFound:
        return False
    return True


async def looks_after(account: Account, class_id: UUID) -> bool:
    """Whether the account teaches the class or administers its school."""
    try:
        await class_staff.class_looked_after(account, class_id)
    except NotFound:
        return False
    return True


async def require_in_charge(account: Account, task: Task) -> None:
    """Refuse whoever sees a task, but has not to decide about it."""
    if not await in_charge(account, task):
        raise Forbidden("task.not_yours", "活动要由发布的老师、学校或者档案馆来改")


def is_open(task: Task, today: date) -> bool:
    """Whether a task that one sees may be answered today."""
    return task.closed_at is None and task.since <= today <= task.until


def require_open(task: Task) -> None:
    """Refuse an answer before a task's first day, from the day after its last one, and to what was
    taken back, which the staff still sees.
    """
    today = clock.today()
    if task.closed_at:
        raise Conflict("task.closed", "这个活动已经收回了，记录都还在孩子的档案里")
    if today < task.since:
        raise Conflict("task.not_yet", f"{_in_words(task.since)}开始，到那天再来")
    if today > task.until:
        raise Conflict("task.over", f"{_in_words(task.until)}已经结束了，记录都还在孩子的档案里")


def _in_words(day: date) -> str:
    return f"这个活动{day.month}月{day.day}日"
