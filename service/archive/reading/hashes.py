"""Hashes of a file's bytes: SHA-256, and SM3 (GB/T 32905) for archives that must use it."""

import hashlib
from pathlib import Path
from typing import TypedDict

from cryptography.hazmat.primitives.hashes import SM3, Hash

BLOCK_BYTES = 1 << 20


class Digests(TypedDict):
    """Both in hexadecimal."""

    sha256: str
    sm3: str


def digests(path: Path) -> Digests:
    """The digests of a file, its bytes read once."""
    sha256, sm3 = hashlib.sha256(), Hash(SM3())
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            sha256.update(block)
            sm3.update(block)
    return {"sha256": sha256.hexdigest(), "sm3": sm3.finalize().hex()}
