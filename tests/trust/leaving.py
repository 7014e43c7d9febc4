"""Leaving: how the tests ask for deletion for good, let the time pass, and look at what is left."""

from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import msgspec

from models.trust.audit import AuditRecord
from service.emulators.kodo.store import StoredObject
from service.foundation import clock
from service.trust import purges
from tests.world import Person, World

DAYS = {"student": 7, "family": 7, "account": 15}


async def asks(person: Person, what: str) -> dict[str, Any]:
    """Ask for the erasure of a path such as `/account`."""
    return await person.phone.post(f"{what}/erasure", None)


def of_child(person: Person) -> str:
    return f"/students/{person.child}"


def of_home(person: Person) -> str:
    return f"/families/{person.family}"


async def state(person: Person, erasure: dict[str, Any]) -> dict[str, Any]:
    """How an erasure stands, to one of those concerned."""
    return await person.phone.get(f"/erasures/{erasure['id']}")


async def acts(erasure: dict[str, Any]) -> list[str]:
    """What the audit trail says of an erasure, in order."""
    rows = await AuditRecord.filter(subject_id=erasure["id"]).order_by("id")
    return [row.action for row in rows]


def after(days: float = 0, minutes: float = 1) -> AbstractContextManager[None]:
    return clock.moved(timedelta(days=days, minutes=minutes))


async def passes(world: World, days: float, minutes: float = 1) -> None:
    """What the jobs do so much later."""
    with after(days, minutes):
        await purges.due()
        await world.quiet()


async def carried_out(world: World, erasure: dict[str, Any]) -> None:
    """Both times: the day it is due, and when all has settled."""
    days = DAYS[erasure["kind"]]
    await passes(world, days)
    await passes(world, days, 145)


def objects(world: World) -> set[str]:
    """The keys of what Kodo holds on its disk."""
    folder = world.settings.data_folder / "kodo" / "objects"
    found = (msgspec.json.decode(p.read_bytes(), type=StoredObject) for p in folder.iterdir())
    return {one.key for one in found}


def counted(answer: dict[str, Any], *, erasable: bool = True) -> dict[str, int]:
    """The counts of 我的数据 by kind."""
    items = answer["items"]
    return {one["kind"]: one["count"] for one in items if one["erasable"] is erasable}
