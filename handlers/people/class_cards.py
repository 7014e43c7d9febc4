"""Class cards: a teacher's card for the class's group chat, and what it says to a family."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.idempotency import creates
from handlers.edge.operations import gone, ok, operation, signed_in
from handlers.edge.rates import limited
from handlers.edge.shapes import Moment
from models.people.accounts import Account
from service.people import class_cards
from service.people.class_cards import LivingCard

bp = Blueprint("class-cards")


class ClassCardView(msgspec.Struct):
    """A card as the class's staff has it."""

    id: UUID
    code: Annotated[str, Meta(description="Empty for those that somebody else has issued.")]
    teacher: Annotated[str, Meta(description="Who has issued it, as the school knows them.")]
    expires_at: Moment


class ClassCards(msgspec.Struct):
    items: Annotated[list[ClassCardView], Meta(description="Those that are alive, latest first.")]


class ShownClassCard(msgspec.Struct):
    """What a card says to a family before it joins: 「经…批准」, the class and its teacher."""

    school: str
    region: str
    approval: Annotated[str, Meta(description="The paper by which the school takes part.")]
    class_id: UUID
    class_name: str
    teacher: str
    expires_at: Moment


def _present(account: Account, living: LivingCard) -> ClassCardView:
    own = living.card.issued_by_id == account.id
    code = class_cards.code_of(living.card) if own else ""
    return ClassCardView(living.card.id, code, living.teacher, living.card.expires_at)


async def shown(account: Account, card_id: UUID) -> ClassCardView:
    return _present(account, await class_cards.issued(account, card_id))


@bp.post("/classes/<class_id:uuid>/cards")
@operation("Issue a card for the families of a class", gives=ClassCardView, status=201)
@signed_in
@limited("class-cards", most=20, seconds=3600)
@creates(shown)
async def issue(request: Request, account: Account, class_id: UUID) -> UUID:
    return (await class_cards.issue(account, class_id)).id


@bp.get("/classes/<class_id:uuid>/cards")
@operation("The living cards of a class, to its staff", gives=ClassCards)
@signed_in
async def index(request: Request, account: Account, class_id: UUID) -> HTTPResponse:
    found = await class_cards.of_class(account, class_id)
    return ok(ClassCards([_present(account, living) for living in found]))


@bp.delete("/class-cards/<class_card_id:uuid>")
@operation("End a class's card at once, as its staff", status=204)
@signed_in
async def revoke(request: Request, account: Account, class_card_id: UUID) -> HTTPResponse:
    await class_cards.revoke(account, class_card_id)
    return gone()


@bp.get("/class-card-codes/<code:str>")
@operation("What a class's card says", gives=ShownClassCard)
@signed_in
@limited("class-card-codes", most=20, seconds=600)
async def look(request: Request, account: Account, code: str) -> HTTPResponse:
    living = await class_cards.opened_by(code)
    school_class = living.card.school_class
    school = school_class.school
    return ok(
        ShownClassCard(
            school=school.name,
            region=school.region.name,
            approval=school.approval,
            class_id=school_class.id,
            class_name=school_class.name,
            teacher=living.teacher,
            expires_at=living.card.expires_at,
        )
    )
