"""The desk page: what a phone cannot do, at a browser: importing old photos, saving, printing.

The page itself knows nobody. Its modules, served under the hash of all of them together, call the
API like any other client, with a token that the tab alone keeps.
"""

import hashlib
from pathlib import Path

from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from handlers.pages.rendering import page
from service.foundation.errors import NotFound

bp = Blueprint("desk")

_FOLDER = Path(__file__).parent / "static" / "desk"
_MODULES = {path.name: path.read_bytes() for path in sorted(_FOLDER.glob("*.js"))}
_VERSION = hashlib.sha256(b"\0".join(_MODULES.values())).hexdigest()[:16]
_ETAG = f'"{_VERSION}"'
_FOR_GOOD = "public, max-age=31536000, immutable"


@bp.get("/desk")
async def desk(request: Request) -> HTTPResponse:
    """The page at `/desk`, for whoever sits down before it."""
    return page("desk/page.html", acts=True, modules=f"/desk/{_VERSION}")


@bp.get("/desk/<version:str>/<name:str>")
async def module(request: Request, version: str, name: str) -> HTTPResponse:
    """One of the page's modules; an old page that asks for a former version gets none."""
    if version != _VERSION or name not in _MODULES:
        raise NotFound
    headers = {
        "Cache-Control": _FOR_GOOD,
        "ETag": _ETAG,
        "X-Content-Type-Options": "nosniff",
    }
    if request.headers.get("if-none-match") == _ETAG:
        return HTTPResponse(status=304, headers=headers)
    return HTTPResponse(_MODULES[name], 200, headers, "text/javascript; charset=utf-8")
