"""Signing: upload tokens, private URLs and both schemes of request signatures, for one account."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import quote

import httpx
from qiniu import Auth, QiniuMacAuth

from service.foundation.settings import Settings

CALLBACK_PATH = "/callbacks/kodo"
FORM = "application/x-www-form-urlencoded"
URLS_KEPT = 8192
"""Of signed ones: pages ask for the same again until the deadlines move on; signing takes 5 µs."""


class Signing:
    """What an account can sign without asking Kodo. The qiniu SDK computes, nothing is sent."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._auth = Auth(settings.kodo_access_key, settings.kodo_secret_key)
        self._mac = QiniuMacAuth(settings.kodo_access_key, settings.kodo_secret_key)
        self._download_url = lru_cache(maxsize=URLS_KEPT)(self._sign_download)

    @property
    def upload_url(self) -> str:
        """Where phones, and we, put objects."""
        return self._settings.kodo_upload_url

    def upload_token(
        self, key: str, *, upload_id: str, max_bytes: int, seconds: int, types: str
    ) -> str:
        """A token that lets a phone put one new file under `key` and nothing else.

        `types` are those that Kodo is to find in the content, such as `image/*`.
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
            "mimeLimit": types,
            "detectMime": 1,
            "callbackUrl": callback,
            "callbackBody": f"upload={upload_id}&key=$(key)&hash=$(etag)&bytes=$(fsize)",
            "callbackBodyType": FORM,
        }
        return self._auth.upload_token(self._settings.kodo_bucket, key, seconds, policy)

    def download_url(self, key: str, *, until: datetime, fop: str = "") -> str:
        """A signed URL of an object, or of its rendition by `fop`, that dies at `until`."""
        return self._download_url(key, until, fop)

    def _sign_download(self, key: str, until: datetime, fop: str) -> str:
        url = f"{self._settings.kodo_download_url}/{quote(key)}" + (f"?{fop}" if fop else "")
        return self.private(url, until=until)

    def private(self, url: str, *, until: datetime) -> str:
        """Any URL of a private bucket with its deadline and, last of all, its token."""
        signed = f"{url}{'&' if '?' in url else '?'}e={int(until.timestamp())}"
        return f"{signed}&token={self._auth.token(signed)}"

    def qbox(self, url: str, body: str, content_type: str | None = FORM) -> str:
        """`QBox AK:sign` over path, query and, of a form alone, the body."""
        return f"QBox {self._auth.token_of_request(url, body, content_type)}"

    def managing(
        self, method: str, url: str, body: str = "", content_type: str = FORM
    ) -> dict[str, str]:
        """The headers of a request to rs, rsf, ai or uc. They bear the machine's own time: Kodo
        compares it with its own, and no rule of ours depends on it.
        """
        date = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        headers = {"Content-Type": content_type, "X-Qiniu-Date": date}
        return headers | {"Authorization": self.qiniu(method, url, headers, body)}

    def qiniu(self, method: str, url: str, headers: Mapping[str, str], body: str) -> str:
        """`Qiniu AK:sign` over method, path, query, host, type, X-Qiniu-* headers and body.

        Kodo signs header names in title case; servers may have lower-cased them.
        """
        titled = {name.title(): value for name, value in headers.items()}
        host, content_type = httpx.URL(url).netloc.decode(), titled.get("Content-Type")
        signed = self._mac.qiniu_headers(titled)
        token = self._mac.token_of_request(method, host, url, signed, content_type, body)
        return f"Qiniu {token}"
