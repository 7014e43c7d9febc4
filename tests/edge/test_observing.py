"""Observing: every answer has an id that leads to the audit trail, and counters stay few."""

import re

from service.foundation.database import query
from tests.edge.wire import headers_of, routes


async def test_a_well_formed_request_id_is_kept_and_any_other_replaced(world):
    for given, kept in (
        ("0123abcd-req-1", True),
        ("short", False),
        ("x" * 37, False),
        ("with space", False),
        ("a;drop table x", False),
    ):
        reply = await world.http.get(f"{world.url}/healthz", headers={"X-Request-Id": given})
        assert (reply.headers["x-request-id"] == given) is kept
        assert re.fullmatch(r"[A-Za-z0-9-]{8,36}", reply.headers["x-request-id"])


async def test_two_requests_have_two_ids(world):
    ids = {(await world.http.get(f"{world.url}/healthz")).headers["x-request-id"] for _ in "123"}
    assert len(ids) == 3


async def test_every_answer_has_an_id_and_is_not_to_be_sniffed(world):
    for route in routes(world.settings):
        reply = await world.http.request(route.method, route.url(world), headers=headers_of(None))
        assert reply.headers["x-request-id"]
        assert reply.headers["x-content-type-options"] == "nosniff"


async def test_the_audit_trail_bears_the_requests_id(world):
    alice = await world.person("Alice")
    reply = await world.http.post(
        f"{world.url}/api/v1/families",
        json={"name": "陈家", "relation": "妈妈"},
        headers=headers_of(alice) | {"X-Request-Id": "alice-founds-1"},
    )
    rows = await query(
        "select action, subject_id from audit_records where request_id = $1", "alice-founds-1"
    )
    assert [(row["action"], str(row["subject_id"])) for row in rows] == [
        ("family.founded", reply.json()["id"])
    ]


async def test_no_stranger_can_make_new_counters(world):
    async def series() -> int:
        metrics = (await world.http.get(f"{world.url}/metrics")).text
        return len([line for line in metrics.splitlines() if line.startswith("jiadang_")])

    async def knock(n: int) -> None:
        for path in (f"/nobody/{n}", f"/s/{n}", "/healthz"):
            await world.http.request(f"BREW{n}", world.url + path)
            await world.http.get(world.url + path)

    await series()
    await knock(0)
    before = await series()
    for n in range(1, 20):
        await knock(n)
    assert await series() == before
