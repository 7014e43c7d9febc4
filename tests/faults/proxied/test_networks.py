"""Stories of bad networks: slow, broken, silent, between the service, its servers and phones."""

import asyncio
from uuid import uuid4

import httpx
import pytest

from service.demo.phone import Refused
from tests.faults.installation import patiently, within
from tests.faults.laboratory import Laboratory
from tests.faults.ledger import Ledger
from tests.faults.outcomes import called_back, confirms, is_one_photo
from tests.faults.proxy import Held, Proxy
from tests.faults.sdk_phone import tickets_for
from tests.faults.test_postgres_killed import has, keeps_recording
from tests.world import Person, a_photo, refused

BREAKS = 10
PIECE = 0.05
"""Seconds that each piece takes on a slow way."""


@pytest.fixture
def slow(lab: Laboratory, request: pytest.FixtureRequest):
    """The proxy of that name takes its time."""
    proxy: Proxy = getattr(lab, request.param)
    proxy.delay = PIECE
    yield proxy
    proxy.delay = 0


async def test_connections_to_postgres_that_break_lose_nothing_acknowledged(
    lab: Laboratory, alice: Person, ledger: Ledger
):
    async with keeps_recording(alice, ledger):
        for breaks in range(BREAKS):
            await within(60, lambda made=3 * breaks + 3: has(ledger, made))
            assert lab.database.reset()
    kept = await lab.home.rows("select id from entries where family_id = $1", alice.family)
    assert sorted(str(row["id"]) for row in kept) == sorted(ledger.made("entry"))


@pytest.mark.parametrize("slow", ["database", "valkey", "wechat", "kodo"], indirect=True)
async def test_whatever_is_slow_the_main_job_is_done(lab: Laboratory, alice: Person, slow: Proxy):
    before = slow.passed
    photo = await alice.takes_photo()
    assert (await alice.shows("放风筝", [photo]))["state"] == "approved"
    chen = await lab.home.person("爷爷 Chen")
    assert (await chen.phone.get("/account"))["nickname"] == "爷爷 Chen"
    assert slow.passed > before


async def test_a_postgres_that_says_nothing_more_is_waited_for(lab: Laboratory, alice: Person):
    """What was asked meanwhile is answered when it speaks again, or is to come again; once."""
    keys = [uuid4().hex for _ in range(5)]
    body = {"family_id": alice.family, "student_id": alice.child, "title": "一天"}
    async with lab.database.black_hole():
        asking = [
            asyncio.create_task(patiently(lambda k=key: alice.phone.post("/entries", body, key=k)))
            for key in keys
        ]
        reply = await lab.home.http.get(f"{lab.home.url}/healthz")
        assert reply.status_code == 200
        done, _ = await asyncio.wait(asking, timeout=1)
        assert not done
    made = {one["id"] for one in await asyncio.gather(*asking)}
    kept = await lab.home.rows("select id from entries where family_id = $1", alice.family)
    assert sorted(str(row["id"]) for row in kept) == sorted(made)


async def test_half_an_answer_of_wechat_is_none(lab: Laboratory):
    lab.wechat.reset()
    lab.wechat.cut_at = 30
    try:
        chen = lab.home.phone("奶奶 Chen")
        with refused(503, "wechat.unavailable"):
            await chen.sign_in()
    finally:
        lab.wechat.cut_at = None
    await patiently(chen.sign_in)
    assert (await chen.get("/account"))["nickname"] == ""


async def test_an_original_that_comes_in_half_is_fetched_again(lab: Laboratory, alice: Person):
    data = a_photo()
    (ticket,) = await tickets_for(alice, len(data))
    async with lab.kodo.stops(ticket["key"].encode(), held=Held.REQUEST) as fetching:
        assert (await alice.phone.put_file(ticket, data)).status_code == 200
        passage = await fetching.reached()
        lab.kodo.cut_at = passage.replied + len(data) // 2
        fetching.go_on()
        await within(60, lambda: is_broken(lab, passage))
    lab.kodo.cut_at = None
    await is_one_photo(lab.home, alice, ticket, data)


async def is_broken(lab: Laboratory, passage: object) -> bool:
    return passage not in lab.kodo.passages


@pytest.mark.parametrize("held", Held)
async def test_a_phone_that_loses_kodo_puts_its_file_again_and_it_is_one_photo(
    lab: Laboratory, alice: Person, held: Held
):
    """Held.REPLY: Kodo has it and has called back; the phone never heard."""
    data = a_photo()
    (ticket,) = await tickets_for(alice, len(data))
    async with lab.uploads.stops(ticket["key"].encode(), held=held) as moment:
        putting = asyncio.create_task(alice.phone.put_file(ticket, data))
        (await moment.reached()).reset()
        moment.go_on()
        with pytest.raises(httpx.TransportError):
            await putting
    assert await called_back(lab.home, ticket) == [200] * (held is Held.REPLY)
    if held is Held.REQUEST:
        with refused(409, "upload.not_stored"):
            await alice.phone.call("POST", f"/uploads/{ticket['upload_id']}/confirmation")
        assert (await alice.phone.put_file(ticket, data)).status_code == 200
    photo = await confirms(alice, ticket)
    assert await is_one_photo(lab.home, alice, ticket, data) == photo


async def test_a_post_whose_answer_was_swallowed_is_published_once(lab: Laboratory, alice: Person):
    photo, far, key = await alice.takes_photo(), lab.far_away(alice), uuid4().hex
    body = {
        "family_id": alice.family,
        "student_id": alice.child,
        "words": "风筝",
        "photo_ids": [photo],
        "audience": "public",
    }
    async with lab.web.stops(b"POST /api/v1/posts", held=Held.REPLY) as moment:
        asking = asyncio.create_task(far.phone.post("/posts", body, key=key))
        (await moment.reached()).reset()
        moment.go_on()
        with pytest.raises(httpx.TransportError):
            await asking
    post = await far.phone.post("/posts", body, key=key)
    (row,) = await lab.home.rows("select id from posts where family_id = $1", alice.family)
    assert str(row["id"]) == post["id"]


async def test_a_phone_on_a_thin_line_is_served(lab: Laboratory, alice: Person, bob: Person):
    far = lab.far_away(alice)
    lab.web.rate = 2_000
    try:
        told = await far.records(title="一天", story="很长的一天。" * 100)
        entry = await far.phone.get(f"/entries/{told['id']}")
    finally:
        lab.web.rate = None
    assert entry["story"] == "很长的一天。" * 100
    with pytest.raises(Refused):
        await bob.phone.get(f"/entries/{told['id']}")
