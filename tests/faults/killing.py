"""Killing: kill -9 of whatever there is of an installation, quickly and by a seed."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable

from tests.faults.installation import Installation, within
from tests.faults.ledger import Ledger
from tests.faults.processes import kill

VICTIMS = {"web": 5, "web_main": 1, "worker": 3, "postmaster": 2, "backends": 4, "valkey": 3}
"""How often each is chosen where it is there. A killed backend has PostgreSQL start anew."""
PAUSE = (0.05, 0.65)
"""Seconds between two kills, at least and at most."""
MOST_IN_A_ROW = 6
"""So many are killed until something is acknowledged again, however slow the machine is."""
GOES_ON_WITHIN = 180


async def kills(
    home: Installation,
    chance: random.Random,
    many: int,
    killed: Counter[str],
    ledger: Ledger,
    *,
    told: Callable[[], None] = lambda: None,
) -> None:
    """Kill processes until there are so many; `killed` counts them, `told` hears of each."""
    while killed.total() < many:
        written, until = len(ledger), min(killed.total() + MOST_IN_A_ROW, many)
        while killed.total() < until:
            await asyncio.sleep(chance.uniform(*PAUSE))
            name = chance.choices([*VICTIMS], [*VICTIMS.values()])[0]
            for pid in _one_of(getattr(home.processes, name)(), chance):
                kill(pid)
                killed[name] += 1
                told()
        await within(GOES_ON_WITHIN, lambda before=written: grows(ledger, before))


async def grows(ledger: Ledger, before: int) -> bool:
    """Whether more is acknowledged than before."""
    return len(ledger) > before


def _one_of(pids: list[int], chance: random.Random) -> list[int]:
    return chance.sample(pids, 1) if pids else []
