"""OpenAPI 3.1: emitted from the routes and the types in the code, so that it cannot drift."""

import asyncio
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import msgspec
from sanic import Blueprint, Request, Sanic
from sanic.response import HTTPResponse
from sanic_routing import Route

from handlers.edge import handed_over
from handlers.edge.idempotency import HEADER
from handlers.edge.openapi import answers
from handlers.edge.operations import Operation, operation
from handlers.edge.overload import costly
from handlers.edge.problems import Problem
from service.foundation import settings

bp = Blueprint("openapi")
Schema = dict[str, Any]
Made = TypeVar("Made")

_REF = "#/components/schemas/{name}"
_PARAMETER = re.compile(r"<(\w+):(\w+)>")
_FORMATS = {"uuid": {"type": "string", "format": "uuid"}}
_WING = re.compile(r"handlers\.(\w+)\.(\w+)")
_KEY: Schema = {
    "name": HEADER,
    "in": "header",
    "required": True,
    "description": "Any 8-64 visible ASCII characters; the same again makes nothing new.",
    "schema": {"type": "string", "pattern": r"^[\x21-\x7e]{8,64}$"},
    "example": "0192f0c4-7b1e-7c3a-9d52-6f1a2b3c4d5e",
}
_SCHEMES: Schema = {
    "session": {
        "type": "http",
        "scheme": "bearer",
        "description": "The `token` of `POST /api/v1/sessions`.",
    },
    "kodo": {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "Kodo's callback signature: `Qiniu` or `QBox`, access key and HMAC-SHA1.",
    },
    "wechat": {
        "type": "apiKey",
        "in": "query",
        "name": "signature",
        "description": "WeChat's signature over token, timestamp and nonce (SHA-1).",
    },
    "wechat-safe": {
        "type": "apiKey",
        "in": "query",
        "name": "msg_signature",
        "description": "WeChat's signature of a safe-mode push, over its ciphertext as well.",
    },
}


@dataclass(frozen=True, order=True)
class Described:
    """One method of one path; `wing` and `feature` name the module that serves it."""

    path: str
    method: str
    wing: str
    feature: str
    handler: Any

    @property
    def operation(self) -> Operation:
        """What the route says of itself, and 403 where a child on a lent phone is refused."""
        op: Operation = self.handler.operation
        closed = op.signed_in and not handed_over.is_open(self.method.upper(), self.path)
        return replace(op, refuses=(*op.refuses, 403)) if closed else op


@bp.get("/openapi.json")
@operation("This document, in OpenAPI 3.1")
@costly("drawings")
async def document(request: Request) -> HTTPResponse:
    written = await made_once(request.app, _written)
    return HTTPResponse(written, content_type="application/json")


def _written(app: Sanic) -> bytes:
    return msgspec.json.encode(emit(app))


async def made_once(app: Sanic, make: Callable[[Sanic], Made]) -> Made:
    """What `make` makes of the routes, which takes a second of a core: at the first request alone.

    Beside the event loop, which would serve nobody meanwhile.
    """
    kept = app.ctx.__dict__.setdefault("made_of_routes", {})
    if make not in kept:
        kept[make] = await asyncio.to_thread(make, app)
    return kept[make]


def emit(app: Sanic) -> Schema:
    """The document of every described route of `app`."""
    described = sorted(_described(app), key=lambda found: (found.path, found.method))
    by_kind, components = _schemas([found.operation for found in described])
    paths: dict[str, Schema] = {}
    for found in described:
        template = _PARAMETER.sub(r"{\1}", found.path)
        paths.setdefault(template, {})[found.method] = _operation(found, by_kind, components)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "家档 Jiadang",
            "version": "1.0.0",
            "description": "Families keep their children's growth archives.",
        },
        "servers": [{"url": settings.current().public_url}],
        "tags": _tags(described),
        "paths": paths,
        "components": {
            "schemas": components,
            "headers": answers.HEADERS,
            "securitySchemes": _SCHEMES,
        },
    }


def _described(app: Sanic) -> Iterator[Described]:
    for route in app.router.routes:
        if hasattr(route.handler, "operation"):
            yield from _methods(route)


def _methods(route: Route) -> Iterator[Described]:
    wing, feature = _WING.match(route.handler.__module__).groups()  # type: ignore[union-attr]
    for method in route.methods:
        yield Described("/" + route.path, method.lower(), wing, feature, route.handler)


def _tags(described: list[Described]) -> list[Schema]:
    """One tag for each feature, in the words of its module."""
    modules = {f"{d.wing}/{d.feature}": d.handler.__module__ for d in described}
    return [
        {"name": name, "description": sys.modules[module].__doc__}
        for name, module in sorted(modules.items())
    ]


def _schemas(operations: list[Operation]) -> tuple[dict[str, Schema], Schema]:
    """The schema of each type (by its repr: generics have no equality), and the components."""
    given = [op.gives for op in operations if op.gives]
    asked = [
        k for op in operations for k in (op.takes, op.query, op.vendor_body, op.vendor_query) if k
    ]
    kinds = [Problem, *asked, *given]
    schemas, components = msgspec.json.schema_components(kinds, ref_template=_REF)
    by_kind = dict(zip(map(repr, kinds), schemas, strict=True))
    for kind in given:  # what we answer is whole: defaults are written out
        component = _resolved(by_kind[repr(kind)], components)
        component["required"] = list(component["properties"])
    return by_kind, components


def _resolved(schema: Schema, components: Schema) -> Schema:
    return components[schema["$ref"].rpartition("/")[2]]


def _operation(found: Described, by_kind: dict[str, Schema], components: Schema) -> Schema:
    op = found.operation
    asked = [by_kind[repr(kind)] for kind in (op.query, op.vendor_query) if kind]
    parameters = [*_in_path(found.path), *([_KEY] if op.repeatable else [])]
    parameters += [p for schema in asked for p in _in_query(_resolved(schema, components))]
    described: Schema = {
        "operationId": f"{found.feature}.{found.handler.__name__}",
        "tags": [f"{found.wing}/{found.feature}"],
        "summary": op.summary,
        "security": _security(op),
        "responses": answers.responses(op, by_kind, parameters),
    }
    if found.handler.__doc__:
        described["description"] = found.handler.__doc__
    if parameters:
        described["parameters"] = parameters
    if taken := op.takes or op.vendor_body:
        described["requestBody"] = _body(op, by_kind[repr(taken)])
    return described


def _security(op: Operation) -> list[Schema]:
    if op.signed_in:
        return [{"session": []}]
    if op.open_to_all:
        return [{}, {"session": []}]
    return [{op.signed_by: []}] if op.signed_by else []


def _body(op: Operation, schema: Schema) -> Schema:
    kind = "application/x-www-form-urlencoded" if op.signed_by == "kodo" else "application/json"
    content = {"schema": schema} | ({"example": op.example} if op.example is not None else {})
    return {"required": True, "content": {kind: content}}


def _in_path(path: str) -> Iterator[Schema]:
    for name, kind in _PARAMETER.findall(path):
        schema = _FORMATS.get(kind, {"type": "string", "minLength": 1})
        yield {"name": name, "in": "path", "required": True, "schema": schema}


def _in_query(schema: Schema) -> Iterator[Schema]:
    required = schema.get("required", [])
    for name, inner in schema["properties"].items():
        yield {"name": name, "in": "query", "required": name in required, "schema": inner}
