"""Kodo's content hash, computed while the bytes stream by."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha1

BLOCK = 4 * 1024 * 1024


class QEtag:
    """Hash in 4 MiB blocks: one block is its sha1, more are the sha1 of their sha1s."""

    def __init__(self) -> None:
        self._finished: list[bytes] = []
        self._block = sha1(usedforsecurity=False)
        self._filled = 0

    def update(self, data: bytes) -> None:
        """Take in the next bytes."""
        rest = memoryview(data)
        while rest:
            if self._filled == BLOCK:
                self._finished.append(self._block.digest())
                self._block, self._filled = sha1(usedforsecurity=False), 0
            taken = rest[: BLOCK - self._filled]
            self._block.update(taken)
            self._filled += len(taken)
            rest = rest[len(taken) :]

    def text(self) -> str:
        """The hash so far: 28 characters of url-safe base64."""
        digests = [*self._finished, self._block.digest()]
        return _text(b"\x16", digests[0]) if len(digests) == 1 else _of_digests(b"\x96", digests)


def of_parts(etags: Sequence[str], sizes: Sequence[int]) -> str | None:
    """The hash of a multipart upload v2 whose parts are not 4 MiB each; None if they are.

    By java-sdk `EtagV2`: the sha1 of the hashes of the parts.
    """
    if all(size == BLOCK for size in sizes[:-1]) and sizes[-1] <= BLOCK:
        return None
    return _of_digests(b"\x9e", [urlsafe_b64decode(etag)[1:] for etag in etags])


def _of_digests(mark: bytes, digests: Sequence[bytes]) -> str:
    return _text(mark, sha1(b"".join(digests), usedforsecurity=False).digest())


def _text(mark: bytes, digest: bytes) -> str:
    return urlsafe_b64encode(mark + digest).decode()
