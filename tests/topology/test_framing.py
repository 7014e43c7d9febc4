"""Framing: where a request ends is said in one way, or it is refused and the connection ends."""

import asyncio
import json
from collections.abc import Iterable

import pytest

from tests.topology import wire
from tests.topology.framing_cases import CASES, SMUGGLED, STREAMS, Case
from tests.topology.site import Site
from tests.topology.wire import Answer
from tests.world import Person

PROBE = b"GET /healthz HTTP/1.1\r\nHost: h\r\nX-Request-Id: the-probe\r\nConnection: close\r\n\r\n"
PROBED = [(":method", "GET"), (":scheme", "https"), (":path", "/healthz"), (":authority", "h")]
AT_ONCE = 16
"""So many connections; a slow machine shakes hands with no more before the door's patience ends."""
pytestmark = pytest.mark.asyncio(loop_scope="session")


async def alice_of(door: Site) -> Person:
    alice = Person(door, door.phone("Alice"))
    await alice.phone.sign_in()
    return alice


def founding(alice: Person, name: str) -> bytes:
    """A whole request that leaves a row in the audit trail under its own id, `name`."""
    body = json.dumps({"name": name, "relation": "妈妈"}).encode()
    head = (
        "POST /api/v1/families HTTP/1.1",
        "Host: h",
        f"Authorization: Bearer {alice.phone.token}",
        f"X-Request-Id: {name}",
        f"Idempotency-Key: {name}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    )
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


async def recorded(door: Site) -> list[str]:
    """Which of the requests that were not to be read have done something."""
    rows = await door.behind.rows(
        "select request_id from audit_records where request_id like 'smuggled-%' order by 1"
    )
    return [row["request_id"] for row in rows]


def filled(sent: bytes, request: bytes) -> bytes:
    length, chunk = str(len(request)).encode(), f"{len(request):x}".encode()
    return sent.replace(b"{length}", length).replace(b"{chunk}", chunk).replace(SMUGGLED, request)


def wrong_in(case: Case, answers: list[Answer]) -> str:
    """What is not as it should be; an answer to the probe tells that the connection went on."""
    went_on = bool(answers) and answers[-1].request_id == "the-probe"
    own = answers[:-1] if went_on else answers
    statuses = [one.status for one in own]
    if any(one.request_id.startswith("smuggled") for one in own) or (case.doubt and went_on):
        return f"{statuses}, and it went on: {went_on}"
    expected = [case.says] * case.requests
    return "" if statuses == expected else f"{statuses}, not {expected}"


async def sent_to(port: int, alpn: str, alice: Person, cases: Iterable[Case]) -> dict[str, str]:
    """What was wrong, by case."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(number: int, case: Case) -> tuple[str, str]:
        request = founding(alice, f"smuggled-{alpn[:2] or 'in'}-{number}")
        async with turns:
            came, closed = await wire.exchange(port, filled(case.sent, request) + PROBE, alpn=alpn)
        assert closed, (case.name, came)
        return case.name, wrong_in(case, wire.answers(came))

    found = await asyncio.gather(*(one(*numbered) for numbered in enumerate(cases)))
    return {name: wrong for name, wrong in found if wrong}


async def test_there_are_a_hundred_of_them_and_each_is_another():
    names = [case.name for case in CASES]
    assert len({*names}) == len(names) >= 100
    assert len({case.name for case in STREAMS}) == len(STREAMS)


async def test_the_door_answers_each_request_once_and_hides_none(door: Site):
    alice = await alice_of(door)
    assert await sent_to(door.https_port, "http/1.1", alice, CASES) == {}
    assert await recorded(door) == []


async def test_a_web_process_by_itself_does_too(door: Site):
    alice, port = await alice_of(door), next(iter(door.web))
    assert await sent_to(port, "", alice, [case.by_itself for case in CASES]) == {}
    assert await recorded(door) == []


async def test_streams_of_http2_are_no_way_in_either(door: Site):
    alice = await alice_of(door)
    probe = wire.frame(wire.HEADERS, 3, wire.fields(PROBED), wire.END_HEADERS | wire.END_STREAM)

    async def one(number: int, case: Case) -> tuple[Case, dict[int, list[int]]]:
        body = filled(case.body, founding(alice, f"smuggled-h2-{number}"))
        data = wire.frame(wire.DATA, 1, body, wire.END_STREAM) if body else b""
        opening = wire.PREFACE + wire.frame(wire.SETTINGS, 0)
        came, _ = await wire.exchange(
            door.https_port, opening + case.sent + data + probe, alpn="h2"
        )
        return case, wire.answers_of_streams(came)

    found = await asyncio.gather(*(one(*numbered) for numbered in enumerate(STREAMS)))
    for case, streams in found:
        assert streams.get(1) == [case.says], (case.name, streams)
        assert streams.get(3, [200]) == [200], (case.name, streams)
    assert await recorded(door) == []


async def test_what_would_be_smuggled_would_be_seen(door: Site):
    """The tester tested: the same request, sent by itself, leaves its row."""
    alice = await alice_of(door)
    request = founding(alice, "smuggled-by-daylight")
    came, closed = await wire.exchange(door.https_port, request + PROBE, alpn="http/1.1")
    assert closed
    assert [one.status for one in wire.answers(came)] == [201, 200]
    assert await recorded(door) == ["smuggled-by-daylight"]
