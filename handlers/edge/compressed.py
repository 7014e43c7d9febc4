"""Compressed: answers that phones read again, known by their content and packed once."""

import gzip
from collections import OrderedDict
from hashlib import blake2b

from sanic import Request
from sanic.response import HTTPResponse

MOST_KEPT = 256
_packed: OrderedDict[str, bytes] = OrderedDict()


def tag_of(body: bytes) -> str:
    """The weak ETag of a body."""
    return f'W/"{blake2b(body, digest_size=12).hexdigest()}"'


def answer(request: Request, body: bytes, *, tag: str = "", lasting: bool = False) -> HTTPResponse:
    """JSON with a weak ETag of its content (`tag`, where it is known), or 304 to whoever has it.

    What is `lasting` goes out in gzip to those who accept it. Packing costs more than reading, so
    the MOST_KEPT last asked for are kept packed.
    """
    tag = tag or tag_of(body)
    headers = {"ETag": tag, "Vary": "Accept-Encoding", "Cache-Control": "private, no-cache"}
    if tag in _tags(request):
        return HTTPResponse(status=304, headers=headers)
    if lasting and _takes_gzip(request):
        headers["Content-Encoding"] = "gzip"
        body = _gzipped(tag, body)
    return HTTPResponse(body, headers=headers, content_type="application/json")


def _tags(request: Request) -> set[str]:
    """What the phone has, by the weak comparison of RFC 9110 §13.1.2."""
    given = request.headers.get("if-none-match", "").split(",")
    return {"W/" + tag.strip().removeprefix("W/") for tag in given}


def _takes_gzip(request: Request) -> bool:
    """Whether `gzip` is accepted by its name; `;q=0` says that it is not."""
    for coding in request.headers.get("accept-encoding", "").lower().split(","):
        name, _, weight = coding.partition(";")
        if name.strip() == "gzip":
            return weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def _gzipped(tag: str, body: bytes) -> bytes:
    if tag not in _packed:
        _packed[tag] = gzip.compress(body, mtime=0)
    _packed.move_to_end(tag)
    if len(_packed) > MOST_KEPT:
        _packed.popitem(last=False)
    return _packed[tag]
