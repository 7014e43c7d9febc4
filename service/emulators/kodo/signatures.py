"""Both ends of Kodo's signatures: checking tokens and requests, signing callbacks."""

import binascii
import time
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from datetime import datetime
from hmac import compare_digest
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

from qiniu import Auth, QiniuMacAuth
from sanic import Request

from service.emulators.kodo.errors import KodoError
from service.emulators.kodo.policy import PutPolicy, read_policy

Scheme = Literal["QBox", "Qiniu"]
FORM = "application/x-www-form-urlencoded"
SKEW_SECONDS = 15 * 60


class Signatures:
    """The account's key pair. Every refusal is a 401; of a date that is far off, a 403."""

    def __init__(self, access_key: str, secret_key: str) -> None:
        self._plain = Auth(access_key, secret_key)
        self._mac = QiniuMacAuth(access_key, secret_key)

    def policy(self, token: str) -> PutPolicy:
        """The policy of an upload token `AK:sign:policy`, its signature checked."""
        signature, _, encoded = token.rpartition(":")
        if not signature:
            raise KodoError(401, "token not specified" if not token else "bad token")
        _require_same(self._plain.token(encoded), signature)
        try:
            return read_policy(urlsafe_b64decode(encoded))
        except (binascii.Error, ValueError) as error:
            raise KodoError(401, "bad token") from error

    def require_management(self, request: Request) -> None:
        """Check `Authorization: QBox …` or `Qiniu …` of an rs, rsf or pfop request."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        content_type = request.headers.get("content-type")
        url = f"http://{request.host}{raw_url(request)}"
        body = request.body.decode(errors="replace")
        if scheme == "QBox":
            expected = self._plain.token_of_request(url, body, content_type)
        elif scheme == "Qiniu":
            expected = self._mac.token_of_request(
                request.method, request.host, url, self._qiniu_headers(request), content_type, body
            )
        else:
            raise KodoError(401, "bad token")
        _require_same(expected, token)
        if scheme == "Qiniu":
            _require_near(request.headers.get("x-qiniu-date"))

    def require_download(self, request: Request, now: float) -> None:
        """Check `e` and `token` of a private URL; the token covers everything before it."""
        url, separator, token = f"{request.host}{raw_url(request)}".rpartition("&token=")
        if not separator:
            raise KodoError(401, "download token not specified")
        # TLS may end before us, so the signed scheme cannot be told from the connection.
        signed = (self._plain.token(f"{scheme}://{url}") for scheme in ("http", "https"))
        if not any(compare_digest(each.encode(), token.encode()) for each in signed):
            raise KodoError(401, "bad token")
        deadline = parse_qsl(urlsplit(url).query)[-1:]
        if not deadline or deadline[0][0] != "e" or not deadline[0][1].isdecimal():
            raise KodoError(401, "bad token")
        if now > int(deadline[0][1]):
            raise KodoError(401, "token out of date")

    def of_callback(self, scheme: Scheme, url: str, host: str, content_type: str, body: str) -> str:
        """The Authorization of a callback POST in the given scheme."""
        if scheme == "QBox":
            return f"QBox {self._plain.token_of_request(url, body, content_type)}"
        return f"Qiniu {self._mac.token_of_request('POST', host, url, '', content_type, body)}"

    def _qiniu_headers(self, request: Request) -> str:
        return self._mac.qiniu_headers(_title_case(request.headers))


def raw_url(request: Request) -> str:
    """Path and query exactly as sent; signatures cover these bytes."""
    return request.raw_url.decode("latin-1")


def _title_case(headers: Mapping[str, str]) -> dict[str, str]:
    # Sanic lower-cases names, the signature is over the canonical ones.
    return {name.title(): value for name, value in headers.items()}


def _require_same(expected: str, given: str) -> None:
    if not compare_digest(expected.encode(), given.encode()):
        raise KodoError(401, "bad token")


def _require_near(date: str | None) -> None:
    """Refuse what was signed long ago, or by a clock that is wrong; SDKs may leave the date out.

    By the machine's clock: the emulator's own is moved so that tickets and addresses end.
    """
    if date is None:
        return
    try:
        signed = datetime.strptime(f"{date}+0000", "%Y%m%dT%H%M%SZ%z").timestamp()
    except ValueError as error:
        raise KodoError(403, "bad X-Qiniu-Date") from error
    if abs(time.time() - signed) > SKEW_SECONDS:
        raise KodoError(403, "X-Qiniu-Date is too far off")
