"""The credentials of an embedded installation: made once and kept in its secrets.json."""

import os
import secrets
import string
from pathlib import Path

import msgspec
from cryptography.fernet import Fernet

_ALPHANUMERIC = string.ascii_letters + string.digits


class Credentials(msgspec.Struct, frozen=True, kw_only=True):
    """Named and shaped like the settings of the same names."""

    secret: str = msgspec.field(default_factory=lambda: secrets.token_urlsafe(48))
    data_keys: str = msgspec.field(default_factory=lambda: Fernet.generate_key().decode())
    wechat_appid: str = msgspec.field(default_factory=lambda: f"wx{secrets.token_hex(8)}")
    wechat_secret: str = msgspec.field(default_factory=lambda: secrets.token_hex(16))
    wechat_push_token: str = msgspec.field(default_factory=lambda: _alphanumeric(32))
    wechat_push_key: str = msgspec.field(default_factory=lambda: _alphanumeric(43))
    kodo_access_key: str = msgspec.field(default_factory=lambda: _alphanumeric(40))
    kodo_secret_key: str = msgspec.field(default_factory=lambda: _alphanumeric(40))


def kept_credentials(data: Path) -> Credentials:
    """The credentials in `data`/secrets.json; those it lacks are made and added."""
    path = data / "secrets.json"
    kept = path.read_bytes() if path.exists() else b"{}"
    credentials = msgspec.json.decode(kept, type=Credentials)
    complete = msgspec.json.format(msgspec.json.encode(credentials)) + b"\n"
    if complete != kept:
        write_private(path, complete)
    return credentials


def write_private(path: Path, content: bytes) -> None:
    """Write a file that its owner alone reads; a crash leaves the old one or the new one."""
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)
    unfinished.rename(path)


def _alphanumeric(length: int) -> str:
    return "".join(secrets.choice(_ALPHANUMERIC) for _ in range(length))
