"""Sessions: signing in with WeChat, staying signed in, signing out of one device or of all."""

from datetime import timedelta
from uuid import UUID

from tortoise.queryset import QuerySet

from models.people.accounts import Account, Session
from service.foundation import clock, tokens
from service.foundation.database import transaction
from service.foundation.errors import NotFound
from service.integrations import adapters
from service.integrations.wechat import Identity
from service.trust import audit

IDLE = timedelta(days=30)
ABSOLUTE = timedelta(days=180)
TOUCH_EVERY = timedelta(hours=1)
MOST_DEVICES = 20


async def sign_in(code: str, device: str = "") -> tuple[Account, str]:
    """Exchange a `wx.login` code for an account and a new session token (shown only here).

    Beyond MOST_DEVICES the session that was idle longest ends.
    """
    identity = await adapters().wechat.sign_in(code)
    token = tokens.random_token()
    async with transaction():
        account = await _account_of(identity)
        session = await Session.create(
            account=account,
            token_hash=tokens.hashed(token),
            device=device,
            used_at=clock.now(),
            expires_at=clock.now() + ABSOLUTE,
        )
        await audit.record(account, "session.opened", session)
        for surplus in await _living(account).order_by("-used_at", "-id").offset(MOST_DEVICES):
            await _end(account, surplus)
    return account, token


async def _account_of(identity: Identity) -> Account:
    account, _ = await Account.get_or_create(
        openid=identity.openid, defaults={"unionid": identity.unionid}
    )
    if identity.unionid and account.unionid != identity.unionid:
        account.unionid = identity.unionid  # given once the mini-program joins an open platform
        await account.save(update_fields=["unionid"])
    return account


async def session_of(token: str) -> Session | None:
    """The live session of a token with its account, or None: idle, expired and revoked alike."""
    living = Session.filter(token_hash=tokens.hashed(token), **_is_living())
    session = await living.get_or_none().select_related("account")
    if session and session.used_at < clock.now() - TOUCH_EVERY:
        session.used_at = clock.now()
        await session.save(update_fields=["used_at"])
    return session


async def of(account: Account) -> list[Session]:
    """The account's living sessions, latest used first."""
    return await _living(account).order_by("-used_at", "-id")


async def sign_out(account: Account, session_id: UUID) -> None:
    """End one session of the account's. Again is fine."""
    async with transaction():
        session = await Session.get_or_none(id=session_id, account=account)
        if session is None:
            raise NotFound
        await _end(account, session)


async def sign_out_everywhere(account: Account) -> None:
    """End all sessions of the account: no device stays signed in."""
    async with transaction():
        for session in await _living(account):
            await _end(account, session)


async def _end(account: Account, session: Session) -> None:
    if await Session.filter(id=session.id, revoked_at=None).update(revoked_at=clock.now()):
        await audit.record(account, "session.closed", session)


def _living(account: Account) -> QuerySet[Session]:
    return Session.filter(account=account, **_is_living())


def _is_living() -> dict[str, object]:
    now = clock.now()
    return {
        "account__erased_at": None,
        "revoked_at": None,
        "expires_at__gt": now,
        "used_at__gt": now - IDLE,
    }
