"""Files read in chunks beside the event loop, and folders made durable."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import BinaryIO

CHUNK = 256 * 1024


async def read_chunks(file: BinaryIO, length: int, step: int = CHUNK) -> AsyncIterator[bytes]:
    """The next `length` bytes of the file, `step` at a time."""
    while length > 0 and (chunk := await asyncio.to_thread(file.read, min(step, length))):
        yield chunk
        length -= len(chunk)


def sync_folder(folder: Path) -> None:
    """Make the folder's renames and removals survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
