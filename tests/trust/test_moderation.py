"""Moderation: what WeChat says of words and pictures, what it does not, and who sees them then."""

import asyncio
from datetime import timedelta

import asyncpg
import pytest

from service.foundation import clock
from service.foundation.database import query
from service.trust import moderation
from service.trust.consents import Purpose
from tests.each import each
from tests.world import Person, World, a_photo, refused

PICTURE, WORDS = "media_check_async", "msg_sec_check"


@pytest.fixture
async def alice(world: World) -> Person:
    alice = await world.person("Alice")
    await alice.founds("陈家")
    await alice.opens_archive("小满")
    await alice.consents(Purpose.SHOW, alice.child)
    return alice


@pytest.fixture
async def chen(alice: Person) -> Person:
    return await relative_of(alice)


async def relative_of(alice: Person) -> Person:
    chen = await alice.world.person("Chen")
    await alice.invites(chen, "爷爷")
    return chen


async def says(person, title):
    """Record some words and wait for what the check makes of them."""
    entry = await person.records(title=title)
    settled = ["passed", "review", "risky"]
    return await person.phone.until(f"/entries/{entry['id']}", standing=settled)


@pytest.mark.parametrize(
    ("answer", "standing", "label"),
    [
        ({"suggest": "pass"}, "passed", 100),
        ({"suggest": "pass", "label": "100"}, "passed", 100),
        ({"suggest": "risky", "label": 20002}, "risky", 20002),
        ({"suggest": "risky", "label": "20002"}, "risky", 20002),
        ({"suggest": "review"}, "review", 21000),
        ({"suggest": "pass", "push_errcode": -1008}, "review", None),
        ({"errcode": 61010}, "review", None),
        ({"suggest": "pass", "push": "before_reply", "slow_seconds": 1}, "passed", 100),
        ({"suggest": "risky", "push": "before_reply", "slow_seconds": 1}, "risky", 21000),
        ({"suggest": "pass", "push": "twice"}, "passed", 100),
        ({"suggest": "risky", "push": "twice"}, "risky", 21000),
    ],
)
async def test_only_a_clear_pass_shows_a_picture(world, alice, answer, standing, label):
    chen = await relative_of(alice)
    await world.script("wechat", PICTURE, answer)
    photo = await alice.takes_photo()
    await alice.records(photo_ids=[photo])
    assert (await alice.phone.get(f"/photos/{photo}"))["standing"] == standing
    assert await chen.sees(f"/photos/{photo}") == [standing == "passed"]
    (check,) = await query("select * from checks where subject = 'photo'")
    assert (check["standing"], check["label"]) == (standing, label)
    rows = await query("select action from audit_records where action like 'check.%'")
    assert [row["action"] for row in rows] == [f"check.{standing}"]


@each(
    ("title", "answer", "standing"),
    [
        ("第一天上学", {}, "passed"),
        ("兼职日结加微信", {}, "risky"),
        ("第一天上学", {"suggest": "review"}, "review"),
        ("第一天上学", {"suggest": "risky", "label": "20003"}, "risky"),
        ("第一天上学", {"errcode": 61010}, "review"),
        ("第一天上学", {"errcode": 87014}, "review"),
    ],
)
async def test_only_a_clear_pass_shows_words(world, alice, title, answer, standing):
    chen = await relative_of(alice)
    await world.script("wechat", WORDS, answer)
    entry = await says(alice, title)
    assert entry["standing"] == standing
    assert await chen.sees(f"/entries/{entry['id']}") == [standing == "passed"]


@pytest.mark.parametrize("answer", [{"errcode": 45009}, {"http_status": 502}, {"half_json": True}])
async def test_after_an_outage_the_check_is_asked_again(world, alice, answer):
    for call in (PICTURE, WORDS):
        await world.script("wechat", call, answer)
    photo = await alice.takes_photo()
    assert (await alice.phone.get(f"/photos/{photo}"))["standing"] == "passed"
    assert (await says(alice, "第一天上学"))["standing"] == "passed"
    calls = await world.control("wechat", "calls")
    assert (calls[PICTURE], calls[WORDS] >= 2) == (2, True)


