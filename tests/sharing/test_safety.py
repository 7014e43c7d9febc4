"""Safety: what a vendor says, or does not say, and what becomes of a post then. It fails closed."""

from datetime import timedelta
from uuid import UUID

from service.foundation import clock
from service.foundation.database import query
from service.trust import moderation
from tests.each import each
from tests.world import Person, World, refused

PICTURE, WORDS = "media_check_async", "msg_sec_check"
RISKY = "兼职日结加微信"


async def checks(world: World, call: str) -> int:
    return (await world.control("wechat", "calls")).get(call, 0)


async def test_only_clear_words_show_a_post_and_whatever_is_unclear_is_a_humans(world, alice, bob):
    photo = await alice.takes_photo()
    for answer, state in (
        ({}, "approved"),
        ({"suggest": "review"}, "review"),
        ({"suggest": "risky", "label": 20003}, "rejected"),
        ({"errcode": 61010}, "review"),
        ({"errcode": 87014}, "review"),
        ({"errcode": 99999}, "review"),
        ({"errcode": 45009}, "approved"),
        ({"http_status": 502}, "approved"),
    ):
        await world.script("wechat", WORDS, answer)
        await shows_as(alice, bob, photo, state)


async def test_only_clear_pictures_show_a_post(world, alice, bob):
    for answer, state in (
        ({"suggest": "review"}, "review"),
        ({"push_errcode": -1008}, "review"),
        ({"errcode": 61010}, "review"),
        ({"errcode": 99999}, "review"),
        ({"push": "before_reply", "slow_seconds": 0.5}, "approved"),
        ({"push": "twice"}, "approved"),
    ):
        await world.script("wechat", PICTURE, answer)
        await shows_as(alice, bob, await alice.takes_photo(), state)


async def shows_as(alice: Person, bob: Person, photo: str, state: str) -> None:
    """A post ends in this state: others see it approved, and a human is asked in doubt."""
    post = await alice.shows("春节全家福", [photo])
    assert post["state"] == state
    assert await bob.sees(f"/posts/{post['id']}") == [state == "approved"]
    waiting = await query("select cause from reviews where subject_id = $1", UUID(post["id"]))
    assert [row["cause"] for row in waiting] == ["doubt"] * (state == "review")


@each(
    ("call", "answer"),
    [
        (WORDS, {"errcode": 45009}),
        (WORDS, {"http_status": 502}),
        (PICTURE, {"push": "never"}),
    ],
    ids=str,
)
async def test_no_verdict_in_half_an_hour_is_a_humans_and_nobody_hammers(
    world: World, alice: Person, bob: Person, call, answer
):
    if call == PICTURE:
        await world.script("wechat", call, answer, times=None)
    photo = await alice.takes_photo(checked=call == WORDS)
    before = await checks(world, call)
    if call == WORDS:
        await world.script("wechat", call, answer, times=None)
    post = (await alice.publishes("春节全家福", [photo], audience="public"))["id"]
    await world.quiet()
    for minutes, state in ((0, "pending"), (31, "review")):
        with clock.moved(timedelta(minutes=minutes)):
            await moderation.sweep()
            await world.quiet()
        assert (await alice.phone.get(f"/posts/{post}"))["state"] == state
        assert await bob.sees(f"/posts/{post}") == [False]
    assert await checks(world, call) - before <= 15


async def test_verdicts_out_of_order_of_others_and_of_nobody_change_nothing(world, alice, bob):
    await world.script("wechat", PICTURE, {"push": "never"})
    photo = await alice.takes_photo(checked=False)
    post = (await alice.publishes("春节", [photo], audience="public"))["id"]
    await world.quiet()
    for suggest in ("pass", "risky", "wonder"):
        await moderation.receive("nobody's", moderation.Verdict(suggest, None))
    assert (await alice.phone.get(f"/posts/{post}"))["state"] == "pending"
    (check,) = await query("select trace_id from checks where subject = 'photo'")
    for suggest in ("wonder", "pass", "risky"):
        await moderation.receive(check["trace_id"], moderation.Verdict(suggest, None))
    await world.quiet()
    assert (await alice.phone.get(f"/posts/{post}"))["state"] == "review", "the first word counts"
    assert await bob.sees(f"/posts/{post}") == [False]


async def test_every_name_that_others_read_is_checked_before_it_is_kept(world, alice):
    family, child = f"/families/{alice.family}", f"/students/{alice.child}"
    ways = ((family, "name"), (child, "nickname"), ("/account", "nickname"))
    was = [(await alice.phone.get(path))[field] for path, field in ways]
    for path, field in ways:
        with refused(422, "words.refused"):
            await alice.phone.put(path, {field: RISKY})
        for answer, status, code in (
            ({"suggest": "review"}, 422, "words.refused"),
            ({"errcode": 61010}, 409, "words.unchecked"),
            ({"errcode": 99999}, 409, "words.unchecked"),
            ({"errcode": 45009}, 503, "wechat.unavailable"),
        ):
            await world.script("wechat", WORDS, answer)
            with refused(status, code):
                await alice.phone.put(path, {field: "小满满"})
    assert [(await alice.phone.get(path))[field] for path, field in ways] == was
    for path, body in (
        ("/families", {"name": RISKY, "relation": "妈妈"}),
        ("/students", {"family_id": alice.family, "nickname": RISKY, "birth_date": "2020-01-01"}),
    ):
        with refused(422):
            await alice.phone.post(path, body)
