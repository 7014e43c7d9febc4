"""Abreast: every taker has every piece in its order, and what one raises is heard."""

import hashlib
import os
import time

import pytest

from service.foundation.abreast import BEHIND, LARGE, Abreast


async def test_large_and_small_pieces_come_in_their_order():
    pieces = [os.urandom(size) for size in (LARGE, 1, LARGE * 3, 0, 7, LARGE, LARGE + 1)]
    digest, taken = hashlib.sha512(), bytearray()
    async with Abreast(taken.extend, digest.update) as both:
        for piece in pieces:
            await both.put(piece)
    whole = b"".join(pieces)
    assert (bytes(taken), digest.digest()) == (whole, hashlib.sha512(whole).digest())


async def test_the_slowest_holds_up_what_comes():
    taken: list[bytes] = []

    def slowly(piece: bytes) -> None:
        time.sleep(0.01)
        taken.append(piece)

    async with Abreast(slowly) as one:
        for sent in range(1, 10):
            await one.put(bytes(LARGE))
            assert sent - len(taken) <= BEHIND
    assert len(taken) == 9


async def test_a_full_disk_is_told_and_nothing_hangs():
    def full(piece: bytes) -> None:
        raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        async with Abreast(hashlib.sha256().update, full) as both:
            for _ in range(BEHIND + 2):
                await both.put(bytes(LARGE))
