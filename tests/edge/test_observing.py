"""Observing: every answer has an id that leads to the audit trail, and counters stay few."""

import re

from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from service.foundation.database import query
from tests.edge.wire import headers_of, routes

BOTH = ("denied", "refused")


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


async def test_whoever_is_refused_is_told_by_the_log_and_whoever_is_served_is_not(world):
    alice, bob = await world.person("Alice"), await world.person("Bob")
    family = await alice.founds("Alice家")
    url = f"{world.url}/api/v1/families/{family}"
    with capture_logs() as told:
        for who in (alice, bob, None):
            await world.http.get(url, headers=headers_of(who))
        await world.http.get(f"{world.url}/s/guess")
    lines = [(one["status"], one["account"]) for one in told if one["event"] == "request"]
    (account,) = await query("select id from accounts where nickname = 'Bob'")
    assert lines == [(404, str(account["id"])), (401, "")]


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


def counted(name: str, **labels: str) -> float:
    """What this process, which serves here, has counted."""
    return REGISTRY.get_sample_value(name, labels) or 0.0


async def test_the_counters_count(world):
    healthz = {"method": "GET", "route": "healthz", "status": "200"}
    before = counted("jiadang_requests_total", **healthz)
    for _ in range(3):
        await world.http.get(f"{world.url}/healthz")
    assert counted("jiadang_requests_total", **healthz) == before + 3
    assert counted("jiadang_requests_in_flight") == 0


async def test_counters_are_no_page_of_the_service(world):
    alice = await world.person("Alice")
    for who in (None, alice):
        reply = await world.http.get(f"{world.url}/metrics", headers=headers_of(who))
        assert reply.status_code == 404


async def test_a_replay_is_counted(world):
    alice = await world.person("Alice")
    before = counted("jiadang_requests_replayed_total")
    body, headers = {"name": "陈家", "relation": "妈妈"}, headers_of(alice)
    for _ in "12":
        await world.http.post(f"{world.url}/api/v1/families", json=body, headers=headers)
    assert counted("jiadang_requests_replayed_total") == before + 1


async def test_a_vendor_that_is_away_is_counted(world):
    alice = await world.person("Alice")
    call = {"vendor": "wechat", "call": "msg_sec_check", "outcome": "unavailable"}
    refused = counted("jiadang_unavailable_total", code="wechat.unavailable")
    calls = counted("jiadang_vendor_calls_total", **call)
    await world.script("wechat", "msg_sec_check", {"http_status": 502}, times=None)
    url = f"{world.url}/api/v1/account"
    reply = await world.http.put(url, json={"nickname": "小陈妈"}, headers=headers_of(alice))
    assert reply.status_code == 503
    assert counted("jiadang_unavailable_total", code="wechat.unavailable") == refused + 1
    assert counted("jiadang_vendor_calls_total", **call) > calls


async def test_that_our_keys_are_not_accepted_is_told_from_a_code_that_is_not(world):
    told = {"vendor": "wechat", "call": "jscode2session"}
    denied, refused = (counted("jiadang_vendor_calls_total", **told, outcome=one) for one in BOTH)
    for errcode, status in ((40029, 422), (40125, 503), (40164, 503)):
        await world.script("wechat", "jscode2session", {"errcode": errcode})
        reply = await world.http.post(f"{world.url}/api/v1/sessions", json={"code": "0" * 32})
        assert (reply.status_code, "retry-after" in reply.headers) == (status, status == 503)
    assert counted("jiadang_vendor_calls_total", **told, outcome="denied") == denied + 2
    assert counted("jiadang_vendor_calls_total", **told, outcome="refused") == refused + 1


async def test_no_stranger_can_make_new_counters(world):
    def series() -> int:
        """Not those of jobs, which come round by themselves meanwhile."""
        found = (metric for metric in REGISTRY.collect() if "_job" not in metric.name)
        return sum(len(metric.samples) for metric in found)

    async def knock(n: int) -> None:
        for path in (f"/nobody/{n}", f"/s/{n}", "/healthz"):
            await world.http.request(f"BREW{n}", world.url + path)
            await world.http.get(world.url + path)

    await knock(0)
    before = series()
    for n in range(1, 20):
        await knock(n)
    assert series() == before
