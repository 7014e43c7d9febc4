"""The ledger: what the service acknowledged, on disk before anything else happens."""

import json
import os
from pathlib import Path


class Ledger:
    """One line for each acknowledged write, fsynced."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.touch()

    def acknowledge(self, kind: str, made: str) -> None:
        with self._path.open("a") as file:
            file.write(json.dumps([kind, made]) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def made(self, kind: str) -> list[str]:
        """The ids of one kind, in their order."""
        lines = map(json.loads, self._path.read_text().splitlines())
        return [made for written, made in lines if written == kind]
