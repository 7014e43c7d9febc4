"""The ledger: what the service acknowledged, on disk before anything else happens."""

import json
import os
from pathlib import Path


class Ledger:
    """One line for each acknowledged write, fsynced: its kind, what it made, what that says."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._count = 0
        path.touch()

    def acknowledge(self, kind: str, made: str, says: str = "") -> None:
        with self._path.open("a") as file:
            file.write(json.dumps([kind, made, says]) + "\n")
            file.flush()
            os.fsync(file.fileno())
        self._count += 1

    def made(self, kind: str) -> list[str]:
        """The ids of one kind, in their order."""
        return [made for written, made, _ in self._lines() if written == kind]

    def says(self, kind: str) -> dict[str, str]:
        """What each of one kind says, by its latest acknowledgement."""
        return {made: says for written, made, says in self._lines() if written == kind}

    def __len__(self) -> int:
        return self._count

    def _lines(self) -> list[tuple[str, str, str]]:
        return [json.loads(line) for line in self._path.read_text().splitlines()]
