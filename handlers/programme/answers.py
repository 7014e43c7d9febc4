"""Answers: families answer tasks and themes, teachers see who took part and what to endorse."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.archive.growth import EntryView, present_entries
from handlers.edge.bodies import read
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.rates import limited
from handlers.edge.shapes import Count, Nickname
from handlers.programme.tasks import AnswerView, present_answer
from models.people.accounts import Account
from service.programme import answers, participation
from service.programme.answers import AnswerDraft
from service.programme.participation import Part
from service.trust import access

bp = Blueprint("answers")


class PartView(msgspec.Struct):
    """A child that took part in a task, to its teacher."""

    student_id: UUID
    nickname: Nickname
    entry: Annotated[EntryView | None, Meta(description="Null where the class is not shown it.")]


class Parts(msgspec.Struct):
    """Who took part, and nobody else: a task has no list of those who did not."""

    answered: Count
    items: Annotated[list[PartView], Meta(description="By nickname.")]


class ToEndorse(msgspec.Struct):
    items: Annotated[list[PartView], Meta(description="By nickname, all of them at once.")]


async def _present(parts: list[Part], account: Account) -> list[PartView]:
    viewer = await access.viewer(account)
    shown = await present_entries([part.entry for part in parts if part.entry], viewer)
    views = {view.id: view for view in shown}
    return [
        PartView(
            part.child.id, part.child.nickname, views.get(part.entry.id) if part.entry else None
        )
        for part in parts
    ]


@bp.put("/tasks/<task_id:uuid>/answers/<student_id:uuid>")
@operation(
    "Answer a task with an entry of a child's, in place of the one before",
    takes=AnswerDraft,
    example={"entry_id": "0192f0d1-3c4d-7e5f-9a6b-8c7d6e5f4a3b", "shown": True},
    gives=AnswerView,
    refuses=(403, 409),
)
@signed_in
@limited("answers", most=100, seconds=600)
async def give(request: Request, account: Account, task_id: UUID, student_id: UUID) -> HTTPResponse:
    answer = await answers.give(account, task_id, student_id, read(request, AnswerDraft))
    return ok(present_answer(await participation.given(await access.viewer(account), answer)))


@bp.delete("/tasks/<task_id:uuid>/answers/<student_id:uuid>")
@operation("Take an answer back; the entry stays as it is", status=204, refuses=(403,))
@signed_in
async def take_back(
    request: Request, account: Account, task_id: UUID, student_id: UUID
) -> HTTPResponse:
    await answers.take_back(account, task_id, student_id)
    return gone()


@bp.get("/tasks/<task_id:uuid>/answers")
@operation("Who took part in a class's task, to its teachers", gives=Parts, refuses=(403,))
@signed_in
async def of_task(request: Request, account: Account, task_id: UUID) -> HTTPResponse:
    items = await _present(await participation.of_task(account, task_id), account)
    return ok(Parts(len(items), items))


@bp.get("/tasks/<task_id:uuid>/to-endorse")
@operation(
    "The shown answers that a teacher has not endorsed yet, all at once",
    gives=ToEndorse,
    refuses=(403,),
)
@signed_in
async def to_endorse(request: Request, account: Account, task_id: UUID) -> HTTPResponse:
    waiting = await participation.to_endorse(account, task_id)
    return ok(ToEndorse(await _present(waiting, account)))
