"""The API page: the OpenAPI document, laid out for people to read."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import msgspec
from sanic import Blueprint, Request, Sanic
from sanic.response import HTTPResponse

from handlers.edge.openapi import emit, made_once
from handlers.edge.operations import operation
from handlers.edge.overload import costly
from handlers.pages.rendering import again, page

bp = Blueprint("docs")
Schema = dict[str, Any]

_WINGS = {
    "people": "家里的人",
    "trust": "授权",
    "archive": "成长档案",
    "sharing": "分享",
    "programme": "班级与城市的活动",
    "edge": "运行与回调",
    "pages": "网页",
}
_STATUSES = {
    400: "请求读不懂：JSON 有误、同一项写了两次，或缺少 Idempotency-Key",
    401: "没有登录（签名不对），或登录已经失效",
    403: "看得到，但这件事不归这个账号做",
    404: "没有，或者不是给这个账号看的",
    408: "请求体 10 秒内没有传完",
    409: "和现在的状态合不上",
    413: "请求体超过 64 KiB",
    414: "地址超过 2 KiB",
    415: "请求体不是未压缩的 JSON",
    422: "读懂了，但内容不对；errors 写明是哪几项",
    429: "太频繁，等 Retry-After 秒再试",
    503: "依赖的服务暂时不在，什么都没有丢",
}
_CALLERS = {
    "session": "需要登录",
    "kodo": "Kodo 签名",
    "wechat": "微信签名",
    "wechat-safe": "微信签名（安全模式）",
}


class Field(msgspec.Struct, frozen=True):
    """One line of a table; `path` is as in the `errors` of a problem (`files[].name`)."""

    path: str
    kind: str
    required: bool
    bounds: str
    description: str


class Shown(msgspec.Struct, frozen=True):
    """One operation as a reader wants it."""

    anchor: str
    method: str
    path: str
    summary: str
    description: str
    caller: str
    parameters: list[Field]
    body: list[Field]
    example: str
    status: str
    media_type: str
    answer: list[Field]
    errors: list[tuple[str, str]]


class Feature(msgspec.Struct, frozen=True):
    name: str
    description: str
    operations: list[Shown]


class Wing(msgspec.Struct, frozen=True):
    title: str
    features: list[Feature]


@bp.get("/docs")
@operation("This API, for people to read", media_type="text/html")
@costly("drawings")
async def docs(request: Request) -> HTTPResponse:
    """The page at `/docs`."""
    return again(await made_once(request.app, _made))


def _made(app: Sanic) -> HTTPResponse:
    document = emit(app)
    problem = _fields({"$ref": "#/components/schemas/Problem"}, document)
    return page("docs/page.html", wings=_wings(document), problem=problem, info=document["info"])


def _wings(document: Schema) -> list[Wing]:
    by_tag: dict[str, list[Shown]] = defaultdict(list)
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            by_tag[told["tags"][0]].append(_shown(path, method, told, document))
    words = {tag["name"]: tag["description"] for tag in document["tags"]}
    found: dict[str, list[Feature]] = {wing: [] for wing in _WINGS}
    for tag, operations in by_tag.items():
        wing, _, name = tag.partition("/")
        found[wing].append(Feature(name, words[tag], operations))
    return [Wing(_WINGS[wing], features) for wing, features in found.items()]


def _shown(path: str, method: str, told: Schema, document: Schema) -> Shown:
    taken = next(iter(told.get("requestBody", {}).get("content", {}).values()), {})
    status, answer = next((s, a) for s, a in told["responses"].items() if s < "300")
    media_type, given = next(iter(answer.get("content", {}).items()), ("", {}))
    return Shown(
        anchor=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told["summary"],
        description=told.get("description", ""),
        caller=_caller(told["security"]),
        parameters=[_parameter(parameter, document) for parameter in told.get("parameters", ())],
        body=_fields(taken.get("schema", {}), document),
        example=_pretty(taken["example"]) if "example" in taken else "",
        status=status,
        media_type=media_type,
        answer=_fields(given.get("schema", {}), document),
        errors=[(s, _STATUSES[int(s)]) for s in told["responses"] if s >= "400" and s != status],
    )


def _caller(security: list[Schema]) -> str:
    if {} in security:
        return "登录与否都可以"
    return _CALLERS[next(iter(security[0]))] if security else "不用登录"


def _pretty(example: Any) -> str:
    return json.dumps(example, ensure_ascii=False, indent=2)


def _parameter(told: Schema, document: Schema) -> Field:
    field = _field(told["name"], told["schema"], told["required"], document)
    places = {"path": "路径", "query": "查询", "header": "请求头"}
    return msgspec.structs.replace(
        field,
        kind=f"{field.kind} · {places[told['in']]}",
        description=told.get("description", field.description),
    )


def _fields(schema: Schema, document: Schema, within: str = "") -> list[Field]:
    """Every field of an object, and beneath each list or object its own fields."""
    return list(_walked(_resolved(schema, document), document, within))


def _walked(schema: Schema, document: Schema, within: str) -> Iterator[Field]:
    for name, inner in schema.get("properties", {}).items():
        path = f"{within}{name}"
        yield _field(path, inner, name in schema.get("required", ()), document)
        listed = "items" in inner
        below = _resolved(inner.get("items", inner), document)
        yield from _walked(below, document, f"{path}{'[]' if listed else ''}.")


def _resolved(schema: Schema, document: Schema) -> Schema:
    if "$ref" not in schema:
        return schema
    return document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]


def _field(path: str, schema: Schema, required: bool, document: Schema) -> Field:
    whole = _resolved(schema, document)
    return Field(
        path, _kind(whole, document), required, _bounds(whole), schema.get("description", "")
    )


def _kind(schema: Schema, document: Schema) -> str:
    """The type in one phrase: `string(uuid) | null`, `array of UUID`, or the words of an enum."""
    if "anyOf" in schema:
        return " | ".join(_kind(_resolved(one, document), document) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "items" in schema:
        return f"array of {_kind(_resolved(schema['items'], document), document)}"
    form = f"({schema['format']})" if "format" in schema else ""
    return schema.get("type", "any") + form


def _bounds(schema: Schema) -> str:
    """Its bounds and default, as far as there are any."""
    names = {
        "minLength": "≥ {} 字",
        "maxLength": "≤ {} 字",
        "minItems": "≥ {} 项",
        "maxItems": "≤ {} 项",
        "minimum": "≥ {}",
        "maximum": "≤ {}",
    }
    said = [words.format(schema[name]) for name, words in names.items() if schema.get(name)]
    if schema.get("default") not in (None, "", []):
        said.append(f"默认 {schema['default']}")
    return "，".join(said)
