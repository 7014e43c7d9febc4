"""Voices: a story may be a recording; its check, the trash and an erasure go with it."""

import asyncio
from contextvars import Context
from typing import Any
from uuid import UUID

import pytest

from models.archive.photos import Medium, Photo
from models.archive.stories import Story
from models.trust.erasures import ErasedKind
from models.trust.moderation import Standing
from service.archive import photos, stories
from service.foundation.database import query, transaction
from service.trust import personal_data
from tests.archive.circle import SOUNDS, TOLD, Circle, circle_of, leaves, tells, told, words_on
from tests.archive.footage import recording
from tests.archive.shelf import acts, shelved
from tests.archive.test_films import fetched, keeps
from tests.trust.household import told as notices_of
from tests.trust.leaving import asks, carried_out, objects, of_child, passes
from tests.world import Person, World, refused


@pytest.fixture
async def circle(world: World, alice: Person) -> Circle:
    return await circle_of(world, alice)


async def voice(person: Person, **columns: Any) -> str:
    """A recording of somebody's, as if it had been read and checked."""
    (photo,) = await shelved(person, 1, medium=Medium.AUDIO, **columns)
    return photo


async def test_a_grandmothers_voice_is_heard_by_the_family_once_it_has_passed(circle):
    alice, chen, dina = circle.family
    await circle.world.script("wechat", SOUNDS, {"push": "held"})
    kept = await keeps(chen, "爷爷.m4a", "audio", recording(1))
    story = await tells(chen, circle.entry, recording_id=kept["id"])
    assert (story["words"], story["standing"]) == ("", "passed")
    assert (story["recording"]["id"], story["recording"]["standing"]) == (kept["id"], "pending")
    await circle.world.quiet()
    assert (await words_on(alice, circle.entry), await notices_of(alice, "story_")) == ([], [])
    assert await dina.sees(f"/photos/{kept['id']}") == [False]
    await circle.world.control("wechat", "release", {})
    await chen.phone.until(f"/photos/{kept['id']}", standing=["passed"])
    (heard,) = (await dina.phone.get(f"{circle.entry}/stories"))["items"]
    assert heard["recording"]["seconds"] == pytest.approx(1, abs=0.2)
    assert len(await fetched(dina, heard["recording"]["play"])) > 1000
    assert (await fetched(dina, heard["recording"]["screen"]))[:2] == b"\xff\xd8"
    assert len(await notices_of(alice, "story_")) == 1
    assert await circle.counts(dina) == (1, 0)


async def test_neither_words_nor_voice_are_there_before_both_have_passed(circle):
    for photo in (await voice(circle.chen, standing=Standing.REVIEW), await voice(circle.chen)):
        await told(circle.chen, circle.entry, words=TOLD, recording_id=photo)
    assert await words_on(circle.alice, circle.entry) == [TOLD]
    assert await words_on(circle.chen, circle.entry) == [TOLD, TOLD]
    assert await circle.counts(circle.alice) == (1, 0)
    assert len(await notices_of(circle.alice, "story_")) == 1
    await circle.world.script("wechat", "msg_sec_check", {"suggest": "risky"})
    muted = await voice(circle.chen)
    await told(circle.chen, circle.entry, words=TOLD, recording_id=muted)
    assert await words_on(circle.dina, circle.entry) == [TOLD]
    assert await circle.dina.sees(f"/photos/{muted}") == [False]


@pytest.mark.parametrize("later", ["the words", "the voice"])
async def test_of_two_verdicts_at_once_the_later_one_tells_the_family(circle, later):
    photo = UUID(await voice(circle.chen, standing=Standing.PENDING))
    async with circle.world.worker_away():
        made = await tells(circle.chen, circle.entry, words=TOLD, recording_id=str(photo))
        verdicts = [
            stories.settled(UUID(made["id"]), Standing.PASSED, None),
            photos.settled(photo, Standing.PASSED, None),
        ]
        first, second = verdicts if later == "the voice" else verdicts[::-1]
        async with transaction():
            await first
            waiting = asyncio.create_task(_settled(second), context=Context())
            await circle.world.until_blocked(1)
        await waiting
    assert len(await notices_of(circle.alice, "story_")) == 1
    assert await words_on(circle.alice, circle.entry) == [TOLD]


async def _settled(verdict: Any) -> None:
    async with transaction():
        await verdict


