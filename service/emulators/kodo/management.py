"""rs: stat, delete, move, copy and the changes of one object, alone or in a batch."""

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import parse_qsl

from sanic import HTTPResponse, Request, empty, json

from service.emulators.kodo import base64url
from service.emulators.kodo.errors import KodoError, invalid_argument, no_such_bucket
from service.emulators.kodo.kodo import Kodo, name_call, of
from service.emulators.kodo.policy import lifetime_end
from service.emulators.kodo.store import Store, StoredObject

BATCH_LIMIT = 1000
Result = dict[str, object] | None


async def manage(request: Request, operation: str) -> HTTPResponse:
    """Serve `/<verb>/<entry>/…`, signed as QBox or Qiniu."""
    kodo = of(request)
    kodo.signatures.require_management(request)
    parts = operation.split("/")
    name_call(request, parts[0], _key_of(parts))
    result = await _perform(kodo, operation)
    return json(result) if result is not None else empty(HTTPStatus.OK)


async def batch(request: Request) -> HTTPResponse:
    """Serve `/batch`: every `op` by itself, 298 when some failed."""
    kodo = of(request)
    kodo.signatures.require_management(request)
    name_call(request, "batch", "")
    operations = [value for name, value in parse_qsl(request.body.decode()) if name == "op"]
    await kodo.scripts.play("batch", "")
    if not 0 < len(operations) <= BATCH_LIMIT:
        raise invalid_argument()
    results = [await _one_of_batch(kodo, each.strip("/")) for each in operations]
    mixed = any(each["code"] != HTTPStatus.OK for each in results)
    return json(results, status=298 if mixed else HTTPStatus.OK)


async def _one_of_batch(kodo: Kodo, operation: str) -> dict[str, object]:
    try:
        result = await _perform(kodo, operation)
    except KodoError as error:
        return {"code": error.status, "data": {"error": error.message}}
    return {"code": 200} if result is None else {"code": 200, "data": result}


async def _perform(kodo: Kodo, operation: str) -> Result:
    verb, *arguments = operation.split("/")
    if verb not in _VERBS or not arguments:
        raise invalid_argument()
    store, key = _entry(kodo, arguments[0])
    await kodo.scripts.play(verb, key)
    return await asyncio.to_thread(_VERBS[verb], kodo, store, key, arguments[1:])


def entry_key(kodo: Kodo, entry: str) -> str:
    """The key of an EncodedEntryURI of the bucket that is uploaded to; raise 631 or 400."""
    store, key = _entry(kodo, entry)
    if store is not kodo.store:
        raise no_such_bucket()
    return key


def _entry(kodo: Kodo, entry: str) -> tuple[Store, str]:
    """What an EncodedEntryURI names; raise 631 for nobody's bucket, 400 without a key."""
    bucket, key = base64url.decode_entry(entry)
    if bucket not in kodo.stores:
        raise no_such_bucket()
    if not key:
        raise invalid_argument()
    return kodo.stores[bucket], key


def facts(found: StoredObject) -> dict[str, object]:
    """What stat and list tell of an object; `putTime` in 100 ns."""
    optional = {"endUser": found.end_user, "expiration": found.expiration}
    return {
        "fsize": found.fsize,
        "hash": found.hash,
        "md5": found.md5,
        "mimeType": found.mime_type,
        "putTime": found.put_time,
        "type": found.type,
        "status": found.status,
        **{name: value for name, value in optional.items() if value},
    }


def _key_of(parts: list[str]) -> str:
    try:
        return base64url.decode_entry(parts[1])[1]
    except (IndexError, KodoError):
        return ""


def _stat(_: Kodo, store: Store, key: str, __: list[str]) -> Result:
    found = store.get(key)
    return facts(found) | ({"x-qn-meta": found.metadata} if found.metadata else {})


def _delete(_: Kodo, store: Store, key: str, __: list[str]) -> Result:
    store.delete(key)


def _move(kodo: Kodo, store: Store, key: str, arguments: list[str]) -> Result:
    into, target = _entry(kodo, _first(arguments))
    store.move(key, target, force=_forced(arguments), into=into)


def _copy(kodo: Kodo, store: Store, key: str, arguments: list[str]) -> Result:
    into, target = _entry(kodo, _first(arguments))
    store.copy(key, target, force=_forced(arguments), into=into)


def _change_mime(_: Kodo, store: Store, key: str, arguments: list[str]) -> Result:
    store.change(key, mime_type=base64url.decode(_named(arguments, "mime")))


def _change_type(_: Kodo, store: Store, key: str, arguments: list[str]) -> Result:
    store.change(key, type=_number(_named(arguments, "type"), 4))


def _change_status(_: Kodo, store: Store, key: str, arguments: list[str]) -> Result:
    store.change(key, status=_number(_named(arguments, "status"), 1))


def _delete_after_days(kodo: Kodo, store: Store, key: str, arguments: list[str]) -> Result:
    days = _number(_first(arguments), 100_000)
    store.change(key, expiration=lifetime_end(kodo.clock.now(), days))


def _first(arguments: list[str]) -> str:
    if not arguments:
        raise invalid_argument()
    return arguments[0]


def _named(arguments: list[str], name: str) -> str:
    if arguments[:1] != [name] or len(arguments) < 2:
        raise invalid_argument()
    return arguments[1]


def _number(text: str, largest: int) -> int:
    if not text.isdecimal() or int(text) > largest:
        raise invalid_argument()
    return int(text)


def _forced(arguments: list[str]) -> bool:
    return arguments[1:3] == ["force", "true"]


_VERBS: dict[str, Callable[[Kodo, Store, str, list[str]], Result]] = {
    "stat": _stat,
    "delete": _delete,
    "move": _move,
    "copy": _copy,
    "chgm": _change_mime,
    "chtype": _change_type,
    "chstatus": _change_status,
    "deleteAfterDays": _delete_after_days,
}
