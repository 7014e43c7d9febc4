"""Spans: what a collector is told of a request and of all that follows from it, and no more."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import monotonic

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from service.foundation import spans
from tests.edge.wire import headers_of

ASKED = "0af7651916cd43dd8448eb211c80319c"


@dataclass
class Collector:
    """A collector of spans that speaks OTLP over HTTP, in OpenTelemetry's own words."""

    url: str = ""
    spans: list[Span] = field(default_factory=list)
    services: set[str] = field(default_factory=set)

    def of(self, trace: str) -> dict[str, Span]:
        """The spans of one trace by their names."""
        return {span.name: span for span in self.spans if span.trace_id.hex() == trace}


@contextmanager
def collecting() -> Iterator[Collector]:
    told = Collector()

    class Receiving(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            for of_resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                told.services |= {one.value.string_value for one in of_resource.resource.attributes}
                for of_scope in of_resource.scope_spans:
                    told.spans.extend(of_scope.spans)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Receiving) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        told.url = f"http://127.0.0.1:{server.server_port}/v1/traces"
        yield told
        server.shutdown()


def facts_of(span: Span) -> dict[str, str]:
    values = ((one.key, one.value) for one in span.attributes)
    return {key: value.string_value or str(value.int_value) for key, value in values}


async def test_all_that_follows_from_one_request_is_one_trace(world):
    """Kodo's word of a photo is a request; reading the photo and having it checked follow."""
    alice = await world.person("Alice")
    await alice.founds("陈家")
    with collecting() as told:
        async with spans.opened(told.url):
            await alice.takes_photo()
            await world.quiet()
    (reading,) = [one for one in told.spans if one.name == "photos.read"]
    assert reading.kind == Span.SPAN_KIND_CONSUMER
    assert facts_of(reading)["outcome"] == "done"
    trace = told.of(reading.trace_id.hex())
    stat, request = trace["kodo stat"], trace["POST callbacks/kodo"]
    assert request.kind == Span.SPAN_KIND_SERVER
    assert stat.kind == Span.SPAN_KIND_CLIENT
    assert stat.parent_span_id == request.span_id
    assert trace["wechat media_check_async"].parent_span_id == trace["moderation.check"].span_id


@pytest.mark.parametrize("called", ["", "jiadang-zhuhai"])
async def test_a_trace_has_the_id_of_its_request(world, monkeypatch, called):
    if called:
        monkeypatch.setenv("OTEL_SERVICE_NAME", called)
    with collecting() as told:
        async with spans.opened(told.url):
            await world.http.get(f"{world.url}/healthz", headers={"X-Request-Id": ASKED})
    assert facts_of(told.of(ASKED)["GET healthz"])["http.response.status_code"] == "200"
    assert told.services == {called or "jiadang"}


async def test_a_span_holds_neither_names_nor_addresses_nor_tokens(world):
    alice = await world.person("Alice")
    family = await alice.founds("陈家")
    with collecting() as told:
        async with spans.opened(told.url):
            photo = await alice.takes_photo()
            await world.http.get(f"{world.url}/s/{alice.phone.token}")
            await alice.phone.get(f"/photos/{photo}")
    said = "".join(map(str, told.spans))
    assert "GET api/v1/photos/<photo_id:uuid>" in said
    for secret in (alice.phone.token, family, photo, "127.0.0.1", "陈家", "Alice"):
        assert secret not in said


async def test_what_follows_from_no_request_is_a_trace_of_its_own():
    with collecting() as told:
        async with spans.opened(told.url):
            for _ in "12":
                spans.end(spans.begin("of nobody", "CLIENT", {}), {}, failed=False)
    assert len({one.trace_id for one in told.spans if one.name == "of nobody"}) == 2


async def test_what_fails_is_told_as_failed(world):
    alice = await world.person("Alice")
    await world.script("wechat", "msg_sec_check", {"http_status": 502}, times=None)
    with collecting() as told:
        async with spans.opened(told.url):
            url, body = f"{world.url}/api/v1/account", {"nickname": "小陈妈"}
            assert (await world.http.put(url, json=body, headers=headers_of(alice))).is_error
    failed = {one.name for one in told.spans if one.status.code == Status.STATUS_CODE_ERROR}
    assert {"PUT api/v1/account", "wechat msg_sec_check"} <= failed


@pytest.mark.parametrize("given", ["alice-founds-1", "0" * 32, "0AF7651916CD43DD8448EB211C80319C"])
async def test_an_id_that_is_no_traces_is_told_beside_one_made_of_it(world, given):
    with collecting() as told:
        async with spans.opened(told.url):
            for _ in "12":
                await world.http.get(f"{world.url}/healthz", headers={"X-Request-Id": given})
    asked = [one for one in told.spans if one.name == "GET healthz"]  # jobs come round meanwhile
    traces = {one.trace_id for one in asked}
    assert (len(asked), len(traces)) == (2, 1)
    assert not {bytes(16), bytes.fromhex(ASKED)} & traces
    assert {facts_of(one)["request_id"] for one in asked} == {given}


async def test_nobody_misses_a_collector_that_is_away_or_hangs(world):
    alice = await world.person("Alice")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        for port in (1, silent.getsockname()[1]):
            async with spans.opened(f"http://127.0.0.1:{port}/v1/traces"):
                await alice.founds("陈家")
                began = monotonic()
            assert monotonic() - began < 10


async def test_without_a_collector_nothing_is_told(world):
    assert spans.begin("photos.read", "CONSUMER", {}) is None
    spans.end(None, {}, failed=True)
