"""Stories of WeChat and Kodo away: what can wait waits, what cannot says when to come back."""

import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from service.demo.phone import Refused
from tests.faults.installation import Installation, patiently, within
from tests.faults.processes import kill
from tests.world import Person, a_photo


@asynccontextmanager
async def vendors_hang(home: Installation) -> AsyncIterator[None]:
    """WeChat and Kodo take connections and say nothing."""
    (emulators,) = home.processes.emulators()
    os.kill(emulators, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(emulators, signal.SIGCONT)


async def test_signing_in_asks_to_come_back_and_works_when_wechat_is_there_again(
    home: Installation,
):
    chen = home.phone("爷爷 Chen")
    code = await chen.login_code()
    kill(home.processes.emulators()[0])
    with pytest.raises(Refused) as refused:
        await chen.post("/sessions", {"code": code})
    assert (refused.value.status, refused.value.problem["code"]) == (503, "wechat.unavailable")
    assert home.away == 1
    await patiently(chen.sign_in)


async def test_a_confirmation_during_an_outage_of_kodo_comes_back_later(
    home: Installation, alice: Person
):
    files = [{"name": "1.jpg", "bytes": 90_000}]
    tickets = await alice.phone.post("/uploads", {"family_id": alice.family, "files": files})
    ticket = tickets["items"][0]
    await home.script("kodo", "callback", {"drop": True})
    assert (await alice.phone.put_file(ticket, a_photo())).status_code == 579
    confirmation = f"/uploads/{ticket['upload_id']}/confirmation"
    async with vendors_hang(home):
        with pytest.raises(Refused) as refused:
            await alice.phone.call("POST", confirmation)
    assert (refused.value.status, refused.value.problem["code"]) == (503, "kodo.unavailable")
    photo = await patiently(lambda: alice.phone.call("POST", confirmation))
    await alice.phone.until(f"/photos/{photo['id']}", state=["ready"])


async def test_what_waits_for_a_check_during_an_outage_is_checked_after_it(
    home: Installation, alice: Person, bob: Person
):
    photo = await alice.takes_photo()
    async with vendors_hang(home):
        post = await alice.publishes("等微信醒来", [photo], audience="public")
        await within(60, lambda: home.count(RETRYING, post["id"]))
        assert post["id"] not in await bob.feed()
    await alice.phone.until(f"/posts/{post['id']}", state=["approved"])
    assert post["id"] in await bob.feed()


RETRYING = """
procrastinate_jobs j join checks c on c.id::text = j.args->>'check_id'
where c.subject_id = $1 and j.status = 'todo' and j.attempts > 0
"""
