"""Multipart upload v2: initiate, parts in any order, complete or abort (kodo/6364)."""

import asyncio
from http import HTTPStatus
from pathlib import Path

import msgspec
from sanic import HTTPResponse, Request, empty, json

from service.emulators.kodo import base64url, qetag
from service.emulators.kodo.errors import KodoError, invalid_argument, no_such_bucket
from service.emulators.kodo.form_upload import chunks_of
from service.emulators.kodo.intake import Arrival, accept
from service.emulators.kodo.kodo import Kodo, name_call, of
from service.emulators.kodo.policy import PutPolicy
from service.emulators.kodo.staging import Piece, assemble, keep

LAST_PART = 10_000


class PartName(msgspec.Struct, rename="camel"):
    """A part as the client names it when completing."""

    etag: str
    part_number: int


class Completion(msgspec.Struct, rename="camel"):
    """The body of a completing request."""

    parts: list[PartName]
    fname: str | None = None
    mime_type: str | None = None
    custom_vars: dict[str, str] | None = None
    metadata: dict[str, str] | None = None


async def initiate(request: Request, bucket: str, entry: str) -> HTTPResponse:
    """`POST …/uploads` -> `{uploadId, expireAt}`."""
    kodo = of(request)
    policy = authorize(request)
    key = _key(entry)
    name_call(request, "initiate", key or "")
    if bucket != kodo.config.bucket:
        raise no_such_bucket()
    policy.require_coherent(bucket)
    if not policy.force_save_key:
        policy.require_key(key)
    await kodo.scripts.play("initiate", key or "")
    upload_id, expire_at = kodo.staging.open(entry)
    return json({"uploadId": upload_id, "expireAt": expire_at})


async def put_part(
    request: Request, bucket: str, entry: str, upload_id: str, number: int
) -> HTTPResponse:
    """`PUT …/uploads/<id>/<1..10000>` -> `{etag, md5}`; completion picks by both."""
    kodo = of(request)
    authorize(request)
    name_call(request, "part", _key(entry) or "")
    folder = _folder(kodo, bucket, entry, upload_id)
    if not 1 <= number <= LAST_PART:
        raise invalid_argument()
    with kodo.store.incoming() as incoming:
        async for chunk in chunks_of(request):
            await incoming.write(chunk)
        await kodo.scripts.play("part", _key(entry) or "")
        content = await incoming.seal()
        if request.headers.get("content-md5", content.md5) != content.md5:
            raise KodoError(400, "Content-MD5 does not match")
        await asyncio.to_thread(keep, content, folder / f"{number}-{content.hash}")
    return json({"etag": content.hash, "md5": content.md5})


async def complete(request: Request, bucket: str, entry: str, upload_id: str) -> HTTPResponse:
    """`POST …/uploads/<id>` with the list of parts -> as a form upload answers."""
    kodo = of(request)
    policy = authorize(request)
    key = _key(entry)
    name_call(request, "upload", key or "")
    folder = _folder(kodo, bucket, entry, upload_id)
    body = _completion(request)
    pieces = [_piece(folder, part) for part in body.parts]
    with kodo.store.incoming() as incoming:
        content = await assemble(pieces, incoming)
        etags, sizes = [part.etag for part in body.parts], [piece.length for piece in pieces]
        arrival = Arrival(
            policy=policy,
            content=content._replace(hash=qetag.of_parts(etags, sizes) or content.hash),
            key=key,
            fname=body.fname or "",
            mime_type=body.mime_type,
            variables=body.custom_vars or {},
            metadata=body.metadata or {},
        )
        response = await accept(request, arrival)
    kodo.staging.drop(folder)
    return response


async def abort(request: Request, bucket: str, entry: str, upload_id: str) -> HTTPResponse:
    """`DELETE …/uploads/<id>`."""
    kodo = of(request)
    authorize(request)
    name_call(request, "abort", _key(entry) or "")
    kodo.staging.drop(_folder(kodo, bucket, entry, upload_id))
    return empty(HTTPStatus.OK)


def authorize(request: Request) -> PutPolicy:
    """The policy of `Authorization: UpToken …`, live; raise 401."""
    kodo = of(request)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    policy = kodo.signatures.policy(token if scheme == "UpToken" else "")
    policy.require_live(kodo.clock.now())
    return policy


def _key(entry: str) -> str | None:
    return None if entry == "~" else base64url.decode(entry)


def _folder(kodo: Kodo, bucket: str, entry: str, upload_id: str) -> Path:
    if bucket != kodo.config.bucket:
        raise no_such_bucket()
    found = kodo.staging.find(upload_id, entry)
    if found is None:
        raise KodoError(612, "no such uploadId")
    return found[0]


def _completion(request: Request) -> Completion:
    try:
        body = msgspec.json.decode(request.body, type=Completion)
    except msgspec.DecodeError as error:
        raise invalid_argument() from error
    numbers = [part.part_number for part in body.parts]
    if not numbers or numbers != sorted(set(numbers)):
        raise KodoError(400, "invalid parts")
    return body


def _piece(folder: Path, part: PartName) -> Piece:
    # The etag comes from the wire: it is compared, never made into a path.
    for path in folder.glob(f"{part.part_number}-*"):
        if path.name == f"{part.part_number}-{part.etag}":
            return Piece(path, path.stat().st_size)
    raise KodoError(400, "invalid parts")
