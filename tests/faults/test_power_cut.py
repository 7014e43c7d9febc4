"""The story of a power cut in the middle of the main job, and of the start after it."""

import asyncio
import socket
from pathlib import Path

from tests.embedded.observing import is_alive
from tests.faults.conftest import settled_in
from tests.faults.installation import Installation, free_port, installation, patiently, within
from tests.faults.ledger import Ledger
from tests.world import Person, a_photo

IN_FLIGHT = "procrastinate_jobs where task_name = 'photos.read' and status = 'doing'"


async def test_a_power_cut_loses_nothing_and_the_next_start_goes_on(tmp_path: Path, ledger: Ledger):
    data, port = tmp_path / "家 档", free_port()
    async with installation(data, port) as home:
        alice = await settled_in(home, "Alice")
        await begins_the_main_job(home, alice, ledger)
        killed = await home.processes.cut_the_power()
    async with installation(data, port) as home:
        assert not any(map(is_alive, killed))
        again = await same_person(home, alice)
        await finishes_the_main_job(home, again, ledger)
        standing = home.processes.all()
    assert not any(map(is_alive, standing))
    with socket.create_server(("127.0.0.1", port)):
        pass


async def begins_the_main_job(home: Installation, alice: Person, ledger: Ledger) -> None:
    """One photo is done and shown, one is just being read, one waits for WeChat's verdict."""
    done = await alice.takes_photo()
    entry = await alice.records(title="第一天", photo_ids=[done])
    post = await alice.shows("放风筝", [done])
    await home.script("wechat", "media_check_async", {"push": "never"})
    unchecked = await alice.takes_photo(checked=False)
    await home.script("kodo", "download", {"delay_seconds": 60}, key="o/")
    unread = await alice.phone.put_photo(alice.family, "IMG_0003.jpg", a_photo())
    for kind, made in (
        ("photo", done),
        ("photo", unchecked),
        ("photo", unread),
        ("entry", entry["id"]),
        ("post", post["id"]),
    ):
        ledger.acknowledge(kind, made)
    await within(60, lambda: home.count(IN_FLIGHT))


async def same_person(home: Installation, before: Person) -> Person:
    """The phone after the cut: its session still holds; opening the mini-program shows WeChat."""
    again = Person(home, home.phone(before.phone.person))
    again.phone.token, again.family, again.child = before.phone.token, before.family, before.child
    await again.phone.login_code()
    return again


async def finishes_the_main_job(home: Installation, alice: Person, ledger: Ledger) -> None:
    done, unchecked, unread = ledger.made("photo")
    await alice.phone.until(f"/photos/{unread}", state=["ready"], standing=["passed"])
    assert (await alice.phone.get(f"/photos/{unchecked}"))["state"] == "ready"
    (post,) = ledger.made("post")
    assert (await alice.phone.get(f"/posts/{post}"))["state"] == "approved"
    assert [entry["id"] for entry in await alice.timeline()] == ledger.made("entry")
    for photo in (done, unchecked, unread):
        original = (await alice.phone.get(f"/photos/{photo}"))["original"]
        assert (await home.http.get(original)).status_code == 200
        ready = "audit_records where action = 'photo.ready' and subject_id = $1"
        assert await home.count(ready, photo) == 1
    later = await patiently(alice.takes_photo)
    await asyncio.wait_for(alice.shows("第二天", [later]), 60)
