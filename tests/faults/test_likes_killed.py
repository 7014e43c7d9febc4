"""The story of 500 taps on one heart while what counts them is killed: the count is exact."""

import asyncio
import random

from tests.faults.installation import Installation, patiently, within
from tests.faults.processes import kill
from tests.world import Person

FRIENDS, TAPS = 25, 20
PATIENCE = 60


async def test_five_hundred_taps_are_counted_exactly_whoever_is_killed(
    home: Installation, alice: Person, seed: int
):
    post = (await alice.shows("放风筝", [await alice.takes_photo()]))["id"]
    friends = await asyncio.gather(*(home.person(f"友{n}") for n in range(FRIENDS)))
    tapping = asyncio.gather(
        *(taps(friend, post, random.Random(seed + n)) for n, friend in enumerate(friends))
    )
    for victim in ("web", "postmaster", "web_main"):
        await asyncio.sleep(0.5)
        for pid in getattr(home.processes, victim)():
            kill(pid)
    wanted = dict(zip([one.phone for one in friends], await tapping, strict=True))
    await within(PATIENCE, home.is_whole)
    for phone, likes in wanted.items():
        shown = await patiently(lambda asked=phone: asked.get(f"/posts/{post}"))
        assert shown["liked"] is likes
        assert shown["likes"] == sum(wanted.values())
    rows = await home.rows("select account_id from likes where post_id = $1", post)
    assert len(rows) == len({row["account_id"] for row in rows}) == sum(wanted.values())
    await within(PATIENCE, lambda: rolled_up(home, post, sum(wanted.values())))


async def taps(friend: Person, post: str, chance: random.Random) -> bool:
    """Tap on and off as moods go, each tap until it is acknowledged; what the last one said."""
    likes = False
    for _ in range(TAPS):
        likes = chance.random() < 0.5
        act = friend.phone.put if likes else friend.phone.delete
        said = await patiently(lambda act=act: act(f"/posts/{post}/like"), PATIENCE)
        assert said["liked"] is likes
    return likes


async def rolled_up(home: Installation, post: str, likes: int) -> bool:
    """Whether the counters of the feed say the same, with nothing left to be added to them."""
    left = await home.count("tally_changes where post_id = $1", post)
    found = await home.rows("select likes from tallies where post_id = $1", post)
    return not left and [row["likes"] for row in found] == [likes]
