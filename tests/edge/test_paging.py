"""Pages: turning them loses nothing, repeats nothing, and nobody makes up a place to start from."""

import asyncio
import base64
from itertools import chain
from typing import Any
from uuid import UUID

import msgspec
import pytest

from service.demo.phone import Refused
from service.foundation import settings, tokens
from tests.world import Person, World


@pytest.fixture
async def alice(world: World) -> Person:
    alice = await world.person("Alice")
    await alice.founds("陈家")
    return alice


async def write(alice: Person, many: int, happened: str = "2016-05-01") -> list[str]:
    made = [await alice.records(title=f"第{n}天", happened=happened) for n in range(many)]
    return [entry["id"] for entry in made]


async def turn(alice: Person, cursor: str = "") -> dict[str, Any]:
    return await alice.phone.get(f"/families/{alice.family}/timeline", cursor=cursor)


async def all_pages(alice: Person) -> list[list[str]]:
    pages, cursor = [], ""
    while True:
        page = await turn(alice, cursor)
        pages.append([entry["id"] for entry in page["items"]])
        if not (cursor := page["next"]):
            return pages


async def cursor_refused(alice: Person, cursor: str) -> bool:
    with pytest.raises(Refused) as refused:
        await turn(alice, cursor)
    problem = refused.value.problem
    return (problem["status"], problem["errors"][0]["path"]) == (422, "cursor")


async def test_every_entry_comes_once_latest_first_even_within_a_day(alice):
    of_one_day = await write(alice, 25)
    undated = await write(alice, 1, happened="")
    older = await write(alice, 15, happened="2010")
    pages = await all_pages(alice)
    assert [len(page) for page in pages] == [20, 20, 1]
    assert [*chain(*pages)] == undated + of_one_day[::-1] + older[::-1]


@pytest.mark.parametrize(("entries", "pages"), [(0, [0]), (20, [20]), (21, [20, 1])])
async def test_the_last_page_has_no_next(alice, entries, pages):
    await write(alice, entries)
    assert [len(page) for page in await all_pages(alice)] == pages


async def test_what_is_written_meanwhile_moves_nothing(alice):
    written = await write(alice, 25)
    first = await turn(alice)
    await write(alice, 3, happened="2020")
    second = await turn(alice, first["next"])
    read = [entry["id"] for page in (first, second) for entry in page["items"]]
    assert read == written[::-1]


async def test_a_cursor_changed_in_any_place_is_refused(alice):
    await write(alice, 21)
    cursor = (await turn(alice))["next"]
    data = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    changed = [data[:n] + bytes([data[n] ^ 1]) + data[n + 1 :] for n in range(len(data))]
    for forged in (*changed, data[:-1], data[16:], data + b"x", b""):
        text = base64.urlsafe_b64encode(forged).decode().rstrip("=")
        assert not text or await cursor_refused(alice, text)


async def test_what_was_never_a_cursor_is_refused(alice):
    for cursor in ("x", "中文", "=", "%", "x" * 300, "x" * 301, "' or 1=1 --"):
        assert await cursor_refused(alice, cursor)


def forged(purpose: str) -> str:
    """A cursor at a place of somebody's own choice, signed with the secret now in use."""
    packed = msgspec.msgpack.encode(("2016-05-01", UUID(int=0)))
    return base64.urlsafe_b64encode(tokens.sign(purpose, packed) + packed).decode().rstrip("=")


async def test_only_this_installations_signature_for_cursors_makes_one(alice):
    ours = alice.world.settings
    assert await turn(alice, forged("cursor")) == {"items": [], "next": ""}
    assert await cursor_refused(alice, forged("share"))
    settings.use(msgspec.structs.replace(ours, secret="the secret of somebody else, long too"))
    theirs = forged("cursor")
    settings.use(ours)
    assert await cursor_refused(alice, theirs)


async def test_alices_cursor_gives_bob_nothing_of_hers(world, alice):
    await write(alice, 21)
    cursor = (await turn(alice))["next"]
    bob = await world.person("Bob")
    with pytest.raises(Refused) as refused:
        await bob.phone.get(f"/families/{alice.family}/timeline", cursor=cursor)
    assert refused.value.status == 404
    await bob.founds("王家")
    assert (await turn(bob, cursor))["items"] == []


async def test_a_cursor_of_another_list_does_not_fit(alice):
    await write(alice, 21)
    cursor = (await turn(alice))["next"]
    with pytest.raises(Refused) as refused:
        await alice.phone.get("/feed", cursor=cursor)
    assert refused.value.problem["errors"][0]["code"] == "cursor.invalid"


async def test_many_readers_turn_pages_at_once(alice):
    await write(alice, 21)
    together = await asyncio.gather(*(all_pages(alice) for _ in range(10)))
    assert all(pages == together[0] for pages in together)
