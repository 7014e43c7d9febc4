"""A reminder of the canary child's day, which its mother accepts."""

from typing import Any
from uuid import UUID

from models.trust.reminders import ReminderKind
from service.foundation.database import transaction
from service.trust import reminders


async def plant(home: Any) -> None:
    alice, kind = home.alice, ReminderKind.ON_THIS_DAY
    await alice.phone.post("/subscriptions", {"kinds": [kind]})
    account = await alice.account()
    async with transaction():
        await reminders.ask([account.id], kind, UUID(alice.child), UUID(alice.family))
