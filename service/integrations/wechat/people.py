"""Who somebody is to WeChat: signing in, and the phone number they choose to give."""

from dataclasses import dataclass, field

import msgspec

from service.foundation.errors import Forbidden, Invalid, TooMany
from service.integrations.errors import VendorPaused, VendorRefused
from service.integrations.wechat.client import answer
from service.integrations.wechat.line import Line

INVALID_CODE, USED_CODE, BLOCKED, TOO_OFTEN = 40029, 40163, 40226, 45011


@dataclass(frozen=True)
class Identity:
    """Who signed in. The session_key stays here: no caller needs it."""

    openid: str
    unionid: str | None


@dataclass(frozen=True)
class PhoneNumber:
    """A number without its country's code (`86`), and that code."""

    country: str
    number: str = field(repr=False)


class _Session(msgspec.Struct):
    openid: str
    unionid: str | None = None


class _PhoneInfo(msgspec.Struct):
    pure: str = msgspec.field(name="purePhoneNumber")
    country: str | int = msgspec.field(name="countryCode")  # a string in the table, a number below


class _Phone(msgspec.Struct):
    phone_info: _PhoneInfo


class People(Line):
    """The calls that take a code from a phone: each code is good for one call, five minutes."""

    async def sign_in(self, code: str) -> Identity:
        """jscode2session: exchange a `wx.login` code for the person behind it."""
        query = {
            "appid": self._settings.wechat_appid,
            "secret": self._settings.wechat_secret,
            "js_code": code,
            "grant_type": "authorization_code",
        }
        path = "/sns/jscode2session"
        try:
            session = await self._client.call("GET", path, answer(_Session), params=query)
        except VendorRefused as refused:
            if refused.code in {INVALID_CODE, USED_CODE}:
                detail = "登录凭证已失效，请重新打开小程序"
                raise Invalid.field("code", "session.code_invalid", detail) from refused
            if refused.code == BLOCKED:
                raise Forbidden("session.blocked", "微信限制了这次登录") from refused
            raise VendorPaused("wechat", str(refused), refused.code) from refused  # our set-up
        except VendorPaused as paused:
            _tell_if_too_often(paused)
            raise
        return Identity(session.openid, session.unionid)

    async def phone_number(self, code: str) -> PhoneNumber:
        """getuserphonenumber: exchange the code of the getPhoneNumber button."""
        body, path = {"code": code}, "/wxa/business/getuserphonenumber"
        try:
            phone = await self._post(path, body, answer(_Phone))
        except VendorRefused as refused:
            if refused.code not in {INVALID_CODE, USED_CODE}:
                raise
            detail = "手机号授权已失效，请重新授权"
            raise Invalid.field("code", "phone.code_invalid", detail) from refused
        except VendorPaused as paused:
            _tell_if_too_often(paused)
            raise
        return PhoneNumber(str(phone.phone_info.country), phone.phone_info.pure)


def _tell_if_too_often(paused: VendorPaused) -> None:
    """WeChat counts these calls per person: that one has been too quick."""
    if paused.number == TOO_OFTEN:
        raise TooMany(retry_after=60) from paused
