"""The front door: the public address, asked from this machine as a phone asks it."""

import ssl
from datetime import UTC, datetime
from typing import Any

import httpx
from msgspec import Struct

from service.foundation import clock


class Door(Struct, frozen=True):
    """Whether it answers, and for how many seconds its certificate still holds (None without TLS).

    A certificate that ended, or that nobody trusts, is no answer.
    """

    answers: bool
    certificate_left: float | None = None


async def knock(public_url: str, patience: float) -> Door:
    """Ask anew, by a connection of its own: one that is kept would hide an ended certificate."""
    try:
        async with (
            httpx.AsyncClient(timeout=patience, verify=trusted()) as http,
            http.stream("GET", f"{public_url}/healthz") as reply,
        ):
            told = reply.extensions["network_stream"].get_extra_info("ssl_object")
            left = certificate_left(told.getpeercert()) if told else None
            return Door(reply.status_code == httpx.codes.OK, left)
    except (httpx.HTTPError, OSError):
        return Door(answers=False)


def trusted() -> ssl.SSLContext:
    """Whom this machine trusts, and `SSL_CERT_FILE` where it is set."""
    return ssl.create_default_context()


def certificate_left(certificate: dict[str, Any]) -> float:
    """Seconds until a peer's certificate, as `ssl` tells it, ends."""
    ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate["notAfter"]), UTC)
    return (ends - clock.now()).total_seconds()
