"""Phrases: a teacher keeps sentences to endorse with, for nobody else."""

import asyncio
from uuid import uuid4

import pytest

from service.archive.phrases import MOST
from service.foundation.database import query
from tests.people.classroom import Classroom, classroom_of
from tests.world import World, refused

GOOD = "观察得真仔细，继续写下去！"
RISKY = "兼职日结加微信"


@pytest.fixture
async def room(world: World) -> Classroom:
    return await classroom_of(world)


async def listed(person) -> list[tuple[str, str]]:
    items = (await person.phone.get("/phrases"))["items"]
    return [(one["words"], one["standing"]) for one in items]


async def test_a_teacher_keeps_sentences_that_are_checked_once(world, room):
    key = uuid4().hex
    made = await room.wang.phone.post("/phrases", {"words": GOOD}, key=key)
    for again in (key, uuid4().hex):
        assert (await room.wang.phone.post("/phrases", {"words": GOOD}, key=again))["id"] == (
            made["id"]
        )
    await world.quiet()
    assert await listed(room.wang) == [(GOOD, "passed")]
    assert len(await query("select 1 from checks where subject = 'phrase'")) == 1
    await room.wang.phone.post("/phrases", {"words": RISKY})
    await world.quiet()
    assert await listed(room.wang) == [(GOOD, "passed"), (RISKY, "risky")]
    await room.wang.phone.delete(f"/phrases/{made['id']}")
    assert await listed(room.wang) == [(RISKY, "risky")]


async def test_they_are_the_teachers_alone(world, room):
    made = await room.wang.phone.post("/phrases", {"words": GOOD})
    for person in (room.alice, room.school.administrator):
        with refused(403, "phrase.teacher"):
            await person.phone.post("/phrases", {"words": GOOD})
        assert await listed(person) == []
        with refused(404):
            await person.phone.delete(f"/phrases/{made['id']}")
    with refused(401):
        await world.phone("nobody").get("/phrases")
    await room.wang.phone.delete(f"/class-staff/{room.staff}")
    with refused(403, "phrase.teacher"):
        await room.wang.phone.post("/phrases", {"words": "再来一句"})
    assert [words for words, _ in await listed(room.wang)] == [GOOD]


async def test_a_doubtful_sentence_is_told_of_and_may_go(world, room):
    await world.script("wechat", "msg_sec_check", {"suggest": "review"})
    made = await room.wang.phone.post("/phrases", {"words": GOOD})
    await world.quiet()
    assert await listed(room.wang) == [(GOOD, "review")]
    kinds = [one["kind"] for one in (await room.wang.phone.get("/notices"))["items"]]
    assert kinds.count("words_doubtful") == 1
    async with world.worker_away():
        late = await room.wang.phone.post("/phrases", {"words": "马上删掉"})
        for phrase in (made, late):
            await room.wang.phone.delete(f"/phrases/{phrase['id']}")
    await world.quiet()
    assert await listed(room.wang) == []


async def test_fifty_are_enough_also_for_a_hasty_thumb(world, room):
    async with world.worker_away():
        for number in range(MOST - 1):
            await room.wang.phone.post("/phrases", {"words": f"第{number}句"})
        tries = [room.wang.phone.post("/phrases", {"words": f"又{n}句"}) for n in range(4)]
        made = await asyncio.gather(*tries, return_exceptions=True)
        assert sum(isinstance(one, dict) for one in made) == 1
        with refused(409, "phrase.too_many"):
            await room.wang.phone.post("/phrases", {"words": "太多了"})
        assert len(await listed(room.wang)) == MOST
