"""Where a request comes from."""

from sanic import Request

from service.foundation import settings


def address_of(request: Request) -> str:
    """The client's address: what the outermost of our own proxies saw, or else the peer's.

    Each proxy appends to X-Forwarded-For; what a client wrote there itself stands further left.
    """
    trusted = settings.current().trusted_proxies
    forwarded = request.headers.get("x-forwarded-for", "").split(",")
    if 0 < trusted <= len(forwarded):
        return forwarded[-trusted].strip()
    return peer_of(request)


def peer_of(request: Request) -> str:
    """The address at the other end of the connection."""
    return request.conn_info.client_ip if request.conn_info else ""
