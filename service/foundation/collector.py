"""The collector: where OpenTelemetry's own exporter sends spans, as OTLP over HTTP in batches.

How many are kept, how often they leave, which are sampled, and headers such as a key are the SDK's
own variables:
https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
"""

import logging
import re
from hashlib import sha256

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator

from service.foundation import tracing

TRACE_ID = re.compile(r"(?!0{32})[0-9a-f]{32}")
PATIENCE = 1.0
"""Seconds for one batch: a process that ends waits for its last ones."""


class OfRequests(RandomIdGenerator):
    """Traces have the ids of the requests from which all in them follows; or else random ones."""

    def generate_trace_id(self) -> int:
        given = tracing.request_id.get()
        return trace_of(given) if given else super().generate_trace_id()

    def is_trace_id_random(self) -> bool:
        return False


def trace_of(request_id: str) -> int:
    """A trace's id, 128 bits: the request's own if it is one, or else a digest of it."""
    if TRACE_ID.fullmatch(request_id):
        return int(request_id, 16)
    return int.from_bytes(sha256(request_id.encode()).digest()[:16])


def provider(url: str) -> TracerProvider:
    """What makes spans and sends them to `url`, such as http://127.0.0.1:4318/v1/traces."""
    logging.getLogger("opentelemetry.exporter").setLevel(logging.ERROR)  # not each new attempt
    made = TracerProvider(
        resource=Resource({SERVICE_NAME: "jiadang"}).merge(OTELResourceDetector().detect()),
        id_generator=OfRequests(),
        shutdown_on_exit=False,
    )
    made.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(url, timeout=PATIENCE)))
    return made
