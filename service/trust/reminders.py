"""Reminders: subscribe messages that go out by day, within quota, each at most once.

Upper features register how a reminder is worded, and ask for one in their own transaction. What
WeChat is told is no more than that there is something to see: the words stay in the archive.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

import structlog

from models.people.accounts import Account
from models.trust.reminders import Reminder, ReminderKind
from service.foundation import clock, jobs
from service.foundation.database import transaction
from service.integrations import adapters
from service.integrations.errors import VendorPaused, VendorRefused, VendorUnavailable
from service.integrations.wechat import NotSubscribed
from service.trust import kinship, subscriptions

MORNING, EVENING = time(8), time(21)
"""Between these, on the clock of China, nobody is woken."""
LATE = timedelta(hours=24)
THING_LIMIT = 20
BATCH = 500
log = structlog.get_logger("reminders")


@dataclass(frozen=True)
class Message:
    """What WeChat shows: a line of at most 20 characters, a day, and the page that a tap opens."""

    thing: str
    day: date
    page: str


Worded = Callable[[Reminder], Awaitable[Message | None]]
"""How a reminder reads; None where there is nothing (or nothing of theirs) to be reminded of."""
_worded: dict[ReminderKind, Worded] = {}


def register(kind: ReminderKind, worded: Worded) -> None:
    """Called by bootstrap, once per kind."""
    _worded[kind] = worded


async def ask(
    account_ids: Iterable[UUID], kind: ReminderKind, subject_id: UUID, family_id: UUID | None
) -> None:
    """Remind those of the accounts who accept it, once a day for each subject.

    The caller's transaction; `family_id` is the family that they must still belong to.
    """
    wanted = await subscriptions.accepting(account_ids, kind)
    await Reminder.bulk_create(
        [
            Reminder(
                account_id=account_id,
                kind=kind,
                subject_id=subject_id,
                day=clock.today(),
                family_id=family_id,
                created_at=clock.now(),
            )
            for account_id in sorted(wanted)  # in one order, so that racers do not deadlock
        ],
        ignore_conflicts=True,
    )


@jobs.job("reminders.send", cron="*/5 * * * *")
async def send() -> None:
    """Send what waits, by day; what an outage or a night has kept goes now."""
    if not is_day(clock.now()):
        return
    waiting = Reminder.filter(sent_at=None, dropped="").order_by("id").limit(BATCH)
    for reminder in await waiting:
        await jobs.later("reminders.deliver", reminder_id=reminder.id)


@jobs.job("reminders.deliver")
async def deliver(reminder_id: UUID) -> None:
    """Send one reminder, if it still makes sense; a second time is harmless.

    It counts as sent before it is sent: a lost answer may stand for a message that arrived.
    """
    if not is_day(clock.now()):
        return
    async with transaction():
        unsent = Reminder.filter(id=reminder_id, sent_at=None, dropped="")
        reminder = await unsent.select_for_update().first()
        if reminder is None:
            return
        message = await _message(reminder)
        reminder.dropped = await _unwanted(reminder) if message else "gone"
        reminder.sent_at = None if reminder.dropped else clock.now()
        await reminder.save(update_fields=["dropped", "sent_at"])
    if message and not reminder.dropped:
        await _send(reminder, message)


def is_day(moment: datetime) -> bool:
    """Whether people in China are awake."""
    return MORNING <= moment.astimezone(clock.CHINA).time() < EVENING


async def _message(reminder: Reminder) -> Message | None:
    """What is to be said; None where it is too late, not theirs any more, or not sent here."""
    if reminder.created_at < clock.now() - LATE or reminder.kind not in subscriptions.templates():
        return None
    if reminder.family_id and reminder.family_id not in await kinship.homes_of(reminder.account_id):
        return None
    return await _worded[reminder.kind](reminder)


async def _unwanted(reminder: Reminder) -> str:
    """Use up an acceptance, one of a kind a day; or why nothing is to be sent."""
    if not await subscriptions.spend(reminder.account_id, reminder.kind):
        return "not_subscribed"
    midnight = datetime.combine(clock.today(), time(), clock.CHINA)
    of_today = Reminder.filter(account_id=reminder.account_id, kind=reminder.kind, dropped="")
    if await of_today.filter(sent_at__gte=midnight).exists():
        await subscriptions.give_back(reminder.account_id, reminder.kind)
        return "enough"
    return ""


async def _send(reminder: Reminder, message: Message) -> None:
    template = subscriptions.templates()[reminder.kind]
    account = await Account.get(id=reminder.account_id)
    day = f"{message.day.year}年{message.day.month}月{message.day.day}日"
    data = {template.thing: shortened(message.thing), template.date: day}
    try:
        await adapters().wechat.send_message(account.openid, template.id, data, message.page)
    except NotSubscribed:
        await subscriptions.forget(reminder.account_id, reminder.kind)
        await _drop(reminder, "not_subscribed")
    except VendorRefused as refused:
        log.warning("reminder refused", code=refused.code, kind=reminder.kind)
        await _drop(reminder, "refused")
    except VendorPaused:
        await _put_off(reminder)
    except VendorUnavailable as away:
        log.warning("reminder perhaps lost", why=str(away), kind=reminder.kind)


async def _drop(reminder: Reminder, why: str) -> None:
    await Reminder.filter(id=reminder.id).update(dropped=why)


async def _put_off(reminder: Reminder) -> None:
    """It was surely not sent: the next round takes it up again."""
    async with transaction():
        await subscriptions.give_back(reminder.account_id, reminder.kind)
        await Reminder.filter(id=reminder.id).update(sent_at=None)


def shortened(thing: str) -> str:
    """A line as long as WeChat takes it."""
    return thing if len(thing) <= THING_LIMIT else thing[: THING_LIMIT - 1] + "…"
