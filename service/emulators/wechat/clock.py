"""The emulator's time, which a test may move to see codes and tokens expire."""

import time


class Clock:
    """Unix time in seconds plus a settable offset."""

    def __init__(self) -> None:
        self.offset_seconds = 0.0

    def now(self) -> float:
        """The current Unix time in seconds as the emulator sees it."""
        return time.time() + self.offset_seconds
