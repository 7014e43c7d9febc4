"""uc: the region query that leads an unmodified SDK to this very server."""

from sanic import HTTPResponse, Request, json

from service.emulators.kodo.errors import KodoError, no_such_bucket
from service.emulators.kodo.kodo import of

TTL_SECONDS = 86_400
SERVICES = ("up", "io", "io_src", "rs", "rsf", "api", "uc")


async def query(request: Request) -> HTTPResponse:
    """`GET /v4/query?ak&bucket`: one region whose every host is ours."""
    config = of(request).config
    if request.args.get("ak") != config.access_key:
        raise KodoError(612, "ak not found")
    if request.args.get("bucket") != config.bucket:
        raise no_such_bucket()
    here = {"domains": [request.host]}
    services = dict.fromkeys(SERVICES, here)
    return json({"hosts": [{"region": "z2", "ttl": TTL_SECONDS, **services}]})
