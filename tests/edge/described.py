"""What the OpenAPI document says of an answer, and whether a real one is like that."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
from jsonschema import Draft202012Validator, FormatChecker

from tests.world import World

Document = dict[str, Any]

BY_A_CODE_OF_ITS_OWN = {
    "get /api/v1/sample",
    "post /api/v1/sessions",
    "put /api/v1/account/phone",
    "put /api/v1/account/avatar",
    "post /api/v1/appointments/acceptance",
    "post /api/v1/families/{family_id}/ownership",
    "post /api/v1/posts/{post_id}/review",
    "post /api/v1/posts/{post_id}/appeal",
    "post /api/v1/posts/{post_id}/featuring/confirmation",
    "post /api/v1/post-comments/{comment_id}/appeal",
    "post /api/v1/post-comments/{comment_id}/review",
    "post /api/v1/show-pages/{page_id}/appeal",
}
"""What succeeds once and for one person, and so not in the access matrix."""


async def document(world: World) -> Document:
    return (await world.http.get(f"{world.url}/openapi.json")).raise_for_status().json()


def operations(doc: Document) -> Iterator[tuple[str, str, Document]]:
    for path, methods in doc["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def json_of(operation: Document) -> set[str]:
    """The statuses that are answered with JSON of a named type."""
    return {
        status
        for status, answer in operation["responses"].items()
        if "application/json" in answer.get("content", {})
    }


def checked(doc: Document, reply: httpx.Response) -> tuple[str, str, str]:
    """Hold one answer against the document; which path, method and status it was."""
    method, status = reply.request.method.lower(), str(reply.status_code)
    path = next(p for p in sorted(doc["paths"]) if _fits(p, method, doc, reply.url.path))
    answer = doc["paths"][path][method]["responses"].get(status)
    assert answer is not None, f"{method} {path} answered {status}: {reply.text}"
    for kind, body in answer.get("content", {}).items():
        assert reply.headers["content-type"].partition(";")[0] == kind
        if kind.endswith("json"):
            schema = {**body["schema"], "components": doc["components"]}
            Draft202012Validator(schema, format_checker=FormatChecker()).validate(reply.json())
    return path, method, status


def _fits(template: str, method: str, doc: Document, path: str) -> bool:
    pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template))
    return method in doc["paths"][template] and bool(re.fullmatch(pattern, path))
