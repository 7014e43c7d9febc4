"""Answers: every status that an operation can give, derived from what its route says of itself."""

from http import HTTPStatus
from typing import Any

from handlers.edge import observing
from handlers.edge.operations import Operation
from handlers.edge.problems import MEDIA_TYPE, Problem

Schema = dict[str, Any]

HEADERS: Schema = {
    observing.HEADER: {
        "description": "The request's id, to quote when something went wrong.",
        "required": True,
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9-]{8,36}$"},
    },
    "Retry-After": {
        "description": "Seconds until another try may succeed.",
        "required": True,
        "schema": {"type": "integer", "minimum": 1},
    },
    "WWW-Authenticate": {
        "description": "Sign in first.",
        "required": True,
        "schema": {"type": "string", "const": "Bearer"},
    },
}
_FURTHER = {401: "WWW-Authenticate", 429: "Retry-After", 503: "Retry-After"}
_MEANINGS = {
    400: "The request cannot be read: broken JSON, something said twice, no idempotency key",
    401: "No session or signature, or one that does not hold",
    403: "Visible, but not theirs to do; or a guardian's, while the child has the phone",
    404: "Missing or foreign: nobody learns which",
    408: "The body took longer than 10 seconds",
    409: "It does not fit the present state",
    413: "The body is larger than 64 KiB",
    414: "Path and query are longer than 2 KiB",
    415: "The body is no uncompressed JSON",
    422: "Understood, but it cannot be right: `errors` name the fields",
    429: "Too often: wait for `Retry-After`",
    503: "Something this service depends on is away; nothing was lost",
}


def responses(op: Operation, by_kind: dict[str, Schema], parameters: list[Schema]) -> Schema:
    """The `responses` of one operation with these parameters."""
    done = {status: _done(op, status, by_kind) for status in (op.status, *op.also)}
    refused = (_refusals(op) | _addressed(parameters)) - set(op.also)
    wrong = {s: _wrong(s, by_kind[repr(Problem)]) for s in refused}
    return {str(status): said for status, said in sorted((done | wrong).items())}


def _refusals(op: Operation) -> set[int]:
    found = set(op.refuses)
    if op.signed_in or op.open_to_all or op.signed_by:
        found |= {401, 503}  # a session is looked up in the database
    if op.takes or op.vendor_body:
        found |= {408, 413}
    if op.takes:
        found |= {400, 415, 422}
    if op.limited:
        found |= {429}
    if op.query:
        found |= {400, 422}
    return found | ({400, 422} if op.repeatable else set())


def _addressed(parameters: list[Schema]) -> set[int]:
    """What path and query may be answered with."""
    places = {parameter["in"] for parameter in parameters}
    return ({404} if "path" in places else set()) | ({414} if places & {"path", "query"} else set())


def _done(op: Operation, status: int, by_kind: dict[str, Schema]) -> Schema:
    said: Schema = {"description": HTTPStatus(status).phrase, "headers": _headers()}
    if op.gives:
        said["content"] = {op.media_type: {"schema": by_kind[repr(op.gives)]}}
    elif status != HTTPStatus.NO_CONTENT:
        kind = "object" if op.media_type == "application/json" else "string"
        said["content"] = {op.media_type: {"schema": {"type": kind}}}
    return said


def _wrong(status: int, schema: Schema) -> Schema:
    return {
        "description": _MEANINGS[status],
        "headers": _headers(_FURTHER.get(status, "")),
        "content": {MEDIA_TYPE: {"schema": schema}},
    }


def _headers(further: str = "") -> Schema:
    names = [observing.HEADER, *([further] if further else [])]
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
