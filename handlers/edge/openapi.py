"""OpenAPI 3.1: emitted from the routes and the types in the code, so that it cannot drift."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import msgspec
from sanic import Blueprint, Request, Sanic
from sanic.response import HTTPResponse

from handlers.edge.idempotency import HEADER
from handlers.edge.operations import Operation, ok, operation
from handlers.edge.problems import MEDIA_TYPE, Problem

bp = Blueprint("openapi")
Schema = dict[str, Any]

_REF = "#/components/schemas/{name}"
_PARAMETER = re.compile(r"<(\w+):(\w+)>")
_FORMATS = {"uuid": {"type": "string", "format": "uuid"}}
_KEY: Schema = {
    "name": HEADER,
    "in": "header",
    "required": True,
    "description": "Any 8-64 visible ASCII characters; the same again makes nothing new.",
    "schema": {"type": "string", "pattern": r"^[\x21-\x7e]{8,64}$"},
}


@bp.get("/openapi.json")
@operation("This document", signed_in=False)
async def document(request: Request) -> HTTPResponse:
    return ok(emit(request.app))


def emit(app: Sanic) -> Schema:
    """The document of every described route of `app`."""
    described = sorted(_described(app), key=lambda found: found[:2])
    kinds = [Problem, *(k for *_, op in described for k in (op.takes, op.gives, op.query) if k)]
    schemas, components = msgspec.json.schema_components(kinds, ref_template=_REF)
    by_kind = dict(zip(map(repr, kinds), schemas, strict=True))
    paths: dict[str, Schema] = {}
    for path, method, op in described:
        parameters = [*_in_path(path), *_in_query(op, components, by_kind)]
        template = _PARAMETER.sub(r"{\1}", path)
        paths.setdefault(template, {})[method] = _operation(op, parameters, by_kind)
    return {
        "openapi": "3.1.0",
        "info": {"title": "家档 Jiadang", "version": "1.0.0"},
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"session": {"type": "http", "scheme": "bearer"}},
        },
    }


def _described(app: Sanic) -> Iterator[tuple[str, str, Operation]]:
    for route in app.router.routes:
        if found := getattr(route.handler, "operation", None):
            for method in route.methods:
                yield "/" + route.path, method.lower(), found


def _in_path(path: str) -> list[Schema]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": _FORMATS.get(kind, {"type": "string"}),
        }
        for name, kind in _PARAMETER.findall(path)
    ]


def _in_query(op: Operation, components: Schema, by_kind: dict[str, Schema]) -> list[Schema]:
    if op.query is None:
        return []
    schema = components[by_kind[repr(op.query)]["$ref"].rpartition("/")[2]]
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": inner}
        for name, inner in schema["properties"].items()
    ]


def _operation(op: Operation, parameters: list[Schema], by_kind: dict[str, Schema]) -> Schema:
    described: Schema = {"summary": op.summary, "responses": _responses(op, by_kind)}
    parameters = parameters + ([_KEY] if op.repeatable else [])
    if parameters:
        described["parameters"] = parameters
    if op.takes:
        described["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": by_kind[repr(op.takes)]}},
        }
    if op.signed_in:
        described["security"] = [{"session": []}]
    return described


def _responses(op: Operation, by_kind: dict[str, Schema]) -> Schema:
    done: Schema = {"description": HTTPStatus(op.status).phrase}
    if op.gives:
        done["content"] = {"application/json": {"schema": by_kind[repr(op.gives)]}}
    wrong = {
        "description": "Problem details: a stable code, a sentence to show, the fields concerned",
        "content": {MEDIA_TYPE: {"schema": by_kind[repr(Problem)]}},
    }
    return {str(op.status): done, "default": wrong} | {str(status): wrong for status in op.refuses}
