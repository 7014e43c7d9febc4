"""The story of 200 things filed at once while what numbers them is killed: no gap, no double."""

import asyncio
from uuid import uuid4

from service.archive.archival_numbers import parse
from tests.archive.filing_room import AWARD
from tests.faults.installation import Installation, patiently, within
from tests.faults.processes import kill
from tests.world import Person

RELATIVES, EACH = 3, 50
PATIENCE = 60


async def test_two_hundred_racers_in_one_series_are_numbered_whoever_is_killed(
    home: Installation, alice: Person
):
    family = [alice, *[await relative(home, alice) for _ in range(RELATIVES)]]
    wishes = {uuid4().hex: family[n % len(family)] for n in range(len(family) * EACH)}
    told: dict[str, str] = {}
    racing = asyncio.gather(*(files(one, key, told) for key, one in wishes.items()))
    for many in (len(wishes) // 8, len(wishes) // 2):
        await within(PATIENCE, lambda many=many: reached(told, many))
        assert len(told) < len(wishes)
        for pid in home.processes.web():
            kill(pid)
    await racing
    await within(PATIENCE, home.is_whole)
    found = await home.rows(
        "select title, number from filed_items where family_id = $1", alice.family
    )
    assert {row["title"]: row["number"] for row in found} == told
    numbers = [parse(row["number"]) for row in found]
    assert len({number.series for number in numbers}) == 1
    assert sorted(number.serial for number in numbers) == list(range(1, len(wishes) + 1))
    again: dict[str, str] = {}
    await asyncio.gather(*(files(one, key, again) for key, one in wishes.items()))
    assert again == told
    assert await home.count("filed_items where family_id = $1", alice.family) == len(wishes)


async def relative(home: Installation, alice: Person) -> Person:
    person = await home.person(f"亲戚-{uuid4().hex[:6]}")
    await alice.invites(person, "亲属")
    return person


async def files(person: Person, key: str, told: dict[str, str]) -> None:
    """File a thing that is called like its key, as often as it takes to be told its number."""
    body = {"family_id": person.family, **AWARD, "title": key}
    made = await patiently(lambda: person.phone.post("/filed-items", body, key=key), PATIENCE)
    told[key] = made["number"]


async def reached(told: dict[str, str], many: int) -> bool:
    return len(told) >= many
