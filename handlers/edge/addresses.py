"""Where a request comes from."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

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


def counted_as(request: Request) -> str:
    """The address for limits: whoever has one of IPv6 has all of its /64."""
    return _block(address_of(request))


def _block(address: str) -> str:
    try:
        found: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and not found.ipv4_mapped:
        return str(IPv6Network((int(found), 64), strict=False))
    return str(getattr(found, "ipv4_mapped", None) or found)


def peer_of(request: Request) -> str:
    """The address at the other end of the connection."""
    return request.conn_info.client_ip if request.conn_info else ""
