"""Tasks: a class's staff opens, changes and closes them; the class reads them."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read, read_query
from handlers.edge.idempotency import creates
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.paging import Page, PageQuery, after, cut
from handlers.edge.rates import limited
from handlers.edge.shapes import Count
from models.people.accounts import Account
from models.programme.tasks import Task
from models.trust.moderation import Standing
from service.foundation import clock
from service.programme import participation, policy, tasks
from service.programme.participation import Given
from service.programme.tasks import TaskChange, TaskDraft
from service.trust import access

bp = Blueprint("tasks")


class AnswerView(msgspec.Struct):
    """A child's answer, to its family."""

    student_id: UUID
    entry_id: UUID
    shown: Annotated[bool, Meta(description="Whether the class sees the entry now.")]


class TaskView(msgspec.Struct):
    """A class's task, or a theme for every family of a region."""

    id: UUID
    class_id: UUID | None
    region_id: UUID | None
    theme_id: Annotated[UUID | None, Meta(description="The theme that a class's task takes up.")]
    teacher: Annotated[str, Meta(description="As the school knows the teacher; may be empty.")]
    title: str
    words: str
    since: date
    until: Annotated[date, Meta(description="The last day.")]
    open: Annotated[bool, Meta(description="Whether it may be answered today.")]
    closed: Annotated[bool, Meta(description="Taken back: its staff alone still sees it.")]
    mine: bool
    standing: Annotated[Standing, Meta(description="Others see it once it has passed.")]
    answered: Annotated[Count, Meta(description="How many children took part.")]
    own: Annotated[list[AnswerView], Meta(description="The answers of one's own children.")]


class Tasks(msgspec.Struct):
    items: Annotated[list[TaskView], Meta(description="The first to end first.")]


def present_answer(given: Given) -> AnswerView:
    """One answer, to its family."""
    return AnswerView(given.answer.student_id, given.answer.entry_id, given.shown)


async def present_tasks(found: Sequence[Task], account: Account) -> list[TaskView]:
    """Tasks with what this account may know of their answers."""
    answered = await participation.counted(found)
    own = await participation.own(await access.viewer(account), found)
    teachers = await tasks.teachers_of(found)
    return [
        TaskView(
            id=task.id,
            class_id=task.school_class_id,
            region_id=task.region_id,
            theme_id=task.theme_id,
            teacher=teachers.get(task.id, ""),
            title=task.title,
            words=task.words,
            since=task.since,
            until=task.until,
            open=policy.is_open(task, clock.today()),
            closed=task.closed_at is not None,
            mine=task.author_id == account.id,
            standing=task.standing,
            answered=answered.get(task.id, 0),
            own=[present_answer(given) for given in own.get(task.id, ())],
        )
        for task in found
    ]


async def shown(account: Account, task_id: UUID) -> TaskView:
    return (await present_tasks([await policy.seen_by(account, task_id)], account))[0]


@bp.post("/classes/<class_id:uuid>/tasks")
@operation(
    "Invite a class to record something, as its staff",
    takes=TaskDraft,
    example={
        "title": "我家的年夜饭",
        "words": "拍一张年夜饭，请爷爷奶奶说说他们小时候吃什么。",
        "since": "2027-02-05",
        "until": "2027-02-21",
        "theme_id": "0192f0c4-7b1e-7c3a-9d52-6f1a2b3c4d5e",
    },
    gives=TaskView,
    status=201,
    refuses=(404,),
)
@signed_in
@limited("tasks", most=30, seconds=600)
@creates(shown)
async def open_task(request: Request, account: Account, class_id: UUID) -> UUID:
    return (await tasks.open_task(account, class_id, read(request, TaskDraft))).id


@bp.get("/classes/<class_id:uuid>/tasks")
@operation("A class's tasks, the latest first", query=PageQuery, gives=Page[TaskView])
@signed_in
async def of_class(request: Request, account: Account, class_id: UUID) -> HTTPResponse:
    place = after(read_query(request, PageQuery).cursor, UUID)
    found = await tasks.of_class(account, class_id, after=place)
    page, following = cut(found, tasks.PAGE, lambda task: task.id)
    return ok(Page(await present_tasks(page, account), following))


@bp.get("/tasks/<task_id:uuid>")
@operation("A class's task, or a theme", gives=TaskView)
@signed_in
async def show(request: Request, account: Account, task_id: UUID) -> HTTPResponse:
    return ok(await shown(account, task_id))


@bp.put("/tasks/<task_id:uuid>")
@operation(
    "Say a task or a theme otherwise, or give it more time",
    takes=TaskChange,
    example={"until": "2027-02-28"},
    gives=TaskView,
    refuses=(403, 409),
)
@signed_in
@limited("tasks", most=30, seconds=600)
async def change(request: Request, account: Account, task_id: UUID) -> HTTPResponse:
    await tasks.change(account, task_id, read(request, TaskChange))
    return ok(await shown(account, task_id))


@bp.delete("/tasks/<task_id:uuid>")
@operation("Take a task or a theme back; what was answered stays", status=204, refuses=(403,))
@signed_in
async def close(request: Request, account: Account, task_id: UUID) -> HTTPResponse:
    await tasks.close(account, task_id)
    return gone()
