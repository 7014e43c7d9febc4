"""Business failures as WeChat words them: HTTP 200, an errcode, and an errmsg with a rid tail."""

import secrets

TEXTS = {
    -1: "system error",
    40001: (
        "invalid credential, access_token is invalid or not latest, "
        "could get access_token by getStableAccessToken"
    ),
    40002: "invalid grant_type",
    40003: "invalid openid",
    40004: "invalid media type",
    40013: "invalid appid",
    40029: "invalid code",
    40037: "invalid template_id",
    40097: "invalid args",
    40125: "invalid appsecret",
    40129: "invalid scene",
    40163: "code been used",
    40165: "invalid weapp pagepath",
    40169: "invalid length for scene, or the data is not json string",
    40212: "invalid query",
    41001: "access_token missing",
    41002: "appid missing",
    41004: "appsecret missing",
    41008: "missing code",
    41030: "invalid page",
    42001: "access_token expired",
    43002: "require POST method",
    43101: "user refuse to accept the msg",
    44002: "empty post data",
    44991: "api minute-quota reach limit",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit, mustslower, retry next minute",
    47001: "data format error",
    47003: "argument invalid!",
    61010: "code is expired",
    85401: "invalid expire time",
    85402: "invalid env_version",
}


class WeChatError(Exception):
    """A call that ends with `errcode`; the text is WeChat's own unless `errmsg` gives another."""

    def __init__(self, errcode: int, errmsg: str | None = None) -> None:
        super().__init__(errcode)
        self.errcode = errcode
        self.errmsg = errmsg or TEXTS.get(errcode, "system error")

    def body(self) -> dict[str, object]:
        """The JSON body of the reply; the rid differs each time, so nobody can compare texts."""
        return {"errcode": self.errcode, "errmsg": f"{self.errmsg} rid: {three_words()}"}


def three_words() -> str:
    """A request or trace id in WeChat's shape, e.g. `60f96f1d-3845297a-1976a3ae`."""
    return "-".join(secrets.token_hex(4) for _ in range(3))
