"""Second opinions: where wanted, a picture passes only if both WeChat and Kodo pass it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from service.foundation import clock, settings
from service.foundation.database import query
from service.trust import moderation
from tests.archive.footage import recording
from tests.archive.test_films import keeps
from tests.world import Person, World

PICTURE = "media_check_async"


@pytest.fixture
async def alice(world: World) -> AsyncIterator[Person]:
    """Of an installation that wants them."""
    alice = await world.person("Alice")
    await alice.founds("陈家")
    ours = settings.current()
    settings.use(msgspec.structs.replace(ours, kodo_second_opinion=True))
    yield alice
    settings.use(ours)


async def asked(world: World) -> int:
    """How often Kodo was asked what it thinks."""
    return [one["call"] for one in await world.control("kodo", "calls")].count("censor")


async def standing(alice: Person, photo: str) -> str:
    return (await alice.phone.get(f"/photos/{photo}"))["standing"]


async def settled() -> list[tuple[str, int | None]]:
    """What became of the questions, each once, by the audit trail."""
    trail = await query("select action from audit_records where action like 'check.%' order by id")
    checks = await query("select standing, label from checks order by id")
    assert [row["action"] for row in trail] == [f"check.{row['standing']}" for row in checks]
    return [(row["standing"], row["label"]) for row in checks]


async def test_the_stricter_word_stands(world, alice):
    words = (
        ({"suggestion": "pass"}, ("passed", 100)),
        ({"suggestion": "review"}, ("review", None)),
        ({"suggestion": "block"}, ("risky", None)),
        ({"status": 400}, ("review", None)),
    )
    for answer, (outcome, _) in words:
        await world.script("kodo", "censor", answer, key="m/")
        assert await standing(alice, await alice.takes_photo()) == outcome
    for suggest in ("review", "risky"):  # Kodo is not asked what WeChat did not pass
        await world.script("wechat", PICTURE, {"suggest": suggest})
        assert await standing(alice, await alice.takes_photo()) == suggest
    said = [outcome for _, outcome in words]
    assert await settled() == [*said, ("review", 21000), ("risky", 21000)]
    assert await asked(world) == len(words)


async def test_switched_off_and_for_sounds_it_is_never_asked(world, alice):
    voice = (await keeps(alice, "爷爷.m4a", "audio", recording(1)))["id"]
    await alice.phone.until(f"/photos/{voice}", standing=["passed"])
    settings.use(msgspec.structs.replace(settings.current(), kodo_second_opinion=False))
    await world.script("kodo", "censor", {"suggestion": "block"}, times=None)
    assert await standing(alice, await alice.takes_photo()) == "passed"
    assert await asked(world) == 0


async def test_a_verdict_twice_or_another_after_it_counts_once(world, alice):
    await world.script("wechat", PICTURE, {"push": "twice"})
    photo = await alice.takes_photo()
    await world.quiet()
    (check,) = await query("select trace_id from checks")
    for suggest in ("risky", "pass", "review"):
        await moderation.receive(check["trace_id"], moderation.Verdict(suggest, None))
        await world.quiet()
    assert (await standing(alice, photo), await settled()) == ("passed", [("passed", 100)])


async def test_a_kodo_that_comes_back_answers_late(world, alice):
    await world.script("kodo", "censor", {"status": 503}, times=4)
    photo = await alice.takes_photo()
    assert (await standing(alice, photo), await asked(world)) == ("passed", 5)


async def test_while_kodo_is_away_nothing_passes_and_then_a_human_looks(world, alice):
    await world.script("kodo", "censor", {"status": 503}, times=None)
    photo = await alice.takes_photo(checked=False)
    await world.until(lambda: _asked_at_all(world))
    assert await standing(alice, photo) == "pending"
    dina = await world.person("Dina")
    await alice.invites(dina, "外婆", "editor")
    assert await dina.sees(f"/photos/{photo}") == [False]
    with clock.moved(timedelta(minutes=31)):
        await moderation.sweep()
        await world.until(lambda: _given_up(alice, photo))
    calls: dict[str, Any] = await world.control("wechat", "calls")
    assert (calls[PICTURE], await asked(world) <= 12) == (1, True), "asked with rests between"


async def _asked_at_all(world: World) -> bool:
    return await asked(world) > 0


async def _given_up(alice: Person, photo: str) -> bool:
    return await standing(alice, photo) == "review"
