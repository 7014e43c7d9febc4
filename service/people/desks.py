"""Desks: a browser shows a code, a phone that is signed in scans it and lets the browser in.

The browser keeps a secret that no phone sees, the phone reads a code that opens nothing by itself:
whoever has only one of the two gets nothing.
"""

from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from models.base import uuid7
from models.people.accounts import Account, Session
from models.people.desks import DeskSignIn
from models.trust.erasures import ErasedKind
from models.trust.notices import NoticeKind
from service.foundation import clock, jobs, tokens
from service.foundation.database import transaction
from service.foundation.errors import Conflict, Forbidden, NotFound
from service.integrations import adapters
from service.integrations.errors import VendorRefused
from service.people import sessions
from service.trust import access, audit, notices
from service.trust.personal_data import Holding

PAGE = "pages/desk/sign-in"
"""The mini-program's page that a scanned code opens; the code is its scene."""
LIFE = timedelta(minutes=3)
TO_ENTER = timedelta(minutes=1)
"""However late the phone said yes, the browser has so long to fetch its session."""
KEPT = timedelta(days=1)


class DeskState(StrEnum):
    """What has become of a browser that waits."""

    WAITING = "waiting"
    SEEN = "seen"
    ALLOWED = "allowed"
    REFUSED = "refused"


def state_of(sign_in: DeskSignIn) -> DeskState:
    """How far it has come."""
    if sign_in.refused_at:
        return DeskState.REFUSED
    if sign_in.allowed_at:
        return DeskState.ALLOWED
    return DeskState.SEEN if sign_in.seen_at else DeskState.WAITING


async def ask(browser: str) -> tuple[DeskSignIn, str]:
    """A browser asks to be let in: the row, and the secret that is shown to it alone."""
    secret = tokens.random_token()
    sign_in = DeskSignIn(id=uuid7(), browser=browser, expires_at=clock.now() + LIFE)
    sign_in.secret_hash = tokens.hashed(secret)
    sign_in.code_hash = tokens.hashed(code_of(sign_in))
    await sign_in.save(force_create=True)
    return sign_in, secret


def code_of(sign_in: DeskSignIn) -> str:
    """What the phone reads off the screen (128 bits; only its hash is stored)."""
    return tokens.derived_code("desk", sign_in.id)


async def picture_of_code(code: str) -> bytes:
    """A living code as a JPEG that WeChat draws and its camera reads."""
    await _living(code)
    try:
        return await adapters().wechat.mini_code(code, PAGE)
    except VendorRefused as refused:
        raise Conflict("desk.code_picture", "二维码暂时画不出来，请稍后再试") from refused


async def scan(account: Account, code: str) -> DeskSignIn:
    """Which browser waits, to the phone that has read its code; the browser learns that it was."""
    async with transaction():
        sign_in = await _for(account, code)
        if sign_in.seen_at is None:
            sign_in.seen_at = clock.now()
            await sign_in.save(update_fields=["seen_at"])
            await audit.record(account, "desk.seen", sign_in)
    return sign_in


async def allow(account: Account, code: str) -> DeskSignIn:
    """Let the browser in, as this account; again is fine.

    Raises Forbidden for a child's own account, and for a phone that was handed to a child.
    """
    async with transaction():
        sign_in = await _for(account, code)
        await _require_grown(account)
        if sign_in.refused_at:
            raise Conflict("desk.refused", "刚才已经拒绝了，请在电脑上换一个新的码")
        if sign_in.allowed_at is None:
            sign_in.account_id = account.id
            sign_in.allowed_at = clock.now()
            sign_in.expires_at = max(sign_in.expires_at, clock.now() + TO_ENTER)
            await sign_in.save(update_fields=["account_id", "allowed_at", "expires_at"])
            await audit.record(account, "desk.allowed", sign_in)
    return sign_in


async def refuse(account: Account, code: str) -> DeskSignIn:
    """Keep the browser out, also one that was just allowed; again is fine."""
    async with transaction():
        sign_in = await _for(account, code)
        if sign_in.taken_at:
            raise Conflict("desk.entered", "电脑已经登录了，请在「登录的设备」里退出它")
        if sign_in.refused_at is None:
            sign_in.refused_at = clock.now()
            await sign_in.save(update_fields=["refused_at"])
            await audit.record(account, "desk.refused", sign_in)
    return sign_in


async def enter(sign_in_id: UUID, secret: str) -> tuple[DeskState, Session | None, str]:
    """What the browser gets: how far it is and, once it was allowed, its session and token.

    The session is handed out once; after that, and after its time, there is nothing (NotFound).
    """
    async with transaction():
        waiting = DeskSignIn.filter(
            id=sign_in_id, secret_hash=tokens.hashed(secret), expires_at__gt=clock.now()
        )
        sign_in = await waiting.filter(taken_at=None).select_for_update().get_or_none()
        if sign_in is None:
            raise NotFound
        state = state_of(sign_in)
        if state is not DeskState.ALLOWED:
            return state, None, ""
        account = await Account.get_or_none(id=sign_in.account_id, erased_at=None)
        if account is None:
            raise NotFound
        sign_in.taken_at = clock.now()
        await sign_in.save(update_fields=["taken_at"])
        device = f"电脑浏览器（{sign_in.browser}）"
        session, token = await sessions.open_at_desk(account, device)
        await notices.tell([account.id], NoticeKind.DESK_SIGNED_IN, session.id)
    return state, session, token


async def _living(code: str) -> DeskSignIn:
    found = DeskSignIn.filter(code_hash=tokens.hashed(code), expires_at__gt=clock.now())
    sign_in = await found.get_or_none()
    if sign_in is None:
        raise NotFound
    return sign_in


async def _for(account: Account, code: str) -> DeskSignIn:
    """The browser of a code, locked; once somebody has let it in, it is no other's to see."""
    await DeskSignIn.filter(code_hash=tokens.hashed(code)).select_for_update().first()
    sign_in = await _living(code)
    if sign_in.account_id not in {None, account.id}:
        raise NotFound
    return sign_in


async def _require_grown(account: Account) -> None:
    """The whole archive lies open at a desk: that is no child's to unlock."""
    viewer = await access.viewer(account)
    if account.is_lent or viewer.minors:
        raise Forbidden("desk.child", "电脑登录要请家里的大人用自己的手机来扫")


@jobs.job("desks.sweep", cron="23 4 * * *")
async def sweep() -> None:
    """Forget who came to which browser; the audit trail and the sessions tell enough."""
    await DeskSignIn.filter(expires_at__lt=clock.now() - KEPT).delete()


HOLDINGS = [Holding(DeskSignIn, "电脑登录的记录", {ErasedKind.ACCOUNT: "account_id = $1"})]
