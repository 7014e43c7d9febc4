"""The soak: families live while anything is killed, for hours. `make soak kills=10000`.

Each round has families and a ledger of its own and ends with a reckoning; the seed has it kill the
same again. The first thing that is lost, doubled or shown too early ends it.
"""

import argparse
import asyncio
import random
import sys
import tempfile
from collections import Counter
from functools import partial
from pathlib import Path
from time import monotonic

from tests.faults.conftest import settled_in
from tests.faults.installation import Installation, free_port, installation, within
from tests.faults.killing import kills
from tests.faults.ledger import Ledger
from tests.faults.lives import living
from tests.faults.reckoning import HEALED_WITHIN, comes_out_even

ROUND, TOLD_EVERY = 250, 50
FAMILIES = 3


class Soak:
    """What was done so far."""

    def __init__(self, seed: int, folder: Path) -> None:
        self._seed, self._folder = seed, folder
        self._chance = random.Random(seed)
        self._began = monotonic()
        self._rounds = 0
        self.killed = Counter[str]()
        self.writes = 0

    async def one_round(self, home: Installation, many: int) -> None:
        """Live through so many kills more, and reckon."""
        self._rounds += 1
        ledger = Ledger(self._folder / f"ledger-{self._rounds}")
        await within(HEALED_WITHIN, home.is_whole)
        persons = [await settled_in(home, f"家{n}") for n in range(FAMILIES)]
        until = self.killed.total() + many
        async with living(home, persons, ledger, self._chance) as seen:
            told = partial(self._tell, home, ledger)
            await kills(home, self._chance, until, self.killed, ledger, told=told)
        await comes_out_even(home, ledger, persons, seen)
        assert not home.wrong, home.wrong
        assert not home.leaks()
        self.writes += len(ledger)
        self._say(home, f"round {self._rounds} comes out even, {self.writes} writes")

    def _tell(self, home: Installation, ledger: Ledger) -> None:
        if self.killed.total() % TOLD_EVERY == 0:
            self._say(home, f"{self.writes + len(ledger)} writes")

    def _say(self, home: Installation, what: str) -> None:
        passed = int(monotonic() - self._began)
        hours = f"{passed // 3600}:{passed // 60 % 60:02}:{passed % 60:02}"
        print(f"{hours} {self.killed.total()} kills, {what}, {home.away} × 503", flush=True)


async def soak(many: int, seed: int) -> Soak:
    """Kill so many processes of one installation, round by round."""
    print(f"FAULTS_SEED={seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="jiadang-soak-") as name:
        done = Soak(seed, Path(name))
        async with installation(Path(name) / "data", free_port()) as home:
            while (left := many - done.killed.total()) > 0:
                await done.one_round(home, min(left, ROUND))
    return done


def main() -> None:
    parser = argparse.ArgumentParser(description="Kill processes for hours and lose nothing.")
    parser.add_argument("--kills", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    asked = parser.parse_args()
    try:
        done = asyncio.run(soak(asked.kills, asked.seed))
    except AssertionError:
        print(f"FAILED: something was lost, doubled or shown too early; FAULTS_SEED={asked.seed}")
        raise
    shares = ", ".join(f"{name} {times}" for name, times in sorted(done.killed.items()))
    print(f"{done.killed.total()} kills ({shares}), {done.writes} acknowledged writes:")
    print("none lost, none doubled, none shown before it was approved.")


if __name__ == "__main__":
    sys.exit(main())
