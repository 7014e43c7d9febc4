"""The people with a phone: their openids, their one-time codes, and when they were last seen."""

import base64
import hashlib
import secrets
from dataclasses import dataclass

from service.emulators.wechat.clock import Clock
from service.emulators.wechat.errors import WeChatError

CODE_SECONDS = 300
SEEN_SECONDS = 2 * 3600


@dataclass
class Code:
    """A one-time code of `openid`, with the phone number it stands for if it is a phone code."""

    openid: str
    issued_at: float
    phone: str = ""
    used: bool = False


class People:
    """Who exists is whoever has been named: an openid follows from the appid and the name alone."""

    def __init__(self, appid: str, clock: Clock) -> None:
        self._appid = appid
        self._clock = clock
        self._names: dict[str, str] = {}
        self._seen_at: dict[str, float] = {}
        self._codes: dict[str, Code] = {}

    def openid(self, person: str) -> str:
        """The person's openid in this mini-program: 28 characters, always the same."""
        openid = _derived(self._appid, person)
        self._names[openid] = person
        return openid

    def unionid(self, openid: str) -> str:
        """The same person's id across one Open Platform account."""
        return _derived("open platform", self._names[openid])

    def name(self, openid: str) -> str:
        """The name behind an openid, empty if it was never named here."""
        return self._names.get(openid, "")

    def log_in(self, person: str) -> str:
        """What wx.login does on the person's phone: they are seen now and get a code."""
        openid = self.openid(person)
        self._seen_at[openid] = self._clock.now()
        return self._issue(Code(openid, self._clock.now()))

    def phone_code(self, person: str, phone: str) -> str:
        """What the getPhoneNumber button hands out; not interchangeable with a login code."""
        return self._issue(Code(self.openid(person), self._clock.now(), phone))

    def redeem_login(self, value: str) -> str:
        """The openid behind a login code, once: WeChatError 40163 when used, 40029 otherwise."""
        code = self._codes.get(value)
        if code is None or code.phone:
            raise WeChatError(40029)
        if code.used:
            raise WeChatError(40163)
        return self._redeem(code).openid

    def redeem_phone(self, value: str, openid: str | None) -> str:
        """The phone number behind a phone code, once; with `openid` only for that person."""
        code = self._codes.get(value)
        if code is None or not code.phone or code.used:
            raise WeChatError(40029)
        if openid and openid != code.openid:
            raise WeChatError(40003)
        return self._redeem(code).phone

    def owner_of(self, code: str) -> str | None:
        """The openid a code was issued to, without using the code up."""
        return self._codes[code].openid if code in self._codes else None

    def require_seen(self, openid: object) -> None:
        """Content checks know only recent visitors: WeChatError 40003 or 61010."""
        check_openid(openid)
        seen_at = self._seen_at.get(str(openid), 0)
        if self._clock.now() - seen_at > SEEN_SECONDS:
            raise WeChatError(61010)

    def _issue(self, code: Code) -> str:
        value = "0" + secrets.token_hex(32 if code.phone else 16)[1:]
        self._codes[value] = code
        return value

    def _redeem(self, code: Code) -> Code:
        if self._clock.now() - code.issued_at > CODE_SECONDS:
            raise WeChatError(40029)
        code.used = True
        return code


def check_openid(openid: object) -> None:
    """Raise WeChatError 40003 unless `openid` has an openid's shape."""
    if not (isinstance(openid, str) and len(openid) == 28 and openid.startswith("o")):
        raise WeChatError(40003)


def _derived(*parts: str) -> str:
    digest = hashlib.sha256("\0".join(parts).encode()).digest()[:20]
    return "o" + base64.urlsafe_b64encode(digest).decode().rstrip("=")