async def test_who_has_been_away_for_hours_is_read_by_a_human(world, alice, chen):
    await world.control("wechat", "clock", {"offset_seconds": 3 * 3600})
    entry = await says(alice, "第一天上学")
    assert entry["standing"] == "review"
    assert await chen.sees(f"/entries/{entry['id']}") == [False]


@pytest.mark.parametrize("before", [2600, 2499])
async def test_a_long_story_is_read_to_its_end(alice, before):
    entry = await alice.records(story="好" * before + "傻逼" + "好" * 100)
    settled = await alice.phone.until(f"/entries/{entry['id']}", standing=["risky", "passed"])
    assert settled["standing"] == "risky"


async def test_while_a_post_waits_no_way_leads_to_it(world, alice, chen):
    bob = await world.person("Bob")
    await world.script("wechat", PICTURE, {"push": "held"}, times=3)
    photos = [await alice.takes_photo(a_photo(), checked=False) for _ in range(3)]
    post = (await alice.publishes("春节", photos, audience="public"))["id"]
    await alice.records(photo_ids=photos)
    await world.quiet()
    paths = [f"/posts/{post}", *(f"/photos/{photo}" for photo in photos)]
    for reader in (bob, chen):
        assert not any(await reader.sees(*paths))
        assert post not in await reader.feed("public") + await reader.feed("family")
    assert all(entry["photos"] == [] for entry in await chen.timeline(alice.child))
    assert (await world.http.get(f"{world.url}/api/v1/feed")).json()["items"] == []
    with refused(409, "post.not_approved"):
        await alice.phone.post(f"/posts/{post}/share-links", {})
    with refused(404):
        await bob.phone.put(f"/posts/{post}/like")
    await world.control("wechat", "release", {})
    await alice.phone.until(f"/posts/{post}", state=["approved"])
    assert await bob.feed() == [post]
    assert all(await chen.sees(*paths))


async def test_one_risky_picture_refuses_the_post_and_says_so_kindly(world, alice):
    bob = await world.person("Bob")
    await world.script("wechat", PICTURE, {"push": "held"})
    await world.script("wechat", PICTURE, {"push": "held", "suggest": "risky"})
    photos = [await alice.takes_photo(a_photo(), checked=False) for _ in range(2)]
    post = await alice.publishes("春节", photos, audience="public")
    await world.quiet()
    await world.control("wechat", "release", {})
    settled = await alice.phone.until(f"/posts/{post['id']}", state=["rejected", "approved"])
    assert (settled["state"], "照片" in settled["reason"]) == ("rejected", True)
    assert await bob.sees(f"/posts/{post['id']}") == [False]
    with refused(422, "photo.risky"):
        await alice.publishes("再来", photos[::-1], audience="public")


async def test_risky_words_refuse_the_post_and_doubt_holds_it(world, alice):
    bob, photo = await world.person("Bob"), await alice.takes_photo()
    risky = await alice.shows("加微信 代购", [photo])
    assert (risky["state"], "联系方式" in risky["reason"]) == ("rejected", True)
    await world.script("wechat", WORDS, {"suggest": "review"})
    held = await alice.shows("春节", [photo])
    assert held["state"] == "review"
    assert await bob.feed() == []


async def test_what_is_never_answered_is_read_by_a_human_after_half_an_hour(world, alice, chen):
    await world.script("wechat", PICTURE, {"push": "never"}, times=None)
    photo = await alice.takes_photo(checked=False)
    entry = await alice.records(photo_ids=[photo])
    post = await alice.publishes("春节", [photo], audience="public")
    await world.quiet()
    for minutes, standing, state in ((0, "pending", "pending"), (31, "review", "review")):
        with clock.moved(timedelta(minutes=minutes)):
            await moderation.sweep()
            await world.quiet()
        assert (await alice.phone.get(f"/photos/{photo}"))["standing"] == standing
        assert (await alice.phone.get(f"/posts/{post['id']}"))["state"] == state
    paths = [f"/photos/{photo}", f"/posts/{post['id']}", f"/entries/{entry['id']}"]
    assert await chen.sees(*paths) == [False, False, True]


