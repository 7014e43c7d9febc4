"""Reading requests: strict JSON into typed drafts, and typed query strings."""

import json
import re
from math import isinf
from typing import Any, NoReturn, TypeVar

import msgspec
from sanic import Request

from handlers.edge.problems import Malformed
from service.foundation.errors import FieldProblem, Invalid

MOST_DEPTH = 32
MOST_EXACT = 2**53
"""Beyond it a float no longer tells neighbouring whole numbers apart."""
T = TypeVar("T")

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_AT = re.compile(r" - at `\$\.?(?P<path>.*)`$")
_SENTENCES = (
    (re.compile(r"missing required field `(?P<field>[^`]+)`"), "field.missing", "还缺少这一项"),
    (re.compile(r"contains unknown field `(?P<field>[^`]+)`"), "field.unknown", "有一项不认识"),
    (re.compile(r"of length >= (?P<n>\d+)"), "field.too_short", "这里至少要 {n} 项（字）"),
    (re.compile(r"of length <= (?P<n>\d+)"), "field.too_long", "这里最多 {n} 项（字）"),
    (re.compile(r">= (?P<n>[\d.-]+)"), "field.too_small", "这里不能小于 {n}"),
    (re.compile(r"<= (?P<n>[\d.-]+)"), "field.too_large", "这里不能大于 {n}"),
    (re.compile(r"matching regex"), "field.format", "这一项的写法不对"),
    (re.compile(r"Invalid (enum|UUID|RFC)"), "field.format", "这一项的写法不对"),
    (re.compile(r"Expected"), "field.type", "这一项的类型不对"),
    (_AT, "field.format", "这一项的写法不对"),  # a number out of range, for one
)


def read(request: Request, draft: type[T]) -> T:
    """The JSON body as a draft. Raises Malformed (400, 415) or Invalid (422) with field paths."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise Malformed(415)
    if request.headers.get("content-encoding", "identity") != "identity":
        raise Malformed(415)
    return _convert(_parse(request.body), draft, strict=True)


def read_query(request: Request, draft: type[T]) -> T:
    """The query string as a draft; a name that comes twice is refused."""
    return _convert(_once(request.get_args(keep_blank_values=True)), draft, strict=False)


def read_form(request: Request, draft: type[T]) -> T:
    """The fields of an HTML form as a draft; a name that comes twice is refused.

    A browser sends two characters for the end of a line that its visitor counted as one.
    """
    fields = _once(request.get_form(keep_blank_values=True) or {})
    values = {name: value.replace("\r\n", "\n") for name, value in fields.items()}
    return _convert(values, draft, strict=False)


def _once(fields: dict[str, list[str]]) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, many in fields.items():
        if len(many) > 1:
            raise Malformed(path=name, code="field.twice", detail="同一项写了两次")
        values[name] = _text(many[0], name)
    return values


def _convert(value: Any, draft: type[T], *, strict: bool) -> T:
    try:
        return msgspec.convert(value, draft, strict=strict)
    except msgspec.ValidationError as error:
        raise _invalid(str(error)) from error


def _invalid(message: str) -> Invalid:
    """msgspec's English sentence as a field path, a stable code and a Chinese sentence."""
    at = _AT.search(message)
    path = at.group("path") if at else ""
    for pattern, code, sentence in _SENTENCES:
        if found := pattern.search(message):
            parts = found.groupdict()
            where = ".".join(part for part in (path, parts.get("field")) if part)
            detail = sentence.format(**parts)
            return Invalid("invalid", detail, fields=(FieldProblem(where or "$", code, detail),))
    return Invalid("invalid", "请求的内容不对")


def _parse(body: bytes) -> Any:
    """JSON without what parsers disagree on: duplicate keys, NaN, U+0000, surrogates, depth."""
    try:
        value = json.loads(
            body.decode(),
            object_pairs_hook=_unique,
            parse_constant=_no_constant,
            parse_float=_finite,
        )
    except RecursionError as error:
        raise Malformed(code="json.too_deep") from error
    except ValueError as error:
        raise Malformed(code="json.invalid") from error
    _check(value, "")
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Malformed(path=_text(name, "$"), code="field.twice", detail="同一项写了两次")
        found[name] = value
    return found


def _no_constant(name: str) -> NoReturn:
    raise Malformed(code="json.invalid")


def _finite(text: str) -> float | int:
    """A number with a point or an exponent; a whole one is an integer, as JSON Schema has it."""
    value = float(text)
    if isinf(value):
        raise Malformed(code="json.invalid")
    return int(value) if value.is_integer() and abs(value) < MOST_EXACT else value


def _check(value: Any, path: str, depth: int = 0) -> None:
    if depth > MOST_DEPTH:
        raise Malformed(code="json.too_deep")
    if isinstance(value, str):
        _text(value, path)
    elif isinstance(value, dict):
        for name, inner in value.items():
            _text(name, path)
            _check(inner, f"{path}.{name}".lstrip("."), depth + 1)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            _check(inner, f"{path}[{place}]", depth + 1)


def _text(value: str, path: str) -> str:
    """Text that PostgreSQL can store: no U+0000, no lone surrogate."""
    if _UNSTORABLE.search(value):
        raise Malformed(path=path, code="field.characters", detail="这里有不能保存的字符")
    return value
