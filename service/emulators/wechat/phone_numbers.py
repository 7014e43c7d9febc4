"""The call that turns the getPhoneNumber button's code into a phone number."""

import re

from service.emulators.wechat.edge import Call, ok
from service.emulators.wechat.errors import WeChatError

# A number alone does not tell where its country code ends; these are told apart.
COUNTRY_CODE = re.compile(r"\+(852|853|886|86|81|82|65|60|61|44|1)(\d+)")


async def getuserphonenumber(call: Call) -> dict[str, object]:
    """POST /wxa/business/getuserphonenumber: once per code, within five minutes."""
    code = call.body.get("code")
    if not isinstance(code, str):
        raise WeChatError(40029)
    phone = call.platform.people.redeem_phone(code, call.body.get("openid"))
    watermark = {
        "timestamp": int(call.platform.clock.now()),
        "appid": call.platform.config.appid,
    }
    return ok(phone_info={**_written(phone), "watermark": watermark})


def _written(phone: str) -> dict[str, str]:
    foreign = COUNTRY_CODE.fullmatch(phone)
    country, number = foreign.groups() if foreign else ("86", phone)
    shown = number if country == "86" else f"+{country} {number}"
    return {"phoneNumber": shown, "purePhoneNumber": number, "countryCode": country}
