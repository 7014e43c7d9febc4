"""Modules: the JavaScript of a page that acts, served under the hash of all of it together."""

import hashlib
from pathlib import Path

from sanic import Request
from sanic.response import HTTPResponse

from service.foundation.errors import NotFound

_STATIC = Path(__file__).parent / "static"
_FOR_GOOD = "public, max-age=31536000, immutable"


class Modules:
    """The modules of some folders of `static/`, side by side as they import each other.

    They call the API like any other client, with a token that the tab alone keeps.
    """

    def __init__(self, *folders: str) -> None:
        paths = sorted(path for folder in folders for path in (_STATIC / folder).glob("*.js"))
        self._bytes = {path.name: path.read_bytes() for path in paths}
        self.version = hashlib.sha256(b"\0".join(self._bytes.values())).hexdigest()[:16]

    def answer(self, request: Request, version: str, name: str) -> HTTPResponse:
        """One module; an old page that asks for a former version gets none (NotFound)."""
        if version != self.version or name not in self._bytes:
            raise NotFound
        etag = f'"{self.version}"'
        headers = {"Cache-Control": _FOR_GOOD, "ETag": etag}
        if request.headers.get("if-none-match") == etag:
            return HTTPResponse(status=304, headers=headers)
        return HTTPResponse(self._bytes[name], 200, headers, "text/javascript; charset=utf-8")
