"""Qiniu Kodo: upload tokens, callback signatures, signed download URLs and object management.

The qiniu SDK signs; httpx talks. Wire facts: Kodo's documentation on upload policies, callbacks,
downloads and the rs interface.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import stamina
from qiniu import Auth, QiniuMacAuth
from qiniu.utils import entry

from service.foundation import clock
from service.foundation.settings import Settings
from service.integrations.errors import VendorRefused, VendorUnavailable

CALLBACK_PATH = "/callbacks/kodo"
FORM = "application/x-www-form-urlencoded"
NO_SUCH_KEY = 612
TIMEOUT = httpx.Timeout(10, connect=3)
TRANSFER_TIMEOUT = httpx.Timeout(60, connect=3)


class Kodo:
    """One private bucket. Raises VendorUnavailable when Kodo does not answer."""

    def __init__(self, settings: Settings, http: httpx.AsyncClient) -> None:
        self._settings = settings
        self._http = http
        self._auth = Auth(settings.kodo_access_key, settings.kodo_secret_key)
        self._mac = QiniuMacAuth(settings.kodo_access_key, settings.kodo_secret_key)

    @property
    def upload_url(self) -> str:
        return self._settings.kodo_upload_url

    def upload_token(self, key: str, *, upload_id: str, max_bytes: int, seconds: int) -> str:
        """A token that lets a phone put one new image under `key` and nothing else.

        The callback body is a form (Kodo's QBox signature covers no other type) and its SHA-1 is in
        the signed URL; the upload id is ours, in the policy, and not the client's to choose.
        """
        callback = f"{self._settings.public_url}{CALLBACK_PATH}?h=$(bodySha1)"
        policy = {
            "insertOnly": 1,
            "forceSaveKey": True,
            "saveKey": key,
            "fsizeMin": 1,
            "fsizeLimit": max_bytes,
            "mimeLimit": "image/*",
            "detectMime": 1,
            "callbackUrl": callback,
            "callbackBody": f"upload={upload_id}&key=$(key)&hash=$(etag)&bytes=$(fsize)",
            "callbackBodyType": FORM,
        }
        return self._auth.upload_token(self._settings.kodo_bucket, key, seconds, policy)

    def is_callback(self, path_and_query: str, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether Kodo signed this callback (schemes QBox and Qiniu) and nobody changed it.

        The signature covers the URL we configured, not the one a proxy in between shows.
        """
        claimed = headers.get("authorization", "")
        url = self._settings.public_url + path_and_query
        try:
            expected = self._callback_signature(claimed, url, headers, body.decode())
        except UnicodeDecodeError:
            return False
        digest = hashlib.sha1(body).hexdigest()  # noqa: S324  Kodo's choice
        return _same(claimed, expected) and _same(path_and_query.partition("?h=")[2], digest)

    def _callback_signature(
        self, claimed: str, url: str, headers: Mapping[str, str], body: str
    ) -> str:
        if claimed.startswith("Qiniu "):
            titled = {name.title(): value for name, value in headers.items()}
            host = httpx.URL(url).netloc.decode()
            signed = self._mac.token_of_request(
                "POST", host, url, self._mac.qiniu_headers(titled), FORM, body
            )
            return f"Qiniu {signed}"
        return f"QBox {self._auth.token_of_request(url, body, FORM)}"

    def download_url(self, key: str, *, until: datetime, fop: str = "") -> str:
        """A signed URL of an object, or of its rendition by `fop`, that dies at `until`."""
        url = f"{self._settings.kodo_download_url}/{quote(key)}" + (f"?{fop}" if fop else "")
        signed = f"{url}{'&' if fop else '?'}e={int(until.timestamp())}"
        return f"{signed}&token={self._auth.token(signed)}"

    async def stat(self, key: str) -> dict[str, Any] | None:
        """`{fsize, hash, mimeType, putTime, …}` of an object, or None where there is none."""
        return await self._manage(f"/stat/{entry(self._settings.kodo_bucket, key)}")

    async def delete(self, key: str) -> None:
        """Remove an object; one that is gone already is fine."""
        await self._manage(f"/delete/{entry(self._settings.kodo_bucket, key)}")

    async def put(self, key: str, data: bytes, media_type: str) -> None:
        """Store bytes of our own (a master), in place of what was there."""
        token = self._auth.upload_token(self._settings.kodo_bucket, key, 600, {"detectMime": -1})
        fields, files = {"token": token, "key": key}, {"file": (key, data, media_type)}
        reply = await self._send(
            "POST", self.upload_url + "/", data=fields, files=files, timeout=TRANSFER_TIMEOUT
        )
        self._answer(reply)

    async def fetch(self, key: str, target: Path, *, until: datetime) -> None:
        """Write an object to `target`, streamed."""
        try:
            async with self._http.stream(
                "GET", self.download_url(key, until=until), timeout=TRANSFER_TIMEOUT
            ) as reply:
                self._answer(reply, parse=False)
                with target.open("wb") as file:
                    async for chunk in reply.aiter_bytes():
                        file.write(chunk)
        except httpx.HTTPError as error:
            raise VendorUnavailable("kodo", repr(error)) from error

    async def _manage(self, path: str) -> dict[str, Any] | None:
        url = self._settings.kodo_rs_url + path
        headers = {
            "Content-Type": FORM,
            "X-Qiniu-Date": clock.now().strftime("%Y%m%dT%H%M%SZ"),
        }
        signed = self._mac.token_of_request(
            "POST", httpx.URL(url).netloc.decode(), url, self._mac.qiniu_headers(headers), FORM, ""
        )
        reply = await self._again(url, headers | {"Authorization": f"Qiniu {signed}"})
        if reply.status_code == NO_SUCH_KEY:
            return None
        return self._answer(reply)

    @stamina.retry(on=VendorUnavailable, attempts=3, timeout=10)
    async def _again(self, url: str, headers: dict[str, str]) -> httpx.Response:
        """A management call; every one we make is safe to repeat."""
        reply = await self._send("POST", url, headers=headers, timeout=TIMEOUT)
        if 500 <= reply.status_code < 600:
            raise VendorUnavailable("kodo", f"status {reply.status_code}")
        return reply

    async def _send(self, method: str, url: str, **options: Any) -> httpx.Response:
        try:
            reply = await self._http.request(method, url, **options)
        except httpx.HTTPError as error:
            raise VendorUnavailable("kodo", repr(error)) from error
        return reply

    @staticmethod
    def _answer(reply: httpx.Response, *, parse: bool = True) -> dict[str, Any]:
        if 500 <= reply.status_code < 600:
            raise VendorUnavailable("kodo", f"status {reply.status_code}")
        if reply.status_code != 200:
            raise VendorRefused("kodo", reply.status_code, str(reply.headers.get("x-reqid")))
        try:
            return reply.json() if parse and reply.content else {}
        except ValueError as error:
            raise VendorUnavailable("kodo", "half an answer") from error


def _same(one: str, other: str) -> bool:
    """Compared in constant time; a header may hold any bytes, even such as are no text."""
    return hmac.compare_digest(
        one.encode(errors="surrogatepass"), other.encode(errors="surrogatepass")
    )
