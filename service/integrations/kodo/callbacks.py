"""Upload callbacks: whether Kodo sent this one, in either of its signature schemes."""

import hashlib
import hmac
from collections.abc import Mapping

from service.integrations.kodo.signing import FORM, Signing


class Callbacks(Signing):
    """Verification of what arrives at CALLBACK_PATH."""

    def is_callback(self, path_and_query: str, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether Kodo signed this callback (schemes QBox and Qiniu) and nobody changed it.

        The signature covers the URL we configured, not the one a proxy in between shows, and the
        type our policy names, not the one in the header. Nothing in it is fresh: a replay verifies.
        """
        claimed = headers.get("authorization", "")
        url = self._settings.public_url + path_and_query
        try:
            expected = self._expected(claimed, url, headers, body.decode())
        except UnicodeError:
            return False
        digest = hashlib.sha1(body).hexdigest()  # noqa: S324  Kodo's choice
        return _same(claimed, expected) and _same(path_and_query.partition("?h=")[2], digest)

    def _expected(self, claimed: str, url: str, headers: Mapping[str, str], body: str) -> str:
        if claimed.startswith("Qiniu "):
            ours = {"content-type": FORM}
            return self.qiniu("POST", url, {**headers, **ours}, body)
        return self.qbox(url, body)


def _same(one: str, other: str) -> bool:
    """Compared in constant time; a header may hold any bytes, even such as are no text."""
    return hmac.compare_digest(
        one.encode(errors="surrogatepass"), other.encode(errors="surrogatepass")
    )
