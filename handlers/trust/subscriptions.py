"""Subscriptions: which reminders WeChat may send, as its sheet was answered."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.edge.bodies import read
from handlers.edge.idempotency import creates
from handlers.edge.operations import ok, operation, signed_in
from handlers.edge.rates import limited
from handlers.edge.shapes import Count
from models.people.accounts import Account
from models.trust.reminders import ReminderKind
from service.foundation.drafts import Draft
from service.trust import subscriptions
from service.trust.subscriptions import Offer

bp = Blueprint("subscriptions")
_TITLES = {
    ReminderKind.ON_THIS_DAY: "那年今天",
    ReminderKind.TASK_DUE: "班级任务快到期",
    ReminderKind.STORY_ADDED: "家里人讲了新故事",
    ReminderKind.POST_SHOWN: "晒出的内容通过了",
    ReminderKind.POST_COMMENTED: "有人留言",
}


class SubscriptionView(msgspec.Struct):
    """A kind of reminder; `template_id` goes to wx.requestSubscribeMessage."""

    kind: ReminderKind
    title: str
    template_id: str
    left: Annotated[Count, Meta(description="So many have been accepted and not been sent yet.")]


class Subscriptions(msgspec.Struct):
    items: Annotated[list[SubscriptionView], Meta(description="Those that there are here.")]


class Accepted(Draft):
    """The kinds that were answered with `accept`."""

    kinds: Annotated[list[ReminderKind], Meta(min_length=1, max_length=5)]


async def _shown(account: Account, *_: object) -> Subscriptions:
    return Subscriptions([_present(offer) for offer in await subscriptions.offered_to(account)])


def _present(offer: Offer) -> SubscriptionView:
    kind = offer.template.kind
    return SubscriptionView(kind, _TITLES[kind], offer.template.id, offer.left)


@bp.get("/subscriptions")
@operation("The reminders that may be accepted, and how many were", gives=Subscriptions)
@signed_in
async def index(request: Request, account: Account) -> HTTPResponse:
    return ok(await _shown(account))


@bp.post("/subscriptions")
@operation(
    "Remember which reminders were accepted, each for one message",
    takes=Accepted,
    example={"kinds": ["on_this_day", "story_added"]},
    gives=Subscriptions,
    status=201,
)
@signed_in
@limited("subscriptions", most=60, seconds=3600)
@creates(_shown)
async def accept(request: Request, account: Account) -> UUID:
    await subscriptions.accept(account, read(request, Accepted).kinds)
    return account.id
