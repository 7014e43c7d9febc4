"""Accounts and sessions: signing in with WeChat, staying signed in, signing out."""

from datetime import timedelta

from models.people.accounts import Account, Session
from service.foundation import clock, tokens
from service.foundation.database import transaction
from service.foundation.errors import Conflict, Invalid
from service.integrations import adapters
from service.integrations.errors import VendorRefused
from service.trust import audit

IDLE = timedelta(days=30)
ABSOLUTE = timedelta(days=180)
TOUCH_EVERY = timedelta(hours=1)
SCENE_PROFILE = 1


async def sign_in(code: str) -> tuple[Account, str]:
    """Exchange a `wx.login` code for an account and a new session token (shown only here)."""
    identity = await adapters().wechat.sign_in(code)
    token = tokens.random_token()
    async with transaction():
        account, _ = await Account.get_or_create(
            openid=identity.openid, defaults={"unionid": identity.unionid}
        )
        session = await Session.create(
            account=account,
            token_hash=tokens.hashed(token),
            used_at=clock.now(),
            expires_at=clock.now() + ABSOLUTE,
        )
        await audit.record(account, "session.opened", session)
    return account, token


async def session_of(token: str) -> Session | None:
    """The live session of a token with its account, or None: idle, expired and revoked alike."""
    session = await Session.get_or_none(
        token_hash=tokens.hashed(token),
        revoked_at=None,
        expires_at__gt=clock.now(),
        used_at__gt=clock.now() - IDLE,
    ).select_related("account")
    if session and session.used_at < clock.now() - TOUCH_EVERY:
        session.used_at = clock.now()
        await session.save(update_fields=["used_at"])
    return session


async def sign_out(session: Session) -> None:
    """End this device's session. Again is fine."""
    async with transaction():
        ended = await Session.filter(id=session.id, revoked_at=None).update(revoked_at=clock.now())
        if ended:
            await audit.record(session.account, "session.closed", session)


async def rename(account: Account, nickname: str) -> Account:
    """Change the account's own nickname, which relatives read: WeChat has to pass it first."""
    try:
        verdict = await adapters().wechat.check_text(
            nickname, openid=account.openid, scene=SCENE_PROFILE
        )
    except VendorRefused as refused:  # 61010: they have not opened the mini-program for two hours
        raise Conflict("nickname.unchecked", "现在改不了昵称，重新打开小程序再试试") from refused
    if verdict.suggest != "pass":
        raise Invalid.field("nickname", "nickname.refused", "这个昵称不能用，换一个试试")
    async with transaction():
        account.nickname = nickname
        await account.save(update_fields=["nickname"])
        await audit.record(account, "account.renamed", account)
    return account
