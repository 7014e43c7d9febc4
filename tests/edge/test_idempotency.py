"""Idempotency keys: a phone that sends again, in a tunnel or at once, makes nothing new."""

import asyncio
import contextvars
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from service.demo.phone import Refused
from service.foundation import clock, replays
from service.foundation.database import query
from service.integrations import adapters
from tests.counters import forget
from tests.edge.samples import SAMPLES
from tests.edge.wire import headers_of, paths_of, problem_of, routes

CHEN = {"name": "陈家", "relation": "妈妈"}
LIN = {"name": "林家", "relation": "妈妈"}


async def families() -> list[str]:
    return sorted(row["name"] for row in await query("select name from families"))


NO_KEYS = [b"", b"short", b"x" * 65, b"with space", "中文中文".encode(), b"\xff" * 9]


async def test_every_creating_route_wants_a_key(world):
    alice = await world.person("Alice")
    creating = [route for route in routes(world.settings) if route.creates]
    assert len(creating) >= 8
    for route in creating:
        assert route.operation is not None
        takes, headers = route.operation.takes, headers_of(alice)
        body = SAMPLES[takes] if takes else None
        await forget(adapters().valkey)  # some are limited to a few calls a day
        del headers["Idempotency-Key"]
        for key in ({}, *({"Idempotency-Key": key} for key in NO_KEYS)):
            reply = await world.http.post(route.url(world), json=body, headers={**headers, **key})
            assert paths_of(reply, 400) == ["Idempotency-Key"]
            assert problem_of(reply).code == "idempotency_key.required"


async def test_the_same_request_again_answers_with_the_same_family(world):
    alice = await world.person("Alice")
    first = await alice.phone.post("/families", CHEN, key="in-the-tunnel")
    again = await alice.phone.post("/families", CHEN, key="in-the-tunnel")
    assert first == again
    assert await families() == ["陈家"]


async def test_fifty_at_once_make_one_entry(world):
    alice = await world.person("Alice")
    body = {"family_id": await alice.founds("陈家"), "title": "第一步"}
    answers = await asyncio.gather(
        *(alice.phone.post("/entries", body, key="all-at-once") for _ in range(50))
    )
    assert len({answer["id"] for answer in answers}) == 1
    assert len(await query("select 1 from entries")) == 1
    assert len(await query("select 1 from audit_records where action = 'entry.recorded'")) == 1


async def test_a_key_with_another_body_is_refused(world):
    alice = await world.person("Alice")
    await alice.phone.post("/families", CHEN, key="same-key-1")
    with pytest.raises(Refused) as refused:
        await alice.phone.post("/families", LIN, key="same-key-1")
    assert (refused.value.status, refused.value.problem["code"]) == (422, "idempotency_key.reused")
    assert await families() == ["陈家"]


async def test_bobs_use_of_alices_key_shows_him_nothing_of_hers(world):
    alice, bob = await world.person("Alice"), await world.person("Bob")
    hers = await alice.phone.post("/families", CHEN, key="shared-key")
    his = await bob.phone.post("/families", CHEN, key="shared-key")
    assert his["id"] != hers["id"]
    assert [f["id"] for f in (await bob.phone.get("/account"))["families"]] == [his["id"]]


async def test_one_key_on_two_routes_makes_two_things(world):
    alice = await world.person("Alice")
    await alice.phone.post("/families", CHEN, key="one-for-all")
    alice.family = (await alice.phone.get("/account"))["families"][0]["id"]
    path = f"/families/{alice.family}/invitations"
    assert (await alice.phone.post(path, {}, key="one-for-all"))["code"]


async def test_a_refused_request_does_not_use_its_key_up(world):
    alice = await world.person("Alice")
    for wrong in ({"name": ""}, {**CHEN, "is_admin": True}, []):
        with pytest.raises(Refused):
            await alice.phone.post("/families", wrong, key="try-again-1")
    await alice.phone.post("/families", CHEN, key="try-again-1")
    assert await families() == ["陈家"]


async def test_what_the_service_refuses_does_not_use_the_key_up_either(world):
    alice, chen = await world.person("Alice"), await world.person("Chen")
    body = {"family_id": await alice.founds("陈家"), "title": "老照片"}
    with pytest.raises(Refused):
        await chen.phone.post("/entries", body, key="grandfathers")
    await alice.invites(chen, "爷爷")
    assert (await chen.phone.post("/entries", body, key="grandfathers"))["title"] == "老照片"


async def test_a_repeated_answer_is_rebuilt_and_no_secret_is_kept(world):
    alice = await world.person("Alice")
    path = f"/families/{await alice.founds('陈家')}/invitations"
    first = await alice.phone.post(path, {}, key="for-grandpa")
    assert await alice.phone.post(path, {}, key="for-grandpa") == first
    stored = str(await query("select * from replays")) + str(
        await query("select * from invitations")
    )
    assert first["code"] not in stored
    assert alice.phone.token not in stored


async def test_signing_in_needs_no_key(world):
    alice = world.phone("Alice")
    code = await alice.login_code()
    reply = await world.http.post(f"{world.url}/api/v1/sessions", json={"code": code})
    assert reply.status_code == 201


async def test_a_key_is_kept_for_a_day_and_no_longer(world):
    alice = await world.person("Alice")
    key = uuid4().hex
    first = await alice.phone.post("/families", CHEN, key=key)
    with clock.moved(timedelta(hours=23)):
        await replays.sweep()
        assert await alice.phone.post("/families", CHEN, key=key) == first
    with clock.moved(timedelta(hours=25)):
        await replays.sweep()
        assert await query("select 1 from replays") == []
        assert (await alice.phone.post("/families", CHEN, key=key))["id"] != first["id"]


async def test_a_key_that_is_forgotten_while_it_comes_again_still_makes_nothing_new(
    world, monkeypatch
):
    alice = await world.person("Alice")
    first = await alice.phone.post("/families", CHEN, key="a-day-later")
    elsewhere = contextvars.copy_context()  # the sweep's transaction is its own
    sweeping: list[asyncio.Future[None]] = []

    async def then_swept(sql: str, *values: Any) -> list[dict[str, Any]]:
        found = await query(sql, *values)
        sweeping.append(elsewhere.run(asyncio.ensure_future, replays.sweep()))
        await asyncio.wait(sweeping, timeout=1)
        return found

    with clock.moved(timedelta(hours=25)):
        monkeypatch.setattr(replays, "query", then_swept)
        assert await alice.phone.post("/families", CHEN, key="a-day-later") == first
        await sweeping[0]
    assert await families() == ["陈家"]
    assert await query("select 1 from replays") == []
