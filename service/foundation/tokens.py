"""Secrets that people carry: how they are made, and what of them is stored.

Session tokens are random. Share and invitation codes are derived from the row's id and the
installation's secret, so that a repeated request can be answered again although only the SHA-256
of the code is stored: a copy of the database holds nothing usable.
"""

import base64
import hashlib
import hmac
import secrets
from uuid import UUID

from service.foundation import settings

CODE_BYTES = 16


def random_token() -> str:
    """256 random bits, URL-safe."""
    return secrets.token_urlsafe(32)


def derived_code(purpose: str, row_id: UUID) -> str:
    """128 bits for one row and purpose, URL-safe; the same each time it is asked for."""
    digest = _keyed(purpose, row_id.bytes)
    return base64.urlsafe_b64encode(digest[:CODE_BYTES]).decode().rstrip("=")


def hashed(token: str) -> str:
    """What is stored of a token: its SHA-256, in hexadecimal."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def sign(purpose: str, data: bytes) -> bytes:
    """A 16-byte signature by this installation's secret."""
    return _keyed(purpose, data)[:16]


def _keyed(purpose: str, data: bytes) -> bytes:
    secret = settings.current().secret.encode()
    return hmac.digest(secret, purpose.encode() + b"\0" + data, "sha256")
