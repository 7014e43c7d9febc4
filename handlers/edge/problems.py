"""Problem details (RFC 9457): every error leaves as one, with a stable code."""

import re
from uuid import uuid4

import msgspec
import structlog
from sanic import Request, Sanic
from sanic.exceptions import SanicException
from sanic.response import HTTPResponse
from sanic_routing import Route

from service.foundation import errors, metrics
from service.foundation.database import is_lost
from service.foundation.errors import FieldProblem, Refusal

MEDIA_TYPE = "application/problem+json"
_PARAMETER = re.compile(r"<\w+:(\w+)>")
_KINDS = {"uuid": "[0-9a-fA-F-]{36}", "str": "[^/]+"}
log = structlog.get_logger("edge")
away = metrics.counter("unavailable", "Answers that something we need is away.", "code")

STATUSES: dict[type[Refusal], int] = {
    errors.NotSignedIn: 401,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.Invalid: 422,
    errors.TooMany: 429,
    errors.Unavailable: 503,
}
_WORDS = {
    400: ("request.malformed", "请求的格式不对"),
    404: ("not_found", "没有找到，可能已经删除"),
    405: ("method.not_allowed", "这里不能这样操作"),
    408: ("request.timeout", "网络太慢了，请再试一次"),
    413: ("request.too_large", "内容太大了"),
    414: ("request.address_too_long", "请求的地址太长了"),
    415: ("request.media_type", "请求的格式不对"),
}


class Problem(msgspec.Struct, omit_defaults=True):
    """The body of every error. `code` is stable; `detail` may be shown; `errors` name fields."""

    status: int
    code: str
    detail: str
    title: str = ""
    type: str = "about:blank"
    errors: list[FieldProblem] = []


class Malformed(Exception):
    """A request that cannot be read: `status` 400, 408, 413 or 415."""

    def __init__(self, status: int = 400, code: str = "", path: str = "", detail: str = "") -> None:
        self.status, self.code, self.path, self.detail = status, code, path, detail


def problem(
    status: int,
    code: str,
    detail: str,
    fields: tuple[FieldProblem, ...] = (),
    headers: dict[str, str] | None = None,
) -> HTTPResponse:
    """One problem as a response."""
    body = Problem(status=status, code=code, detail=detail, errors=list(fields))
    return HTTPResponse(msgspec.json.encode(body), status, headers=headers, content_type=MEDIA_TYPE)


def of_status(status: int) -> HTTPResponse:
    """The problem of a bare status."""
    code, detail = _WORDS.get(status, ("request.refused", "这个请求不能处理"))
    return problem(status, code, detail)


def install(app: Sanic) -> None:
    """Answer every exception that leaves a handler."""
    app.error_handler.add(Refusal, _refused)
    app.error_handler.add(Malformed, _malformed)
    app.error_handler.add(SanicException, _by_sanic)
    app.error_handler.add(Exception, _unexpected)


def _refused(request: Request, refusal: Refusal) -> HTTPResponse:
    status = next(s for kind, s in STATUSES.items() if isinstance(refusal, kind))
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    if isinstance(refusal, errors.Waiting):
        headers["Retry-After"] = str(refusal.retry_after)
    if isinstance(refusal, errors.Unavailable):
        log.warning("unavailable", code=refusal.code, why=str(refusal))
        away.labels(refusal.code).inc()
    return problem(status, refusal.code, refusal.detail, refusal.fields, headers)


def _malformed(request: Request, error: Malformed) -> HTTPResponse:
    code, detail = _WORDS[error.status]
    code, detail = error.code or code, error.detail or detail
    fields = (FieldProblem(error.path, code, detail),) if error.path else ()
    return problem(error.status, code, detail, fields)


def _by_sanic(request: Request, error: SanicException) -> HTTPResponse:
    answer = of_status(error.status_code)
    if error.status_code == 405:
        answer.headers["Allow"] = ", ".join(sorted(_allowed(request)))
    return answer


def _allowed(request: Request) -> set[str]:
    """The methods there are at a path (RFC 9110 §15.5.6); Sanic knows them for plain paths only."""

    def matches(route: Route) -> bool:
        pattern = _PARAMETER.sub(lambda found: _KINDS[found[1]], route.path)
        return re.fullmatch(pattern, request.path.strip("/")) is not None

    found = [route.methods for route in request.app.router.routes if matches(route)]
    return set[str]().union(*found)


def _unexpected(request: Request, error: Exception) -> HTTPResponse:
    if is_lost(error):
        log.warning("database away", error=repr(error))
        away = errors.Unavailable("database.unavailable")
        return _refused(request, away)
    reference = uuid4().hex[:8]
    log.error("unexpected", reference=reference, exc_info=error)
    return problem(500, "internal", f"出了点问题，请稍后再试（编号 {reference}）")
