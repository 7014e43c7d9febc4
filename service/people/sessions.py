"""Sessions: signing in with WeChat, staying signed in, signing out of one device or of all."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID

from tortoise.expressions import Q

from models.people.accounts import Account, Session
from models.people.desks import DeskSignIn
from service.foundation import clock, tokens
from service.foundation.database import query, transaction
from service.foundation.errors import NotFound
from service.foundation.together import Together
from service.integrations import adapters
from service.integrations.wechat import Identity
from service.people import handovers
from service.trust import access, audit

IDLE = timedelta(days=30)
ABSOLUTE = timedelta(days=180)
TOUCH_EVERY = timedelta(hours=1)
DESK_IDLE = timedelta(minutes=60)
DESK_ABSOLUTE = timedelta(hours=12)
DESK_TOUCH_EVERY = timedelta(minutes=5)
MOST_DEVICES = 20
OF_ACCOUNT = "of account: "
"""Before an account's columns, beside those of its session."""


async def sign_in(code: str, device: str = "") -> tuple[Account, str]:
    """Exchange a `wx.login` code for an account and a new session token (shown only here).

    Beyond MOST_DEVICES the session that was idle longest ends.
    """
    identity = await adapters().wechat.sign_in(code)
    async with transaction():
        account = await _account_of(identity)
        _, token = await _open(account, device, at_desk=False)
    return account, token


async def open_at_desk(account: Account, device: str) -> tuple[Session, str]:
    """A session in a browser that the account has let in, and its token, shown only here.

    The caller's transaction; the caller has made sure that the account wants it.
    """
    return await _open(account, device, at_desk=True)


async def _open(account: Account, device: str, *, at_desk: bool) -> tuple[Session, str]:
    token = tokens.random_token()
    session = await Session.create(
        account=account,
        token_hash=tokens.hashed(token),
        device=device,
        at_desk=at_desk,
        used_at=clock.now(),
        expires_at=clock.now() + (DESK_ABSOLUTE if at_desk else ABSOLUTE),
    )
    await audit.record(account, "session.opened", session)
    for surplus in (await _living(Q(account=account)))[MOST_DEVICES:]:
        await _end(account, surplus)
    return session, token


async def _account_of(identity: Identity) -> Account:
    account, _ = await Account.get_or_create(
        openid=identity.openid, defaults={"unionid": identity.unionid}
    )
    if identity.unionid and account.unionid != identity.unionid:
        account.unionid = identity.unionid  # given once the mini-program joins an open platform
        await Account.filter(id=account.id, erased_at=None).update(unionid=identity.unionid)
    return account


async def session_of(token: str) -> Session | None:
    """The live session of a token with its account, or None: idle, expired and revoked alike."""
    session = await _lookups.ask(tokens.hashed(token))
    if session and not await _still_lent(session):
        return None
    if session and session.used_at < clock.now() - _touched_every(session):
        session.used_at = clock.now()
        await session.save(update_fields=["used_at"])
    return session


async def _look_up(hashes: Sequence[str]) -> list[Session | None]:
    """The sessions of all requests that have come meanwhile; each gets objects of its own."""
    found = {row["token_hash"]: row for row in await query(_by_hashes(), [*{*hashes}])}
    return [_session(found[hash_]) if hash_ in found else None for hash_ in hashes]


@cache
def _by_hashes() -> str:
    """Every request asks this: Tortoise would take longer to word it than PostgreSQL to answer."""
    own = ", ".join(f's."{name}"' for name in Session._meta.db_fields)
    theirs = ", ".join(f'a."{name}" as "{OF_ACCOUNT}{name}"' for name in Account._meta.db_fields)
    return (
        f"select {own}, {theirs} from sessions s join accounts a on a.id = s.account_id"  # noqa: S608
        " where s.token_hash = any($1) and s.revoked_at is null"
    )


def _session(row: dict[str, Any]) -> Session | None:
    """A row as the models that Tortoise makes of one; None where it is over."""
    session = Session._init_from_db(**row)
    theirs = {name: row[f"{OF_ACCOUNT}{name}"] for name in Account._meta.db_fields}
    session.account = Account._init_from_db(**theirs)
    return session if _lives(session) else None


_lookups = Together(_look_up)


async def of(account: Account) -> list[Session]:
    """The account's living sessions, latest used first, with what it has handed to a child."""
    return await _living(_theirs(account))


async def sign_out(account: Account, session_id: UUID) -> None:
    """End one session of the account's, or one that it has handed to a child. Again is fine.

    With a phone goes what was handed over on it: which of several phones that was, nobody knows.
    """
    async with transaction():
        session = await Session.get_or_none(_theirs(account), id=session_id)
        if session is None:
            raise NotFound
        await _end(account, session)
        if not session.at_desk:
            await handovers.end_of(account)


async def sign_out_everywhere(account: Account) -> None:
    """End all sessions of the account: no device stays signed in, nor a phone with a child."""
    await end_all_of(account, by=account)


async def end_all_of(account: Account, *, by: Account | None) -> int:
    """The same by whoever may, None for the operator. Returns how many of its own there were.

    A browser that was let in and has not come yet stays out; one that comes now is waited for.
    """
    async with transaction():
        let_in = DeskSignIn.filter(account_id=account.id, expires_at__gt=clock.now())
        for desk in await let_in.filter(taken_at=None, refused_at=None).select_for_update():
            desk.refused_at = clock.now()
            await desk.save(update_fields=["refused_at"])
            await audit.record(by, "desk.refused", desk)
        living = await _living(Q(account=account))
        for session in living:
            await _end(by, session)
        await handovers.end_of(account)
    return len(living)


async def _end(actor: Account | None, session: Session) -> None:
    if await Session.filter(id=session.id, revoked_at=None).update(revoked_at=clock.now()):
        await audit.record(actor, "session.closed", session)


async def _still_lent(session: Session) -> bool:
    """A phone is lent while its guardian guards the child; all other sessions are nobody's."""
    account = session.account
    return not account.is_lent or await access.is_vouched_for(account, session.created_at)


def _theirs(account: Account) -> Q:
    return Q(account_id=account.id) | Q(account__vouched_by_id=account.id)


async def _living(whose: Q) -> list[Session]:
    """Those of them that are not over, latest used first."""
    found = Session.filter(whose, revoked_at=None).select_related("account")
    return [one for one in await found.order_by("-used_at", "-id") if _lives(one)]


def _lives(session: Session) -> bool:
    """Whether one that nobody has ended neither idled nor is too old, and its account is there."""
    now, idle = clock.now(), DESK_IDLE if session.at_desk else IDLE
    return (
        session.expires_at > now
        and session.used_at > now - idle
        and session.account.erased_at is None
    )


def _touched_every(session: Session) -> timedelta:
    return DESK_TOUCH_EVERY if session.at_desk else TOUCH_EVERY
