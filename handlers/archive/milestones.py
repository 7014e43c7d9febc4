"""Milestones: the templates, and which of them a child has."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read_query
from handlers.edge.operations import ok, operation, signed_in
from models.archive.growth import Dimension
from models.people.accounts import Account
from service.archive import milestones
from service.archive.milestones import MILESTONES
from service.foundation.drafts import Draft

bp = Blueprint("milestones")


class MilestoneView(msgspec.Struct):
    """A template for an entry."""

    key: str
    title: str
    prompt: Annotated[str, Meta(description="What there is to tell of it.")]
    dimension: Dimension
    usual: Annotated[str, Meta(description="At what age it mostly is; may be empty.")]
    entry_id: Annotated[UUID | None, Meta(description="The child's first entry of it, if any.")]


class Milestones(msgspec.Struct):
    items: Annotated[list[MilestoneView], Meta(description="In the order of a childhood.")]


class MilestoneQuery(Draft):
    """Of which child."""

    student_id: UUID | None = None


@bp.get("/milestones")
@operation(
    "The templates for milestones, and which of them a child has",
    query=MilestoneQuery,
    gives=Milestones,
    refuses=(404,),
)
@signed_in
async def index(request: Request, account: Account) -> HTTPResponse:
    child = read_query(request, MilestoneQuery).student_id
    kept = await milestones.kept_of(account, child) if child else {}
    return ok(
        Milestones(
            [
                MilestoneView(
                    key=one.key,
                    title=one.title,
                    prompt=one.prompt,
                    dimension=one.dimension,
                    usual=one.usual,
                    entry_id=kept.get(one.key),
                )
                for one in MILESTONES
            ]
        )
    )
