"""Subscriptions: which subscribe messages of WeChat an account has accepted, and how many.

WeChat grants one message for each acceptance of a template (一次性订阅消息). It keeps the true
count and refuses the message beyond it; ours only spares the attempt.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from tortoise.expressions import F

from models.base import uuid7
from models.people.accounts import Account
from models.trust.reminders import ReminderKind, Subscription
from service.foundation import settings
from service.foundation.database import query, transaction
from service.foundation.errors import Invalid
from service.trust import audit

MOST = 50
"""So many acceptances of a kind are remembered: an account that keeps saying yes stays bounded."""


@dataclass(frozen=True)
class Template:
    """A template as the mini-program's administrator chose it from WeChat's library.

    `thing` and `date` are the keys of its two values, such as `thing1` and `date2`.
    """

    kind: ReminderKind
    id: str
    thing: str
    date: str


@dataclass(frozen=True)
class Offer:
    """A kind of message that may be accepted, and how many the account has accepted already."""

    template: Template
    left: int


def templates() -> dict[ReminderKind, Template]:
    """Those that this installation has, see the setting `wechat_templates`."""
    found = {}
    for word in settings.current().wechat_templates.split():
        name, _, rest = word.partition("=")
        template_id, _, keys = rest.partition(":")
        thing, _, date = keys.partition(",")
        kind = ReminderKind(name)
        found[kind] = Template(kind, template_id, thing, date)
    return found


async def offered_to(account: Account) -> list[Offer]:
    """Every kind of message that there is, with what the account has accepted of it."""
    held = {one.kind: one.left for one in await Subscription.filter(account_id=account.id)}
    return [Offer(one, held.get(one.kind, 0)) for one in templates().values()]


_ACCEPT = """
insert into subscriptions (id, created_at, account_id, kind, "left")
select id, now(), $1, kind, 1 from unnest($2::uuid[], $3::text[]) as accepted (id, kind)
on conflict (account_id, kind) do update set "left" = least(subscriptions."left" + 1, $4)
"""


async def accept(account: Account, kinds: list[ReminderKind]) -> None:
    """Remember that WeChat's sheet was answered with yes, once for each of these kinds."""
    here = templates()
    for place, kind in enumerate(kinds):
        if kind not in here:
            raise Invalid.field(f"kinds[{place}]", "subscription.unknown", "现在没有这种提醒")
    once = sorted(set(kinds))
    async with transaction():
        await query(_ACCEPT, account.id, [uuid7() for _ in once], once, MOST)
        await audit.record(account, "subscription.accepted", account)


async def accepting(account_ids: Iterable[UUID], kind: ReminderKind) -> set[UUID]:
    """Those of these accounts to whom a message of the kind may still be sent."""
    held = Subscription.filter(account_id__in=list(account_ids), kind=kind, left__gt=0)
    return set(await held.values_list("account_id", flat=True))  # type: ignore[arg-type]


async def spend(account_id: UUID, kind: ReminderKind) -> bool:
    """Use up one acceptance; False where none is left. Its row stays locked for the transaction."""
    held = Subscription.filter(account_id=account_id, kind=kind, left__gt=0)
    return bool(await held.update(left=F("left") - 1))


async def give_back(account_id: UUID, kind: ReminderKind) -> None:
    """One acceptance that was not used after all."""
    await Subscription.filter(account_id=account_id, kind=kind).update(left=F("left") + 1)


async def forget(account_id: UUID, kind: ReminderKind) -> None:
    """WeChat says that nothing is left."""
    await Subscription.filter(account_id=account_id, kind=kind).update(left=0)
