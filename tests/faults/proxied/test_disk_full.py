"""The story of a disk that is full: 503 with when to come back, nothing lost, and it heals."""

import asyncio
from contextlib import suppress

import httpx
import pytest

from tests.faults.installation import within
from tests.faults.laboratory import Laboratory
from tests.faults.ledger import Ledger
from tests.faults.outcomes import confirms, is_one_photo
from tests.faults.proxied.way import PATIENCE
from tests.faults.sdk_phone import tickets_for
from tests.faults.small_disk import SmallDisk
from tests.faults.test_postgres_killed import has, keeps_recording
from tests.world import Person, a_photo

REFUSALS = 3


@pytest.fixture
def disk(standing_disk: SmallDisk) -> SmallDisk:
    if standing_disk.refused:
        pytest.skip(f"no disk to fill here: {standing_disk.refused}")
    return standing_disk


async def test_what_a_full_disk_does_not_take_comes_again_and_nothing_is_lost(
    lab: Laboratory, disk: SmallDisk, alice: Person, ledger: Ledger
):
    data, home = a_photo(width=2000, height=1500), lab.home
    (ticket,) = await tickets_for(alice, len(data))
    async with keeps_recording(alice, ledger):
        await within(PATIENCE, lambda: has(ledger, 5))
        with disk.full():
            putting = asyncio.create_task(alice.phone.put_file(ticket, data))
            await within(PATIENCE, lambda: are_refused(lab))
            with suppress(httpx.TransportError):
                assert (await putting).status_code >= 500
        before = len(ledger.made("entry"))
        await within(PATIENCE, lambda: has(ledger, before + 5))
    await within(PATIENCE, home.is_whole)
    kept = await home.rows("select id from entries where family_id = $1", alice.family)
    assert sorted(str(row["id"]) for row in kept) == sorted(ledger.made("entry"))
    assert (await alice.phone.put_file(ticket, data)).status_code in {200, 579}
    photo = await confirms(alice, ticket)
    assert await is_one_photo(home, alice, ticket, data) == photo


async def are_refused(lab: Laboratory) -> bool:
    """Whether requests have been told to come back later."""
    return lab.home.away >= REFUSALS