async def test_a_lost_verdict_is_asked_for_once_more_and_not_for_ever(world, alice):
    await world.script("wechat", PICTURE, {"push": "never"}, times=2)
    photo = await alice.takes_photo(checked=False)
    await world.quiet()
    with clock.moved(timedelta(minutes=11)):
        for _ in range(3):
            await moderation.sweep()
            await world.quiet()
    assert (await world.control("wechat", "calls"))[PICTURE] == 2
    assert (await alice.phone.get(f"/photos/{photo}"))["standing"] == "pending"


async def test_what_is_asked_again_is_answered(world, alice):
    await world.script("wechat", PICTURE, {"push": "never"})
    photo = await alice.takes_photo(checked=False)
    await world.quiet()
    with clock.moved(timedelta(minutes=11)):
        await moderation.sweep()
    await alice.phone.until(f"/photos/{photo}", standing=["passed"])


async def test_a_change_and_a_verdict_at_once_do_not_block_each_other(world, alice):
    blocking = await asyncpg.connect(world.settings.database_url)
    async with blocking.transaction():
        async with world.worker_away():
            path = f"/entries/{(await alice.records(title='第一天上学'))['id']}"
            await blocking.execute("select 1 from entries for update")
            changing = asyncio.create_task(alice.phone.put(path, {"title": "换了一句"}))
            await world.until_blocked(1)
        await world.until_blocked(2)
    assert (await changing)["title"] == "换了一句"
    await blocking.close()
    await world.quiet()
    assert await query("select 1 from procrastinate_jobs where attempts > 0") == []
    assert (await alice.phone.get(path))["standing"] == "passed"


async def test_changed_words_wait_again_and_no_late_verdict_of_the_old_ones_passes_them(
    world, alice, chen
):
    await world.quiet()  # of what is asked about Alice herself
    before = await _times_asked(world)
    await world.script("wechat", WORDS, {"suggest": "pass", "slow_seconds": 0.7})
    await world.script("wechat", WORDS, {"errcode": 45009}, times=None)  # says nothing of the new
    path = f"/entries/{(await alice.records(title='第一天上学'))['id']}"
    await world.until(lambda: _asked_more_than(before, world))
    assert (await alice.phone.put(path, {"title": "换了一句"}))["standing"] == "pending"
    await world.until(_one_job_left)
    assert (await alice.phone.get(path))["standing"] == "pending"
    assert await chen.sees(path) == [False]
    async with world.worker_away():  # which might ask between the two
        await world.http.delete(f"{world.settings.wechat_base_url}/_control/scripts")
        await world.script("wechat", WORDS, {"suggest": "risky"})
    await alice.phone.until(path, standing=["risky"])


async def test_words_that_passed_are_hidden_when_they_change(world, alice, chen):
    path = f"/entries/{(await says(alice, '第一天上学'))['id']}"
    assert await chen.sees(path) == [True]
    async with world.worker_away():
        await alice.phone.put(path, {"story": "雨很大"})
        assert await chen.sees(path) == [False]
    await alice.phone.until(path, standing=["passed"])
    assert await chen.sees(path) == [True]


async def test_a_guardian_may_change_a_relatives_words_and_answers_for_them(world, alice, chen):
    path = f"/entries/{(await says(chen, '我的孙子'))['id']}"
    changed = await alice.phone.put(path, {"title": "小满和爷爷"})
    assert (changed["title"], changed["standing"]) == ("小满和爷爷", "pending")
    await chen.phone.until(path, standing=["passed"])
    (check,) = await query("select account_id from checks order by id desc limit 1")
    assert check["account_id"] == (await alice.account()).id


async def _times_asked(world: World) -> int:
    return (await world.control("wechat", "calls")).get(WORDS, 0)


async def _asked_more_than(times: int, world: World) -> bool:
    return await _times_asked(world) > times


async def _one_job_left() -> bool:
    checks = "select 1 from procrastinate_jobs where task_name = 'moderation.check'"
    return len(await query(checks)) == 1
