"""Subscribe messages: checks every value by the kind its key names, and spends the grant."""

import re
from typing import Any

from service.emulators.wechat.edge import Call, ok
from service.emulators.wechat.errors import WeChatError
from service.emulators.wechat.people import check_openid

TIME = r"([01]?\d|2[0-3]):[0-5]\d"
DATE = r"\d{4}年\d{1,2}月\d{1,2}日"

VALUES = {
    "thing": r".{1,20}",
    "number": r"-?\d{1,32}(\.\d+)?",
    "letter": r"[A-Za-z]{1,32}",
    "symbol": r"[^\w\s]{1,5}",
    "character_string": r"[!-~]{1,32}",
    "time": rf"({DATE} )?{TIME}(~({DATE} )?{TIME})?",
    "date": rf"{DATE}( {TIME})?(~{DATE}( {TIME})?)?",
    "amount": r"[^\w\s]?\d{1,10}(\.\d+)?元?",
    "phone_number": r"[0-9+\-() ]{1,17}",
    "car_number": r"[\w-]{1,8}",
    "name": r"[\u4e00-\u9fff·]{1,10}|[A-Za-z .'-]{1,20}",
    "phrase": r"[\u4e00-\u9fff]{1,5}",
    "enum": r".+",
}


async def subscribe_send(call: Call) -> dict[str, object]:
    """POST /cgi-bin/message/subscribe/send: one message for one acceptance."""
    body, platform = call.body, call.platform
    openid, template_id = body.get("touser"), body.get("template_id")
    check_openid(openid)
    if not isinstance(template_id, str) or not template_id:
        raise WeChatError(40037)
    _check_choices(body)
    _check_data(body.get("data"))
    if platform.grants[str(openid), template_id] < 1:
        raise WeChatError(43101)
    platform.grants[str(openid), template_id] -= 1
    platform.sent.append({**body, "person": platform.people.name(str(openid))})
    return ok()


def _check_choices(body: dict[str, Any]) -> None:
    # Not develop and release, as in the other calls.
    if body.get("miniprogram_state", "formal") not in ("developer", "trial", "formal"):
        raise WeChatError(47003, "argument invalid! miniprogram_state invalid")
    if body.get("lang", "zh_CN") not in ("zh_CN", "en_US", "zh_HK", "zh_TW"):
        raise WeChatError(47003, "argument invalid! lang invalid")
    if str(body.get("page") or "").startswith("/"):
        raise WeChatError(41030)


def _check_data(data: object) -> None:
    if not isinstance(data, dict) or not data:
        raise WeChatError(47003, "argument invalid! data is empty")
    for key, given in data.items():
        value = given.get("value") if isinstance(given, dict) else None
        pattern = VALUES.get(key.rstrip("0123456789"))
        if not pattern or not isinstance(value, str | int) or not re.fullmatch(pattern, str(value)):
            raise WeChatError(47003, f"argument invalid! data.{key}.value invalid")
