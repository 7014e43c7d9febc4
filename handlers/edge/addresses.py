"""Where a request comes from."""

from sanic import Request


def address_of(request: Request) -> str:
    """The peer's address; a header that a client can write is not believed."""
    return request.conn_info.client_ip if request.conn_info else ""
