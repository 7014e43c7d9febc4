"""Throttling: how often anybody may ask this process, whatever they ask for.

Generous to people, closing for robots. Who is signed in is counted by account, everybody else by
address: a school's or an operator's whole network may have a single one. It is counted here alone,
at no cost worth naming, so it holds whatever else is away.
"""

from sanic import Request, Sanic

from handlers.edge.addresses import counted_as
from models.people.accounts import Account
from service.foundation import limits, settings

SECONDS = 60
VENDORS = ("/healthz", "/readyz", "/callbacks/")
"""What machines ask, from one address each."""


def install(app: Sanic) -> None:
    """Count every request of `app` for which nobody looks whose session it bears."""
    app.on_request(_count)


async def _count(request: Request) -> None:
    if not _is_asked_who(request) and not request.path.startswith(VENDORS):
        count_stranger(request)


def _is_asked_who(request: Request) -> bool:
    """Whether its session will be looked up: that counts it as an account's, or as nobody's.

    Elsewhere a token says nothing, and hides no address.
    """
    op = getattr(request.route and request.route.handler, "operation", None)
    return bool(op and (op.signed_in or (op.open_to_all and request.token)))


def count_account(account: Account) -> None:
    """Count one request of an account; TooMany beyond its share."""
    _allow("account", str(account.id))


def count_stranger(request: Request) -> None:
    """Count one request of an address that no account answers for; TooMany beyond its share."""
    _allow("address", counted_as(request))


def _allow(what: str, subject: str) -> None:
    most = settings.current().most_requests
    if most:
        limits.allow_here(what, subject, most=most, seconds=SECONDS)
