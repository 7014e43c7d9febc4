"""Rate limits on routes, counted before the work begins: no transaction waits for Valkey."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from sanic import Request
from sanic.response import HTTPResponse

from handlers.edge.operations import Handler
from models.people.accounts import Account
from service.foundation import limits
from service.integrations import adapters


def limited(what: str, *, most: int, seconds: int) -> Callable[[Handler], Handler]:
    """At most `most` calls of one account in `seconds`; goes below `signed_in`."""

    def wrap(handler: Handler) -> Handler:
        @wraps(handler)
        async def counted(request: Request, account: Account, **parameters: Any) -> HTTPResponse:
            await limits.allow(adapters().valkey, what, str(account.id), most=most, seconds=seconds)
            return await handler(request, account, **parameters)

        counted.limited = True  # type: ignore[attr-defined]
        return counted

    return wrap
