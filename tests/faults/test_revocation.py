"""Stories of taking back: within a second it is gone, whichever web process is asked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from time import monotonic

import httpx
import pytest_asyncio

from service.trust.consents import Purpose
from tests.faults.installation import Installation
from tests.faults.processes import connections
from tests.world import Person

GONE_WITHIN = 1.0
REACHED_WITHIN = 60
LEAST = 12
"""Connections of others count, too, where they have not ended yet."""


class Everywhere:
    """Connections to every web process, chosen by the kernel: as many as it takes."""

    def __init__(self, home: Installation, stack: AsyncExitStack) -> None:
        self._home, self._stack = home, stack
        self._browsers: list[httpx.AsyncClient] = []

    async def reach_all(self) -> None:
        async with asyncio.timeout(REACHED_WITHIN):
            while len(self._browsers) < LEAST or not self.reaches_all():
                browser = httpx.AsyncClient(timeout=15)
                self._browsers.append(await self._stack.enter_async_context(browser))
                assert await self.statuses("/healthz") == {200}

    def reaches_all(self) -> bool:
        port = self._home.settings.port
        return all(connections(pid, port) > 1 for pid in self._home.processes.web())

    async def statuses(self, path: str, person: Person | None = None) -> set[int]:
        """What every process answers."""
        headers = {"Authorization": f"Bearer {person.phone.token}"} if person else {}
        asked = (b.get(f"{self._home.url}{path}", headers=headers) for b in self._browsers)
        return {reply.status_code for reply in await asyncio.gather(*asked)}

    async def become(self, status: int, path: str, person: Person | None = None) -> None:
        """Every process answers with `status` within a second, and from then on."""
        began = monotonic()
        while await self.statuses(path, person) != {status}:
            assert monotonic() - began < GONE_WITHIN, path
        assert await self.statuses(path, person) == {status}


@pytest_asyncio.fixture(loop_scope="session")
async def everywhere(home: Installation) -> AsyncIterator[Everywhere]:
    async with AsyncExitStack() as stack:
        everywhere = Everywhere(home, stack)
        await everywhere.reach_all()
        yield everywhere


async def a_shown_post(alice: Person, audience: str = "public") -> str:
    photo = await alice.takes_photo()
    post = (await alice.publishes("放风筝", [photo], audience=audience))["id"]
    await alice.phone.until(f"/posts/{post}", state=["approved"])
    return post


async def a_link(alice: Person, post: str) -> tuple[str, str]:
    """Its id and the path of its page's data."""
    link = await alice.phone.post(f"/posts/{post}/share-links", {})
    return link["id"], f"/api/v1/shared/{link['url'].rpartition('/')[2]}"


async def test_a_withdrawn_post_and_its_link_are_gone_everywhere(
    everywhere: Everywhere, alice: Person, bob: Person
):
    post = await a_shown_post(alice)
    _, shared = await a_link(alice, post)
    assert await everywhere.statuses(f"/api/v1/posts/{post}", bob) == {200}
    assert await everywhere.statuses(shared) == {200}
    await alice.phone.delete(f"/posts/{post}")
    await everywhere.become(404, f"/api/v1/posts/{post}", bob)
    await everywhere.become(404, shared)


async def test_a_revoked_link_is_dead_everywhere_and_the_post_stays(
    everywhere: Everywhere, alice: Person, bob: Person
):
    post = await a_shown_post(alice)
    link, shared = await a_link(alice, post)
    assert await everywhere.statuses(shared) == {200}
    await alice.phone.delete(f"/share-links/{link}")
    await everywhere.become(404, shared)
    assert await everywhere.statuses(f"/api/v1/posts/{post}", bob) == {200}


async def test_a_withdrawn_consent_darkens_everything_shown_on_it(
    everywhere: Everywhere, alice: Person, bob: Person
):
    post = await a_shown_post(alice)
    _, shared = await a_link(alice, post)
    _, of_the_family = await a_link(alice, await a_shown_post(alice, "family"))
    assert await everywhere.statuses(f"/api/v1/posts/{post}", bob) == {200}
    assert await everywhere.statuses(of_the_family) == {200}
    consents = (await alice.phone.get("/consents", family_id=alice.family))["items"]
    (shown,) = [c["id"] for c in consents if c["purpose"] == Purpose.SHOW]
    await alice.phone.delete(f"/consents/{shown}")
    await everywhere.become(404, f"/api/v1/posts/{post}", bob)
    await everywhere.become(404, shared)
    await everywhere.become(404, of_the_family)
    assert post not in await bob.feed()


async def test_whoever_was_taken_out_of_a_family_sees_it_nowhere(
    everywhere: Everywhere, alice: Person, bob: Person
):
    await alice.invites(bob, "亲属", "viewer")
    photo = await alice.takes_photo()
    entry = await alice.records(title="周末", photo_ids=[photo])
    paths = [
        f"/api/v1/families/{alice.family}/members",
        f"/api/v1/students/{alice.child}/timeline",
        f"/api/v1/entries/{entry['id']}",
        f"/api/v1/photos/{photo}",
    ]
    await alice.phone.until(f"/entries/{entry['id']}", standing=["passed"])
    for path in paths:
        assert await everywhere.statuses(path, bob) == {200}, path
    members = (await alice.phone.get(f"/families/{alice.family}/members"))["items"]
    (place,) = [one["id"] for one in members if one["relation"] == "亲属"]
    await alice.phone.delete(f"/memberships/{place}")
    for path in paths:
        await everywhere.become(404, path, bob)


async def test_a_session_that_was_ended_is_refused_everywhere(
    everywhere: Everywhere, alice: Person
):
    assert await everywhere.statuses("/api/v1/account", alice) == {200}
    await alice.phone.delete("/sessions/current")
    await everywhere.become(401, "/api/v1/account", alice)
