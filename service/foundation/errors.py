"""Refusals: what a service verb raises when it will not do what was asked, and why.

Each carries a stable `code` for programs and a Chinese `detail` fit to show a parent. The HTTP edge
maps the classes to statuses; services know nothing of HTTP.
"""

from dataclasses import dataclass
from secrets import randbelow


@dataclass(frozen=True)
class FieldProblem:
    """One wrong field: its path in the request (`photo_ids[2]`), a code and a sentence."""

    path: str
    code: str
    detail: str


class Refusal(Exception):
    """Base of all refusals."""

    def __init__(self, code: str, detail: str, *, fields: tuple[FieldProblem, ...] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.fields = fields


class NotSignedIn(Refusal):
    """No session, or one that has ended."""

    def __init__(self) -> None:
        super().__init__("session.required", "请先登录")


class Forbidden(Refusal):
    """The subject is visible to the viewer, but this act is not theirs to do."""


class NotFound(Refusal):
    """Missing and foreign alike: nobody learns which."""

    def __init__(self) -> None:
        super().__init__("not_found", "没有找到，可能已经删除")


class Conflict(Refusal):
    """The request does not fit the present state."""


class Invalid(Refusal):
    """The request is understood but cannot be right."""

    @classmethod
    def field(cls, path: str, code: str, detail: str) -> "Invalid":
        """One wrong field: the sentence is shown as it is."""
        return cls("invalid", detail, fields=(FieldProblem(path, code, detail),))


class Waiting(Refusal):
    """Base of refusals that may succeed after `retry_after` seconds."""

    def __init__(self, code: str, detail: str, *, retry_after: int) -> None:
        super().__init__(code, detail)
        self.retry_after = retry_after


class TooMany(Waiting):
    """A rate limit."""

    def __init__(self, *, retry_after: int) -> None:
        super().__init__("rate_limited", "操作太快了，请稍等一会儿再试", retry_after=retry_after)


class Unavailable(Waiting):
    """Something this service depends on does not answer; nothing was lost.

    Those who were refused together are not asked to come again together.
    """

    def __init__(self, code: str, detail: str = "系统正忙，请稍后再试") -> None:
        super().__init__(code, detail, retry_after=3 + randbelow(6))
