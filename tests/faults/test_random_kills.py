"""The story of families who go on while anything of the service is killed, 250 times."""

import random
from collections import Counter

from tests.faults.conftest import settled_in
from tests.faults.installation import Installation
from tests.faults.killing import VICTIMS, kills
from tests.faults.ledger import Ledger
from tests.faults.lives import living
from tests.faults.reckoning import comes_out_even

KILLS = 250
FAMILIES = 3
GIVEN_UP = "select task_name, attempts from procrastinate_jobs where status = 'failed'"


async def test_nothing_is_lost_doubled_or_shown_too_early(
    home: Installation, ledger: Ledger, seed: int, capsys
):
    chance, killed = random.Random(seed), Counter[str]()
    persons = [await settled_in(home, f"家{n}") for n in range(FAMILIES)]
    async with living(home, persons, ledger, chance) as seen:
        await kills(home, chance, KILLS, killed, ledger)
    await comes_out_even(home, ledger, persons, seen)
    with capsys.disabled():
        print(f"\n{killed.total()} kills {dict(killed)}: {len(ledger)} writes, {home.away} × 503")
    assert {*killed} == {*VICTIMS}
    assert all(ledger.made(kind) for kind in ("photo", "entry", "filed", "post", "comment"))
    assert {*ledger.made("post")} & {*seen}
    assert "yes" in ledger.says("like").values()
    assert not await home.rows(GIVEN_UP)
