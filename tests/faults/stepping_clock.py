"""A clock that steps: Debian's libfaketime tells the web and the worker another time of day."""

from pathlib import Path

NAME = "faketime/libfaketimeMT.so.1"
NOTICED_AFTER = 1
"""Seconds, at the most, before a running process looks at the file again."""


class SteppingClock:
    """The time of day of whatever was started with `environ`; timers go on as they were."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "clock"
        self.step(0)

    @property
    def environ(self) -> dict[str, str]:
        return {
            "LD_PRELOAD": library(),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": str(NOTICED_AFTER),
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def step(self, seconds: int) -> None:
        """Be so far ahead of everybody else's clock (behind it: below 0) from now on."""
        draft = self._file.with_suffix(".draft")
        draft.write_text(f"{seconds:+d}\n")
        draft.rename(self._file)


def library() -> str:
    """Where Debian's package `faketime` keeps its library; empty where it is not installed."""
    found = Path("/usr/lib").glob(f"*/{NAME}")
    return str(next(found, ""))