async def test_a_recording_is_ones_own_to_use_and_for_one_story(circle):
    alice, chen, _ = circle.family
    bob = await circle.world.person("Bob")
    await bob.founds("林家")
    await alice.phone.put(circle.entry, {"title": "骑车"})
    await circle.world.quiet()
    unusable = {
        "recording.unknown": [await voice(bob), await voice(alice, standing=Standing.PENDING)],
        "recording.not_sound": await shelved(chen, 1),
        "photo.refused": [await voice(chen, state="refused", refusal="读不出来")],
        "photo.risky": [await voice(chen, standing=Standing.RISKY)],
    }
    for code, recordings in unusable.items():
        for one in recordings:
            with refused(422, code):
                await tells(chen, circle.entry, recording_id=one)
    mine = await voice(chen)
    tries = [tells(chen, circle.entry, recording_id=mine) for _ in range(5)]
    made = await asyncio.gather(*tries, return_exceptions=True)
    (story,) = [one for one in made if isinstance(one, dict)]
    with refused(422, "recording.used"):
        await tells(chen, circle.entry, recording_id=mine)
    await chen.phone.delete(f"/stories/{story['id']}")
    assert (await tells(chen, circle.entry, recording_id=mine))["recording"]["id"] == mine
    assert await acts("story.told") == 2


async def test_in_the_trash_the_voice_takes_its_story_along_and_brings_it_back(circle):
    alice, chen, dina = circle.family
    kept, mute = await voice(chen), await voice(chen)
    await told(chen, circle.entry, words=TOLD, recording_id=kept)
    await tells(chen, circle.entry, recording_id=mute)
    assert await words_on(dina, circle.entry) == [TOLD, ""]
    for photo in (kept, mute):
        await alice.phone.delete(f"/photos/{photo}")
    assert await words_on(dina, circle.entry) == await words_on(alice, circle.entry) == []
    (first, _) = (await chen.phone.get(f"{circle.entry}/stories"))["items"]
    assert (first["words"], first["recording"]) == (TOLD, None)
    await alice.phone.post(f"/photos/{kept}/restoration", None)
    assert await words_on(dina, circle.entry) == [TOLD]
    await passes(circle.world, 31)
    assert await words_on(chen, circle.entry) == [TOLD]
    assert [one.recording_id for one in await Story.all()] == [UUID(kept)]


async def test_with_a_child_go_the_voices_that_tell_of_it_alone(circle):
    alice, chen, _ = circle.family
    kept = [await keeps(chen, "爷爷.m4a", "audio", recording(n)) for n in (1, 2)]
    gone, shared = [one["id"] for one in kept]
    for photo in (gone, shared):
        await told(chen, circle.entry, words=TOLD, recording_id=photo)
    before = len(objects(circle.world))
    await alice.records(title="老屋", student_id=None, photo_ids=[shared])
    data = (await alice.phone.get(f"/students/{alice.child}/data"))["items"]
    assert [one["count"] for one in data if one["kind"] in ("stories", "photos")] == [2, 1, 1]
    await carried_out(circle.world, await asks(alice, of_child(alice)))
    assert await Story.all().count() == 0
    assert [str(one.id) for one in await Photo.all()] == [shared]
    assert len(objects(circle.world)) == before / 2


async def test_a_story_on_another_entry_keeps_the_voice_from_going_with_the_child(circle):
    alice, chen, _ = circle.family
    entry = f"/entries/{(await alice.records(title='老屋', student_id=None))['id']}"
    await circle.world.quiet()
    photo = await voice(chen)
    await told(chen, entry, recording_id=photo)
    await alice.records(title="听爷爷讲", photo_ids=[photo])
    await personal_data.purge(ErasedKind.STUDENT, UUID(alice.child))
    assert (await Story.get()).recording_id == UUID(photo)


async def test_an_entry_that_goes_for_good_leaves_the_voice_to_the_family(circle):
    photo = await voice(circle.chen)
    await told(circle.chen, circle.entry, words=TOLD, recording_id=photo)
    await circle.dina.phone.post(f"{circle.entry}/comments", {"words": "真好"})
    await circle.dina.phone.put(f"{circle.entry}/reaction", {"warmth": "抱抱"})
    await circle.world.quiet()
    async with transaction():
        await personal_data.purge(ErasedKind.ENTRY, UUID(circle.entry[-36:]))
    for table in ("stories", "entry_comments", "entry_reactions", "entries"):
        assert await query(f"select 1 from {table}") == [], table
    assert await circle.alice.sees(f"/photos/{photo}") == [True]


async def test_what_a_leaver_recorded_is_heard_on(circle):
    photo = await voice(circle.chen)
    await tells(circle.chen, circle.entry, recording_id=photo)
    await leaves(circle.chen, circle.alice)
    (heard,) = (await circle.dina.phone.get(f"{circle.entry}/stories"))["items"]
    assert heard["recording"]["id"] == photo
    assert await circle.chen.sees(f"/photos/{photo}") == [False]
