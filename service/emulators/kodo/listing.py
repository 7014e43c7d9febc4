"""rsf: the bucket listed by prefix, page by page."""

from itertools import islice

import msgspec
from sanic import HTTPResponse, Request, json

from service.emulators.kodo import base64url
from service.emulators.kodo.errors import KodoError, invalid_argument, no_such_bucket
from service.emulators.kodo.kodo import Kodo, name_call, of
from service.emulators.kodo.management import facts
from service.emulators.kodo.store import StoredObject

PAGE = 1000


class Marker(msgspec.Struct):
    """Where a page ended: the last key, or the last common prefix."""

    k: str
    c: int = 0


async def list_objects(request: Request) -> HTTPResponse:
    """Serve `/list?bucket&prefix&marker&limit&delimiter`; an empty marker ends the list."""
    kodo = of(request)
    kodo.signatures.require_management(request)
    prefix = request.args.get("prefix", "")
    name_call(request, "list", prefix)
    await kodo.scripts.play("list", prefix)
    if request.args.get("bucket") != kodo.config.bucket:
        raise no_such_bucket()
    return json(
        _page(
            kodo,
            prefix,
            after=_read_marker(request.args.get("marker", "")),
            limit=_read_limit(request.args.get("limit", str(PAGE))),
            delimiter=request.args.get("delimiter", ""),
        )
    )


def _page(kodo: Kodo, prefix: str, after: str, limit: int, delimiter: str) -> dict[str, object]:
    entries: dict[str, StoredObject | None] = {}
    for found in kodo.store.objects():
        if found.key.startswith(prefix) and _is_beyond(found.key, after, delimiter):
            common = _common_prefix(found.key, prefix, delimiter)
            entries[common or found.key] = None if common else found
    page = dict(islice(entries.items(), limit))
    return {
        "marker": _write_marker([*page][-1]) if len(entries) > limit else "",
        "items": [{"key": found.key, **facts(found)} for found in page.values() if found],
        "commonPrefixes": [name for name, found in page.items() if not found],
    }


def _is_beyond(key: str, after: str, delimiter: str) -> bool:
    inside_listed_prefix = delimiter and after.endswith(delimiter) and key.startswith(after)
    return key > after and not inside_listed_prefix


def _common_prefix(key: str, prefix: str, delimiter: str) -> str:
    end = key.find(delimiter, len(prefix)) if delimiter else -1
    return key[: end + len(delimiter)] if end >= 0 else ""


def _read_limit(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= PAGE:
        raise invalid_argument()
    return int(text)


def _read_marker(text: str) -> str:
    if not text:
        return ""
    try:
        return msgspec.json.decode(base64url.decode(text), type=Marker).k
    except (msgspec.DecodeError, KodoError) as error:
        raise KodoError(640, "invalid marker") from error


def _write_marker(key: str) -> str:
    return base64url.encode(msgspec.json.encode(Marker(key)).decode())
