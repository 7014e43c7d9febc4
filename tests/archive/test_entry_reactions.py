"""Reactions to entries: one warm word of each of the family, without a check, counted rightly."""

import asyncio
from collections import Counter
from itertools import product
from typing import Any
from uuid import UUID

import pytest

from models.archive.stories import EntryReaction, Warmth
from service.archive import conversations
from service.foundation.database import query
from service.trust import access
from tests.archive.circle import Circle, circle_of, leaves, said, tells, told
from tests.archive.shelf import acts
from tests.archive.test_photos import in_class
from tests.pupil import pupil_of
from tests.statements import counted
from tests.trust.leaving import asks, carried_out
from tests.world import Person, World, refused


@pytest.fixture
async def circle(world: World, alice: Person) -> Circle:
    return await circle_of(world, alice)


async def feels(person: Person, entry: str, warmth: str = "抱抱") -> dict[str, Any]:
    return await person.phone.put(f"{entry}/reaction", {"warmth": warmth})


async def shown(person: Person, entry: str) -> tuple[dict[str, int], str | None]:
    found = await person.phone.get(entry)
    return found["reactions"], found["my_reaction"]


async def test_everybody_of_the_family_feels_one_thing_and_may_feel_another(circle):
    alice, chen, dina = circle.family
    assert await shown(alice, circle.entry) == ({}, None)
    assert await feels(dina, circle.entry) == {"reactions": {"抱抱": 1}, "my_reaction": "抱抱"}
    await feels(chen, circle.entry)
    await feels(alice, circle.entry, "鼓掌")
    felt = await shown(dina, circle.entry)
    assert (felt, list(felt[0])) == (({"抱抱": 2, "鼓掌": 1}, "抱抱"), ["抱抱", "鼓掌"])
    for _ in range(3):
        await feels(dina, circle.entry, "想念")
    assert await shown(dina, circle.entry) == ({"抱抱": 1, "鼓掌": 1, "想念": 1}, "想念")
    (entry,) = await chen.timeline()
    assert (entry["reactions"]["想念"], entry["my_reaction"]) == (1, "抱抱")
    for _ in range(2):
        left = await dina.phone.delete(f"{circle.entry}/reaction")
        assert left == {"reactions": {"抱抱": 1, "鼓掌": 1}, "my_reaction": None}
    assert (await acts("entry.reacted_to"), await acts("entry.reaction_taken_back")) == (4, 1)


async def test_the_family_reads_who_felt_what(circle):
    await feels(circle.dina, circle.entry, "想念")
    await feels(circle.chen, circle.entry)
    found = (await circle.chen.phone.get(f"{circle.entry}/reactions"))["items"]
    assert [(one["author"]["called"], one["warmth"], one["mine"]) for one in found] == [
        ("外婆", "想念", False),
        ("爷爷", "抱抱", True),
    ]


async def test_racers_leave_one(circle):
    words = [one.value for one in Warmth] * 3
    await asyncio.gather(*(feels(circle.dina, circle.entry, word) for word in words))
    (row,) = await query("select warmth from entry_reactions")
    assert await shown(circle.dina, circle.entry) == ({row["warmth"]: 1}, row["warmth"])
    await asyncio.gather(*(circle.dina.phone.delete(f"{circle.entry}/reaction") for _ in range(5)))
    assert await acts("entry.reaction_taken_back") == 1


async def test_nobody_outside_the_family_feels_or_learns_anything(circle):
    alice, chen, dina = circle.family
    pupil, wang = await pupil_of(circle.world, alice), await in_class(circle.world, alice)
    entry = await alice.records(title="运动会", audience="class")
    path = f"/entries/{entry['id']}"
    await alice.phone.until(path, standing=["passed"])
    await feels(pupil, path, "喜欢")
    await feels(chen, path)
    await leaves(chen, alice)
    outside = [(one, 404) for one in (wang, chen, await circle.world.person("Bob"))]
    for person, status in (*outside, (Person(alice.world, alice.world.phone("nobody")), 401)):
        for act, route in product(("PUT", "DELETE"), ("reaction",)):
            with refused(status):
                body = {"warmth": "抱抱"} if act == "PUT" else None
                await person.phone.call(act, f"{path}/{route}", body)
        with refused(status):
            await person.phone.get(f"{path}/reactions")
    assert await shown(wang, path) == ({}, None)
    assert await shown(dina, path) == ({"喜欢": 1, "抱抱": 1}, None)
    for wrong in ("生气", "", None):
        with refused(422):
            await dina.phone.put(f"{path}/reaction", {"warmth": wrong})
    await alice.phone.delete(path)
    for act in ("PUT", "DELETE"):
        with refused(404):
            await dina.phone.call(act, f"{path}/reaction", {"warmth": "抱抱"})


async def test_an_erased_account_feels_nothing_any_more(circle):
    await feels(circle.dina, circle.entry)
    await leaves(circle.dina, circle.alice)
    assert await shown(circle.alice, circle.entry) == ({"抱抱": 1}, None)
    await carried_out(circle.world, await asks(circle.dina, "/account"))
    assert await shown(circle.alice, circle.entry) == ({}, None)


async def test_what_is_counted_is_what_the_lists_hold_for_everybody(circle):
    pupil = await pupil_of(circle.world, circle.alice)
    everybody = (*circle.family, pupil)
    async with circle.world.worker_away():
        for person in (circle.alice, circle.chen):
            await tells(person, circle.entry)
    await told(pupil, circle.entry)
    taken_back = await told(circle.chen, circle.entry)
    await circle.chen.phone.delete(f"/stories/{taken_back['id']}")
    pending = await told(circle.chen, circle.entry)
    await query("update stories set standing = 'review' where id = $1", UUID(pending["id"]))
    for person in everybody:
        await said(person, circle.entry)
        await feels(person, circle.entry, "喜欢")
    await query("update entry_comments set standing = 'risky' where words = ''")
    for person in everybody:
        found = await person.phone.get(circle.entry)
        for count, what in (("story_count", "stories"), ("comment_count", "comments")):
            items = (await person.phone.get(f"{circle.entry}/{what}"))["items"]
            assert found[count] == len(items), (person.phone.person, what)
        felt = (await person.phone.get(f"{circle.entry}/reactions"))["items"]
        assert found["reactions"] == Counter(one["warmth"] for one in felt)
    assert [(await circle.counts(one))[0] for one in everybody] == [3, 4, 3, 3]


async def test_a_page_of_entries_costs_as_many_statements_as_one(circle, caplog):
    made = [circle.entry[-36:]]
    made += [(await circle.alice.records(title="海边"))["id"] for _ in range(20)]
    account = await circle.alice.account()
    await EntryReaction.bulk_create(
        EntryReaction(entry_id=UUID(one), account_id=account.id, warmth=Warmth.LOVE) for one in made
    )
    viewer = await access.viewer(account)
    async with counted(circle.world, caplog) as since:
        for some in (made[:1], made):
            found = await conversations.beside(viewer, [UUID(one) for one in some])
            assert since() == 3
            assert [one.reactions for one in found.values()] == [{Warmth.LOVE: 1}] * len(some)
